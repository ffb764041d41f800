package hourglass.notebook;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Numbers one after the other in bytes, the lowest byte and bit first, for a page to read. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int pendingBits;

    /** Adds a float in four bytes. */
    void add(float number) {
        int bits = Float.floatToIntBits(number);
        add(bits & 0xFFFF, 16);
        add(bits >>> 16, 16);
    }

    /** Adds signed numbers, each raised by 2ᵇ⁻¹ and so positive, in so many bits each. */
    void add(int[] numbers, int bits) {
        for (int number : numbers) {
            add(number + (1 << bits - 1), bits);
        }
    }

    /** Adds a number from 0 to 2ᵇ − 1 in b bits, at most 16. */
    void add(int number, int bits) {
        pending |= number << pendingBits;
        pendingBits += bits;
        while (pendingBits >= 8) {
            bytes.write(pending & 0xFF);
            pending >>>= 8;
            pendingBits -= 8;
        }
    }

    /** Ends the current byte. */
    void fill() {
        if (pendingBits > 0) {
            bytes.write(pending & 0xFF);
            pending = 0;
            pendingBits = 0;
        }
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
