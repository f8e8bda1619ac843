package pathline.experiment;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** What {@code ./pathline} runs before the first figure: one line, the font that letters are drawn with. */
public final class FontReport {

    private static final int SIZE = 20;

    private FontReport() {}

    /**
     * Draws a letter and prints the name of its font; ends with an error where Java has no font or not the native library
     * that finds one.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        graphics.drawString("x", 4, 14);
        String family = graphics.getFont().getFamily();
        graphics.dispose();
        if (Arrays.stream(image.getRGB(0, 0, SIZE, SIZE, null, 0, SIZE)).allMatch(pixel -> (pixel & 0xffffff) == 0)) {
            throw new IllegalStateException("the letter left no pixel");
        }
        System.out.println(family);
    }
}
