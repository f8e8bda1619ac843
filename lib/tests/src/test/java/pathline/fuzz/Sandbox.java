package pathline.fuzz;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pathline.data.Images;
import pathline.data.Matrix;
import pathline.data.Npy;
import pathline.field.Safetensors;
import pathline.notebook.Notebook;

/** Files and folders, good and bad, below the current folder of the JVM that makes the calls: nothing else is written. */
final class Sandbox {

    private static final Path ROOT = Path.of("target", "fuzz-files").toAbsolutePath();

    private Sandbox() {}

    private static boolean touched = true;

    /** Makes the files anew if a call had one: no call sees what another has written. */
    static synchronized void prepare() {
        if (!touched) {
            return;
        }
        touched = false;
        try {
            clear();
            Files.createDirectories(ROOT.resolve("folder"));
            Files.writeString(ROOT.resolve("text.csv"), "a,b\n1,2\n3,4\n");
            Files.writeString(ROOT.resolve("garbage"), "no known format");
            Files.write(ROOT.resolve("empty"), new byte[0]);
            Files.write(ROOT.resolve("images"), idx(2051, 2, 2, 3));
            Files.write(ROOT.resolve("labels"), idx(2049, 2));
            Npy.write(ROOT.resolve("numbers.npy"), Matrix.of(new double[][] {{1, 2}, {3, 4}}));
            try (var manager = NDManager.newBaseManager()) {
                Safetensors.write(
                        ROOT.resolve("a.safetensors"), Map.of("a", manager.ones(new Shape(2, 2))), Map.of("k", "v"));
            }
            new ProcessBuilder("mkfifo", ROOT.resolve("pipe").toString())
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void clear() throws IOException {
        if (Files.exists(ROOT)) {
            try (var files = Files.walk(ROOT)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A file in MNIST's format: magic number, counts, and one byte 1 for each value. */
    private static byte[] idx(int magic, int... counts) {
        int size = 1;
        for (int count : counts) {
            size *= count;
        }
        var bytes = java.nio.ByteBuffer.allocate(4 + 4 * counts.length + size);
        bytes.putInt(magic);
        for (int count : counts) {
            bytes.putInt(count);
        }
        while (bytes.hasRemaining()) {
            bytes.put((byte) 1);
        }
        return bytes.array();
    }

    static Images images() {
        prepare();
        return Images.idx(ROOT.resolve("images"), ROOT.resolve("labels"));
    }

    private static Notebook notebook;

    /** One for all calls: it owns a root manager. */
    static synchronized Notebook notebook() {
        if (notebook == null) {
            notebook = Notebook.open(1);
        }
        return notebook;
    }

    static synchronized Made path(boolean good, Draw draw) {
        prepare();
        touched = true;
        if (good) {
            var name = draw.of("numbers.npy", "a.safetensors", "text.csv", "folder", "new", "images", "labels");
            return shown(name.equals("new") ? ROOT.resolve("new" + draw.random.nextInt(1000)) : ROOT.resolve(name));
        }
        return switch (draw.random.nextInt(8)) {
            case 0, 1 -> Made.NULL;
            case 2 -> shown(ROOT.resolve("missing").resolve("file"));
            case 3 -> shown(ROOT.resolve("folder"));
            case 4 -> shown(ROOT.resolve("garbage").resolve("below a file"));
            case 5 -> shown(ROOT.resolve(draw.of("garbage", "empty")));
            case 6 -> new Made(Path.of(""), "the empty path");
            default -> shown(ROOT.resolve(Files.exists(ROOT.resolve("pipe")) ? "pipe" : "garbage"));
        };
    }

    private static Made shown(Path path) {
        return new Made(path, "path " + ROOT.getParent().relativize(path));
    }
}
