package pathline.bench;

import java.util.List;
import pathline.adjoint.Backpropagation;
import pathline.coupling.Coupling;

/** The workloads W1 to W10. */
final class Workloads {

    static final List<Work> ALL = List.of(
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
                    setting -> FieldTasks.gradient(setting, Backpropagation.throughSteps())),
            Work.of("W8", "CFM training step", setting -> TrainingTasks.training(setting, Coupling.independent()))
                    .per(TrainingTasks.STEPS),
            Work.of("W9", "OT-CFM training step", setting -> TrainingTasks.training(setting, Coupling.minibatchOt()))
                    .per(TrainingTasks.STEPS));

    private Workloads() {}

    /** The workload of this name. */
    static Work named(String name) {
        return ALL.stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workload \"" + name + "\""));
    }
}
