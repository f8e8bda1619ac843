package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {

    @TempDir
    private Path folder;

    /** Files that NumPy 2.4.6 wrote: name of the case, then the file in base64. */
    static Map<String, byte[]> written() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (InputStream in = NpyTest.class.getResourceAsStream("npy.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int bar = line.indexOf('|', 2);
                files.put(line.substring(0, bar), Base64.getDecoder().decode(line.substring(bar + 1)));
            }
        }
        return files;
    }

    static Iterable<String> names() throws IOException {
        return written().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsWhatNumpyWrites(String name) throws IOException {
        Matrix x = Npy.read(file(written().get(name)));
        double[][] expected = name.contains("f")
                ? new double[][] {{1.5, -2, 3}, {0.25, 7, -100}}
                : new double[][] {{1, 2, 3}, {0, 7, 100}};
        if (name.startsWith("one")) {
            expected = new double[][] {{4}, {5}};
        }
        assertEquals(Matrix.of(expected), x);
    }

    /** Shortened a byte at a time, from its end to nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"f8", "f4, version 2", "f8 columns first, version 3"})
    void refusesItCutAnywhere(String name) throws IOException {
        byte[] whole = written().get(name);
        Path path = file(whole);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length >= 0; length--) {
                channel.truncate(length);
                var e = assertThrows(DataException.class, () -> Npy.read(path), name + " cut at byte " + length);
                assertTrue(e.offset() >= 0 && e.offset() <= length, e.getMessage());
            }
        }
        Path longer = file(Arrays.copyOf(whole, whole.length + 1));
        assertEquals(
                whole.length,
                assertThrows(DataException.class, () -> Npy.read(longer)).offset());
    }

    /** A changed byte of the header gives other numbers or a refusal, never another exception. */
    @Test
    void standsAnyByteChanged() throws IOException {
        byte[] whole = written().get("f8");
        for (int at = 0; at < 128; at++) {
            for (int value : new int[] {0, '9', 0xff}) {
                byte[] changed = whole.clone();
                changed[at] = (byte) value;
                Path path = file(changed);
                try {
                    Npy.read(path);
                } catch (DataException e) {
                    assertEquals("x.npy", e.file());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }     ; not Python objects",
                "{'descr': '<c16', 'fortran_order': False, 'shape': (2, 3), }   ; f4, f8",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }    ; astype",
                "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), } ; one plain number type",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (), }        ; one or two lengths",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), } ; one or two lengths",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }    ; at least one row",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (7, 3), }    ; 7 x 3 numbers, 238 bytes",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999, 999999999), } ; bytes, but",
            })
    void refusesOtherHeaders(String header, String reason) throws IOException {
        Path path = file(npy(header.strip(), 6));
        var e = assertThrows(DataException.class, () -> Npy.read(path));
        assertTrue(e.reason().contains(reason.strip()), e.getMessage());
    }

    /** Python 2 wrote long integers with an L. */
    @Test
    void readsLengthsOfPythonTwo() throws IOException {
        Matrix x = Npy.read(file(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }", 6)));
        assertEquals(2, x.rows());
        assertEquals(3, x.columns());
    }

    @Test
    void namesTheByteOfTheFirstNan() throws IOException {
        byte[] bytes = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 6);
        int at = bytes.length - 2 * Double.BYTES;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(at, Double.NaN);
        Path path = file(bytes);
        var e = assertThrows(DataException.class, () -> Npy.read(path));
        assertEquals(at, e.offset());
        assertTrue(
                e.getMessage().startsWith("x.npy, byte " + at + ": row 1, column 1 (from 0) is NaN"), e.getMessage());
    }

    @Test
    void namesWhatIsMissing() {
        assertTrue(assertThrows(DataException.class, () -> Npy.read(folder.resolve("none.npy")))
                .getMessage()
                .contains("none.npy: not found in"));
        assertThrows(DataException.class, () -> Npy.read(folder));
    }

    /** NumPy's first file, byte for byte; and one longer than a chunk, there and back. */
    @Test
    void writesWhatNumpyWrites() throws IOException {
        Path path = folder.resolve("out.npy");
        Npy.write(path, Matrix.of(new double[][] {{1.5, -2, 3}, {0.25, 7, -100}}));
        assertArrayEquals(written().get("f8"), Files.readAllBytes(path));

        var rows = new double[70_001][2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i, -1.0 / (i + 1)};
        }
        Matrix large = Matrix.of(rows);
        Npy.write(path, large);
        assertEquals(large, Npy.read(path));
    }

    @Test
    void aMatrixBecomesArraysAndALaw() {
        Matrix x = Matrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertArrayEquals(new double[] {2, 4, 6}, x.column(1));
        assertEquals(Matrix.of(new double[][] {{3, 4}}), x.part(1, 2));
        assertEquals(3, x.empirical().size());
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(new Shape(3, 2), x.all(manager, DataType.FLOAT32).getShape());
            assertArrayEquals(
                    new double[] {5, 6, 1, 2},
                    x.take(manager, DataType.FLOAT64, 2, 0).toDoubleArray());
        }
        assertThrows(IllegalArgumentException.class, () -> x.at(0, 2));
        assertThrows(IllegalArgumentException.class, () -> Matrix.of(new double[][] {{1}, {Double.NaN}}));
        assertThrows(IllegalArgumentException.class, () -> x.part(2, 2));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.npy"), bytes);
    }

    static byte[] npy(String header, int doubles) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        var buffer =
                ByteBuffer.allocate(10 + text.length + doubles * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(NpyHeader.MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text);
        return buffer.array();
    }
}
