package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.random.Rng;

/** Safetensors files that are not what they say. */
class DamagedFileTest {

    @TempDir
    private Path folder;

    private NDManager manager;
    private Path file;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        file = folder.resolve("net.safetensors");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private VelocityMlp net() {
        return VelocityMlp.of(2, 8).init(Rng.of(1), manager);
    }

    private void thousand(byte[] whole, int least) throws IOException {
        var right = net().parameters().flat();
        var net = VelocityMlp.of(2, 8).zero(manager);
        var damage = new Damage(whole, Rng.of(24).child("files"));
        int refused = 0;
        for (int k = 0; k < 1_000; k++) {
            Files.write(file, damage.next());
            try {
                net.parameters().load(file);
                assertEquals(right, net.parameters().flat(), damage.toString());
            } catch (IllegalArgumentException e) {
                refused++;
                assertTrue(e.getMessage().contains(file.toString()), damage + ": " + e.getMessage());
            }
        }
        assertTrue(refused >= least, refused + " refused");
    }

    @Test
    void aThousandDamagedFilesAreRefusedOrRight() throws IOException {
        net().parameters().save(file);
        thousand(Files.readAllBytes(file), 980);
    }

    private void write(String header, int numbers) throws IOException {
        var bytes = ByteBuffer.allocate(8 + header.length() + numbers).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        Files.write(file, bytes.array());
    }

    private void refuses(String reason, String header, int numbers) throws IOException {
        write(header, numbers);
        var failure = assertThrows(IllegalArgumentException.class, () -> Safetensors.read(file, manager));
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    }

    @Test
    void aMalformedHeaderIsNamed() throws IOException {
        refuses("no dtype", "{\"a\":{}}", 0);
        refuses("no shape", "{\"a\":{\"dtype\":\"F32\"}}", 0);
        refuses("no data_offsets", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4);
        refuses("[begin, end]", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4);
        refuses("no JSON object", "[1, 2]", 0);
        refuses("not described", "{\"a\":null}", 0);
        refuses("whole numbers", "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4);
        refuses("whole numbers", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4);
        refuses("type BF16", "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4);
        refuses("4 bytes", "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}", 4);
        refuses(
                "another array",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                4);
        refuses("a gap", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8);
        refuses("no string", "{\"__metadata__\":{\"a\":[1]}}", 0);
        refuses("no JSON object", "{\"__metadata__\":3}", 0);
    }

    @Test
    void aFlippedBitOfTheHeaderIsFound() throws IOException {
        Safetensors.write(file, Map.of("w", manager.create(new float[] {1, 2})), Map.of("best.value", "1.25"));
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("1.25", "1.35"), StandardCharsets.ISO_8859_1);
        var failure = assertThrows(IllegalArgumentException.class, () -> Safetensors.read(file, manager));
        assertTrue(failure.getMessage().contains("header does not match"), failure.getMessage());
    }

    @Test
    void aFileThatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(6L << 30);
        }
        var failure = assertThrows(IllegalArgumentException.class, () -> Safetensors.read(file, manager));
        assertTrue(failure.getMessage().contains("" + (6L << 30)), failure.getMessage());
        var other = assertThrows(IllegalArgumentException.class, () -> Safetensors.read(folder, manager));
        assertTrue(other.getMessage().contains("a folder"), other.getMessage());
        var device =
                assertThrows(IllegalArgumentException.class, () -> Safetensors.read(Path.of("/dev/zero"), manager));
        assertTrue(device.getMessage().contains("no regular file"), device.getMessage());
    }

    @Test
    void weightsThatAreNotFiniteAreNotLoaded() {
        var net = net();
        var before = net.parameters().flat().duplicate();
        var named = new java.util.LinkedHashMap<String, ai.djl.ndarray.NDArray>();
        net.parameters()
                .names()
                .forEach(name -> named.put(name, net.parameters().get(name).duplicate()));
        named.put("layers.1.bias", manager.create(new float[] {0, Float.NaN}));
        Safetensors.write(file, named, Map.of());
        var failure = assertThrows(
                IllegalArgumentException.class, () -> net.parameters().load(file));
        assertTrue(failure.getMessage().contains("layers.1.bias is NaN at number 1"), failure.getMessage());
        assertEquals(before, net.parameters().flat());
    }

    /** A file that says nothing of an activation is one of another program, or of a version before: it is loaded. */
    @Test
    void anotherActivationIsRefusedAndNoneIsNot() {
        net().parameters().save(file);
        var silu = VelocityMlp.of(2, 8).activation(Activation.SILU).zero(manager);
        var failure = assertThrows(
                IllegalArgumentException.class, () -> silu.parameters().load(file));
        assertTrue(failure.getMessage().contains("activation TANH"), failure.getMessage());
        assertTrue(failure.getMessage().contains("SILU"), failure.getMessage());
        var content = Safetensors.read(file, manager);
        Safetensors.write(file, content.arrays(), Map.of());
        silu.parameters().load(file);
        assertEquals(net().parameters().flat(), silu.parameters().flat());
    }
}
