package pathline.field;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import pathline.random.Rng;

/** Damaged versions of a file, one after the other: flipped bits, cut ends, changed words of the header, huge declarations. */
public final class Damage {

    private static final List<String> WORDS = List.of(
            "null",
            "-1",
            "[]",
            "{}",
            "\"x\"",
            "1e308",
            "9223372036854775807",
            "NaN",
            "true",
            "[[[[",
            "99999999999999999999",
            "0");

    private final byte[] whole;
    private final Rng rng;
    private String last = "";

    /** Of the bytes of a safetensors file. */
    public Damage(byte[] whole, Rng rng) {
        this.whole = whole.clone();
        this.rng = rng;
    }

    /** The next version; it differs from the whole one. */
    public byte[] next() {
        while (true) {
            var made = switch (rng.below(6)) {
                case 0 -> flipped(1, 0, whole.length);
                case 1 -> flipped(1, 0, 8 + header());
                case 2 -> flipped(1 + rng.below(20), 0, whole.length);
                case 3 -> cut();
                case 4 -> declared();
                default -> reworded();
            };
            if (!Arrays.equals(made, whole)) {
                return made;
            }
        }
    }

    private int header() {
        return (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private byte[] flipped(int bits, int from, int to) {
        var bytes = whole.clone();
        last = bits + " bits flipped:";
        for (int k = 0; k < bits; k++) {
            int at = from + rng.below(to - from);
            int bit = rng.below(8);
            bytes[at] ^= (byte) (1 << bit);
            last += " " + at + "." + bit;
        }
        return bytes;
    }

    private byte[] cut() {
        int length = rng.below(whole.length + 20);
        last = "of length " + length;
        return Arrays.copyOf(whole, length);
    }

    /** Another length of the header. */
    private byte[] declared() {
        var bytes = whole.clone();
        long length = rng.below(2) == 0 ? rng.below(1 << 20) : (long) (rng.uniform() * Long.MAX_VALUE);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(rng.below(2) == 0 ? length : -length);
        last = "with a header of " + length;
        return bytes;
    }

    /** A number or word of the header replaced by another, the header's length and the padding being right. */
    private byte[] reworded() {
        int header = header();
        var text = new String(whole, 8, header, StandardCharsets.UTF_8);
        var tokens = java.util.regex.Pattern.compile("\\d+|\"[^\"]*\"|\\[[^\\]]*\\]")
                .matcher(text)
                .results()
                .toList();
        var token = tokens.get(rng.below(tokens.size()));
        var word = WORDS.get(rng.below(WORDS.size()));
        last = token.group() + " replaced by " + word;
        var changed = (text.substring(0, token.start()) + word + text.substring(token.end()))
                .getBytes(StandardCharsets.UTF_8);
        int padding = -changed.length & 7;
        var bytes = ByteBuffer.allocate(8 + changed.length + padding + whole.length - 8 - header)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(changed.length + padding).put(changed);
        bytes.put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
        bytes.put(whole, 8 + header, whole.length - 8 - header);
        return bytes.array();
    }

    @Override
    public String toString() {
        return last;
    }
}
