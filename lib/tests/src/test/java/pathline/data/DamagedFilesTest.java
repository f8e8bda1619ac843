package pathline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jhdf.HdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pathline.random.Rng;

/**
 * 2 000 damaged files of all formats and data sets that this package reads: each is refused by its name with a reason, or what it gives is
 * right: as many finite numbers as before. Formats without a checksum cannot tell a number with a flipped bit from another
 * number, so of one flip one number may differ, as far as the scale of a column that it changes.
 */
@Timeout(300)
class DamagedFilesTest {

    private static final int DAMAGES = 200;

    @TempDir
    private Path folder;

    private int refused;
    private int right;

    /** Reads a file into rows of numbers. */
    private interface Reader {
        double[][] read(Path file);
    }

    @Test
    void textOfOnesOwn() throws IOException {
        var text = new StringBuilder("x,y,z\n");
        Rng rng = Rng.of(1);
        for (int i = 0; i < 40; i++) {
            text.append(rng.normal())
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(-1.5 * i)
                    .append('\n');
        }
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        Reader reader = file -> rows(NumberTable.read(file).matrix());
        damage("mine.csv", plain, reader, true);
        damage("mine.csv.gz", packed(plain), reader, true);
    }

    @Test
    void arraysOfNumpy() throws IOException {
        Path file = folder.resolve("whole.npy");
        Npy.write(file, Matrix.of(numbers(20, 3)));
        // One flipped bit makes '<f8' '>f8': another order of bytes, and a valid file.
        damage("x.npy", Files.readAllBytes(file), path -> rows(Npy.read(path)), true, 21);
    }

    @Test
    void imagesOfMnist() throws IOException {
        Path labels = Files.write(folder.resolve("labels"), idx(new byte[] {3, 0, 9, 1}, 4));
        byte[] pixels = idx(bytes(4 * 9 * 9), 4, 9, 9);
        Reader reader = path -> pixels(Images.idx(path, labels));
        damage("images", pixels, reader, true);
        damage("images.gz", packed(pixels), reader, true);
    }

    @Test
    void arraysInHdf5() throws IOException {
        Path file = folder.resolve("whole.hdf5");
        try (var out = HdfFile.write(file)) {
            out.putDataset("train", numbers(30, 4));
            out.putDataset("validation", numbers(5, 4));
            out.putDataset("test", numbers(6, 4));
        }
        damage(
                "BSDS300.hdf5",
                Files.readAllBytes(file),
                path -> rows(Tabular.BSDS300.slice(path).train()),
                false);
    }

    @Test
    void photographsOfCifar() throws IOException {
        Reader reader = path -> pixels(CifarFile.read(List.of(path), 3));
        damage("test_batch.bin", cifar(3), reader, true);
    }

    @Test
    void readingsOfPower() throws IOException {
        var text = new StringBuilder("Date;Time;Global_active_power;Global_reactive_power;Voltage;"
                + "Global_intensity;Sub_metering_1;Sub_metering_2;Sub_metering_3\n");
        for (int i = 0; i < 100; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "16/12/2006;%02d:%02d:00;%.3f;0.100;%.2f;4.000;%d;%d;%d%n",
                    i / 60,
                    i % 60,
                    1.5 + i % 7,
                    230 + 0.25 * (i % 5),
                    10 + i % 2,
                    20 + i % 3,
                    30 + i % 11));
        }
        damage("power.txt", bytes(text), path -> rows(Tabular.POWER.slice(path)), false);
    }

    @Test
    void sensorsOfGas() throws IOException {
        var text = new StringBuilder("Time (seconds)\n");
        Rng rng = Rng.of(5);
        for (int i = 0; i < 120; i++) {
            for (int k = 0; k < 19; k++) {
                text.append(String.format(Locale.ROOT, k == 0 ? "%.2f" : " %.2f", 100 + rng.normal()));
            }
            text.append('\n');
        }
        damage("ethylene_CO.txt", bytes(text), path -> rows(Tabular.GAS.slice(path)), false);
    }

    /** A label with a flipped bit may be the other label, and its event then belongs elsewhere: labels are spared. */
    @Test
    void eventsOfHepmass() throws IOException {
        Rng rng = Rng.of(6);
        var text = new StringBuilder("# label,f0,f1,f2\n");
        var labels = new int[60];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = text.length();
            text.append(i % 3 == 0 ? "0.0" : "1.0");
            for (int k = 0; k < 3; k++) {
                text.append(',').append(rng.normal());
            }
            text.append('\n');
        }
        Files.write(folder.resolve("1000_test.csv"), bytes(text));
        damage("1000_train.csv", bytes(text), path -> rows(Tabular.HEPMASS.slice(path.getParent())), false, labels);
    }

    private void damage(String name, byte[] whole, Reader reader, boolean sound, int... spared) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, whole);
        double[][] expected = reader.read(file);
        Rng rng = Rng.of(24).child(name);
        for (int k = 0; k < DAMAGES; k++) {
            byte[] damaged = whole.clone();
            int at = rng.below(whole.length);
            String what;
            if (k % 4 == 3) {
                damaged = Arrays.copyOf(whole, at);
                if (name.matches(".*\\.(csv|txt)") && at > 0 && whole[at - 1] == '\n') {
                    continue; // between two lines a table ends as whole ones do
                }
                what = "cut at " + at;
            } else if (k % 4 == 2) {
                for (int i = at; i < Math.min(whole.length, at + 8); i++) {
                    damaged[i] = (byte) (k % 8 == 2 ? 0xff : 0x7f);
                }
                what = "8 bytes set from " + at;
            } else {
                int byteAt = k % 2 == 0 ? rng.below(Math.min(whole.length, 160)) : at;
                if (IntStream.of(spared).anyMatch(s -> s == byteAt)) {
                    continue;
                }
                damaged[byteAt] ^= (byte) (1 << rng.below(8));
                what = "a bit of byte " + byteAt;
            }
            Files.write(file, damaged);
            check(file, name + ", " + what, reader, expected, sound && k % 4 != 2);
        }
        assertTrue(refused > DAMAGES / 4, refused + " refused, " + right + " right");
    }

    private void check(Path file, String what, Reader reader, double[][] expected, boolean atMostOne) {
        double[][] read;
        try {
            read = Assertions.assertTimeout(Duration.ofSeconds(20), () -> reader.read(file));
        } catch (DataException e) {
            assertEquals(file.getFileName().toString(), e.file(), what);
            assertTrue(
                    e.reason().length() > 10
                            && !e.reason().contains("Index ")
                            && !e.reason().contains("null"),
                    what + ": " + e.getMessage());
            refused++;
            return;
        } catch (RuntimeException | Error e) {
            fail(what + ": " + e, e);
            return;
        }
        right++;
        int different = 0;
        assertEquals(expected.length, read.length, what);
        for (int i = 0; i < read.length; i++) {
            assertEquals(expected[i].length, read[i].length, what);
            for (int j = 0; j < read[i].length; j++) {
                assertTrue(Double.isFinite(read[i][j]), what);
                different += read[i][j] == expected[i][j] ? 0 : 1;
            }
        }
        assertTrue(!atMostOne || different <= 1, what + " changed " + different + " numbers");
    }

    private static byte[] cifar(int images) {
        byte[] bytes = bytes(images * 3073);
        for (int i = 0; i < images; i++) {
            bytes[i * 3073] = (byte) (3 * i);
        }
        return bytes;
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static double[][] rows(Splits splits) {
        return Stream.of(splits.train(), splits.validation(), splits.test())
                .map(DamagedFilesTest::rows)
                .flatMap(Stream::of)
                .toArray(double[][]::new);
    }

    private static double[][] rows(Matrix matrix) {
        return IntStream.range(0, matrix.rows()).mapToObj(matrix::row).toArray(double[][]::new);
    }

    private static double[][] pixels(Images images) {
        var rows = new double[images.size()][images.dim()];
        for (int i = 0; i < rows.length; i++) {
            int image = i;
            Arrays.setAll(rows[i], k -> images.pixel(image, k));
        }
        return rows;
    }

    private static double[][] numbers(int n, int d) {
        Rng rng = Rng.of(n);
        var rows = new double[n][d];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> rng.normal());
        }
        return rows;
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        for (int k = 0; k < count; k++) {
            bytes[k] = (byte) (37 * k);
        }
        return bytes;
    }

    private static byte[] idx(byte[] values, int... shape) {
        var buffer = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        buffer.put(new byte[] {0, 0, 8, (byte) shape.length});
        for (int length : shape) {
            buffer.putInt(length);
        }
        return buffer.put(values).array();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
