package pathline.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Whole binary files, gunzipped if they begin as gzip does, and refused by name if they cannot be read to their end. */
final class Bytes {

    private Bytes() {}

    /** Refuses a file that is not there. */
    static void check(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    Tabular.name(path),
                    0,
                    "not found in " + path.toAbsolutePath().getParent());
        }
    }

    /** Opens a file; what is read of it is unpacked if it is packed. */
    static InputStream open(Path path) throws IOException {
        check(path);
        boolean packed;
        try (InputStream in = Files.newInputStream(path)) {
            packed = in.read() == 0x1f && in.read() == 0x8b;
        }
        InputStream in = Files.newInputStream(path);
        try {
            return packed ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** All bytes of the file, or of what it packs. */
    static byte[] read(Path path) {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Why reading failed, said of the file. */
    static DataException unreadable(Path path, IOException e) {
        String reason = e instanceof EOFException || e instanceof ZipException
                ? "its gzip data are cut or damaged (" + e.getMessage() + "); fetch the file again"
                : "cannot be read: " + e.getMessage();
        return new DataException(Tabular.name(path), 0, reason);
    }
}
