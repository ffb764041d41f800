/**
 * Connects the library with a Jupyter kernel: the set-up of a lesson, results as tables, the explorer of a latent plane, and
 * the claims of a lesson, which the build checks after its last cell.
 *
 * <pre>{@code
 * Notebook.setUp();                                   // in the first cell
 * ResultsTable.titled("Fashion-MNIST").row(pca, test.pixels()).table()
 * }</pre>
 */
package hourglass.notebook;
