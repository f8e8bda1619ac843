package pathline.bench;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that can be timed, by name. */
final class Catalogue {

    private Catalogue() {}

    /** All works: W1 to W10, the wide net, flows in finitely many steps, velocities of images, the scaling runs. */
    static List<Work> all() {
        return Stream.of(Workloads.ALL, WideNet.ALL, FlowTasks.ALL, ImageTasks.ALL, Scaling.works())
                .flatMap(List::stream)
                .toList();
    }

    /** The work of this name. */
    static Work named(String name) {
        return all().stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workload \"" + name + "\""));
    }

    /** The works that the command line calls by this. */
    static List<Work> called(String id) {
        return all().stream().filter(work -> work.id().equals(id)).toList();
    }

    /** The names of all works. */
    static Set<String> names() {
        return all().stream().map(Work::name).collect(Collectors.toSet());
    }

    /** What works can be called by, in order. */
    static List<String> ids() {
        return all().stream().map(Work::id).distinct().toList();
    }
}
