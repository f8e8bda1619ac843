package pathline.adjoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import pathline.ode.ButcherTableau;

/**
 * What the evaluations of a solve leave behind, until it is known which of them belong to an accepted step.
 *
 * <p>A step's stages are evaluated in order, and judged afterwards: those of an accepted step are the last that were made.
 * The first stage is older: it was evaluated at the start, or is the last one of the step before, or the first after it.
 *
 * @param <G> what an evaluation leaves
 */
final class Quadrature<G> {

    private final int stages;
    private final boolean firstSameAsLast;
    private final ArrayDeque<G> spare = new ArrayDeque<>();
    private final List<G> made = new ArrayList<>();

    /** @param room has as many rooms as the method has stages, and at least two, to be written again and again */
    Quadrature(ButcherTableau tableau, IntFunction<G> room) {
        this.stages = tableau.c().length;
        this.firstSameAsLast = tableau.firstSameAsLast();
        for (int i = 0; i < Math.max(2, stages); i++) { // a first stage, and an evaluation besides
            spare.add(room.apply(i));
        }
    }

    /** Forgets everything: another solve begins. */
    void begin() {
        spare.addAll(made);
        made.clear();
    }

    /** Room for what the next evaluation leaves; the oldest but the first stage is forgotten if there is none. */
    G next() {
        var room = spare.isEmpty() ? made.remove(1) : spare.remove();
        made.add(room);
        return room;
    }

    /** What the stages of a step that was just accepted have left, in their order. */
    List<G> accepted() {
        var step = new ArrayList<>(made.subList(0, 1));
        step.addAll(made.subList(made.size() - stages + 1, made.size()));
        var last = made.remove(made.size() - 1);
        begin();
        (firstSameAsLast ? made : spare).add(last);
        return step;
    }
}
