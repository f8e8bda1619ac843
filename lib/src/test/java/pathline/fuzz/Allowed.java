package pathline.fuzz;

import java.util.Map;
import java.util.Optional;

/** Results that are right though not finite, each for a reason. */
final class Allowed {

    /** By the beginning of a method's signature. */
    private static final Map<String, String> METHODS = Map.of(
            "pathline.distribution.Checkerboard.logDensity", "minus infinity off the board",
            "pathline.distribution.Checkerboard.score", "NaN off the board, where there is no score",
            "pathline.distribution.Density.logDensity", "minus infinity off the support",
            "pathline.distribution.Rings.logDensity", "minus infinity where the density rounds to 0",
            "pathline.ode.Scratch.keeping", "hands on what the caller's function returns",
            "pathline.train.Ending.advice", "has the word in a sentence",
            "pathline.ode.StepLog.largestRow", "NaN where no step has an estimate");

    /** By record and component. */
    private static final Map<String, String> COMPONENTS = Map.of(
            "StepControl$Adaptive.maxStep", "infinity is no bound",
            "Sinkhorn.rho", "infinity is a balanced plan",
            "Trainer.clipAt", "infinity is no clipping",
            "StepLog$Entry.error", "NaN where the method has no estimate",
            "StepLog$Entry.largestRow", "NaN where the method has no estimate");

    private Allowed() {}

    /** Whether a component of a record may be NaN or infinite. */
    static boolean component(Class<?> record, String component) {
        var name = record.getName();
        return COMPONENTS.containsKey(name.substring(name.lastIndexOf('.') + 1) + "." + component);
    }

    /** The reason, if there is one. */
    static Optional<String> reason(Call call) {
        var method = call.method();
        boolean getter = COMPONENTS.keySet().stream().anyMatch(c -> method.endsWith("." + c + "()"));
        return getter
                ? Optional.of("as set")
                : METHODS.entrySet().stream()
                        .filter(entry -> call.method().startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }
}
