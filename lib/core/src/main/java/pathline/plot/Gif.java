package pathline.plot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import pathline.check.Require;

/**
 * An animation that repeats for ever. All frames share one palette, and a pixel that is as in the frame before is written
 * as transparent, so what stands still costs next to nothing.
 */
final class Gif {

    /** What an animation may take in a notebook. */
    static final int LIMIT = 1_000_000;

    /** What it takes if fewer colours can bring that about. */
    private static final int WANTED = 150_000;

    private static final int[] COLORS = {255, 64, 32};

    /** The time of a frame is a number of 16 bits in the file, in hundredths of a second. */
    private static final int LONGEST = 655_350;

    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private Gif() {}

    static byte[] bytes(List<BufferedImage> frames, int millis) {
        check(frames, millis);
        return encode(frames.stream().map(Png::byPoints).toList(), millis);
    }

    private static byte[] encode(List<BufferedImage> frames, int millis) {
        var census = Census.of(frames);
        byte[] bytes = {};
        for (int colors : COLORS) {
            bytes = encode(frames, Palette.of(census, colors), millis);
            if (bytes.length <= WANTED) {
                break;
            }
        }
        if (bytes.length > LIMIT) {
            throw new IllegalArgumentException(
                    "the animation takes " + bytes.length / 1000 + " kB, more than the " + LIMIT / 1000
                            + " kB that a notebook should keep; draw fewer frames, fewer points, or smaller panels");
        }
        return bytes;
    }

    private static void check(List<BufferedImage> frames, int millis) {
        Require.nonNull(frames, "frames");
        if (frames.isEmpty() || millis < 20 || millis > LONGEST) {
            throw new IllegalArgumentException("an animation needs at least one frame and from 20 to " + LONGEST
                    + " ms for each, got " + frames.size() + " frames and millis " + millis);
        }
        for (int i = 0; i < frames.size(); i++) {
            Require.nonNull(frames.get(i), "frames[" + i + "]");
        }
        Canvas.side(Math.max(frames.get(0).getWidth(), frames.get(0).getHeight()));
        for (var frame : frames) {
            if (frame.getWidth() != frames.get(0).getWidth()
                    || frame.getHeight() != frames.get(0).getHeight()) {
                throw new IllegalArgumentException("all frames must have one size, got " + size(frames.get(0)) + " and "
                        + size(frame) + "; state the axes' range so that no frame's labels move it");
            }
        }
    }

    private static String size(BufferedImage image) {
        return image.getWidth() + " x " + image.getHeight();
    }

    private static byte[] encode(List<BufferedImage> frames, Palette palette, int millis) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            byte[] before = {};
            for (var frame : frames) {
                var now = palette.apply(frame);
                var image = changed(now, before);
                writer.writeToSequence(new IIOImage(image, null, metadata(writer, image, millis)), null);
                before = now.pixels;
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The frame under its palette with a transparent colour at the end, which stands where the pixel before is the same. */
    private static BufferedImage changed(Indexed frame, byte[] before) {
        int n = frame.colors.length;
        var argb = Arrays.copyOf(frame.colors, n + 1);
        for (int i = 0; i < n; i++) {
            argb[i] |= 0xff000000;
        }
        var model = new IndexColorModel(8, n + 1, argb, 0, true, n, DataBuffer.TYPE_BYTE);
        var out = new BufferedImage(frame.width, frame.height, BufferedImage.TYPE_BYTE_INDEXED, model);
        byte[] pixels = ((DataBufferByte) out.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            boolean same = i < before.length && frame.pixels[i] == before[i];
            pixels[i] = same ? (byte) n : frame.pixels[i];
        }
        return out;
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage image, int millis)
            throws IIOInvalidTreeException {
        var type = new ImageTypeSpecifier(image);
        var metadata = writer.getDefaultImageMetadata(type, null);
        var root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        var control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(Math.max(2, Math.round(millis / 10f))));
        var loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        child(root, "ApplicationExtensions").appendChild(loop);
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        var found = root.getElementsByTagName(name);
        if (found.getLength() > 0) {
            return (IIOMetadataNode) found.item(0);
        }
        var made = new IIOMetadataNode(name);
        root.appendChild(made);
        return made;
    }
}
