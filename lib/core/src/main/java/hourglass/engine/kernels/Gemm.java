package hourglass.engine.kernels;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import hourglass.engine.onednn.OneDnn;
import hourglass.runtime.NativeMemory;
import hourglass.runtime.WorkerPool;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The three matrix products of a dense layer, each for some of the rows or columns, so that a {@link WorkerPool} can split them.
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
    private static final ThreadLocal<Alone> ALONE = ThreadLocal.withInitial(Alone::inThisThread);

    private Gemm() {}

    /** out[from..to) = x[from..to) · w */
    public static void forward(NativeMatrix x, long w, NativeMatrix out, int from, int to) {
        if (to > from && out.columns() > 0) {
            int in = x.columns();
            product(
                    CblasTrans,
                    CblasNoTrans,
                    out.columns(),
                    to - from,
                    in,
                    new NativeMemory.At(w),
                    in,
                    new NativeMemory.At(x.row(from)),
                    (int) x.stride(),
                    0,
                    new NativeMemory.At(out.row(from)),
                    (int) out.stride());
        }
    }

    /** out[to..) += x[from..) · w, so many rows of each. */
    static void addForward(NativeMatrix x, int from, long w, NativeMatrix out, int to, int count) {
        int in = x.columns();
        product(
                CblasTrans,
                CblasNoTrans,
                out.columns(),
                count,
                in,
                new NativeMemory.At(w),
                in,
                new NativeMemory.At(x.row(from)),
                (int) x.stride(),
                1,
                new NativeMemory.At(out.row(to)),
                (int) out.stride());
    }

    /** dx[from..to) = d[from..to) · wᵀ */
    static void toInput(NativeMatrix d, long w, NativeMatrix dx, int from, int to) {
        toInput(d, w, dx.columns(), dx, from, to);
    }

    /** As above, for as many of the inputs as dx has columns; the weights begin with those of the first one. */
    static void toInput(NativeMatrix d, long w, int in, NativeMatrix dx, int from, int to) {
        if (to > from && dx.columns() > 0) {
            product(
                    CblasNoTrans,
                    CblasNoTrans,
                    dx.columns(),
                    to - from,
                    d.columns(),
                    new NativeMemory.At(w),
                    in,
                    new NativeMemory.At(d.row(from)),
                    (int) d.stride(),
                    0,
                    new NativeMemory.At(dx.row(from)),
                    (int) dx.stride());
        }
    }

    /** A member's share of dw = xᵀ · d, column-major like the weights. */
    static void toWeights(NativeMatrix x, NativeMatrix d, long dw, int member, int members) {
        int in = x.columns();
        int out = d.columns();
        boolean byOutput = out >= in;
        int from = WorkerPool.share(byOutput ? out : in, member, members);
        int count = WorkerPool.share(byOutput ? out : in, member + 1, members) - from;
        if (count > 0) {
            product(
                    CblasNoTrans,
                    CblasTrans,
                    byOutput ? in : count,
                    byOutput ? count : out,
                    x.rows(),
                    new NativeMemory.At(x.address() + (byOutput ? 0 : 4L * from)),
                    (int) x.stride(),
                    new NativeMemory.At(d.address() + (byOutput ? 4L * from : 0)),
                    (int) d.stride(),
                    0,
                    new NativeMemory.At(dw + 4L * (byOutput ? (long) from * in : from)),
                    in);
        }
    }

    /**
     * What each pixel of a picture contributes to each place of a window: out [places, pixels] from x [pixels, channels] and
     * w [channels, places], all row-major.
     */
    static void byPlace(long x, int pixels, int channels, long w, int places, long out) {
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

    // Column-major c [m, n] = op(a) · op(b) + beta · c. What is column-major to the one routine is the transpose of
    // what
    // is row-major to the other, hence the exchanged arguments.
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
        } else if (ALONE.get().now()) {
            dnnl_sgemm(letter(transposeB), letter(transposeA), n, m, k, 1, b, ldb, a, lda, beta, c, ldc);
        } else {
            OneDnn.inThisThread(
                    () -> dnnl_sgemm(letter(transposeB), letter(transposeA), n, m, k, 1, b, ldb, a, lda, beta, c, ldc));
        }
    }

    private static byte letter(int transpose) {
        return (byte) (transpose == CblasTrans ? 'T' : 'N');
    }

    /** Whether OpenMP would leave a call of this thread alone; a helper of the team is told so once. */
    private record Alone(boolean helper, NativeOps threads) {

        static Alone inThisThread() {
            Nd4j.getBackend(); // NativeOpsHolder is empty until ND4J is loaded.
            NativeOps threads = NativeOpsHolder.getInstance().getDeviceNativeOps();
            boolean helper = WorkerPool.isHelper(Thread.currentThread());
            if (helper) {
                threads.setOmpNumThreads(1);
            }
            return new Alone(helper, threads);
        }

        boolean now() {
            return helper || threads.ompGetMaxThreads() == 1;
        }
    }
}
