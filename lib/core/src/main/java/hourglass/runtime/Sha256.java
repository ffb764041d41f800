package hourglass.runtime;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** The checksum by which files and models are recognised. */
public final class Sha256 {

    private Sha256() {}

    /** The SHA-256 of some bytes, one part after the other, as 64 hexadecimal digits in lower case. */
    public static String of(byte[]... parts) {
        Objects.requireNonNull(parts, "There are no bytes to take the checksum of.");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(Objects.requireNonNull(part, "There are no bytes to take the checksum of."));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }
}
