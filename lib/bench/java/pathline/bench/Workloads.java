package pathline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import pathline.adjoint.Backpropagation;
import pathline.coupling.Coupling;
import pathline.likelihood.Divergence;

/**
 * The workloads W1 to W10: 256 points, rtol = atol = 1e-5 where steps are chosen, times from 0 to 1.
 *
 * <p>Their names are those of the peers' script.
 */
final class Workloads {

    /** Sizes of W10. */
    private static final int[] TRANSPORT = {64, 128, 256, 512, 1024, 2048};

    /** All of them, in order. */
    static final List<Work> ALL = all();

    private Workloads() {}

    private static List<Work> all() {
        var all = new ArrayList<>(field());
        all.addAll(densities());
        all.addAll(trainings());
        IntStream.of(TRANSPORT).mapToObj(Workloads::transport).forEach(all::add);
        return List.copyOf(all);
    }

    private static List<Work> field() {
        return List.of(
                Work.of("W1", "field forward", FieldTasks::forward),
                Work.of("W2", "dopri5 solve", FieldTasks::adaptiveSolve),
                Work.of("W3", "euler 100 steps", FieldTasks::eulerSolve),
                Work.of(
                        "W4",
                        "gradient, continuous adjoint",
                        setting -> FieldTasks.gradient(setting, Backpropagation.continuousAdjoint())),
                Work.of(
                        "W5",
                        "gradient, through the steps",
                        setting -> FieldTasks.gradient(setting, Backpropagation.throughSteps())));
    }

    private static List<Work> densities() {
        return List.of(
                plane("W6", "log-density d2 exact", setting -> DensityTasks.logDensity(setting, DensityTasks.exact())),
                wide(
                        "W6",
                        "log-density d43 hutchinson",
                        setting -> DensityTasks.logDensity(setting, DensityTasks.hutchinson())),
                plane("W7", "NLL gradient d2 exact, continuous adjoint", continuous(DensityTasks.exact())),
                wide("W7", "NLL gradient d43 hutchinson, continuous adjoint", continuous(DensityTasks.hutchinson())),
                plane("W7", "NLL gradient d2 exact, through the steps", throughSteps(DensityTasks.exact())),
                wide("W7", "NLL gradient d43 hutchinson, through the steps", throughSteps(DensityTasks.hutchinson())));
    }

    private static List<Work> trainings() {
        return List.of(
                Work.of("W8", "CFM training step", setting -> TrainingTasks.training(setting, Coupling.independent()))
                        .per(TrainingTasks.STEPS),
                Work.of(
                                "W9",
                                "OT-CFM training step",
                                setting -> TrainingTasks.training(setting, Coupling.minibatchOt()))
                        .per(TrainingTasks.STEPS));
    }

    private static Work transport(int n) {
        return Work.of("W10", "exact OT n=" + n, TransportTasks::assignment)
                .sizes(n, 2, 1)
                .withoutNet();
    }

    private static Work plane(String id, String name, Function<Setting, Task> maker) {
        return Work.of(id, name, maker);
    }

    /** The dimension of MiniBooNE. */
    private static Work wide(String id, String name, Function<Setting, Task> maker) {
        return Work.of(id, name, maker).sizes(256, 43, 128);
    }

    private static Function<Setting, Task> continuous(Divergence divergence) {
        return setting -> DensityTasks.gradient(setting, divergence, Backpropagation.continuousAdjoint());
    }

    private static Function<Setting, Task> throughSteps(Divergence divergence) {
        return setting -> DensityTasks.gradient(setting, divergence, Backpropagation.throughSteps());
    }
}
