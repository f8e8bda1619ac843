package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import java.util.function.Function;
import pathline.array.HostMemory;
import pathline.array.VectorModule;
import pathline.field.Jvp;
import pathline.field.Parameters;
import pathline.field.VelocityLinearization;

/**
 * Compiled passes as what a velocity calls: from arrays of the engine to arrays of the engine.
 *
 * @param passes over plain arrays
 */
record MixerCalls(MixerPasses passes) {

    private static final Optional<MixerKernels> KERNELS = VectorModule.service(MixerKernels.class);

    /** Those of a net, if it has a compiled form. */
    static Optional<MixerCalls> of(PatchMixer net, Parameters parameters) {
        boolean fit = parameters.type() == DataType.FLOAT32
                && !parameters.flat().getDevice().isGpu();
        return fit ? KERNELS.flatMap(kernels -> kernels.make(net, parameters)).map(MixerCalls::new) : Optional.empty();
    }

    private static MixerPasses.Inputs inputs(NDArray t, NDArray x, Optional<NDArray> label) {
        int n = Math.toIntExact(x.getShape().get(0));
        var labels = label.map(c -> MixerPasses.Inputs.each(HostMemory.floats(c), rows(c), n));
        return new MixerPasses.Inputs(
                MixerPasses.Inputs.each(HostMemory.floats(t), rows(t), n),
                HostMemory.floats(x),
                labels.orElse(new float[0]));
    }

    private static int rows(NDArray array) {
        return Math.toIntExact(array.getShape().get(0));
    }

    /** The velocities, on x's manager. */
    NDArray at(NDArray t, NDArray x, Optional<NDArray> label) {
        var inputs = inputs(t, x, label);
        var v = new float[inputs.x().length];
        passes.at(inputs, v);
        return HostMemory.array(x.getManager(), v, x.getShape());
    }

    /** The same with its vjp; the jvp is another's. */
    VelocityLinearization linearize(
            NDArray t, ImageStates states, Optional<NDArray> label, Function<NDArray, Jvp> jvp) {
        var x = states.x();
        var inputs = inputs(t, x, label);
        var v = new float[inputs.x().length];
        var kept = passes.linearize(inputs, v);
        var shape = x.getShape();
        var home = x.getManager();
        return VelocityLinearization.of(
                HostMemory.array(home, v, shape),
                (a, into) -> {
                    var toX = new float[v.length];
                    kept.vjp(HostMemory.floats(states.check("a", a, shape)), toX, into);
                    return HostMemory.array(home, toX, shape);
                },
                jvp,
                kept::close);
    }
}
