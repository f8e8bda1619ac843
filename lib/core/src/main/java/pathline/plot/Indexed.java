package pathline.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** An opaque image of at most 256 colours: for each pixel, row by row from the top, the index of its colour. */
final class Indexed {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    final int width;
    final int height;
    final int[] colors;
    final byte[] pixels;
    private byte[] png = {}; // once it is made

    Indexed(int width, int height, int[] colors, byte[] pixels) {
        this.width = width;
        this.height = height;
        this.colors = colors;
        this.pixels = pixels;
    }

    /** Whether the image is stored as indices of opaque colours, one byte for a pixel. */
    static boolean holds(BufferedImage image) {
        return image.getColorModel() instanceof IndexColorModel model
                && !model.hasAlpha()
                && model.getTransferType() == DataBuffer.TYPE_BYTE;
    }

    /** Takes the indices of an image for which {@link #holds} is true, and its colours up to the last index that occurs. */
    static Indexed of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var pixels = (byte[]) image.getRaster().getDataElements(0, 0, width, height, null);
        int last = 0;
        for (byte pixel : pixels) {
            last = Math.max(last, pixel & 255);
        }
        var model = (IndexColorModel) image.getColorModel();
        var colors = new int[Math.max(last + 1, model.getMapSize())];
        model.getRGBs(colors);
        return new Indexed(width, height, Arrays.copyOf(colors, last + 1), pixels);
    }

    /** The same image in at most {@code size} colours, which are cut from those that it has. */
    Indexed reduced(int size) {
        var counts = new int[256];
        for (byte pixel : pixels) {
            counts[pixel & 255]++;
        }
        var palette = Palette.of(Census.of(colors, counts), size);
        var index = new byte[256];
        for (int i = 0; i < colors.length; i++) {
            index[i] = counts[i] > 0 ? palette.indexOf(colors[i] & 0xffffff) : 0;
        }
        var reduced = new byte[pixels.length];
        for (int i = 0; i < reduced.length; i++) {
            reduced[i] = index[pixels[i] & 255];
        }
        return new Indexed(width, height, palette.colors(), reduced);
    }

    BufferedImage image() {
        var model = new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
        var out = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        System.arraycopy(pixels, 0, ((DataBufferByte) out.getRaster().getDataBuffer()).getData(), 0, pixels.length);
        return out;
    }

    /** Whether both show the same; a palette may have colours behind the last one that occurs. */
    boolean shows(Indexed other) {
        int both = Math.min(colors.length, other.colors.length);
        return width == other.width
                && Arrays.equals(pixels, other.pixels)
                && IntStream.range(0, both).allMatch(i -> (colors[i] & 0xffffff) == (other.colors[i] & 0xffffff));
    }

    /** The image as a PNG file; it is compressed at the first call. */
    byte[] png() {
        if (png.length == 0) {
            png = file();
        }
        return png;
    }

    /** A PNG file without row filters: they make rows of indices longer, and ImageIO's writer has no setting without them. */
    private byte[] file() {
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 3, 0, 0, 0});
        var table = ByteBuffer.allocate(3 * colors.length);
        for (int color : colors) {
            table.put((byte) (color >> 16)).put((byte) (color >> 8)).put((byte) color);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        chunk(out, "IHDR", header.array());
        chunk(out, "PLTE", table.array());
        chunk(out, "IDAT", deflated());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** The rows, each behind a byte 0, which says that it is not filtered. */
    private byte[] deflated() {
        var rows = new byte[height * (width + 1)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * width, rows, y * (width + 1) + 1, width);
        }
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(rows);
            deflater.finish();
            var buffer = new byte[1 << 15];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] data) {
        var body = name.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(body);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(body);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
