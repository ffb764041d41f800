package hourglass.accelerate;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/**
 * The three matrix products of a dense layer, each for some of the rows or columns, so that a {@link Team} can split them.
 *
 * <p>Measured reason: Deeplearning4j calls the same routine in column-major order on row-major arrays and copies what does
 * not fit. A row-major matrix is the transpose of a column-major one, so that with the arguments in the other order no
 * copy is needed.
 *
 * <p>The weights are column-major [inputs, outputs], as Deeplearning4j lays them out; everything else is row-major.
 */
final class Gemm {

    private Gemm() {}

    /** out[from..to) = x[from..to) · w */
    static void forward(Rows x, long w, Rows out, int from, int to) {
        if (to > from) {
            int in = x.columns();
            cblas_sgemm(
                    CblasColMajor,
                    CblasTrans,
                    CblasNoTrans,
                    out.columns(),
                    to - from,
                    in,
                    1,
                    new Rows.At(w),
                    in,
                    new Rows.At(x.row(from)),
                    (int) x.stride(),
                    0,
                    new Rows.At(out.row(from)),
                    (int) out.stride());
        }
    }

    /** out[to..) += x[from..) · w, so many rows of each. */
    static void addForward(Rows x, int from, long w, Rows out, int to, int count) {
        int in = x.columns();
        cblas_sgemm(
                CblasColMajor,
                CblasTrans,
                CblasNoTrans,
                out.columns(),
                count,
                in,
                1,
                new Rows.At(w),
                in,
                new Rows.At(x.row(from)),
                (int) x.stride(),
                1,
                new Rows.At(out.row(to)),
                (int) out.stride());
    }

    /** dx[from..to) = d[from..to) · wᵀ */
    static void toInput(Rows d, long w, Rows dx, int from, int to) {
        if (to > from) {
            int in = dx.columns();
            cblas_sgemm(
                    CblasColMajor,
                    CblasNoTrans,
                    CblasNoTrans,
                    in,
                    to - from,
                    d.columns(),
                    1,
                    new Rows.At(w),
                    in,
                    new Rows.At(d.row(from)),
                    (int) d.stride(),
                    0,
                    new Rows.At(dx.row(from)),
                    (int) dx.stride());
        }
    }

    /** A member's share of dw = xᵀ · d, column-major like the weights. */
    static void toWeights(Rows x, Rows d, long dw, int member, int members) {
        int in = x.columns();
        int out = d.columns();
        boolean byOutput = out >= in;
        int from = Team.share(byOutput ? out : in, member, members);
        int count = Team.share(byOutput ? out : in, member + 1, members) - from;
        if (count > 0) {
            cblas_sgemm(
                    CblasColMajor,
                    CblasNoTrans,
                    CblasTrans,
                    byOutput ? in : count,
                    byOutput ? count : out,
                    x.rows(),
                    1,
                    new Rows.At(x.address() + (byOutput ? 0 : 4L * from)),
                    (int) x.stride(),
                    new Rows.At(d.address() + (byOutput ? 4L * from : 0)),
                    (int) d.stride(),
                    0,
                    new Rows.At(dw + 4L * (byOutput ? (long) from * in : from)),
                    in);
        }
    }
}
