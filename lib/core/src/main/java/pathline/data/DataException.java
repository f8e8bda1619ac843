package pathline.data;

import pathline.check.Require;

/** A data file that is missing or not what it should be: which file, at which line or byte, and why. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final long NOWHERE = -1;

    private final String file;
    private final int line;
    private final long offset;
    private final String reason;

    /**
     * A fault in a text file.
     *
     * @param file the file's name
     * @param line the line at fault, from 1; 0 if it is the file as a whole
     * @param reason what was expected, what was found, what to do
     */
    public DataException(String file, int line, String reason) {
        this(
                Require.nonNull(file, "file"),
                line,
                NOWHERE,
                file + (line > 0 ? ", line " + line : "") + ": " + reason,
                Require.nonNull(reason, "reason"));
    }

    private DataException(String file, int line, long offset, String message, String reason) {
        super(message);
        this.file = file;
        this.line = line;
        this.offset = offset;
        this.reason = reason;
    }

    /**
     * A fault in a binary file.
     *
     * @param file the file's name
     * @param offset the byte at fault, from 0; of a compressed file, the byte of what it holds
     * @param reason what was expected, what was found, what to do
     */
    public static DataException atByte(String file, long offset, String reason) {
        Require.nonNull(file, "file");
        Require.nonNull(reason, "reason");
        return new DataException(file, 0, offset, file + ", byte " + offset + ": " + reason, reason);
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    /** The line at fault, from 1; 0 if it is the file as a whole, or a byte of it. */
    public int line() {
        return line;
    }

    /** The byte at fault, from 0; -1 if it is the file as a whole, or a line of it. */
    public long offset() {
        return offset;
    }

    /** What was expected, what was found, what to do. */
    public String reason() {
        return reason;
    }
}
