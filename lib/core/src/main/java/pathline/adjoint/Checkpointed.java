package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.TreeMap;
import pathline.field.Differentiable;
import pathline.ode.OdeSolver;
import pathline.ode.States;

/**
 * The discrete adjoint of {@link ThroughSteps} with a bound on memory: few states are kept, the rest is computed again.
 *
 * <p>On the way forward every 2^m-th state is kept, m growing so that never more than {@code states} are; the number of
 * steps need not be known beforehand. On the way back the stretch behind the last kept state is reversed first, then
 * the one before it, and so on; within a stretch the states that are free by now are placed by the {@linkplain Binomial
 * binomial schedule}. With c states and r repetitions of a step some (c + r)! / (c! r!) steps can be reversed: 8 states
 * and two repetitions serve 45 steps, three 165.
 *
 * <p>A step made again is made with the same operations at the same times, so the gradient equals that through the steps
 * bit for bit, provided that the field gives the same value for the same input.
 *
 * @param states how many states may be kept, the first one included; 1 repeats n(n - 1)/2 steps
 */
public record Checkpointed(int states) implements Backpropagation {

    public Checkpointed {
        if (states < 1) {
            throw new IllegalArgumentException("At least the first state must be kept, got " + states + " states");
        }
    }

    @Override
    public Solved solve(OdeSolver solver, Differentiable field, NDArray x0, double t0, double t1, double... times) {
        var stages = Stages.of(Problem.tableau(solver, "The gradient through the steps"));
        var problem = new Problem(solver, field, x0, t0, t1, times);
        return solve(problem, stages, problem.derivative());
    }

    private <S> Solved solve(Problem problem, Stages stages, Derivative<S> field) {
        var checkpoints = new Checkpoints<>(field.states(), problem.store(), states);
        var solution = problem.forward(field, step -> checkpoints.pass(step.x()));
        return problem.solved(solution, solution.states(), (cotangents, into) -> {
            var adjoint = new DiscreteAdjoint<>(problem, stages, field, solution, cotangents, into);
            return new Reversal<>(problem, stages, field, adjoint).run(checkpoints);
        });
    }

    @Override
    public String toString() {
        return "checkpointed, " + states + " states";
    }

    /** The states kept on the way forward, evenly spaced. */
    private static final class Checkpoints<S> {

        private final States<S> arithmetic;
        private final Store store;
        private final int most;
        private final TreeMap<Integer, S> kept = new TreeMap<>();
        private int spacing = 1;
        private int passed;

        Checkpoints(States<S> arithmetic, Store store, int most) {
            this.arithmetic = arithmetic;
            this.store = store;
            this.most = most;
        }

        void pass(S x) {
            while (passed % spacing == 0 && kept.size() == most) {
                thin();
            }
            if (passed % spacing == 0) {
                kept.put(passed, store.keep(arithmetic, x));
            }
            passed++;
        }

        private void thin() {
            spacing *= 2;
            var dropped = kept.keySet().stream().filter(n -> n % spacing != 0).toList();
            dropped.forEach(n -> store.release(arithmetic, kept.remove(n)));
        }
    }

    /** The way back over stretches between kept states. */
    private final class Reversal<S> {

        private final Problem problem;
        private final Stages stages;
        private final Derivative<S> field;
        private final States<S> arithmetic;
        private final Store store;
        private final DiscreteAdjoint<S> adjoint;

        Reversal(Problem problem, Stages stages, Derivative<S> field, DiscreteAdjoint<S> adjoint) {
            this.problem = problem;
            this.stages = stages;
            this.field = field;
            this.arithmetic = field.states();
            this.store = problem.store();
            this.adjoint = adjoint;
        }

        NDArray run(Checkpoints<S> checkpoints) {
            int end = adjoint.count();
            while (!checkpoints.kept.isEmpty()) {
                var last = checkpoints.kept.pollLastEntry();
                if (last.getKey() < end) {
                    reverse(last.getKey(), end, last.getValue(), states - 1 - checkpoints.kept.size());
                    end = last.getKey();
                }
                store.release(arithmetic, last.getValue());
            }
            return adjoint.start();
        }

        /** Goes back from step {@code end} to step {@code start}, where the state is x, with some places free. */
        private void reverse(int start, int end, S x, int free) {
            int to = end;
            while (to - start > 1) {
                int middle = start + Binomial.split(to - start, free);
                if (free == 0) {
                    reverseOne(middle, advance(start, middle, x));
                } else {
                    var ahead = advance(start, middle, x);
                    var kept = store.keep(arithmetic, ahead);
                    arithmetic.free(ahead);
                    reverse(middle, to, kept, free - 1);
                    store.release(arithmetic, kept);
                }
                to = middle;
            }
            adjoint.back(start, x, List.of());
        }

        private void reverseOne(int n, S x) {
            adjoint.back(n, x, List.of());
            arithmetic.free(x);
        }

        /** The state at the start of step {@code to}, from x at the start of step {@code from}. */
        private S advance(int from, int to, S x) {
            var ahead = x;
            for (int n = from; n < to; n++) {
                var before = ahead;
                var step = adjoint.steps().get(n);
                ahead = arithmetic.keeping(() -> stages.end(step, before, field));
                if (before != x) {
                    arithmetic.free(before);
                }
                problem.backward(1, 0);
            }
            return ahead;
        }
    }
}
