/**
 * What only a notebook needs: the set-up line, tables as HTML, claims that are checked.
 *
 * <p>{@code Notebook.setUp();}
 */
package hourglass.notebook;
