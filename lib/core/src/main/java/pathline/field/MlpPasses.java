package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.Points;

/**
 * A way to compute a {@link VelocityMlp}: what {@link Velocity} asks for, of arguments that are checked already.
 *
 * <p>Implementations share the net's {@link Parameters} and agree up to rounding, so a net may take whichever suits the
 * machine, the type and the device. An implementation on plain arrays reads all weights from {@link Parameters#flat()},
 * and adds all of its gradient by {@link Gradient#add(int, float[])}, in the order of the names.
 */
public interface MlpPasses {

    /** The same net under a condition, a row for each point or one for all: of the width and the type that the net is told. */
    MlpPasses given(Points condition);

    /** @see Velocity#at(NDArray, NDArray) */
    NDArray at(NDArray t, NDArray x);

    /** @see Velocity#at(double, NDArray) */
    default NDArray at(double t, NDArray x) {
        try (var time = Velocity.time(t, x)) {
            return at(time, x);
        }
    }

    /** @see Velocity#linearize(NDArray, NDArray) */
    VelocityLinearization linearize(NDArray t, NDArray x);

    /** @see Velocity#linearize(NDArray, NDArray, NDArray) */
    Jvp linearize(NDArray t, NDArray x, NDArray dx);

    /** @see Velocity#jvp(NDArray, NDArray, NDArray) */
    Tangent jvp(NDArray t, NDArray x, NDArray dx);

    /** @see Velocity#vjp(NDArray, NDArray, NDArray, Gradient) */
    NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into);

    /** @see Velocity#traced(NDArray) */
    default Optional<? extends TracedVelocity> traced(NDArray dx) {
        return Optional.empty();
    }

    /** @see Velocity#float32() */
    default Optional<? extends Float32Velocity> float32() {
        return Optional.empty();
    }
}
