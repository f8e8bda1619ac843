package pathline.experiment;

import java.util.Arrays;
import java.util.Locale;
import pathline.coupling.Coupling;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.objective.ConditionalFlowMatching;
import pathline.path.AffinePath;
import pathline.path.GaussianPath;
import pathline.path.Schedule;

/** By which way noise becomes images. */
enum PictureMethod {
    /** Straight ways between pairs that are drawn apart from each other. */
    ICFM("I-CFM"),
    /** Straight ways between the pairs of a batch that optimal transport finds, each class by itself. */
    OTCFM("OT-CFM"),
    /** The variance-preserving ways of diffusion, beta from 0.1 to 20. */
    VP("VP");

    private static final double BETA_MIN = 0.1;
    private static final double BETA_MAX = 20;

    private final String title;

    PictureMethod(String title) {
        this.title = title;
    }

    static PictureMethod named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--method: there is no method \"" + name
                        + "\"; there are "
                        + Arrays.stream(values()).map(PictureMethod::option).toList()));
    }

    /** What a net is trained by. */
    ConditionalFlowMatching matching(Distribution images, int batch) {
        var straight = ConditionalFlowMatching.of(
                Gaussian.standard(images.dim()), images, AffinePath.of(Schedule.linear()), batch);
        return switch (this) {
            case ICFM -> straight;
            case OTCFM -> straight.coupling(Coupling.minibatchOt());
            case VP ->
                ConditionalFlowMatching.of(
                        images, GaussianPath.of(Schedule.variancePreserving(BETA_MIN, BETA_MAX)), batch);
        };
    }

    /** As options and tables have it. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return title;
    }
}
