package pathline.fuzz;

/** A value and the text that a reader sees in its place. */
record Made(Object value, String text) {

    static final Made NULL = new Made(null, "null");

    static Made of(Object value) {
        return new Made(value, String.valueOf(value));
    }
}
