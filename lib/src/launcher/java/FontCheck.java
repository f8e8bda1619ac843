import java.awt.Font;
import java.awt.image.BufferedImage;

/** Draws a letter; ends with an error where Java has no font or not the native library that finds one. */
final class FontCheck {

    private FontCheck() {}

    public static void main(String[] args) {
        var image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        graphics.drawString("x", 4, 14);
        for (int pixel : image.getRGB(0, 0, 20, 20, null, 0, 20)) {
            if ((pixel & 0xffffff) != 0) {
                System.out.println(graphics.getFont().getFamily());
                return;
            }
        }
        throw new IllegalStateException("the letter left no pixel");
    }
}
