package pathline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a file declares is held against what is there before memory is taken; pipes and gzip bombs are refused. */
@Timeout(120)
class HugeFilesTest {

    @TempDir
    private Path folder;

    /** The length of the first dimension of "train", 3, is found in the file and made 2^29. */
    @Test
    void hdf5OfManyDeclaredRows() throws IOException {
        Path file = folder.resolve("BSDS300.hdf5");
        try (var out = HdfFile.write(file)) {
            for (String part : new String[] {"train", "validation", "test"}) {
                out.putDataset(part, new double[7][5]);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int changed = 0;
        for (int at = 0; at + 16 <= bytes.length; at++) {
            if (buffer.getLong(at) == 7 && buffer.getLong(at + 8) == 5) {
                buffer.putLong(at, 1 << 29);
                changed++;
            }
        }
        assertTrue(changed >= 3, "changed " + changed);
        Files.write(file, bytes);
        String message = refused(() -> Tabular.BSDS300.slice(file));
        assertTrue(message.startsWith("BSDS300.hdf5: "), message);
    }

    @Test
    void npyOfManyDeclaredRows() throws IOException {
        for (String shape : new String[] {"(999999999, 999999999)", "(999999999,)", "(4294967297, 2)"}) {
            String text = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n";
            var buffer = ByteBuffer.allocate(10 + text.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
            buffer.put(NpyHeader.MAGIC)
                    .put((byte) 1)
                    .put((byte) 0)
                    .putShort((short) text.length())
                    .put(text.getBytes(StandardCharsets.US_ASCII));
            Path file = Files.write(folder.resolve("x.npy"), buffer.array());
            refused(() -> Npy.read(file));
        }
    }

    @Test
    void npyOfWholeNumbersThatADoubleWouldRound() throws IOException {
        String text = "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 3), }\n";
        var buffer = ByteBuffer.allocate(10 + text.length() + 24).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(NpyHeader.MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII));
        int numbers = buffer.position();
        buffer.putLong(1L << 53).putLong(1L << 60).putLong(Long.MIN_VALUE);
        Path file = Files.write(folder.resolve("x.npy"), buffer.array());
        assertEquals(0x1p60, Npy.read(file).at(0, 1));
        for (long beyond : new long[] {(1L << 53) + 1, Long.MAX_VALUE, -(1L << 53) - 1}) {
            buffer.putLong(numbers + 8, beyond);
            Files.write(file, buffer.array());
            String message = refused(() -> Npy.read(file));
            assertTrue(message.contains("row 0, column 1 (from 0) is " + beyond + ", a whole number beyond"), message);
        }
    }

    @Test
    void gzipThatSwells() throws IOException {
        Path bomb = folder.resolve("bomb.csv.gz");
        byte[] rows = "0,0\n".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            for (int k = 0; k < 100; k++) {
                out.write(rows);
            }
        }
        String message = refused(() -> NumberTable.read(bomb));
        assertTrue(message.contains("unpacks to more than 64 MB"), message);
        refused(() -> Sha256.of(bomb));
        refused(() -> Images.idx(bomb, bomb));
        Path images = folder.resolve("images.gz");
        var header = ByteBuffer.allocate(16)
                .putInt(0x803)
                .putInt(1 << 10)
                .putInt(1 << 10)
                .putInt(1 << 10);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(images))) {
            out.write(header.array());
            for (int k = 0; k < 100; k++) {
                out.write(new byte[1 << 20]);
            }
        }
        message = refused(() -> Images.idx(images, images));
        assertTrue(message.contains("unpacks to more than 64 MB"), message);
    }

    @Test
    void aLineWithoutAnEnd() throws IOException {
        Path file = Files.write(folder.resolve("one.csv"), new byte[1 << 23]);
        assertTrue(refused(() -> NumberTable.read(file)).contains("the line is longer than"));
    }

    @Test
    void aPipeIsRefusedAndNotReadFrom() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        for (Executable reading : new Executable[] {
            () -> NumberTable.read(pipe),
            () -> Npy.read(pipe),
            () -> Images.idx(pipe, pipe),
            () -> Tabular.POWER.slice(pipe),
            () -> Tabular.GAS.slice(pipe),
            () -> Tabular.BSDS300.slice(pipe),
            () -> Sha256.of(pipe)
        }) {
            String message = refused(reading);
            assertTrue(message.contains("pipe: is no regular file but a pipe or a device"), message);
        }
    }

    private static String refused(Executable reading) {
        return assertThrows(DataException.class, reading).getMessage();
    }
}
