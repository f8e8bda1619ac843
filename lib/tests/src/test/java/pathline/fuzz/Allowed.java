package pathline.fuzz;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** Results that are right though not finite, each for a reason. */
final class Allowed {

    private static final String POINTS =
            "a point that is not finite stays so in its row: data are checked where they are made, losses at every step";

    private static final String SOLVE = "a point that is not finite stays so, by which a solve says where it ended";

    /** By the beginning of a method's signature. */
    private static final Map<String, String> METHODS = Map.ofEntries(
            entry("pathline.distribution.Checkerboard.logDensity", "minus infinity off the board"),
            entry("pathline.distribution.Checkerboard.score", "NaN off the board, where there is no score"),
            entry("pathline.distribution.Density.logDensity", "minus infinity off the support"),
            entry("pathline.distribution.Rings.logDensity", "minus infinity where the density rounds to 0"),
            entry("pathline.flow.Flow.logDensity", "minus infinity where the source has no density"),
            entry("pathline.flow.StochasticFlow$Field", "holds what it is given; a push names the step"),
            entry("pathline.notebook.Budget.of", "one of the two numbers, as it was given"),
            entry("pathline.array.Scratch.keeping", "returns what the caller's function returns"),
            entry("pathline.ode.StepLog.largestRow", "NaN where no step has an estimate"),
            entry("pathline.path.AffinePath.sample", POINTS),
            entry("pathline.path.AffinePath.velocity", POINTS),
            entry("pathline.path.Bridge$Gamma.new", "holds what it is given"),
            entry("pathline.path.MonteCarloEstimate.new", "holds what it is given"),
            entry("pathline.path.GaussianPath.", POINTS),
            entry("pathline.path.MarginalVelocity.at", SOLVE),
            entry("pathline.path.MarginalVelocity.linearize", SOLVE),
            entry("pathline.path.MarginalVelocity.jvp", SOLVE),
            entry("pathline.path.PathSample.new", "holds what it is given"),
            entry("pathline.path.Prediction.", POINTS),
            entry("pathline.path.Rescheduled.", SOLVE),
            entry("pathline.path.Schedule$AlphaSigma.new", "holds what it is given"),
            entry(
                    "pathline.plot.Grid.values",
                    "the values of the caller's function; a figure counts what it leaves out"),
            entry("pathline.train.Ending.advice", "has the word in a sentence"));

    /** By record and component. */
    private static final Map<String, String> COMPONENTS = Map.of(
            "StepControl$Adaptive.maxStep", "infinity is no bound",
            "Nll.mean", "infinity where a point's density is 0",
            "Nll.standardError", "NaN of a single point or of an infinite mean",
            "Sinkhorn.rho", "infinity is a balanced plan",
            "Spread.deviation", "NaN of a single seed",
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
