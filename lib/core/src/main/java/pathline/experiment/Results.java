package pathline.experiment;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import pathline.check.Require;

/**
 * A table of comma separated values that grows row by row on disk, so that an interrupted study keeps what it has.
 *
 * <p>The first columns name a row: one that is there is not computed again. Several studies may fill one table at a time: a
 * row is appended under a lock of the file, unless another study has added one of its name by then. A last line without an
 * end is one that was being written when its program was killed: it does not count, and is overwritten.
 */
final class Results {

    /** File locks are between processes; this is between the threads of one, readers too. */
    private static final Object IN_PROCESS = new Object();

    private final Path file;
    private final String header;
    private final int named;
    private final Consumer<List<String>> check;

    private Results(Path file, String header, int named, Consumer<List<String>> check) {
        this.file = file;
        this.header = header;
        this.named = named;
        this.check = check;
    }

    /**
     * Opens a table whose rows are named by all of their values, whatever these are.
     *
     * @throws IllegalArgumentException if the file has another header, or a row of another length
     */
    static Results open(Path file, String... header) {
        return open(file, header.length, row -> {}, header);
    }

    /**
     * Opens the table, with the rows that an earlier run left.
     *
     * @param named how many of the first columns name a row
     * @param check refuses the values of a row that are not what its columns are
     * @throws IllegalArgumentException if the file has another header, or a row that is none
     */
    static Results open(Path file, int named, Consumer<List<String>> check, String... header) {
        var results = new Results(file, String.join(",", header), named, check);
        results.lines();
        return results;
    }

    /** The file's lines, header and all, as they are now. */
    private List<String> lines() {
        synchronized (IN_PROCESS) {
            try {
                return parsed(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
            } catch (IOException e) {
                throw new IllegalArgumentException("Cannot read " + file + ": " + reason(e), e);
            }
        }
    }

    /** The lines that have an end, compared with what they must be; the header alone if there are none. */
    private List<String> parsed(byte... bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end(bytes)))
                    .toString();
            var lines = text.isEmpty() ? List.of(header) : text.lines().toList();
            if (!lines.get(0).equals(header)) {
                throw new IllegalArgumentException(file + " begins with \"" + lines.get(0) + "\", expected \"" + header
                        + "\"; move it away or name another folder by --out");
            }
            for (int k = 1; k < lines.size(); k++) {
                checked(lines.get(k), "line " + (k + 1));
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no text; move it away or name another folder by --out", e);
        }
    }

    /** The number of bytes of lines that have an end. */
    private static int end(byte... bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void checked(String line, String place) {
        var values = values(line);
        int expected = values(header).size();
        String fault = "";
        if (values.size() != expected) {
            fault = "expected " + expected + " values, got " + values.size();
        } else {
            try {
                check.accept(values);
            } catch (IllegalArgumentException e) { // of a number that is none too
                fault = String.valueOf(e.getMessage());
            }
        }
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(file + ", " + place + ", \"" + line + "\": " + fault
                    + "; mend or delete the row, and it is made again");
        }
    }

    /** The rows of a table that the project keeps beside this class. */
    static List<List<String>> stored(String name, String... header) {
        try (var stream = Results.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The library lacks its table " + name);
            }
            var lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!lines.get(0).equals(String.join(",", header))) {
                throw new IllegalStateException(name + " begins with \"" + lines.get(0) + "\"");
            }
            return lines.stream().skip(1).map(Results::values).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }

    /** Whether a row begins with these values. */
    boolean has(Object... name) {
        String start = row(name) + ",";
        return lines().stream().skip(1).anyMatch(line -> line.startsWith(start));
    }

    /** The first row that begins with these values, all of its values as they were written. */
    Optional<List<String>> find(Object... name) {
        String start = row(name) + ",";
        return lines().stream()
                .skip(1)
                .filter(line -> line.startsWith(start))
                .map(Results::values)
                .findFirst();
    }

    /** All rows, in the order in which they were added. */
    List<List<String>> rows() {
        return lines().stream().skip(1).map(Results::values).toList();
    }

    /** One value of a row, which must be a finite number. */
    static double number(List<String> values, int at, String... header) {
        return Require.finite(Double.parseDouble(values.get(at)), header[at]);
    }

    private static List<String> values(String line) {
        return List.of(line.split(",", -1));
    }

    /** Appends a row, unless one of its name is in the file by now. */
    void add(Object... values) {
        String line = row(values);
        checked(line, "a new row");
        String start = String.join(",", values(line).subList(0, named)) + (named < values.length ? "," : "");
        synchronized (IN_PROCESS) {
            try (var channel = FileChannel.open(file, CREATE, READ, WRITE);
                    var lock = channel.lock()) {
                byte[] bytes = read(channel);
                if (lock.isValid() && parsed(bytes).stream().skip(1).noneMatch(other -> other.startsWith(start))) {
                    append(channel, end(bytes), line);
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("Cannot write " + file + ": " + reason(e), e);
            }
        }
    }

    /** By the channel that has the lock: on Unix, closing any other of the file would give the lock away. */
    private static byte[] read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, bytes.position());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private void append(FileChannel channel, long end, String line) throws IOException {
        String text = (end == 0 ? header + "\n" : "") + line + "\n";
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            channel.truncate(end).position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** Where the table is. */
    Path file() {
        return file;
    }

    /**
     * Makes a folder with all above it.
     *
     * @throws IllegalArgumentException if it cannot be made, or cannot be written to
     */
    static Path folder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".write", ".part"));
            return folder;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The folder " + folder + " cannot be written to: " + reason(e) + "; name another by --out", e);
        }
    }

    /** Why a file could not be read or written: the message of some exceptions is the file's name alone. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user has no permission to";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        }
        return e instanceof FileSystemException of && of.getReason() != null
                ? of.getReason()
                : String.valueOf(e.getMessage());
    }

    private static String row(Object... values) {
        var words = new ArrayList<String>();
        for (Object value : values) {
            words.add(
                    value instanceof Double number ? String.format(java.util.Locale.ROOT, "%.5g", number) : "" + value);
        }
        return String.join(",", words);
    }
}
