package hourglass.engine.kernels;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;

import hourglass.engine.onednn.OneDnn;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps OpenBLAS in the threads that call it, as long as one of these is open, where it multiplies the matrices of the engine; the
 * last one that is closed gives it back the number of threads that it had. The number holds for the whole process.
 *
 * <p>Measured reason: two workers that call OpenBLAS while it has threads of its own wait for these most of the time; an epoch of
 * 784-32-784 then takes three times as long (lib/PERFORMANCE.md).
 */
public final class OneBlasThread implements AutoCloseable {

    private static int open;
    private static int before;

    private boolean closed;

    private OneBlasThread() {
        closed = OneDnn.available();
    }

    /** Begins; does nothing where oneDNN multiplies the matrices. */
    public static OneBlasThread hold() {
        OneBlasThread held = new OneBlasThread();
        if (!held.closed) {
            Nd4j.getBackend(); // sets OpenBLAS' threads when it is loaded
            synchronized (OneBlasThread.class) {
                if (open++ == 0) {
                    before = blas_get_num_threads();
                    blas_set_num_threads(1);
                }
            }
        }
        return held;
    }

    /** Ends; a second call does nothing. */
    @Override
    public void close() {
        synchronized (OneBlasThread.class) {
            if (!closed && --open == 0) {
                blas_set_num_threads(before);
            }
            closed = true;
        }
    }
}
