package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import pathline.array.WholeFile;
import pathline.check.Require;

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
 * <p>Two checksums (CRC-32) are kept in the metadata and compared when a file that has them is read: {@code crc32} of the
 * numbers, and {@code crc32.file} of all bytes of the file, its own eight digits taken as zeros. A program that rewrites the
 * file leaves both out.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

    static final String METADATA = "__metadata__";
    static final String CHECKSUM = "crc32";
    static final String WHOLE_CHECKSUM = "crc32.file";
    static final String NO_CHECKSUM = "00000000";

    /**
     * What a file holds.
     *
     * @param arrays the arrays by name, in the order of the file
     * @param metadata the strings kept beside them, without the checksums
     */
    public record Content(Map<String, NDArray> arrays, Map<String, String> metadata) {
        public Content {
            Require.nonNull(arrays, "arrays");
            Require.nonNull(metadata, "metadata");
        }
    }

    private Safetensors() {}

    /**
     * Writes float32 or float64 arrays, beside the file first and moved into place when complete; see {@link WholeFile}.
     *
     * @throws UncheckedIOException if that fails; an older file of that name is then intact
     */
    public static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata) {
        Require.nonNull(file, "file");
        Require.nonNull(arrays, "arrays").forEach((name, array) -> {
            Require.nonNull(name, "a name of arrays");
            Require.nonNull(array, "arrays[" + name + "]");
            Require.that(!name.equals(METADATA), METADATA + " names the metadata; choose another name for the array");
        });
        Require.nonNull(metadata, "metadata").forEach((name, value) -> {
            Require.nonNull(name, "a name of metadata");
            Require.nonNull(value, "metadata[" + name + "]");
        });
        var numbers = new ByteArrayOutputStream();
        var header = new JsonObject();
        arrays.forEach((name, array) -> header.add(name, append(name, array, numbers)));
        var notes = new LinkedHashMap<>(metadata);
        notes.put(CHECKSUM, hex(sum(numbers.toByteArray())));
        notes.put(WHOLE_CHECKSUM, NO_CHECKSUM);
        header.add(METADATA, new Gson().toJsonTree(notes));
        var head = head(header.toString());
        seal(head, numbers.toByteArray());
        WholeFile.write(file, out -> {
            out.write(head);
            numbers.writeTo(out);
        });
    }

    /**
     * Reads a file written by {@link #write} or another program: a regular file, of which no more than fits into the heap.
     * Nothing is made of it before all of its header agrees with the size of the file.
     *
     * @param manager owner of the arrays
     * @throws IllegalArgumentException if the file is truncated, damaged, or holds other types; it says which
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Content read(Path file, NDManager manager) {
        Require.nonNull(file, "file");
        Require.nonNull(manager, "manager");
        return new SafetensorsReader(file).read(manager);
    }

    /** The length of the header and the header, padded so that the numbers begin on 8 bytes. */
    private static byte[] head(String json) {
        var padding = " ".repeat(-json.getBytes(StandardCharsets.UTF_8).length & 7);
        var text = (json + padding).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    /** Puts the checksum of the whole file where the zeros are. */
    private static void seal(byte[] head, byte[] numbers) {
        int at = sealed(head).orElseThrow();
        var sum = new CRC32();
        sum.update(head);
        sum.update(numbers);
        System.arraycopy(hex(sum).getBytes(StandardCharsets.US_ASCII), 0, head, at, NO_CHECKSUM.length());
    }

    /** Where the digits of the whole file's checksum are; none in a file of another program. */
    static OptionalInt sealed(byte[] head) {
        var text = new String(head, StandardCharsets.ISO_8859_1); // one character a byte
        var key = "\"" + WHOLE_CHECKSUM + "\":\"";
        int at = text.indexOf(key) + key.length();
        boolean there = at >= key.length() && at + NO_CHECKSUM.length() <= head.length;
        return there ? OptionalInt.of(at) : OptionalInt.empty();
    }

    static CRC32 sum(byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        return sum;
    }

    static String hex(CRC32 sum) {
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    private static JsonObject append(String name, NDArray array, ByteArrayOutputStream numbers) {
        var type = array.getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(name + " must be float32 or float64 to be saved, got " + type);
        }
        int begin = numbers.size();
        long size = array.size() * type.getNumOfBytes();
        Require.that(
                begin + size <= SafetensorsReader.LARGEST_FILE,
                "arrays have more than " + SafetensorsReader.LARGEST_FILE + " bytes up to " + name
                        + "; save them in several files");
        var bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.FLOAT32) {
            bytes.asFloatBuffer().put(array.toFloatArray());
        } else {
            bytes.asDoubleBuffer().put(array.toDoubleArray());
        }
        numbers.writeBytes(bytes.array());
        var entry = new JsonObject();
        entry.addProperty("dtype", type == DataType.FLOAT32 ? "F32" : "F64");
        entry.add("shape", new Gson().toJsonTree(array.getShape().getShape()));
        entry.add("data_offsets", new Gson().toJsonTree(new int[] {begin, numbers.size()}));
        return entry;
    }
}
