package hourglass.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ImagesTest {

    private static final List<String> CLASSES = List.of("bag", "boot", "coat");

    /** Six pictures of 2×3; every pixel of picture i is i / 10. */
    private final Images six = images(pixels(6, 6), 2, 0, 2, 0, 0, 2);

    @Test
    void partsOfNeighboursAreViews() {
        Images part = six.range(2, 5);

        assertThat(part.size()).isEqualTo(3);
        assertThat(part.labels()).containsExactly(2, 0, 0);
        assertThat(numbers(part)).containsExactly(2, 3, 4);
        part.pixels().putScalar(0, 0, 0.9);
        assertThat(six.pixels().getFloat(2, 0)).isEqualTo(0.9f);
        assertThat(numbers(six.first(2))).containsExactly(0, 1);
    }

    @Test
    void viewsOfViewsAreTheRightPictures() {
        for (Images part : List.of(six, six.range(1, 6), six.range(1, 6).range(1, 5))) {
            int first = numbers(part)[0];
            assertThat(numbers(part.first(1))).containsExactly(first);
            assertThat(numbers(part.range(1, 2))).containsExactly(first + 1);
            assertThat(numbers(part.range(2, 4))).containsExactly(first + 2, first + 3);
            assertThat(part.range(2, 4).pixels().sumNumber().doubleValue())
                    .isEqualTo(6 * (2 * first + 5) / 10.0, within(1e-5));
            assertThat(part.range(2, 4).pixels().mmul(Nd4j.ones(6, 1)).getFloat(1, 0))
                    .isEqualTo(6 * (first + 3) / 10f, within(1e-5f));
            assertThat(part.picture(2).maxNumber().floatValue()).isEqualTo((first + 2) / 10f);
            assertThat(numbers(part.range(1, 4).sample(3, 1)))
                    .containsExactlyInAnyOrder(first + 1, first + 2, first + 3);
            assertThat(part.range(1, 3)).isEqualTo(part.range(1, 4).first(2));
            assertThat(part.range(1, 3).pixels().dup()).isEqualTo(pixels(6, 6).getRows(first + 1, first + 2));
        }
    }

    @Test
    void pickedPicturesAreCopiesInTheOrderOfTheOriginal() {
        Images boots = six.withClasses(2);

        assertThat(numbers(boots)).containsExactly(0, 2, 5);
        assertThat(boots.labels()).containsOnly(2);
        assertThat(boots.classes()).isEqualTo(CLASSES);
        boots.pixels().putScalar(0, 0, 0.9);
        assertThat(six.pixels().getFloat(0, 0)).isZero();
        assertThat(numbers(six.withClasses(2, 0))).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void aSampleTakesEachPictureAtMostOnceWithItsLabelAndFollowsTheSeed() {
        Images shuffled = six.sample(6, 1);

        assertThat(numbers(shuffled)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        for (int i = 0; i < 6; i++) {
            assertThat(shuffled.labels()[i]).isEqualTo(six.labels()[numbers(shuffled)[i]]);
        }
        assertThat(six.sample(3, 1)).isEqualTo(six.sample(3, 1));
        assertThat(IntStream.range(0, 20).mapToObj(seed -> List.of(box(numbers(six.sample(3, seed))))))
                .as("orders drawn with twenty seeds")
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1);
    }

    @Test
    void splittingByLabelPutsNoLabelInBothParts() {
        Images many = images(pixels(9, 6), 2, 0, 2, 1, 0, 2, 1, 1, 0);
        for (long seed = 0; seed < 10; seed++) {
            Images.Split split = many.splitByLabel(1, seed);
            assertThat(split.apart().labels())
                    .hasSize(3)
                    .containsOnly(split.apart().labels()[0]);
            assertThat(split.rest().labels())
                    .hasSize(6)
                    .doesNotContain(split.apart().labels()[0]);
            assertThat(numbers(split.rest())).isSorted();
            assertThat(many.splitByLabel(1, seed)).isEqualTo(split);
        }
        assertThat(IntStream.range(0, 20)
                        .map(seed -> many.splitByLabel(1, seed).apart().labels()[0]))
                .contains(0, 1, 2);
        assertThatThrownBy(() -> six.splitByLabel(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'Six' has pictures with 2 different labels: 2 of them cannot be set apart, so give 1 to 1.");
    }

    @Test
    void mirroredPicturesHaveLeftAndRightExchanged() {
        Images two =
                images(Nd4j.linspace(0, 1.1, 12, DataType.FLOAT).reshape(2, 6).div(2), 1, 2);

        Images mirrored = two.mirrored();

        assertThat(mirrored.picture(1).toFloatMatrix()[1])
                .containsExactly(
                        two.picture(1).getFloat(1, 2),
                        two.picture(1).getFloat(1, 1),
                        two.picture(1).getFloat(1, 0));
        assertThat(mirrored.labels()).containsExactly(1, 2);
        assertThat(mirrored.mirrored()).isEqualTo(two);
    }

    @Test
    void picturesCanBePutTogether() {
        Images together = six.range(4, 6).and(six.first(2));

        assertThat(numbers(together)).containsExactly(4, 5, 0, 1);
        assertThat(together.labels()).containsExactly(0, 2, 2, 0);
        assertThatThrownBy(() -> six.and(six.resized(3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only pictures of one size with the same classes can be put together");
    }

    @Test
    void resizedPicturesStayWithinBlackAndWhite() {
        INDArray edge = Nd4j.zeros(1, 64);
        for (int i = 0; i < 64; i++) {
            edge.putScalar(i, i % 8 < 4 ? 0 : 1);
        }
        Images large = new Images("edge", edge, new int[1], CLASSES, 8, 8).resized(24, 16);

        assertThat(large.height()).isEqualTo(24);
        assertThat(large.width()).isEqualTo(16);
        assertThat(Bicubic.resize(edge, 8, 8, 24, 16).maxNumber().doubleValue()).isGreaterThan(1.01);
        assertThat(large.pixels().maxNumber().doubleValue()).isEqualTo(1);
        assertThat(large.pixels().minNumber().doubleValue()).isZero();
    }

    @Test
    void onePerClassTakesTheFirstOfEachClassThatThereIs() {
        Images one = six.onePerClass();

        assertThat(one.labels()).containsExactly(0, 2);
        assertThat(numbers(one)).containsExactly(1, 0);
    }

    @Test
    void aPictureHasLinesAndPixels() {
        Images images = images(Nd4j.create(new float[] {0, .1f, .2f, .3f, .4f, .5f}, new long[] {1, 6}, 'c'), 0);

        INDArray picture = images.picture(0);

        assertThat(picture.shape()).containsExactly(2, 3);
        assertThat(picture.getFloat(0, 2)).isEqualTo(.2f);
        assertThat(picture.getFloat(1, 0)).isEqualTo(.3f);
        assertThat(images.first(1).picture(0)).isEqualTo(picture);
    }

    @Test
    void equalityIsThatOfTheContents() {
        Images same = images(pixels(6, 6), 2, 0, 2, 0, 0, 2);

        assertThat(six).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(six).isNotEqualTo(images(pixels(6, 6), 2, 0, 2, 0, 0, 1));
        same.pixels().putScalar(5, 5, 0.1);
        assertThat(six).isNotEqualTo(same);
    }

    @Test
    void theDescriptionIsOneEnglishLine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(new Images("Many", Nd4j.zeros(1200, 6), new int[1200], CLASSES, 2, 3))
                    .hasToString("Many: 1,200 pictures of 2×3 in 3 classes");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void picturesThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> six.first(7))
                .hasMessage("'Six' has 6 pictures: the first 7 cannot be taken, so choose from 1 to 6.");
        assertThatThrownBy(() -> six.first(0))
                .hasMessage("'Six' has 6 pictures: the first 0 cannot be taken, so choose from 1 to 6.");
        assertThatThrownBy(() -> six.range(3, 3))
                .hasMessage("'Six' has the pictures 0 to 5: the range from 3 to 3 (exclusive) is not among them or is"
                        + " empty.");
        assertThatThrownBy(() -> six.range(3, 7)).hasMessageContaining("from 3 to 7");
        assertThatThrownBy(() -> six.picture(6)).hasMessage("'Six' has the pictures 0 to 5: there is no picture 6.");
        assertThatThrownBy(() -> six.sample(7, 1))
                .hasMessage("'Six' has 6 pictures: 7 cannot be sampled, so choose from 1 to 6.");
        assertThatThrownBy(() -> six.withClasses(3)).hasMessage("'Six' has no class 3: its labels go from 0 to 2.");
        assertThatThrownBy(() -> six.withClasses(1))
                .hasMessage("'Six' has no picture with a label in [1]: choose labels that occur.");
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> images(pixels(2, 5), 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The pixels of 'Six' have the shape [2, 5], but pictures of 2×3 need [n, 6].");
        assertThatThrownBy(() -> images(Nd4j.zeros(2, 2, 3), 0, 0)).hasMessageContaining("the shape [2, 2, 3]");
        assertThatThrownBy(() -> new Images("Six", pixels(2, 6), new int[2], CLASSES, 0, 6))
                .hasMessage("The pictures of 'Six' are said to be 0×6: height and width must be at least 1.");
        assertThatThrownBy(() -> images(pixels(2, 6).castTo(DataType.DOUBLE), 0, 0))
                .hasMessage("The pixels of 'Six' are of type DOUBLE, but must be FLOAT: use"
                        + " pixels.castTo(DataType.FLOAT).");
        assertThatThrownBy(() -> images(pixels(2, 6).dup('f'), 0, 0))
                .hasMessage("The pixels of 'Six' do not lie picture after picture in memory: use pixels.dup('c').");
        assertThatThrownBy(() -> images(pixels(2, 6), 0))
                .hasMessage("'Six' has 2 pictures but 1 labels: give one label for each picture.");
        assertThatThrownBy(() -> images(pixels(2, 6), 0, 3))
                .hasMessage("Picture 1 of 'Six' has the label 3, but there are 3 classes: labels go from 0 to 2.");
        assertThatThrownBy(() -> images(pixels(2, 6), -1, 0))
                .hasMessageContaining("Picture 0 of 'Six' has the label -1");
        assertThatThrownBy(() -> images(pixels(2, 6).mul(2550), 0, 0))
                .hasMessage("Pixel 0 of picture 1 of 'Six' is 255.0, but must lie in [0, 1]: divide grey levels by"
                        + " 255.");
        assertThatThrownBy(() -> images(pixels(2, 6).sub(0.5), 0, 0)).hasMessageContaining("is -0.5, but must lie");
        assertThatThrownBy(() -> images(pixels(2, 6).putScalar(1, 4, Double.NaN), 0, 0))
                .hasMessageContaining("Pixel 4 of picture 1 of 'Six' is NaN");
    }

    @Test
    void greyLevelsThatWereNotScaledAreFoundInAnyPartOfALargeCollection() {
        INDArray pixels = Nd4j.zeros(2000, 784);
        pixels.get(NDArrayIndex.interval(1000, 2000), NDArrayIndex.interval(390, 410))
                .assign(200);

        assertThatThrownBy(() -> new Images("Many", pixels, new int[2000], CLASSES, 28, 28))
                .hasMessageMatching("Pixel (39.|4..) of picture 1,... of 'Many' is 200\\.0, .*");
    }

    @Test
    void aViewIsCheckedInItsOwnPlace() {
        INDArray pixels = pixels(6, 6);
        pixels.putScalar(0, 0, 7);
        INDArray tail = pixels.get(NDArrayIndex.interval(2, 5), NDArrayIndex.all());
        Images images = images(tail, 0, 0, 0);
        pixels.putScalar(4, 5, 7);

        assertThat(numbers(images.first(2))).containsExactly(2, 3);
        assertThatThrownBy(() -> images(tail, 0, 0, 0)).hasMessageContaining("Pixel 5 of picture 2 of 'Six' is 7.0");
    }

    /** Two pictures of two lines of three pixels: number i of picture p is (i + 18 p) / 36. */
    private static Images colours() {
        INDArray pixels = Nd4j.arange(36).castTo(DataType.FLOAT).div(36).reshape('c', 2, 18);
        return new Images("colours", pixels, new int[] {0, 1}, CLASSES, 2, 3, 3);
    }

    @Test
    void coloursStayWithTheirPicture() {
        Images images = colours();

        assertThat(images.picture(1).shape()).containsExactly(3, 2, 3);
        assertThat(images.picture(1).getDouble(2, 1, 0)).isCloseTo((18 + 12 + 3) / 36.0, within(1e-6));
        assertThat(images.range(1, 2).channels()).isEqualTo(3);
        assertThat(images.mirrored().pixels().getDouble(1, 12)).isCloseTo((18 + 14) / 36.0, within(1e-6));
        assertThat(images.mirrored().mirrored()).isEqualTo(images);
        assertThat(images.sample(2, 1).onePerClass()).isEqualTo(images);
        assertThat(images.named("other").and(images).size()).isEqualTo(4);
        assertThat(images.hashCode()).isEqualTo(colours().hashCode());
        // Each channel is resized by itself: one of a single value keeps it.
        Images plain = new Images(
                "plain",
                Nd4j.createFromArray(new float[][] {{0, 0, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 1, 1}}),
                new int[1],
                CLASSES,
                2,
                2,
                3);
        INDArray larger = plain.resized(3, 5).pixels();
        assertThat(larger.shape()).containsExactly(1, 45);
        assertThat(larger.getDouble(0, 14)).isCloseTo(0, within(1e-6));
        assertThat(larger.getDouble(0, 15)).isCloseTo(0.5, within(1e-6));
        assertThat(larger.getDouble(0, 44)).isCloseTo(1, within(1e-6));
    }

    @Test
    void coloursBecomeGreyAsTheyAreSeen() {
        Images grey = colours().grey();

        assertThat(grey.channels()).isEqualTo(1);
        assertThat(grey.picture(1).getDouble(1, 2))
                .isCloseTo((0.299 * 23 + 0.587 * 29 + 0.114 * 35) / 36, within(1e-6));
        assertThat(grey.grey()).isSameAs(grey);
    }

    @Test
    void transposedPicturesHaveLinesAndColumnsExchanged() {
        Images turned = colours().transposed();

        assertThat(turned.height()).isEqualTo(3);
        assertThat(turned.width()).isEqualTo(2);
        for (int channel = 0; channel < 3; channel++) {
            assertThat(turned.picture(1).getDouble(channel, 2, 1))
                    .isEqualTo(colours().picture(1).getDouble(channel, 1, 2));
        }
        assertThat(turned.transposed()).isEqualTo(colours());
    }

    @Test
    void coloursAndGreyAreNotMixed() {
        Images images = colours();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.and(images.grey()))
                .withMessage(
                        "'colours' are colour pictures and 'colours' are pictures: take grey() of those in colour to put"
                                + " them together.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dataset("d", images, images.grey(), "a folder"))
                .withMessage(
                        "The training pictures of 'd' are colour pictures and its test pictures pictures: they must both be"
                                + " grey or in colour.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Images("two", images.pixels(), new int[2], CLASSES, 3, 3, 2))
                .withMessage(
                        "The pictures of 'two' are said to have 2 channels: give 1 for grey, or 3 for red, green and blue.");
    }

    private static Images images(INDArray pixels, int... labels) {
        return new Images("Six", pixels, labels, CLASSES, 2, 3);
    }

    private static INDArray pixels(int count, int length) {
        INDArray pixels = Nd4j.zeros(count, length);
        for (int i = 0; i < count; i++) {
            pixels.getRow(i).addi(i / 10.0);
        }
        return pixels;
    }

    /** Which of the six pictures these are. */
    private static int[] numbers(Images images) {
        return IntStream.range(0, images.size())
                .map(i -> Math.round(10 * images.pixels().getFloat(i, 5)))
                .toArray();
    }

    private static Integer[] box(int[] numbers) {
        return IntStream.of(numbers).boxed().toArray(Integer[]::new);
    }
}
