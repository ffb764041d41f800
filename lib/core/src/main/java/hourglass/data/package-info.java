/**
 * What a network learns from: pictures, signals and texts with their classes, splits, and noise.
 *
 * <pre>{@code
 * Images test = Datasets.fashionMnist().test();
 * INDArray noisy = Corruption.gaussian(0.2).corrupt(test.pixels(), 42); // [n, 784] -> [n, 784]
 *}</pre>
 */
package hourglass.data;
