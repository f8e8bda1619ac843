package pathline.fuzz;

import java.util.Map;
import java.util.Optional;

/** Results that are right though not finite, each for a reason. */
final class Allowed {

    /** By the beginning of a method's signature. */
    private static final Map<String, String> REASONS = Map.of(
            "pathline.distribution.Checkerboard.logDensity", "minus infinity off the board",
            "pathline.distribution.Density.logDensity", "minus infinity off the support",
            "pathline.distribution.Rings.logDensity", "minus infinity where the density rounds to 0");

    private Allowed() {}

    static Optional<String> reason(Call call) {
        return REASONS.entrySet().stream()
                .filter(entry -> call.method().startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
