package hourglass.data;

import java.util.List;

/** The names of the classes that published and drawn pictures share, in the order of their labels. */
public final class ClassNames {

    /** The ten kinds of clothes of Fashion-MNIST. */
    public static final List<String> CLOTHES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** The ten digits. */
    public static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private ClassNames() {}
}
