package hourglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** The examples of FIPS 180-2, appendix B. */
    @Test
    void givesThePublishedChecksumsInOnePartOrSeveral() {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Sha256.of(bytes("abc"))).isEqualTo(abc);
        assertThat(Sha256.of(bytes("a"), bytes(""), bytes("bc"))).isEqualTo(abc);
        assertThat(Sha256.of()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
