package pathline.image.kernel;

import java.util.Optional;
import pathline.check.Require;
import pathline.field.Parameters;
import pathline.image.MixerKernels;
import pathline.image.MixerPasses;
import pathline.image.PatchMixer;

/** Makes compiled passes of mixers; found as a service. */
public final class CompiledMixers implements MixerKernels {

    /** Rows that a product computes at once, of which widths must be multiples. */
    private static final int ROWS = 4;

    @Override
    public Optional<MixerPasses> make(PatchMixer net, Parameters parameters) {
        Require.nonNull(net, "net");
        Require.nonNull(parameters, "parameters");
        int token = net.image().channels() * net.patch() * net.patch();
        boolean fits = net.width() % ROWS == 0 && net.hidden() % ROWS == 0 && token % ROWS == 0;
        return fits ? Optional.of(new CompiledMixer(MixerLayout.of(net, parameters), parameters)) : Optional.empty();
    }
}
