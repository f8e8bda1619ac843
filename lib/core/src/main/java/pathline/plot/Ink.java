package pathline.plot;

import java.awt.Color;

/** How a named series is drawn: its colour, and the dash and marker that tell it from others of that colour. */
record Ink(Color color, Dash dash, Mark mark) {

    static final float LINE_WIDTH = 1.8f;

    Color faded(int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }
}
