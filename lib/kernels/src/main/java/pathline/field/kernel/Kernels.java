package pathline.field.kernel;

import pathline.check.Require;
import pathline.field.KernelProvider;
import pathline.field.MlpConfig;
import pathline.field.MlpPasses;
import pathline.field.Parameters;

/** Makes compiled passes; found as a service, since without the vector module this package cannot be loaded. */
public final class Kernels implements KernelProvider {

    @Override
    public MlpPasses make(MlpConfig config, Parameters parameters, long first) {
        Require.nonNull(config, "config");
        Require.nonNull(parameters, "parameters");
        Require.that(
                first >= 0 && first <= parameters.count(),
                "first is " + first + "; expected 0 to " + parameters.count() + ", how many parameters there are");
        return new CompiledMlp(config, parameters, Math.toIntExact(first));
    }
}
