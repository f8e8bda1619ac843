package pathline.field;

/** Runs what closes a linearization, once; and refuses derivatives that are asked for afterwards. */
final class OpenUntilClosed implements AutoCloseable {

    private final Runnable close;
    private boolean closed;

    OpenUntilClosed(Runnable close) {
        this.close = close;
    }

    void check() {
        if (closed) {
            throw new IllegalStateException(
                    "This linearization is closed; take its derivatives before, or linearize the field again");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            close.run();
        }
    }
}
