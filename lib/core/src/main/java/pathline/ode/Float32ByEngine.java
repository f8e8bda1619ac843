package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.array.HostMemory;
import pathline.array.Scratch;

/**
 * A field on the engine's arrays, for states in Java arrays of floats.
 *
 * <p>A solver combines slopes, measures errors and looks whether states are finite, a dozen operations for each evaluation of
 * the field. On Java arrays none of them has the fixed cost of an operation of the engine, and nothing is read twice; the price
 * is a copy each way. The field is handed copies: what it does to them does not reach the solve.
 *
 * @param manager of the arrays that the field is given
 * @param shape of all states
 */
record Float32ByEngine(VectorField field, NDManager manager, Shape shape) implements StateField<float[]> {

    /** Numbers in a state beyond which the fixed cost is nothing, and the engine has the better place for the arrays. */
    private static final long MOST = 1 << 18;

    /** Whether states like this are better stepped on Java arrays. */
    static boolean suits(NDArray x0) {
        return HostMemory.reaches(x0) && x0.size() <= MOST;
    }

    @Override
    public float[] at(double t, float[] x) {
        var v = new float[x.length];
        try (var scratch = new Scratch()) {
            var velocity = field.at(t, HostMemory.array(manager, x, shape));
            HostMemory.read(EngineField.check(velocity, shape, DataType.FLOAT32, t), 0, v, v.length);
        }
        return v;
    }
}
