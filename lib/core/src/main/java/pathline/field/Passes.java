package pathline.field;

import ai.djl.ndarray.types.DataType;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import pathline.array.VectorModule;

/**
 * The ways to compute a {@link VelocityMlp}, which agree up to rounding.
 *
 * <pre>
 * var slow = velocity.with(Passes.ARRAYS);
 * </pre>
 */
public enum Passes {

    /** Array operations of the engine: any type and device. */
    ARRAYS {
        @Override
        Optional<String> obstacle(MlpConfig config, Parameters parameters) {
            return Optional.empty();
        }

        @Override
        MlpPasses making(MlpConfig config, Parameters parameters, int first) {
            return new ArrayMlp(config.activation(), config.layers(parameters.arrays(), first));
        }
    },

    /** Loops over plain arrays in Java's vector module, several times faster: float32 on the processor. */
    COMPILED {
        @Override
        Optional<String> obstacle(MlpConfig config, Parameters parameters) {
            if (config.type() != DataType.FLOAT32) {
                return Optional.of("its type is " + config.type() + ", not float32");
            }
            var device = parameters.flat().getDevice();
            if (device.isGpu()) {
                return Optional.of("its parameters are on " + device + ", not on the processor");
            }
            return Compiled.PROVIDER.isPresent() ? Optional.empty() : Optional.of(VectorModule.missing());
        }

        @Override
        MlpPasses making(MlpConfig config, Parameters parameters, int first) {
            var entries = parameters.arrays().layout().entries();
            return Compiled.PROVIDER
                    .orElseThrow()
                    .make(config, parameters, entries.get(first).offset());
        }
    };

    /** Whether this process was told once that its nets are slow. */
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** Why a net cannot be computed in this way, if it cannot. */
    abstract Optional<String> obstacle(MlpConfig config, Parameters parameters);

    /** The passes of a net whose arrays begin at number {@code first} of the parameters, and which nothing hinders. */
    abstract MlpPasses making(MlpConfig config, Parameters parameters, int first);

    MlpPasses make(MlpConfig config, Parameters parameters, int first) {
        obstacle(config, parameters).ifPresent(reason -> {
            throw new IllegalArgumentException("This net cannot be computed with " + this + ": " + reason);
        });
        return making(config, parameters, first);
    }

    /** The fastest one. */
    static Passes best(MlpConfig config, Parameters parameters) {
        var obstacle = COMPILED.obstacle(config, parameters);
        boolean fit = config.type() == DataType.FLOAT32
                && !parameters.flat().getDevice().isGpu();
        if (fit && obstacle.isPresent() && WARNED.compareAndSet(false, true)) {
            System.getLogger("pathline")
                    .log(
                            Level.WARNING,
                            "Nets are computed 25 to 80 times slower than they could be: " + obstacle.get());
        }
        return obstacle.isEmpty() ? COMPILED : ARRAYS;
    }

    /** Looked for once. */
    private static final class Compiled {
        static final Optional<KernelProvider> PROVIDER = VectorModule.service(KernelProvider.class);
    }
}
