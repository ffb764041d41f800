package hourglass.data.synthetic;

import java.util.function.Supplier;

/**
 * Something that is drawn when it is first asked for, and kept. Unlike a class initialiser this lets the threads that draw use
 * the class, and a stopped drawing begins anew the next time.
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
