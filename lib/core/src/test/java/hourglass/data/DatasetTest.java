package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class DatasetTest {

    private final Images train = images(1500, 2, 3, "bag", "boot");
    private final Images test = images(2, 2, 3, "bag", "boot");

    @Test
    void theDescriptionSaysWhatItIsAndWhereItIsFrom() {
        assertThat(new Dataset("Tiny", train, test, "HOURGLASS_DATA"))
                .hasToString("Tiny: 1,500 + 2 pictures of 2×3 in 2 classes, from HOURGLASS_DATA");
        assertThat(new Dataset("Tiny", train, test, "downloaded"))
                .hasToString("Tiny: 1,500 + 2 pictures of 2×3 in 2 classes, downloaded");
    }

    @Test
    void drawnPicturesAreNeverTakenForCollectedOnes() {
        Dataset drawn = new Dataset("Tiny", train, test, "drawn by this project", "Beware.");

        assertThat(drawn.drawn()).isTrue();
        assertThat(drawn).hasToString("Tiny: 1,500 + 2 pictures of 2×3 in 2 classes, drawn by this project\nBeware.");
        assertThat(new Dataset("Tiny", train, test, "the cache").drawn()).isFalse();
    }

    @Test
    void partsThatDoNotBelongTogetherAreRefused() {
        assertThatThrownBy(() -> new Dataset("Tiny", train, images(2, 3, 2, "bag", "boot"), "the cache"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The training pictures of 'Tiny' are 2×3 and its test pictures 3×2: they must be of one"
                        + " size.");
        assertThatThrownBy(() -> new Dataset("Tiny", train, images(2, 2, 3, "bag", "shoe"), "the cache"))
                .hasMessage("The training pictures of 'Tiny' have the classes [bag, boot] and its test pictures [bag,"
                        + " shoe]: they must be the same.");
    }

    private static Images images(int count, int height, int width, String... classes) {
        return new Images("some", Nd4j.zeros(count, height * width), new int[count], List.of(classes), height, width);
    }
}
