package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Named arrays in a file that other languages read: the safetensors format.
 *
 * <pre>
 *   8 bytes   N, the length of the header, little-endian
 *   N bytes   JSON: name → {"dtype": "F32" or "F64", "shape": [...], "data_offsets": [begin, end]},
 *             and "__metadata__" → strings by name
 *   the rest  the numbers, little-endian, row after row; offsets count from here
 * </pre>
 *
 * <p>A checksum of the numbers (CRC-32) is kept in the metadata and compared when a file that has one is read.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

    private static final String METADATA = "__metadata__";
    private static final String CHECKSUM = "crc32";
    private static final int LARGEST_HEADER = 100_000_000; // the limit of the format's reference reader

    /**
     * What a file holds.
     *
     * @param arrays the arrays by name, in the order of the file
     * @param metadata the strings kept beside them
     */
    public record Content(Map<String, NDArray> arrays, Map<String, String> metadata) {}

    private Safetensors() {}

    /**
     * Writes float32 or float64 arrays, beside the file first and moved into place when complete.
     *
     * @throws UncheckedIOException if that fails; an older file of that name is then intact
     */
    public static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata) {
        var numbers = new ByteArrayOutputStream();
        var header = new JsonObject();
        arrays.forEach((name, array) -> header.add(name, append(name, array, numbers)));
        var notes = new LinkedHashMap<>(metadata);
        notes.put(CHECKSUM, checksum(numbers.toByteArray(), 0));
        header.add(METADATA, new Gson().toJsonTree(notes));
        var json = header.toString();
        var padding = " ".repeat(-json.getBytes(StandardCharsets.UTF_8).length & 7); // numbers then begin on 8 bytes
        var text = (json + padding).getBytes(StandardCharsets.UTF_8);
        var length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array();
        WholeFile.write(file, out -> {
            out.write(length);
            out.write(text);
            numbers.writeTo(out);
        });
    }

    /**
     * Reads a file written by {@link #write} or another program.
     *
     * @throws IllegalArgumentException if the file is truncated, damaged, or holds other types; it says which
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Content read(Path file, NDManager manager) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file + ": " + e, e);
        }
        if (bytes.length < 8) {
            throw broken(file, "it has " + bytes.length + " bytes, fewer than the 8 of the header's length");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > Math.min(LARGEST_HEADER, bytes.length - 8L)) {
            throw broken(
                    file,
                    "it announces a header of " + length + " bytes and has " + (bytes.length - 8)
                            + " behind that; it is truncated or of another format");
        }
        int start = 8 + (int) length;
        try {
            var json = new String(bytes, 8, (int) length, StandardCharsets.UTF_8);
            return read(file, JsonParser.parseString(json).getAsJsonObject(), bytes, start, manager);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw broken(file, "its header is not that of a safetensors file (" + e.getMessage() + ")");
        }
    }

    private static Content read(Path file, JsonObject header, byte[] bytes, int start, NDManager manager) {
        var metadata = new LinkedHashMap<String, String>();
        if (header.has(METADATA)) {
            header.remove(METADATA)
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(note -> metadata.put(note.getKey(), note.getValue().getAsString()));
        }
        long end = 0;
        for (var entry : header.entrySet()) {
            end = Math.max(end, offset(entry.getValue(), 1));
        }
        if (bytes.length - start != end) {
            throw broken(
                    file,
                    "its header describes " + end + " bytes of numbers, but " + (bytes.length - start)
                            + " follow; it is truncated or something was appended");
        }
        var expected = metadata.remove(CHECKSUM);
        if (expected != null && !expected.equals(checksum(bytes, start))) {
            throw broken(file, "its numbers do not match their checksum");
        }
        var arrays = new LinkedHashMap<String, NDArray>();
        for (var entry : header.entrySet()) {
            arrays.put(
                    entry.getKey(),
                    array(
                            file,
                            entry.getKey(),
                            entry.getValue().getAsJsonObject(),
                            ByteBuffer.wrap(bytes, start, bytes.length - start).slice(),
                            manager));
        }
        return new Content(arrays, metadata);
    }

    private static NDArray array(Path file, String name, JsonObject entry, ByteBuffer numbers, NDManager manager) {
        var dims = entry.getAsJsonArray("shape");
        var shape = new long[dims.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dims.get(i).getAsLong();
        }
        var type = switch (entry.get("dtype").getAsString()) {
            case "F32" -> DataType.FLOAT32;
            case "F64" -> DataType.FLOAT64;
            default -> throw broken(file, name + " is of type " + entry.get("dtype") + "; only F32 and F64 are read");
        };
        long begin = offset(entry, 0);
        long size = offset(entry, 1) - begin;
        if (begin < 0 || size != new Shape(shape).size() * type.getNumOfBytes()) {
            throw broken(file, name + " has shape " + new Shape(shape) + " but " + size + " bytes");
        }
        var window = numbers.slice((int) begin, (int) size).order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.FLOAT64) {
            var values = new double[(int) size / 8];
            window.asDoubleBuffer().get(values);
            return manager.create(values, new Shape(shape));
        }
        var values = new float[(int) size / 4];
        window.asFloatBuffer().get(values);
        return manager.create(values, new Shape(shape));
    }

    private static JsonObject append(String name, NDArray array, ByteArrayOutputStream numbers) {
        int begin = numbers.size();
        var type = array.getDataType();
        var bytes = ByteBuffer.allocate(Math.toIntExact(array.size() * type.getNumOfBytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.FLOAT32) {
            bytes.asFloatBuffer().put(array.toFloatArray());
        } else if (type == DataType.FLOAT64) {
            bytes.asDoubleBuffer().put(array.toDoubleArray());
        } else {
            throw new IllegalArgumentException(name + " must be float32 or float64 to be saved, got " + type);
        }
        numbers.writeBytes(bytes.array());
        var entry = new JsonObject();
        entry.addProperty("dtype", type == DataType.FLOAT32 ? "F32" : "F64");
        entry.add("shape", new Gson().toJsonTree(array.getShape().getShape()));
        entry.add("data_offsets", new Gson().toJsonTree(new int[] {begin, numbers.size()}));
        return entry;
    }

    private static long offset(JsonElement entry, int which) {
        return entry.getAsJsonObject().getAsJsonArray("data_offsets").get(which).getAsLong();
    }

    private static String checksum(byte[] bytes, int start) {
        var sum = new CRC32();
        sum.update(bytes, start, bytes.length - start);
        return Long.toHexString(sum.getValue());
    }

    private static IllegalArgumentException broken(Path file, String reason) {
        return new IllegalArgumentException(file + " cannot be read: " + reason);
    }
}
