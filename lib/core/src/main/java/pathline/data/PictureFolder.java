package pathline.data;

import java.awt.Color;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pictures of a folder, PNG or JPEG, each class in a folder of its own, or all in one.
 *
 * <p>Folders and files are taken in the order of their names; hidden ones, and files with other endings, are left alone. What is
 * transparent is drawn on white. If no picture has a colour, there is one channel, else red, green and blue.
 *
 * @param folder where they are
 * @param height of all, in pixels; 0 for that of the first
 * @param width of all, in pixels; 0 for that of the first
 */
record PictureFolder(Path folder, int height, int width) {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");
    private static final int CHANNELS = 3;
    private static final int TAIL = 1024;
    private static final byte PNG = (byte) 0x89; // its first byte

    /** The folders of the classes, by name; the folder itself where there are none. */
    List<Path> classes() {
        var inside = list(folder).filter(Files::isDirectory).toList();
        return inside.isEmpty() ? List.of(folder) : inside;
    }

    /** Reads them all. */
    Images read() {
        var classes = classes();
        var files = new ArrayList<Path>();
        var labels = new ArrayList<Integer>();
        for (int label = 0; label < classes.size(); label++) {
            int before = files.size();
            list(classes.get(label)).filter(PictureFolder::isPicture).forEach(files::add);
            if (files.size() == before) {
                throw new DataException(
                        Tabular.name(classes.get(label)),
                        0,
                        "has no picture that ends in " + ENDINGS
                                + "; expected a folder for each class with its pictures, or pictures alone");
            }
            while (labels.size() < files.size()) {
                labels.add(label);
            }
        }
        return together(files, labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private Images together(List<Path> files, int... labels) {
        var first = picture(files.get(0));
        int rows = height == 0 ? first.getHeight() : height;
        int columns = width == 0 ? first.getWidth() : width;
        long d = (long) CHANNELS * rows * columns;
        Room.check(Tabular.name(folder), files.size() * d, 1);
        var pixels = new byte[Math.toIntExact(files.size() * d)];
        for (int i = 0; i < files.size(); i++) {
            var picture = picture(files.get(i));
            if (height == 0 && (picture.getHeight() != rows || picture.getWidth() != columns)) {
                throw new DataException(
                        Tabular.name(files.get(i)),
                        0,
                        "is " + picture.getHeight() + " x " + picture.getWidth() + " pixels, but "
                                + Tabular.name(files.get(0)) + " is " + rows + " x " + columns
                                + "; call Images.pictures(folder, height, width) to cut and scale all to one size");
            }
            put(scaled(picture, rows, columns), pixels, (int) (i * d));
        }
        return grey(pixels, rows * columns)
                ? new Images(1, rows, columns, firstChannels(pixels, rows * columns), labels)
                : new Images(CHANNELS, rows, columns, pixels, labels);
    }

    /** The middle of the picture that has the wanted ratio, averaged over areas to the wanted size. */
    private static BufferedImage scaled(BufferedImage picture, int rows, int columns) {
        if (picture.getHeight() == rows && picture.getWidth() == columns) {
            return picture;
        }
        double scale = Math.min(picture.getHeight() / (double) rows, picture.getWidth() / (double) columns);
        int high = Math.max(1, (int) Math.round(scale * rows));
        int wide = Math.max(1, (int) Math.round(scale * columns));
        var middle = picture.getSubimage((picture.getWidth() - wide) / 2, (picture.getHeight() - high) / 2, wide, high);
        return onWhite(middle.getScaledInstance(columns, rows, Image.SCALE_AREA_AVERAGING), rows, columns);
    }

    private static BufferedImage onWhite(Image image, int rows, int columns) {
        var plain = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        var graphics = plain.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return plain;
    }

    private static BufferedImage picture(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            var read = ImageIO.read(new ByteArrayInputStream(bytes));
            if (read == null) {
                throw new DataException(
                        Tabular.name(file), 0, "is no picture, whatever its ending says; take it out of the folder");
            }
            if (!ends(bytes)) {
                throw new DataException(Tabular.name(file), 0, "ends before its picture does; fetch it again");
            }
            return onWhite(read, read.getHeight(), read.getWidth());
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) { // of broken files, all three
            throw new DataException(
                    Tabular.name(file), 0, "cannot be read, " + e.getMessage() + "; take it out, or fetch it again");
        }
    }

    /** Whether the format's last mark is near the end: the reader makes up what is missing of a file that was cut. */
    private static boolean ends(byte... bytes) {
        String last = new String(
                bytes, Math.max(0, bytes.length - TAIL), Math.min(TAIL, bytes.length), StandardCharsets.ISO_8859_1);
        return last.contains(bytes[0] == PNG ? "IEND" : "\u00ff\u00d9");
    }

    private static void put(BufferedImage picture, byte[] pixels, int at) {
        int rows = picture.getHeight();
        int columns = picture.getWidth();
        int[] colors = picture.getRGB(0, 0, columns, rows, null, 0, columns);
        for (int k = 0; k < colors.length; k++) {
            for (int c = 0; c < CHANNELS; c++) {
                pixels[at + c * colors.length + k] = (byte) (colors[k] >> (8 * (CHANNELS - 1 - c)));
            }
        }
    }

    /** Whether the channels of every picture are one and the same. */
    private static boolean grey(byte[] pixels, int size) {
        for (int start = 0; start < pixels.length; start += CHANNELS * size) {
            for (int c = 1; c < CHANNELS; c++) {
                int at = start + c * size;
                if (!Arrays.equals(pixels, start, start + size, pixels, at, at + size)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static byte[] firstChannels(byte[] pixels, int size) {
        var grey = new byte[pixels.length / CHANNELS];
        for (int i = 0; i * size < grey.length; i++) {
            System.arraycopy(pixels, i * CHANNELS * size, grey, i * size, size);
        }
        return grey;
    }

    private static boolean isPicture(Path file) {
        String name = Tabular.name(file).toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** What is in a folder and not hidden, by name. */
    private static Stream<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(Tabular.name(folder), 0, "is no folder; expected one of pictures");
        }
        try (var inside = Files.list(folder)) {
            return inside.filter(path -> !Tabular.name(path).startsWith(".")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }
}
