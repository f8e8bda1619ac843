package pathline.experiment;

import java.util.List;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.distribution.Toy;

/**
 * A source and a target in the plane, as in table 2 of Tong et al., <i>Simulation-free Schrödinger bridges via score and flow
 * matching</i>, AISTATS 2024. The sets are those of the authors' research code: A from a Gaussian, B for moons to 8 Gaussians.
 *
 * @param name in commands and tables
 * @param label in figures
 * @param source where points start
 * @param target where they go
 */
record TransportTask(String name, String label, Distribution source, Distribution target) {

    /** The four tasks in the order of the published table. */
    static List<TransportTask> all() {
        var normal = Gaussian.standard(2);
        return List.of(
                new TransportTask("normal-8gaussians", "N → 8 Gaussians", normal, Toy.eightGaussiansA()),
                new TransportTask("moons-8gaussians", "moons → 8 Gaussians", Toy.moonsB(), Toy.eightGaussiansB()),
                new TransportTask("normal-moons", "N → moons", normal, Toy.moonsA()),
                new TransportTask("normal-scurve", "N → S-curve", normal, Toy.sCurveA()));
    }

    static List<String> names() {
        return all().stream().map(TransportTask::name).toList();
    }

    /** The task of this name. */
    static TransportTask named(String name) {
        return all().stream()
                .filter(task -> task.name.equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no task \"" + name + "\"; there are " + names()));
    }

    /** Whether the source is N(0, I), which paths without a source of their own imply. */
    boolean fromNoise() {
        return source instanceof Gaussian;
    }

    @Override
    public String toString() {
        return label;
    }
}
