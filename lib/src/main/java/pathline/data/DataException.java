package pathline.data;

/** A data file that is missing or not what it should be: which file, at which line, and why. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final String reason;

    /**
     * A fault in a file.
     *
     * @param file the file's name
     * @param line the line at fault, from 1; 0 if it is the file as a whole
     * @param reason what was expected, what was found, what to do
     */
    public DataException(String file, int line, String reason) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + reason);
        this.file = file;
        this.line = line;
        this.reason = reason;
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    /** The line at fault, from 1; 0 if it is the file as a whole. */
    public int line() {
        return line;
    }

    /** What was expected, what was found, what to do. */
    public String reason() {
        return reason;
    }
}
