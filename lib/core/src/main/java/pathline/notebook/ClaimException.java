package pathline.notebook;

/** A claim of a notebook that its numbers do not support; the message holds the claim and both numbers. */
public final class ClaimException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    ClaimException(String message) {
        super(message);
    }
}
