package pathline.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The start of an npy file: magic, version, and a Python dictionary of type, order and shape as text.
 *
 * @param kind what one number is
 * @param order the order of its bytes
 * @param layout the order of the numbers
 * @param shape one or two lengths; rows first
 * @param bytes length of the header, where the numbers begin
 */
record NpyHeader(Kind kind, ByteOrder order, Layout layout, int[] shape, int bytes) {

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Of the dictionary; NumPy writes 118. */
    static final int LONGEST = 1 << 16;

    private static final int PREFIX = MAGIC.length + 2;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z?])(\\d*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,9})L?\\s*(?:,\\s*(\\d{1,9})L?\\s*)?,?\\s*\\)");

    /** Rows after rows, as C keeps them, or columns after columns, as Fortran does. */
    enum Layout {
        ROWS,
        COLUMNS
    }

    /** A number's type: how wide, and how it reads. */
    enum Kind {
        F4(4),
        F8(8),
        I1(1),
        I2(2),
        I4(4),
        I8(8),
        U1(1),
        U2(2),
        U4(4);

        final int width;

        Kind(int width) {
            this.width = width;
        }

        double next(ByteBuffer buffer) {
            return switch (this) {
                case F4 -> buffer.getFloat();
                case F8 -> buffer.getDouble();
                case I1 -> buffer.get();
                case I2 -> buffer.getShort();
                case I4 -> buffer.getInt();
                case I8 -> buffer.getLong();
                case U1 -> Byte.toUnsignedInt(buffer.get());
                case U2 -> Short.toUnsignedInt(buffer.getShort());
                case U4 -> Integer.toUnsignedLong(buffer.getInt());
            };
        }
    }

    int rows() {
        return shape[0];
    }

    int columns() {
        return shape.length == 1 ? 1 : shape[1];
    }

    /** Reads the header from the first bytes of a file, of which there may be more. */
    static NpyHeader read(String file, byte[] start) {
        if (start.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
            throw DataException.atByte(
                    file, 0, "not an npy file, which begins with \\x93NUMPY; save it with numpy.save");
        }
        int field = start.length < PREFIX ? 0 : start[MAGIC.length] == 1 ? 2 : 4;
        if (start.length < PREFIX + field || field == 0) {
            throw cut(file, start.length);
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw DataException.atByte(
                    file, MAGIC.length, "npy version " + version + " is not known; save it as version 1, 2 or 3");
        }
        var buffer = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).position(PREFIX);
        long length = field == 2 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
        if (length > LONGEST) {
            throw DataException.atByte(
                    file, PREFIX, "its header says to be " + length + " bytes long; expected " + LONGEST + " at most");
        }
        if (length > start.length - PREFIX - field) {
            throw cut(file, start.length);
        }
        String text = new String(start, PREFIX + field, (int) length, StandardCharsets.UTF_8);
        return parsed(file, text, PREFIX + field + (int) length);
    }

    private static NpyHeader parsed(String file, String text, int bytes) {
        Matcher descr = DESCR.matcher(text);
        Matcher fortran = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!text.strip().startsWith("{") || !text.endsWith("\n") || !descr.find() || !fortran.find()) {
            throw wrong(file, "a dictionary with 'descr', one plain number type, and 'fortran_order'", text);
        }
        if (!shape.find()) {
            throw wrong(file, "a 'shape' of one or two lengths, for example (3284, 43)", text);
        }
        int rows = Integer.parseInt(shape.group(1));
        int[] lengths = shape.group(2) == null ? new int[] {rows} : new int[] {rows, Integer.parseInt(shape.group(2))};
        if (Arrays.stream(lengths).anyMatch(n -> n == 0)) {
            throw wrong(file, "at least one row and one column", text);
        }
        Kind kind = kind(file, descr.group(2) + descr.group(3), text);
        if (descr.group(1).equals("|") && kind.width > 1) {
            throw wrong(file, "'descr' with an order of bytes, < or >", text);
        }
        return new NpyHeader(
                kind,
                descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                fortran.group(1).equals("True") ? Layout.COLUMNS : Layout.ROWS,
                lengths,
                bytes);
    }

    private static Kind kind(String file, String name, String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> wrong(file, "numbers of type f4, f8, i1 to i8 or u1 to u4 (not Python objects)", text));
    }

    private static DataException wrong(String file, String expected, String text) {
        return DataException.atByte(
                file,
                PREFIX,
                "expected " + expected + ", got the header " + NumericCsv.shortened(text.strip())
                        + "; save the array again, as x.astype('<f8')");
    }

    private static DataException cut(String file, int length) {
        return DataException.atByte(file, length, "the file ends within its header, so it was cut; restore it");
    }
}
