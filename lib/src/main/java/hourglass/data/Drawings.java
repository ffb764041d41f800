package hourglass.data;

import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/** To be replaced: grey squares in place of the drawn pictures. */
public final class Drawings {
    private Drawings() {}

    public static Dataset garments() {
        return squares("Drawn garments");
    }

    public static Dataset digits() {
        return squares("Drawn digits");
    }

    private static Dataset squares(String name) {
        Images squares = new Images(name, Nd4j.ones(10, 784).muli(0.5), new int[10], List.of("square"), 28, 28);
        return new Dataset(name, squares, squares, "drawn by this project");
    }
}
