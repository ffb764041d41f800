package hourglass.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class QuantizerTest {

    private static INDArray codes(int n, long seed) {
        Random random = new Random(seed);
        return Nd4j.createFromArray(random.doubles(3L * n, -2, 5).toArray())
                .castTo(DataType.FLOAT)
                .reshape('c', n, 3);
    }

    @Test
    void roundsToTheNearestOfEqualSteps() {
        INDArray codes = codes(2000, 1);
        for (int bits = 1; bits <= 8; bits++) {
            Quantizer quantiser = Quantizer.fit(codes, bits);
            double worst = Transforms.abs(
                            quantiser.codes(quantiser.levels(codes)).sub(codes))
                    .maxNumber()
                    .doubleValue();
            double step = 7.0 / ((1 << bits) - 1);
            assertThat(worst).isBetween(0.45 * step, 0.5 * step + 1e-5);
            assertThat(quantiser.bits()).isEqualTo(bits);
            assertThat(quantiser.bytesPerCode()).isEqualTo(3 * bits / 8.0);
        }
    }

    @Test
    void cutsWhatLiesOutsideOfTheTrainingCodes() {
        Quantizer quantiser = Quantizer.fit(Nd4j.createFromArray(new float[][] {{0, 7}, {3, 7}}), 2);

        byte[][] levels = quantiser.levels(Nd4j.createFromArray(new float[][] {{-5, 7}, {99, 8}, {1.4f, 6}}));

        assertThat(levels).isDeepEqualTo(new byte[][] {{0, 0}, {3, 0}, {1, 0}});
        assertThat(quantiser.codes(levels)).isEqualTo(Nd4j.createFromArray(new float[][] {{0, 7}, {3, 7}, {1, 7}}));
    }

    @Test
    void knowsTheLeastBytesThatLevelsNeed() {
        byte[][] levels = new byte[8000][2];
        for (int i = 0; i < levels.length; i++) {
            levels[i][0] = (byte) (i * 31 % 4); // two bits
            levels[i][1] = (byte) (i % 4 == 0 ? 200 : 1); // 0.8113 bits
        }
        assertThat(Quantizer.entropyBytesPerCode(levels)).isCloseTo((2 + 0.8113) / 8, within(1e-4));
        // Huffman's code spends whole bits: 1 where 0.81 would do, and 3 on two of the four, since the end needs a word
        // too.
        assertThat(Quantizer.huffmanBytesPerCode(levels)).isBetween((2 + 1) / 8.0, (2.5 + 1) / 8.0 + 0.02);
    }

    @Test
    void isNotBeatenByTheHuffmanCoder() {
        Random random = new Random(7);
        byte[][] levels = new byte[5000][4];
        for (byte[] code : levels) {
            for (int j = 0; j < 4; j++) {
                code[j] = (byte) Math.max(0, Math.min(63, Math.round(32 + (2 + 3 * j) * random.nextGaussian())));
            }
        }
        double least = Quantizer.entropyBytesPerCode(levels);
        assertThat(Quantizer.huffmanBytesPerCode(levels)).isBetween(least, 1.05 * least);
    }

    @Test
    void refusesWhatItCannotRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantizer.fit(codes(5, 1), 9))
                .withMessage("A number cannot be rounded to 9 bits here: choose from 1 to 8.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantizer.fit(codes(5, 1), 4).levels(Nd4j.rand(2, 2)))
                .withMessageStartingWith("The codes have 2 numbers each, but 3 are expected");
    }

    @Test
    void refusesLevelsOfAnotherQuantizer() {
        Quantizer two = Quantizer.fit(Nd4j.createFromArray(new float[][] {{0, 0}, {1, 2}}), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.codes(new byte[][] {{0, 3}, {1, 4}}))
                .withMessage(
                        "The level in row 1, column 1 is 4, but 2 bits reach only to 3: pass levels that a quantizer of 2"
                                + " bits made.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.codes(new byte[1][3]))
                .withMessage("The levels have 3 numbers each, but 2 are expected: pass an array [n][2].");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantizer.entropyBytesPerCode(new byte[][] {{1, 2}, {1}}))
                .withMessage("Row 1 has 1 levels, but the first row has 2: give all codes the same length.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantizer.huffmanBytesPerCode(new byte[0][]))
                .withMessageStartingWith("There are no levels");
    }

    @Test
    void refusesARangeThatFloatsCannotHold() {
        INDArray codes = Nd4j.createFromArray(new float[][] {{-3e38f}, {3e38f}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantizer.fit(codes, 4))
                .withMessageStartingWith("The training codes go from -3.0E38 to 3.0E38 in column 0");
    }
}
