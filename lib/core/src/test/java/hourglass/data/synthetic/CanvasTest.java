package hourglass.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CanvasTest {
    private final Canvas canvas = new Canvas(Warp.middle(Canvas.SIZE));

    @Test
    void aFilledPixelIsAsBrightAsTheAreaCovered() {
        canvas.fill(Polyline.rectangle(0.25, 0.5, 2, 1), Texture.plain(1));
        assertThat(grey(14, 14)).isEqualTo(Math.round(0.75 * 0.5 * 255));
        assertThat(grey(14, 15)).isEqualTo(Math.round(0.5 * 255));
        assertThat(grey(14, 16)).isZero();
        assertThat(grey(15, 14)).isZero();
    }

    @Test
    void anEllipseCoversItsArea() {
        canvas.fill(Polyline.ellipse(0.3, -0.2, 9, 5), Texture.plain(1));
        assertThat(ink()).isCloseTo(Math.PI * 45, within(2.5));
    }

    @Test
    void aDiagonalEdgeCoversItsArea() {
        canvas.fill(Polyline.from(-7.3, -9.1).line(8.2, -1.4).line(-3.6, 10.7), Texture.plain(1));
        double area = Math.abs((8.2 + 7.3) * (10.7 + 9.1) - (-3.6 + 7.3) * (-1.4 + 9.1)) / 2;
        assertThat(ink()).isCloseTo(area, within(0.3));
    }

    @Test
    void whatLiesBeyondTheBorderIsCutOff() {
        canvas.fill(Polyline.rectangle(-40, -40, -12, 40), Texture.plain(1));
        canvas.fill(Polyline.from(10, -30).line(40, 0).line(10, 30), Texture.plain(1));
        assertThat(ink()).isCloseTo(28 * (2 + 4), within(0.01));
    }

    @Test
    void outlinesThatRunTheOtherWayRoundCoverTheSame() {
        canvas.fill(Polyline.from(-5, -5).line(-5, 5).line(5, 5).line(5, -5), Texture.plain(1));
        assertThat(ink()).isCloseTo(100, within(0.01));
    }

    @Test
    void aStrokeIsAsWideAsAsked() {
        canvas.stroke(Polyline.from(-10, 0).line(10, 0), 3, Texture.plain(1));
        assertThat(column(14)).isCloseTo(3, within(0.02));
    }

    @Test
    void aStrokeThinnerThanAPixelIsFainter() {
        canvas.stroke(Polyline.from(-10, 0.5).line(10, 0.5), 0.4, Texture.plain(1));
        assertThat(column(14)).isCloseTo(0.4, within(0.02));
    }

    @Test
    void aNewOutlineCoversTheOldOneByItsTexture() {
        canvas.fill(Polyline.rectangle(-5, -5, 5, 5), Texture.plain(1));
        canvas.fill(Polyline.rectangle(-2, -2, 2, 2), Texture.plain(0.2));
        assertThat(grey(14, 14)).isEqualTo(51);
        assertThat(grey(10, 10)).isEqualTo(255);
    }

    @Test
    void roundingDarkensTheEdgeAndLeavesTheMiddle() {
        canvas.fill(Polyline.rectangle(-5, -5, 5, 5), Texture.plain(1));
        canvas.round(0.4);
        assertThat(grey(14, 14)).isEqualTo(255);
        assertThat(grey(9, 9)).isEqualTo(153);
    }

    private byte[] pixels() {
        byte[] pixels = new byte[28 * 28];
        canvas.write(pixels, 0);
        return pixels;
    }

    private int grey(int row, int column) {
        return pixels()[row * 28 + column] & 0xFF;
    }

    private double column(int column) {
        double sum = 0;
        for (int row = 0; row < 28; row++) {
            sum += grey(row, column) / 255.0;
        }
        return sum;
    }

    private double ink() {
        double sum = 0;
        for (byte pixel : pixels()) {
            sum += (pixel & 0xFF) / 255.0;
        }
        return sum;
    }
}
