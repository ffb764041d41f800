/**
 * Pictures and where they come from: {@code Images test = Datasets.fashionMnist().test();}
 *
 * <p>{@link hourglass.data.Datasets} finds a dataset (in HOURGLASS_DATA, in the cache, in the system's package, by
 * download, or drawn by this project for lack of all these); {@link hourglass.data.Images} holds its pictures as one
 * array and cuts it into parts.
 */
package hourglass.data;
