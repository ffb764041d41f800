package hourglass.notebook;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * Packs numbers of a few bits each into bytes, the lowest bit and byte first, so that a page holds the weights of a network
 * in little room.
 */
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

    /**
     * Adds signed numbers in b bits each, from 2 to 16. Each is raised by 2ᵇ⁻¹, which makes it positive.
     *
     * @param numbers from −2ᵇ⁻¹ to 2ᵇ⁻¹ − 1
     */
    void add(int[] numbers, int bits) {
        for (int number : numbers) {
            add(number + (1 << bits - 1), bits);
        }
    }

    /** Adds a number from 0 to 2ᵇ − 1 in b bits, at most 16: with the 7 that may be pending they fit into an int. */
    void add(int number, int bits) {
        pending |= number << pendingBits;
        pendingBits += bits;
        while (pendingBits >= 8) {
            bytes.write(pending & 0xFF);
            pending >>>= 8;
            pendingBits -= 8;
        }
    }

    /** Fills the current byte with zeros, so that the next number starts with a byte. */
    void alignToByte() {
        if (pendingBits > 0) {
            bytes.write(pending & 0xFF);
            pending = 0;
            pendingBits = 0;
        }
    }

    /** Returns the whole bytes so far, in base 64. */
    String base64() {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
