package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pathline.random.Rng;

class ParametersTest {

    @TempDir
    Path folder;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Parameters net(int width, DataType type) {
        return VelocityMlp.of(2, width, 4).type(type).init(Rng.of(3), manager).parameters();
    }

    @Test
    void namesShapesAndCountAreThoseOfTheLayers() {
        var parameters = net(8, DataType.FLOAT32);
        assertEquals(
                List.of(
                        "layers.0.weight",
                        "layers.0.bias",
                        "layers.1.weight",
                        "layers.1.bias",
                        "layers.2.weight",
                        "layers.2.bias"),
                parameters.names());
        assertEquals(new Shape(8, 3), parameters.get("layers.0.weight").getShape());
        assertEquals(8 * 3 + 8 + 4 * 8 + 4 + 2 * 4 + 2, parameters.count());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> parameters.get("weight"))
                .getMessage()
                .contains("layers.0.weight (8, 3)"));
    }

    @Test
    void theVectorAndTheArraysAreTheSameNumbers() {
        var parameters = net(8, DataType.FLOAT32);
        parameters.flat().muli(0).addi(2);
        assertEquals(2, parameters.get("layers.1.bias").getFloat(3));
        parameters.get("layers.0.weight").addi(1);
        assertEquals(3, parameters.flat().getFloat(0));
        assertEquals(2, parameters.flat().getFloat(8 * 3));
    }

    @Test
    void aGradientIsASumWithANorm() {
        var gradient = net(8, DataType.FLOAT32).gradient(manager);
        assertEquals(0, gradient.norm());
        gradient.add("layers.0.bias", manager.full(new Shape(8), 3f));
        gradient.add(gradient);
        gradient.scale(0.5);
        assertEquals(3 * Math.sqrt(8), gradient.norm(), 1e-6);
        assertEquals(3, gradient.flat().getFloat(8 * 3));
        gradient.clear();
        assertEquals(0, gradient.norm());
        assertThrows(IllegalArgumentException.class, () -> gradient.add("layers.0.bias", manager.zeros(new Shape(3))));
        assertThrows(IllegalStateException.class, () -> Gradient.unwanted().flat());
    }

    /** What is added in Java memory, what is added to arrays, and both after the arrays were asked for. */
    @Test
    void gradientIsOneSumInBothMemories() {
        var gradient = net(8, DataType.FLOAT32).gradient(manager);
        int alive = manager.getManagedArrays().size();
        gradient.add(8 * 3, new float[] {1, 2});
        gradient.add(8 * 3 + 1, new float[] {10});
        assertEquals(12, gradient.floats()[8 * 3 + 1]);
        assertEquals(alive, manager.getManagedArrays().size(), "no array was made");
        gradient.clear();
        gradient.add(0, new float[0]);
        gradient.add(8 * 3, new float[] {1, Float.NaN, Float.NEGATIVE_INFINITY});
        var window = gradient.get("layers.0.bias");
        window.addi(1);
        assertEquals(2, gradient.floats()[8 * 3]);
        gradient.add(8 * 3, new float[] {5});
        assertEquals(7, window.getFloat(0));
        assertTrue(Float.isNaN(window.getFloat(1)));
        assertEquals(Double.NEGATIVE_INFINITY, window.getFloat(2));
        gradient.clear();
        assertEquals(0, window.getFloat(1));
        assertEquals(0, gradient.floats()[8 * 3 + 1]);
    }

    @Test
    void gradientRefusesNumbersThatDoNotFit() {
        var gradient = net(8, DataType.FLOAT32).gradient(manager);
        int count = gradient.floats().length;
        assertThrows(IllegalArgumentException.class, () -> gradient.add(-1, new float[1]));
        assertThrows(IllegalArgumentException.class, () -> gradient.add(count, new float[1]));
        assertThrows(IllegalArgumentException.class, () -> gradient.add(Integer.MAX_VALUE, new float[2]));
        var wide = net(8, DataType.FLOAT64).gradient(manager);
        assertThrows(IllegalArgumentException.class, () -> wide.add(0, new float[1]));
        assertThrows(IllegalArgumentException.class, wide::floats);
        Gradient.unwanted().add(0, new float[1]);
        assertThrows(IllegalStateException.class, () -> Gradient.unwanted().floats());
    }

    @Test
    void aCopyHasNumbersOfItsOwn() {
        var parameters = net(8, DataType.FLOAT32);
        var copy = parameters.copy(manager);
        assertEquals(parameters.flat(), copy.flat());
        copy.flat().addi(1);
        assertNotEquals(parameters.flat(), copy.flat());
        assertThrows(IllegalArgumentException.class, () -> copy.set(manager.zeros(new Shape(3))));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void whatWasSavedIsLoadedBitForBit(DataType type) {
        var saved = net(8, type);
        var loaded = net(8, type);
        loaded.flat().muli(0);
        var file = folder.resolve("net.safetensors");
        saved.save(file);
        loaded.load(file);
        assertEquals(saved.flat(), loaded.flat());
        saved.save(file); // over the older one
        assertEquals(1, folder.toFile().list().length, "nothing is left beside the file");
    }

    @Test
    void theFileIsTheDocumentedFormat() throws IOException {
        var file = folder.resolve("net.safetensors");
        Safetensors.write(
                file, Map.of("w", manager.create(new float[] {1.5f, -2, 3, 4}, new Shape(2, 2))), Map.of("note", "n"));
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertEquals(0, length % 8);
        var header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
        assertTrue(header.startsWith("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"), header);
        assertEquals(1.5f, bytes.getFloat(8 + length));
        assertEquals(4f, bytes.getFloat(8 + length + 12));
        assertEquals(8 + length + 16, bytes.capacity());
        assertEquals(Map.of("note", "n"), Safetensors.read(file, manager).metadata());
    }

    @Test
    void aFileOfAnotherProgramIsRead() throws IOException {
        var header = "{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[4,12]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}";
        var bytes = ByteBuffer.allocate(8 + header.length() + 12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .putFloat(0.25f)
                .putDouble(-7);
        var file = Files.write(folder.resolve("other.safetensors"), bytes.array());
        var arrays = Safetensors.read(file, manager).arrays();
        assertEquals(0.25f, arrays.get("a").getFloat());
        assertEquals(-7, arrays.get("b").getDouble(0));
    }

    @Test
    void aFileOfAnotherNetIsRefusedAndChangesNothing() {
        var file = folder.resolve("net.safetensors");
        net(9, DataType.FLOAT32).save(file);
        var parameters = net(8, DataType.FLOAT32);
        var before = parameters.flat().duplicate();
        assertRefused(parameters, file, "(8, 3)", "(9, 3)");
        net(8, DataType.FLOAT64).save(file);
        assertRefused(parameters, file, "float32", "float64");
        VelocityMlp.of(2, 8).init(Rng.of(3), manager).parameters().save(file);
        assertRefused(parameters, file, "layers.2.weight", "[layers.0.weight, layers.0.bias, layers.1.weight");
        assertEquals(before, parameters.flat());
    }

    @Test
    void damageIsNamed() throws IOException {
        var file = folder.resolve("net.safetensors");
        var parameters = net(8, DataType.FLOAT32);
        parameters.save(file);
        var whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 8, 100, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(parameters, file, length < 8 ? "fewer than the 8" : "truncated");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 4));
        assertRefused(parameters, file, "appended");
        Files.write(file, flipped(whole, whole.length - 5));
        assertRefused(parameters, file, "checksum");
        Files.write(file, flipped(whole, 8));
        assertRefused(parameters, file, "header");
        Files.writeString(file, "x".repeat(1000));
        assertRefused(parameters, file, "another format");
        assertThrows(UncheckedIOException.class, () -> parameters.load(folder.resolve("absent")));
        assertThrows(
                UncheckedIOException.class,
                () -> parameters.save(folder.resolve("absent").resolve("net")));
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var copy = bytes.clone();
        copy[at] ^= 4;
        return copy;
    }

    private static void assertRefused(Parameters parameters, Path file, String... parts) {
        var message = assertThrows(IllegalArgumentException.class, () -> parameters.load(file))
                .getMessage();
        for (var part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
