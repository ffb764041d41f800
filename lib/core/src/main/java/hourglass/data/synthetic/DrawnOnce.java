package hourglass.data.synthetic;

import java.util.function.Supplier;

/**
 * A value that is drawn when it is first asked for, and kept. A class initialiser would not do: the threads that help to draw
 * use the class themselves and would wait for it, and a drawing that was stopped could not begin anew.
 */
final class DrawnOnce<T> {
    private final Supplier<T> drawing;
    private T drawn;

    DrawnOnce(Supplier<T> drawing) {
        this.drawing = drawing;
    }

    synchronized T get() {
        if (drawn == null) {
            drawn = drawing.get();
        }
        return drawn;
    }
}
