package pathline.data;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import pathline.check.Require;

/** Binary files, gunzipped if they begin as gzip does, and refused by name if they cannot be read to their end. */
final class Bytes {

    /** So many bytes may come of any packed file, */
    private static final long UNSUSPECTED = 1L << 26;

    /** and of a longer one so many for each packed byte. Tables of numbers unpack to 3 to 10. */
    private static final long RATIO = 50;

    private Bytes() {}

    /** Refuses a file that is not there, or is a folder, a pipe or a device. */
    static void check(Path path) {
        Require.nonNull(path, "path");
        if (Files.isRegularFile(path)) {
            return;
        }
        Path folder = path.toAbsolutePath().normalize().getParent();
        String reason = Files.isDirectory(path)
                ? "is a folder; name the file in it"
                : Files.exists(path)
                        ? "is no regular file but a pipe or a device; write what it gives into a file first"
                        : "not found in " + (folder == null ? path : folder);
        throw new DataException(Tabular.name(path), 0, reason);
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
            return packed ? new Unpacked(path, in) : in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Why reading failed, said of the file. */
    static DataException unreadable(Path path, IOException e) {
        String reason = e instanceof EOFException || e instanceof ZipException
                ? "its gzip data are cut or damaged" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
                        + "; fetch the file again"
                : e instanceof AccessDeniedException
                        ? "cannot be read: this user has no permission to"
                        : "cannot be read: " + e.getMessage();
        return new DataException(Tabular.name(path), 0, reason);
    }

    /** What a gzip file holds; ends with an error when it swells beyond what data do. */
    private static final class Unpacked extends FilterInputStream {

        private final String file;
        private final long most;
        private long count;

        Unpacked(Path path, InputStream packed) throws IOException {
            super(new GZIPInputStream(packed, 1 << 16));
            this.file = Tabular.name(path);
            this.most = Math.max(UNSUSPECTED, RATIO * Files.size(path));
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            counted(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            counted(Math.max(0, read));
            return read;
        }

        private void counted(int read) {
            count += read;
            if (count > most) {
                throw new DataException(
                        file,
                        0,
                        "unpacks to more than " + (most >> 20) + " MB, over " + RATIO
                                + " times its own size, which tables and images do not; if it is right, unpack it by gunzip");
            }
        }
    }
}
