package hourglass.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hourglass.data.Dataset;
import hourglass.data.Images;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class DrawingsTest {
    private static final int PIXELS = 28 * 28;
    private static final int TRAIN = 6_000;
    private static final int ALL = 7_000;

    enum Kind {
        GARMENTS,
        DIGITS;

        Dataset dataset() {
            return this == GARMENTS ? Drawings.garments() : Drawings.digits();
        }

        Drawings.Sheet sheet() {
            return this == GARMENTS ? Drawings.GARMENTS.get() : Drawings.DIGITS.get();
        }
    }

    @Test
    void garmentsHaveTheClassesOfFashionMnistInItsOrder() {
        assertThat(Drawings.garments().train().classes())
                .containsExactly(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot");
    }

    @Test
    void digitsAreNamedByThemselves() {
        assertThat(Drawings.digits().test().classes())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void garmentsOfAnEndlessCollectionAreTheSameOnEveryMachine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 100; i++) {
            for (float grey : Drawings.garment(42, i * 10_000)) {
                digest.update((byte) Math.round(grey * 255));
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("d78bfc1bb6a03afab33483c4de1141eafe7b94839ae7b26e6b777bebf9b07522");
    }

    @Test
    void anEndlessCollectionIsNotAnotherOneMovedByOnePicture() {
        assertThat(Drawings.garment(8, 0)).isNotEqualTo(Drawings.garment(7, 1));
        assertThat(Drawings.garment(7, 1)).isEqualTo(Drawings.garment(7, 1)).hasSize(PIXELS);
    }

    @ParameterizedTest
    @EnumSource
    void aDatasetHasSixThousandPicturesForTrainingAndAThousandForTesting(Kind kind) {
        Dataset dataset = kind.dataset();
        assertThat(dataset.drawn()).isTrue();
        assertThat(dataset.train().pixels().shape()).containsExactly(TRAIN, PIXELS);
        assertThat(dataset.test().pixels().shape()).containsExactly(ALL - TRAIN, PIXELS);
        assertThat(dataset.train().size()).isEqualTo(TRAIN);
        assertThat(dataset.test().size()).isEqualTo(ALL - TRAIN);
        assertThat(dataset.train().pixels().dataType()).isEqualTo(DataType.FLOAT);
        assertThat(dataset.train().pixels().ordering()).isEqualTo('c');
    }

    @ParameterizedTest
    @EnumSource
    void theNumbersAreTheDrawnBytesInTheirOrderDividedBy255(Kind kind) {
        Dataset dataset = kind.dataset();
        byte[] bytes = kind.sheet().pixels();
        float[] train = dataset.train().pixels().data().asFloat();
        float[] test = dataset.test().pixels().data().asFloat();
        for (int i = 0; i < bytes.length; i++) {
            float value = i < train.length ? train[i] : test[i - train.length];
            if (value != (bytes[i] & 0xFF) / 255f) {
                assertThat(value).as("pixel %d", i).isEqualTo((bytes[i] & 0xFF) / 255f);
            }
        }
        assertThat(dataset.test().labels()[0]).isEqualTo(kind.sheet().labels()[TRAIN]);
    }

    @ParameterizedTest
    @EnumSource
    void classesAreBalancedAndShuffled(Kind kind) {
        Dataset dataset = kind.dataset();
        assertThat(counts(dataset.train().labels())).containsOnly(600);
        assertThat(counts(dataset.test().labels())).containsOnly(100);
        int same = 0;
        int[] labels = dataset.train().labels();
        for (int i = 1; i < labels.length; i++) {
            same += labels[i] == labels[i - 1] ? 1 : 0;
        }
        // A tenth of all neighbours agree by random; in a sorted or cyclic order all or none would.
        assertThat(same).isBetween(450, 750);
    }

    @Test
    void garmentsAreAsGreyAsFashionMnist() {
        assertThat(meanGrey(Kind.GARMENTS)).isBetween(0.25, 0.31);
        assertThat(shareOfZeros(Kind.GARMENTS)).isBetween(0.46, 0.54);
    }

    @Test
    void digitsHaveAsMuchInkAsMnist() {
        assertThat(meanGrey(Kind.DIGITS)).isBetween(0.11, 0.15);
        assertThat(shareOfZeros(Kind.DIGITS)).isBetween(0.78, 0.84);
    }

    @Test
    void garmentsAreTheSameBytesOnEveryMachine() throws Exception {
        assertThat(sha256(Kind.GARMENTS.sheet()))
                .isEqualTo("c59615b52fbb8d94d754b65edf35f781705ea321c5cd3808e82d23740461a877");
    }

    @Test
    void digitsAreTheSameBytesOnEveryMachine() throws Exception {
        assertThat(sha256(Kind.DIGITS.sheet()))
                .isEqualTo("8f5e5d25e8b539381791f08b9a25a5a7a5b67d7b8801c6e07af8438984383f2e");
    }

    @Test
    void aPictureDoesNotDependOnWhichOnesWereDrawnBefore() {
        Drawings.Sheet sheet = Drawings.Sheet.of(7, DigitPainter::write);
        byte[] alone = new byte[PIXELS];
        for (int i = ALL - 1; i >= ALL - 50; i--) {
            DigitPainter.write(sheet.labels()[i], RandomSource.of(7, i)).write(alone, 0);
            assertThat(alone).isEqualTo(Arrays.copyOfRange(sheet.pixels(), i * PIXELS, (i + 1) * PIXELS));
        }
    }

    @Test
    void neighboursOfAnEndlessCollectionAreThoseThatAreDrawnOneByOne() {
        float[][] some = Drawings.garments(7, 40, 30);

        assertThat(some).hasNumberOfRows(30);
        for (int i = 0; i < some.length; i++) {
            assertThat(some[i]).isEqualTo(Drawings.garment(7, 40 + i));
        }
    }

    @Test
    @Timeout(30)
    void drawingEndsSoonAfterAnInterruptAndCanBeginAnew() throws Exception {
        AtomicInteger drawn = new AtomicInteger();
        Thread reader = Thread.currentThread();
        assertThatThrownBy(() -> Drawings.Sheet.of(7, (label, random) -> {
                    if (drawn.incrementAndGet() == 100) {
                        reader.interrupt();
                    }
                    return DigitPainter.write(label, random);
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessage("Stopped while drawing pictures: run it again for the whole result.");
        assertThat(drawn.get()).isLessThan(ALL / 2);
        assertThatThrownBy(() -> Drawings.garments(7, 0, 1_000_000)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> Drawings.garment(7, 0)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> SyntheticText.documents(1_000_000, 7)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();

        int after = drawn.get();
        Thread.sleep(50);
        assertThat(drawn.get()).as("pictures drawn in the background").isEqualTo(after);
        AtomicInteger tries = new AtomicInteger();
        DrawnOnce<String> once = new DrawnOnce<>(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new CancellationException();
            }
            return "drawn";
        });
        assertThatThrownBy(once::get).isInstanceOf(CancellationException.class);
        assertThat(once.get()).isEqualTo("drawn").isSameAs(once.get());
        assertThat(tries.get()).isEqualTo(2);
    }

    @Test
    void anotherSeedDrawsOtherPictures() {
        assertThat(Drawings.Sheet.of(8, DigitPainter::write).pixels())
                .isNotEqualTo(Drawings.DIGITS.get().pixels());
    }

    @ParameterizedTest
    @EnumSource
    void noPictureOccursTwiceInTrainingOrTesting(Kind kind) {
        byte[] pixels = kind.sheet().pixels();
        Set<ByteBuffer> seen = new HashSet<>();
        for (int i = 0; i < ALL; i++) {
            seen.add(ByteBuffer.wrap(pixels, i * PIXELS, PIXELS).slice());
        }
        assertThat(seen).hasSize(ALL);
    }

    @ParameterizedTest
    @EnumSource
    void noPictureIsNearlyBlankOrNearlyFull(Kind kind) {
        byte[] pixels = kind.sheet().pixels();
        for (int i = 0; i < ALL; i++) {
            int drawn = 0;
            int brightest = 0;
            for (int j = i * PIXELS; j < (i + 1) * PIXELS; j++) {
                drawn += pixels[j] != 0 ? 1 : 0;
                brightest = Math.max(brightest, pixels[j] & 0xFF);
            }
            assertThat(drawn).as("drawn pixels of picture %d", i).isBetween(35, 720);
            assertThat(brightest).as("brightest pixel of picture %d", i).isGreaterThan(40);
        }
    }

    @Test
    void digitsKeepClearOfTheBorder() {
        assertThat(sideGrey(Kind.DIGITS)).isLessThan(0.002);
        assertThat(edgeGrey(Kind.DIGITS)).isLessThan(0.002);
    }

    @Test
    void garmentsReachTheBorderAsSeldomAsInFashionMnist() {
        // In Fashion-MNIST's test pictures these are 0.017 and 0.077.
        assertThat(sideGrey(Kind.GARMENTS)).isLessThan(0.017);
        assertThat(edgeGrey(Kind.GARMENTS)).isLessThan(0.077);
    }

    @ParameterizedTest
    @EnumSource
    void classesDifferButTheNearestClassMeanDoesNotTellThemAll(Kind kind) {
        double[][] means = classMeans(kind);
        byte[] labels = kind.sheet().labels();
        int right = 0;
        for (int i = TRAIN; i < ALL; i++) {
            int nearest = 0;
            for (int c = 1; c < 10; c++) {
                if (distance(kind, i, means[c]) < distance(kind, i, means[nearest])) {
                    nearest = c;
                }
            }
            right += nearest == labels[i] ? 1 : 0;
        }
        assertThat(right / 1000.0).isBetween(0.6, 0.95);
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < a; b++) {
                double squares = 0;
                for (int j = 0; j < PIXELS; j++) {
                    squares += (means[a][j] - means[b][j]) * (means[a][j] - means[b][j]);
                }
                assertThat(squares / PIXELS).as("classes %d and %d", a, b).isGreaterThan(0.001);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void picturesOfOneClassVary(Kind kind) {
        double[][] means = classMeans(kind);
        double[] variance = new double[10];
        for (int i = 0; i < TRAIN; i++) {
            int label = kind.sheet().labels()[i];
            variance[label] += distance(kind, i, means[label]) / 600 / PIXELS;
        }
        for (int c = 0; c < 10; c++) {
            assertThat(variance[c]).as("variance of class %d", c).isGreaterThan(0.015);
        }
    }

    @Test
    void changingThePixelsOfOneCallLeavesTheNextCallAlone() {
        Images first = Drawings.digits().test();
        double sum = first.pixels().sumNumber().doubleValue();
        first.pixels().assign(0);
        first.labels()[0] = 99;
        Images next = Drawings.digits().test();
        assertThat(next.pixels().sumNumber().doubleValue()).isEqualTo(sum);
        assertThat(next.labels()[0]).isBetween(0, 9);
    }

    @Test
    void aClassThatDoesNotExistIsNamedInTheMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Drawings.garment(10, RandomSource.of(1, 1)))
                .withMessage("There is no garment 10: ask for 0 to 9.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DigitPainter.write(-1, RandomSource.of(1, 1)))
                .withMessage("There is no digit -1: ask for 0 to 9.");
    }

    private static int[] counts(int[] labels) {
        int[] counts = new int[10];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        return counts;
    }

    private static double grey(Kind kind, int i) {
        return (kind.sheet().pixels()[i] & 0xFF) / 255.0;
    }

    private static double meanGrey(Kind kind) {
        double sum = 0;
        for (int i = 0; i < ALL * PIXELS; i++) {
            sum += grey(kind, i);
        }
        return sum / ALL / PIXELS;
    }

    private static double shareOfZeros(Kind kind) {
        int zeros = 0;
        for (byte pixel : kind.sheet().pixels()) {
            zeros += pixel == 0 ? 1 : 0;
        }
        return (double) zeros / ALL / PIXELS;
    }

    /** The mean grey value of the leftmost and the rightmost column. */
    private static double sideGrey(Kind kind) {
        double sum = 0;
        for (int row = 0; row < ALL * 28; row++) {
            sum += grey(kind, row * 28) + grey(kind, row * 28 + 27);
        }
        return sum / (2 * 28 * ALL);
    }

    /** The mean grey value of the top and the bottom row. */
    private static double edgeGrey(Kind kind) {
        double sum = 0;
        for (int picture = 0; picture < ALL; picture++) {
            for (int column = 0; column < 28; column++) {
                sum += grey(kind, picture * PIXELS + column) + grey(kind, picture * PIXELS + 27 * 28 + column);
            }
        }
        return sum / (2 * 28 * ALL);
    }

    private static double[][] classMeans(Kind kind) {
        double[][] means = new double[10][PIXELS];
        for (int i = 0; i < TRAIN; i++) {
            double[] mean = means[kind.sheet().labels()[i]];
            for (int j = 0; j < PIXELS; j++) {
                mean[j] += grey(kind, i * PIXELS + j) / 600;
            }
        }
        return means;
    }

    private static double distance(Kind kind, int picture, double[] mean) {
        double sum = 0;
        for (int j = 0; j < PIXELS; j++) {
            double difference = grey(kind, picture * PIXELS + j) - mean[j];
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void facesAreTheSameBytesOnEveryMachine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertThat(HexFormat.of().formatHex(digest.digest(Drawings.FACES.get())))
                .isEqualTo("c0b9b9f0c9872fc8656e331100874acd37d1cda3c9abae49dcde01d13d9ee28b");
    }

    @Test
    void picturesOfOnePersonAreMoreAlikeThanThoseOfTwoButNeverTheSame() {
        byte[] pixels = Drawings.FACES.get();
        int size = FacePainter.SIZE * FacePainter.SIZE;
        double[] within = {0, 0};
        double[] between = {0, 0};
        for (int a = 0; a < 400; a += 3) {
            for (int b = 0; b < a; b++) {
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    double difference = (pixels[a * size + j] & 0xFF) - (pixels[b * size + j] & 0xFF);
                    sum += difference * difference;
                }
                double[] kind = a / 10 == b / 10 ? within : between;
                kind[0] += Math.sqrt(sum / size) / 255;
                kind[1]++;
                assertThat(sum).as("difference of pictures %d and %d", a, b).isGreaterThan(size);
            }
        }
        assertThat(within[0] / within[1]).isBetween(0.05, 0.75 * between[0] / between[1]);
    }

    private static String sha256(Drawings.Sheet sheet) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(sheet.pixels());
        digest.update(sheet.labels());
        return HexFormat.of().formatHex(digest.digest());
    }
}
