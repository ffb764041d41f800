package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import hourglass.engine.onednn.OneDnn;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.OmpThreads;
import hourglass.runtime.WorkerPool;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The three matrix products of a dense layer, each for some of the rows or columns, so that a {@link WorkerPool} can split
 * them.
 *
 * <p>Measured reason: Deeplearning4j calls the same routine in column-major order on row-major arrays and copies what does
 * not fit. A row-major matrix is the transpose of a column-major one, so that with the arguments in the other order no
 * copy is needed.
 *
 * <p>Where oneDNN is there, its routine is used: OpenBLAS 0.3.19 does not know recent processors and runs at 65 to 90
 * billion operations a second on one core of an EPYC where oneDNN's runs at 100 to 115.
 *
 * <p>The weights are column-major [inputs, outputs], as Deeplearning4j lays them out; everything else is row-major.
 */
public final class Gemm {

    private static final boolean ONEDNN = OneDnn.available();
    private static final int ONES_LENGTH = 256;
    private static final FloatPointer ONES = ones();
    private static final ThreadLocal<SingleThread> SINGLE = ThreadLocal.withInitial(SingleThread::ofThisThread);

    private Gemm() {}

    private static FloatPointer ones() {
        float[] ones = new float[ONES_LENGTH];
        Arrays.fill(ones, 1);
        return new FloatPointer(ones);
    }

    /** out[from..to) = x[from..to) · w */
    public static void forward(NativeMatrix x, long w, NativeMatrix out, int from, int to) {
        forward(x, from, w, 0, out, from, to - from);
    }

    /** out[to..) += x[from..) · w, so many rows of each. */
    static void addForward(NativeMatrix x, int from, long w, NativeMatrix out, int to, int count) {
        forward(x, from, w, 1, out, to, count);
    }

    private static void forward(NativeMatrix x, int from, long w, float beta, NativeMatrix out, int to, int count) {
        if (count > 0 && out.columns() > 0) {
            int in = x.columns();
            product(
                    CblasTrans,
                    CblasNoTrans,
                    out.columns(),
                    count,
                    in,
                    new NativeMemory.At(w),
                    in,
                    new NativeMemory.At(x.rowAddress(from)),
                    (int) x.stride(),
                    beta,
                    new NativeMemory.At(out.rowAddress(to)),
                    (int) out.stride());
        }
    }

    /** dx[from..to) = d[from..to) · wᵀ */
    static void inputGradient(NativeMatrix d, long w, NativeMatrix dx, int from, int to) {
        inputGradient(d, w, dx.columns(), dx, from, to);
    }

    /** As above, for as many of the inputs as dx has columns; the weights begin with those of the first one. */
    static void inputGradient(NativeMatrix d, long w, int in, NativeMatrix dx, int from, int to) {
        if (to > from && dx.columns() > 0) {
            product(
                    CblasNoTrans,
                    CblasNoTrans,
                    dx.columns(),
                    to - from,
                    d.columns(),
                    new NativeMemory.At(w),
                    in,
                    new NativeMemory.At(d.rowAddress(from)),
                    (int) d.stride(),
                    0,
                    new NativeMemory.At(dx.rowAddress(from)),
                    (int) dx.stride());
        }
    }

    /** One part of dw = xᵀ · d, column-major like the weights: some of the outputs, or of the inputs when there are more. */
    static void weightGradient(NativeMatrix x, NativeMatrix d, long dw, int part, int parts) {
        weightGradient(x, d, dw, part, parts, 0);
    }

    /** dw = xᵀ · d, or dw += xᵀ · d. */
    static void weightGradient(NativeMatrix x, NativeMatrix d, long dw, boolean add) {
        weightGradient(x, d, dw, 0, 1, add ? 1 : 0);
    }

    private static void weightGradient(NativeMatrix x, NativeMatrix d, long dw, int part, int parts, float beta) {
        int in = x.columns();
        int out = d.columns();
        boolean byOutput = out >= in;
        int from = WorkerPool.start(byOutput ? out : in, part, parts);
        int count = WorkerPool.start(byOutput ? out : in, part + 1, parts) - from;
        if (count > 0) {
            product(
                    CblasNoTrans,
                    CblasTrans,
                    byOutput ? in : count,
                    byOutput ? count : out,
                    x.rows(),
                    new NativeMemory.At(x.address() + (byOutput ? 0 : (long) Float.BYTES * from)),
                    (int) x.stride(),
                    new NativeMemory.At(d.address() + (byOutput ? (long) Float.BYTES * from : 0)),
                    (int) d.stride(),
                    beta,
                    new NativeMemory.At(dw + Float.BYTES * (byOutput ? (long) from * in : from)),
                    in);
        }
    }

    /** sums = 1ᵀ · d, or sums += 1ᵀ · d: as a product, since it is then read in place. */
    static void columnSums(NativeMatrix d, long sums, boolean add) {
        for (int row = 0; row < d.rows(); row += ONES_LENGTH) {
            int rows = Math.min(ONES_LENGTH, d.rows() - row);
            product(
                    CblasNoTrans,
                    CblasNoTrans,
                    d.columns(),
                    1,
                    rows,
                    new NativeMemory.At(d.rowAddress(row)),
                    (int) d.stride(),
                    new NativeMemory.At(ONES.address()),
                    rows,
                    add || row > 0 ? 1 : 0,
                    new NativeMemory.At(sums),
                    d.columns());
        }
    }

    /**
     * What each pixel of an image contributes to each place of a window: out [places, pixels] from x [pixels, channels] and
     * w [channels, places], all row-major.
     */
    public static void contributions(long x, int pixels, int channels, long w, int places, long out) {
        product(
                CblasTrans,
                CblasTrans,
                pixels,
                places,
                channels,
                new NativeMemory.At(x),
                channels,
                new NativeMemory.At(w),
                places,
                0,
                new NativeMemory.At(out),
                pixels);
    }

    /**
     * out += a · bᵀ, all row-major.
     *
     * @param a [rows, length]
     * @param b [columns, length]
     * @param out [rows, columns], in rows of {@code stride} numbers
     */
    public static void addInnerProducts(long a, int rows, long b, int columns, int length, long out, int stride) {
        product(
                CblasTrans,
                CblasNoTrans,
                columns,
                rows,
                length,
                new NativeMemory.At(b),
                length,
                new NativeMemory.At(a),
                length,
                1,
                new NativeMemory.At(out),
                stride);
    }

    // Column-major c [m, n] = op(a) · op(b) + beta · c. OpenBLAS is called column-major and oneDNN row-major, which
    // is the same product of the transposed matrices, hence the exchanged arguments.
    private static void product(
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            NativeMemory.At a,
            int lda,
            NativeMemory.At b,
            int ldb,
            float beta,
            NativeMemory.At c,
            int ldc) {
        if (!ONEDNN) {
            cblas_sgemm(CblasColMajor, transposeA, transposeB, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
        } else if (SINGLE.get().isSet()) {
            dnnl_sgemm(letter(transposeB), letter(transposeA), n, m, k, 1, b, ldb, a, lda, beta, c, ldc);
        } else {
            OmpThreads.inThisThread(
                    () -> dnnl_sgemm(letter(transposeB), letter(transposeA), n, m, k, 1, b, ldb, a, lda, beta, c, ldc));
        }
    }

    private static byte letter(int transpose) {
        return (byte) (transpose == CblasTrans ? 'T' : 'N');
    }

    /** Whether OpenMP runs the calls of this thread in this thread alone, which a worker of the pool sets once for itself. */
    private record SingleThread(boolean worker, NativeOps threads) {

        static SingleThread ofThisThread() {
            Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
            NativeOps threads = NativeOpsHolder.getInstance().getDeviceNativeOps();
            boolean worker = WorkerPool.isWorker(Thread.currentThread());
            if (worker) {
                threads.setOmpNumThreads(1);
            }
            return new SingleThread(worker, threads);
        }

        boolean isSet() {
            return worker || threads.ompGetMaxThreads() == 1;
        }
    }
}
