package pathline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a time should be at most, as a multiple of a peer's.
 *
 * @param id the workload, such as W4, or how names of some works begin, such as images mixer
 * @param ours the title of a {@link Side}
 * @param peer who is compared with
 * @param atMost the ratio ours / peer
 */
record Target(String id, String ours, String peer, double atMost) {

    /** Those that the project has set itself. */
    static final List<Target> ALL = all();

    /** The ratio to reach for a workload of ours beside this peer, if there is one. */
    static OptionalDouble of(Work work, String ours, String peer) {
        return ALL.stream()
                .filter(target -> target.isOf(work)
                        && target.ours().equals(ours)
                        && target.peer().equals(peer))
                .mapToDouble(Target::atMost)
                .findFirst();
    }

    /** W7 is the gradient by the continuous adjoint; the same through the steps is timed besides, and has no target. */
    boolean isOf(Work work) {
        return work.name().startsWith(id + " ")
                && !(id.equals("W7") && work.name().endsWith("through the steps"));
    }

    private static List<Target> all() {
        var all = new ArrayList<Target>();
        var arrays = List.of(0.75, 0.55, 0.65, 0.5, 0.65, 0.5, 0.6, 0.8, 0.3);
        for (int i = 0; i < arrays.size(); i++) {
            all.add(new Target("W" + (i + 1), "arrays", "torch", arrays.get(i)));
        }
        all.add(new Target("W1", "compiled", "jax", 0.35));
        all.add(new Target("W2", "compiled", "jax", 0.85));
        all.add(new Target("W3", "compiled", "jax", 0.85));
        all.add(new Target("W4", "compiled", "jax", 0.7));
        all.add(new Target("W5", "compiled", "jax", 0.5));
        all.add(new Target("W8", "compiled", "jax", 0.35));
        all.add(new Target("W6", "compiled", "torch", 0.1));
        all.add(new Target("W7", "compiled", "torch", 0.1));
        all.add(new Target("W9", "compiled", "torch", 0.1));
        all.add(new Target("W10", "library", "pot", 1));
        all.add(new Target(FlowTasks.ID, "library", "zuko", 0.6));
        all.add(new Target(FlowTasks.ID, "library", "nflows", 0.6));
        all.add(new Target(ImageTasks.ID + " U-Net", "library", "torch", 1.05));
        all.add(new Target(ImageTasks.ID + " mixer", "library", "torch", 0.5));
        return List.copyOf(all);
    }
}
