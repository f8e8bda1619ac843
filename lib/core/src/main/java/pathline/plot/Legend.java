package pathline.plot;

/** Where the names of the series stand. */
public enum Legend {
    /** Beside the line ends where there are many lines; else inside where no data lie; else above. */
    AUTOMATIC,
    /** In a row above the panel. */
    ABOVE,
    /** At the right, one beside the end of each line. */
    ENDS,
    /** Nowhere: the title names what is drawn. */
    NONE
}
