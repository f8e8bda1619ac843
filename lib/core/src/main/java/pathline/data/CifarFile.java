package pathline.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Files of CIFAR-10's binary version: of each image a byte that is its label, then 32 x 32 bytes of red, of green, of blue. */
final class CifarFile {

    private static final int SIDE = 32;

    private CifarFile() {}

    /** Reads files of {@code rows} images each. */
    static Images read(List<Path> files, int rows) {
        int d = 3 * SIDE * SIDE;
        var pixels = new byte[files.size() * rows * d];
        var labels = new int[files.size() * rows];
        for (int f = 0; f < files.size(); f++) {
            String file = Tabular.name(files.get(f));
            byte[] bytes = batch(files.get(f), rows, d + 1);
            for (int i = 0; i < rows; i++) {
                int row = f * rows + i;
                labels[row] = Images.label(file, i * (d + 1), bytes[i * (d + 1)], Images.CLASSES);
                System.arraycopy(bytes, i * (d + 1) + 1, pixels, row * d, d);
            }
        }
        return new Images(3, SIDE, SIDE, pixels, labels);
    }

    private static byte[] batch(Path path, int rows, int width) {
        int expected = rows * width;
        try (InputStream in = Bytes.open(path)) {
            byte[] bytes = in.readNBytes(expected);
            long more = in.transferTo(OutputStream.nullOutputStream());
            if (bytes.length < expected || more > 0) {
                throw DataException.atByte(
                        Tabular.name(path),
                        bytes.length,
                        "expected " + rows + " images of " + width + " bytes, " + expected + " in all, got "
                                + (bytes.length + more) + "; take the binary version and unpack it again");
            }
            return bytes;
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
    }
}
