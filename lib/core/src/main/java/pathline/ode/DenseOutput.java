package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import pathline.array.Scratch;

/** The start of a solve and its steps, each with its slopes. */
final class DenseOutput<S> {

    /** A step up to {@code end}, where the state is {@code x}: an event may have cut it short. */
    private record Piece<S>(Step<S> step, double end, S x) {}

    private final States<S> states;
    private final double t0;
    private final S x0;
    private final List<Piece<S>> pieces = new ArrayList<>();
    private final List<Solution.Segment<NDArray>> segments = new ArrayList<>();

    DenseOutput(States<S> states, double t0, S x0) {
        this.states = states;
        this.t0 = t0;
        this.x0 = x0;
    }

    void add(Step<S> step, double end, S x) {
        pieces.add(new Piece<>(step, end, x));
    }

    /** The state at t, by the interpolant of the step that t falls into. */
    NDArray at(double t) {
        double end = pieces.isEmpty() ? t0 : pieces.get(pieces.size() - 1).end;
        if (!(Math.min(t0, end) <= t && t <= Math.max(t0, end))) {
            throw new IllegalArgumentException("This solution runs from t = " + t0 + " to " + end + ", got t = " + t);
        }
        return Scratch.keeping(() -> states.copy(t == t0 ? x0 : state(find(t), t)));
    }

    /** The steps as arrays of the engine, made once. */
    List<Solution.Segment<NDArray>> segments() {
        if (segments.size() < pieces.size()) {
            pieces.forEach(piece -> segments.add(piece.step.export()));
        }
        return List.copyOf(segments);
    }

    private S state(Piece<S> piece, double t) {
        double theta = (t - piece.step.t) / piece.step.h;
        return t == piece.end ? piece.x : piece.step.at(Math.min(1, Math.max(0, theta)));
    }

    /** Bisection for the first piece that does not end before t. */
    private Piece<S> find(double t) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            var piece = pieces.get(middle);
            boolean reaches = piece.step.h > 0 ? piece.end >= t : piece.end <= t;
            low = reaches ? low : middle + 1;
            high = reaches ? middle : high;
        }
        return pieces.get(low);
    }
}
