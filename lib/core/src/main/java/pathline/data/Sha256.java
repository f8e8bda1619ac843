package pathline.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import pathline.check.Require;

/**
 * SHA-256 of what files hold. A file packed by gzip is unpacked first: the same data packed at another time or by another
 * program is another file.
 */
public final class Sha256 {

    /** MNIST's files, unpacked. For the other sets no sum is known for certain. */
    private static final Map<String, String> KNOWN = Map.of(
            "train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private Sha256() {}

    /** What a sum says of a file. */
    public enum Verdict {
        /** It is the published file. */
        AS_KNOWN,
        /** A file of this name is known, and it is not this one. */
        DIFFERENT,
        /** No sum is known to compare with. */
        NOT_KNOWN
    }

    /**
     * The sum of the file, or of what it packs, in 64 hexadecimal digits.
     *
     * @throws DataException if it cannot be read to its end
     */
    public static String of(Path path) {
        try (InputStream in = Bytes.open(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether the sum is the one of the published file with this name. */
    public static Verdict compare(Path path, String sum) {
        Require.nonNull(path, "path");
        Require.nonNull(sum, "sum");
        String known = KNOWN.get(Tabular.name(path).replaceAll("\\.gz$", ""));
        if (known == null) {
            return Verdict.NOT_KNOWN;
        }
        return known.equals(sum) ? Verdict.AS_KNOWN : Verdict.DIFFERENT;
    }
}
