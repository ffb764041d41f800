package hourglass.train;

/** What a network is trained with, batch by batch. */
public sealed interface Batches permits ArrayBatches, IteratorBatches {

    /**
     * A batch.
     *
     * @param clean [n, …] its examples, in 'c' order
     * @param numbers the place of each among all examples, on which its noise depends
     */
    record Batch(Examples clean, int[] numbers) {}

    /** Returns some examples, which tell shape and type of all, and are what noise is fitted to. */
    Examples some();

    /** Returns how many examples an epoch has; −1 while nobody knows it. */
    long examples();

    /**
     * Begins an epoch.
     *
     * @param epochs how many epochs the network has behind it
     */
    void begin(int epochs);

    /** Whether there are batches left in this epoch. */
    boolean hasNext();

    /**
     * Returns the next batch, whose memory is used again for the one after it.
     *
     * @throws IllegalArgumentException if a batch cannot be trained with
     */
    Batch next();
}
