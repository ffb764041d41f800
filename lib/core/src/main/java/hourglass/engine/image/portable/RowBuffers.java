package hourglass.engine.image.portable;

/** A thread's own rows of numbers, kept from one batch to the next and shared by all kernels that the thread runs. */
final class RowBuffers {

    static final int INPUT = 0;
    static final int OUTPUT = 1;
    static final int SUMS = 2;

    private static final ThreadLocal<RowBuffers> CURRENT = ThreadLocal.withInitial(RowBuffers::new);

    private final float[][][] banks = {{}, {}, {}};
    private float[] zeros = {};

    private RowBuffers() {}

    static RowBuffers current() {
        return CURRENT.get();
    }

    /** Returns at least so many rows of at least this length, with whatever numbers were left in them. */
    float[][] rows(int bank, int count, int length) {
        float[][] rows = banks[bank];
        if (rows.length < count || rows[0].length < length) {
            int longest = rows.length == 0 ? length : Math.max(length, rows[0].length);
            rows = new float[Math.max(count, rows.length)][longest];
            banks[bank] = rows;
        }
        return rows;
    }

    /** Returns a row of zeros, which nobody may write to. */
    float[] zeros(int length) {
        if (zeros.length < length) {
            zeros = new float[length];
        }
        return zeros;
    }
}
