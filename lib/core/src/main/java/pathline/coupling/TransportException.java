package pathline.coupling;

/** A transport problem that was not solved to the accuracy asked for; the message says what was reached and what to do. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransportException(String message) {
        super(message);
    }
}
