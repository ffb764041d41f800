/**
 * Where datasets come from: a folder of one's own, the cache, the system's package, a download, or pictures that this project
 * draws for lack of all these.
 *
 * <pre>{@code Dataset clothes = Datasets.fashionMnist();}</pre>
 */
package hourglass.data.source;
