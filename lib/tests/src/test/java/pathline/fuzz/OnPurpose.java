package pathline.fuzz;

import java.io.Serial;

/** What a function of the caller throws; a method may pass it on as it is. */
final class OnPurpose extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    OnPurpose() {
        super("the caller's own function failed");
    }
}
