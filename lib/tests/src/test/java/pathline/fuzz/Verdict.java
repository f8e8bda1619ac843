package pathline.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/** What came of a call. */
enum Verdict {
    /** A result; all its numbers are finite. */
    FINITE(false),
    /** A result with a NaN or an infinity, though all arguments are finite and of ordinary size. */
    NOT_FINITE(false),
    /** The same, where an argument is beyond 1e15 or below 1e-15. */
    NOT_FINITE_OF_EXTREME(false),
    /** The same, where an argument is not finite itself. */
    NOT_FINITE_OF_NOT_FINITE(false),
    /** A refusal of ours that says what is wrong. */
    CLEAR(false),
    /** The failure of the caller's own function, rethrown. */
    PASSED_ON(false),
    /** No call: no instance of the type was made. */
    NOT_MADE(false),
    /** An exception of the JVM, the JDK or the engine, or one of ours without words. */
    UNCLEAR(true),
    /** No end within the limit. */
    HANG(true),
    /** The end of the JVM. */
    CRASH(true),
    /** More memory than there is. */
    MEMORY(true);

    private final boolean fault;

    /** The JVM's own exceptions: it throws them in our code, where no statement throws. */
    private static final Set<Class<?>> OF_THE_JVM = Set.of(
            NullPointerException.class,
            ArithmeticException.class,
            ClassCastException.class,
            ArrayIndexOutOfBoundsException.class,
            IndexOutOfBoundsException.class,
            NegativeArraySizeException.class,
            ArrayStoreException.class,
            NumberFormatException.class);

    private static final Pattern FOREIGN_WORDS = Pattern.compile("Cannot invoke|because \"|out of bounds for length"
            + "|/ by zero|cannot be cast to|^bound must be positive|has been closed already|Illegal Capacity|^java\\.|java\\.lang\\."
            + "|ai\\.djl\\.|native resource|Exception raised from|No value present|Array is released");

    private static final int FEWEST_CHARACTERS = 12;

    Verdict(boolean fault) {
        this.fault = fault;
    }

    /** Whether a build with such a call fails. */
    boolean isFault() {
        return fault;
    }

    /** The verdict on a failed call. */
    static Verdict of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OnPurpose) {
                return PASSED_ON;
            }
        }
        if (ofTheCallersOwnFunction(failure.getStackTrace())) {
            return PASSED_ON;
        }
        if (failure instanceof OutOfMemoryError) {
            return MEMORY;
        }
        boolean meant = failure instanceof RuntimeException || failure instanceof IOException;
        boolean ours = meant && thrownByUs(failure);
        boolean ofTheJvm = OF_THE_JVM.contains(failure.getClass());
        return ours && !ofTheJvm && speaks(failure) ? CLEAR : UNCLEAR;
    }

    /** Whether no statement of the library had a part in it, but a function that the fuzz called as its own. */
    private static boolean ofTheCallersOwnFunction(StackTraceElement[] stack) {
        return Call.place(stack).isEmpty()
                && Arrays.stream(stack)
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name ->
                                name.equals(Known.class.getName()) || name.startsWith(Lambdas.class.getName() + "$"));
    }

    /** Whether a statement of ours threw it. */
    private static boolean thrownByUs(Throwable failure) {
        var stack = failure.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().startsWith("pathline.");
    }

    private static boolean speaks(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.length() < FEWEST_CHARACTERS || message.contains("\n\tat ")) {
            return false;
        }
        // A file's failure may end with the system's own words, after ours.
        String words = failure instanceof UncheckedIOException
                ? message.replaceAll("java\\.(nio|io)\\.[a-zA-Z.]+", "")
                : message;
        return !FOREIGN_WORDS.matcher(words).find();
    }

    /** The verdict on a result. */
    static Verdict of(boolean finite, Draw draw) {
        if (finite) {
            return FINITE;
        }
        return draw.notFinite ? NOT_FINITE_OF_NOT_FINITE : draw.extreme ? NOT_FINITE_OF_EXTREME : NOT_FINITE;
    }
}
