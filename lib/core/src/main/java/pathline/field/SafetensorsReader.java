package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import pathline.array.WholeFile;

/** Reads one file of {@link Safetensors}: size, header, checksums, and only then the arrays. */
final class SafetensorsReader {

    static final int LARGEST_FILE = Integer.MAX_VALUE - 64; // bytes, what one array of the JVM can have
    private static final int LARGEST_HEADER = 100_000_000; // the limit of the format's reference reader
    private static final int MOST_DIMENSIONS = 64; // the engine's

    private final Path file;

    SafetensorsReader(Path file) {
        this.file = file;
    }

    /** An array as the header has it. */
    private record Entry(String name, DataType type, long[] shape, long begin, long end) {}

    Safetensors.Content read(NDManager manager) {
        var bytes = bytes();
        if (bytes.length < 8) {
            throw broken("it has " + bytes.length + " bytes, fewer than the 8 of the header's length");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > Math.min(LARGEST_HEADER, bytes.length - 8L)) {
            throw broken("it announces a header of " + length + " bytes and has " + (bytes.length - 8)
                    + " behind that; it is truncated or of another format");
        }
        int start = 8 + (int) length;
        var header = header(bytes, start);
        var metadata = metadata(header);
        var entries = new ArrayList<Entry>();
        header.entrySet().forEach(e -> entries.add(entry(e.getKey(), e.getValue())));
        checkPlaces(entries, bytes.length - start);
        checkSums(bytes, start, metadata);
        var arrays = new LinkedHashMap<String, NDArray>();
        var numbers = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
        entries.forEach(entry -> arrays.put(entry.name, array(entry, numbers, manager)));
        return new Safetensors.Content(arrays, metadata);
    }

    /** The file's bytes, after a look at what it is and how large. */
    private byte[] bytes() {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw broken(Files.isDirectory(file) ? "it is a folder" : "it is no regular file");
            }
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw broken("it has " + size + " bytes, and at most " + LARGEST_FILE
                        + " are read; split it into several files");
            }
            long room = Runtime.getRuntime().maxMemory() / 2; // the bytes, and arrays made of them
            if (size > room) {
                throw broken("it has " + size + " bytes, more than half of this JVM's heap; start it with -Xmx"
                        + (3 * size / (1 << 20) + 256) + "m");
            }
            try (var in = new DataInputStream(Files.newInputStream(file))) {
                return in.readNBytes((int) size);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file + ": " + WholeFile.reason(e), e);
        }
    }

    private JsonObject header(byte[] bytes, int start) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 8, start - 8))
                    .toString();
            if (JsonParser.parseString(text) instanceof JsonObject header) {
                return header;
            }
            throw broken("its header is not that of a safetensors file (no JSON object)");
        } catch (CharacterCodingException e) {
            throw broken("its header is not that of a safetensors file (no UTF-8 text)");
        } catch (JsonParseException | NumberFormatException e) {
            throw broken("its header is not that of a safetensors file (" + e.getMessage() + ")");
        }
    }

    private Map<String, String> metadata(JsonObject header) {
        var metadata = new LinkedHashMap<String, String>();
        var found = header.remove(Safetensors.METADATA);
        if (found == null) {
            return metadata;
        }
        if (!(found instanceof JsonObject notes)) {
            throw broken("its " + Safetensors.METADATA + " is no JSON object");
        }
        notes.entrySet().forEach(note -> {
            if (!note.getValue().isJsonPrimitive()) {
                throw broken("its note \"" + note.getKey() + "\" is no string");
            }
            metadata.put(note.getKey(), note.getValue().getAsString());
        });
        return metadata;
    }

    private Entry entry(String name, JsonElement described) {
        if (!(described instanceof JsonObject entry)) {
            throw broken(name + " is not described by a JSON object");
        }
        var type = entry.get("dtype");
        if (type == null || !type.isJsonPrimitive()) {
            throw broken(name + " has no dtype");
        }
        var shape = integers(entry, name, "shape");
        var offsets = integers(entry, name, "data_offsets");
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw broken(name + " has data_offsets " + Arrays.toString(offsets) + ", not [begin, end]");
        }
        if (shape.length > MOST_DIMENSIONS) {
            throw broken(name + " has " + shape.length + " dimensions; at most " + MOST_DIMENSIONS + " are read");
        }
        var found = new Entry(name, type(name, type.getAsString()), shape, offsets[0], offsets[1]);
        long size = offsets[1] - offsets[0];
        if (size != size(found)) {
            throw broken(name + " has shape " + new Shape(shape) + " but " + size + " bytes");
        }
        return found;
    }

    private DataType type(String name, String type) {
        return switch (type) {
            case "F32" -> DataType.FLOAT32;
            case "F64" -> DataType.FLOAT64;
            default ->
                throw broken(name + " is of type " + type + "; only F32 and F64 are read, convert it where it was"
                        + " saved, in Python with tensor.float()");
        };
    }

    /** How many bytes its shape asks for; -1 for more than a long can say. */
    private static long size(Entry entry) {
        try {
            long size = entry.type.getNumOfBytes();
            for (long length : entry.shape) {
                size = Math.multiplyExact(size, length);
            }
            return size;
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private long[] integers(JsonObject entry, String name, String key) {
        var list = entry.get(key);
        if (list == null || !list.isJsonArray()) {
            throw broken(name + " has no " + key);
        }
        var numbers = new long[list.getAsJsonArray().size()];
        for (int i = 0; i < numbers.length; i++) {
            var one = list.getAsJsonArray().get(i);
            numbers[i] = one.isJsonPrimitive() ? integer(one.getAsString()) : -1;
            if (numbers[i] < 0) {
                throw broken(name + " has " + key + " " + list + "; expected whole numbers of 0 or more");
            }
        }
        return numbers;
    }

    private static long integer(String text) {
        try {
            var number = new BigDecimal(text);
            return number.precision() - number.scale() > 20 ? -1 : number.longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            return -1;
        }
    }

    /** The arrays must fill the numbers, one after the other, without gaps. */
    private void checkPlaces(List<Entry> entries, long bytes) {
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1).end;
        if (bytes != end) {
            throw broken("its header describes " + end + " bytes of numbers, but " + bytes
                    + " follow; it is truncated or something was appended");
        }
        long before = 0;
        for (var entry : sorted) {
            if (entry.begin != before) {
                throw broken(entry.name + " begins at byte " + entry.begin + " of the numbers, where "
                        + (entry.begin > before ? "a gap begins at " : "another array goes on to ") + before);
            }
            before = entry.end;
        }
    }

    private void checkSums(byte[] bytes, int start, Map<String, String> metadata) {
        var ofNumbers = metadata.remove(Safetensors.CHECKSUM);
        var ofAll = metadata.remove(Safetensors.WHOLE_CHECKSUM);
        var sum = new CRC32();
        sum.update(bytes, start, bytes.length - start);
        // files of before wrote it without leading zeros
        if (ofNumbers != null
                && !ofNumbers.equals(Safetensors.hex(sum))
                && !ofNumbers.equals(Long.toHexString(sum.getValue()))) {
            throw broken("its numbers do not match their checksum; it was damaged");
        }
        if (ofAll == null) {
            return;
        }
        int at = Safetensors.sealed(Arrays.copyOf(bytes, start)).orElse(start);
        sum.reset();
        sum.update(bytes, 0, Math.min(at, start));
        sum.update(Safetensors.NO_CHECKSUM.getBytes(StandardCharsets.US_ASCII));
        int rest = Math.min(at + Safetensors.NO_CHECKSUM.length(), bytes.length);
        sum.update(bytes, rest, bytes.length - rest);
        if (!ofAll.equals(Safetensors.hex(sum))) {
            throw broken(
                    "its header does not match the checksum of the file; it was damaged, or written anew by a program"
                            + " that kept the note \"" + Safetensors.WHOLE_CHECKSUM + "\"");
        }
    }

    private static NDArray array(Entry entry, ByteBuffer numbers, NDManager manager) {
        int size = (int) (entry.end - entry.begin);
        var window = numbers.slice((int) entry.begin, size).order(ByteOrder.LITTLE_ENDIAN);
        if (entry.type == DataType.FLOAT64) {
            var values = new double[size / 8];
            window.asDoubleBuffer().get(values);
            return manager.create(values, new Shape(entry.shape));
        }
        var values = new float[size / 4];
        window.asFloatBuffer().get(values);
        return manager.create(values, new Shape(entry.shape));
    }

    private IllegalArgumentException broken(String reason) {
        return new IllegalArgumentException(file + " cannot be read: " + reason);
    }
}
