/**
 * What a notebook needs: the set-up line, tables as HTML, the explorer of a latent plane, claims that are checked.
 *
 * <pre>{@code Notebook.setUp();}</pre>
 */
package hourglass.notebook;
