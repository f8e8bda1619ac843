package pathline.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.Stream;
import pathline.array.Scratch;
import pathline.bijection.Affine;
import pathline.bijection.CouplingLayer;
import pathline.bijection.DeepSigmoid;
import pathline.bijection.FlowLayer;
import pathline.bijection.MaskedNet;
import pathline.bijection.NormalizingFlow;
import pathline.bijection.NormalizingFlows;
import pathline.bijection.PlainNet;
import pathline.bijection.RationalQuadratic;
import pathline.bijection.Transformer;
import pathline.distribution.Gaussian;
import pathline.flow.Flow;
import pathline.objective.DensityFit;
import pathline.train.Trainer;

/** Flows in finitely many steps, in 43 coordinates, nets of one hidden layer of 100: training, scoring, sampling. */
final class FlowTasks {

    /** What the commands call them. */
    static final String ID = "flows";

    private static final int DIM = 43;
    private static final int STEPS = 20;

    /** Each as {@code flows NAME, what}. */
    static final List<Work> ALL = Stream.of(
                    works("MAF", before(5, Affine.free())),
                    works("Real NVP", half(10, Affine.bounded(3))),
                    works("NSF coupling", half(5, new RationalQuadratic(8, 3))),
                    works("MAF-DDSF", before(5, new DeepSigmoid(16, 1))),
                    Stream.of(Work.of(ID, "MAF, 1 000 samples", setting -> sampling(setting, before(5, Affine.free())))
                            .sizes(1_000, DIM, 100)
                            .withoutNet()))
            .flatMap(works -> works)
            .toList();

    private FlowTasks() {}

    private static Stream<Work> works(String name, FlowLayer layers) {
        return Stream.of(
                Work.of(ID, name + ", training step", setting -> training(setting, layers))
                        .sizes(100, DIM, 100)
                        .per(STEPS)
                        .withoutNet(),
                Work.of(ID, name + ", log-density of 3 648 rows", setting -> scoring(setting, layers))
                        .sizes(3_648, DIM, 100)
                        .withoutNet());
    }

    private static Task training(Setting setting, FlowLayer layers) {
        var model = NormalizingFlow.of(layers, DataType.FLOAT32, Setting.RNG.child("net"));
        var fit = DensityFit.of(Gaussian.standard(DIM), setting.batch());
        var trainer = Trainer.adam(1e-4).steps(STEPS);
        return () -> trainer.fit(model, fit, Setting.RNG.child("fit")).loss(1);
    }

    private static Task scoring(Setting setting, FlowLayer layers) {
        var flow = Flow.of(NormalizingFlow.of(layers, DataType.FLOAT32, Setting.RNG.child("net")));
        var rows = setting.points();
        return () -> {
            try (var scratch = new Scratch()) {
                return flow.logDensity(rows).mean().getFloat();
            }
        };
    }

    private static Task sampling(Setting setting, FlowLayer layers) {
        var flow = Flow.of(NormalizingFlow.of(layers, DataType.FLOAT32, Setting.RNG.child("net")));
        return () -> {
            try (var scratch = new Scratch()) {
                return flow.sample(setting.manager(), setting.batch(), Setting.RNG.child("draw"))
                        .mean()
                        .getFloat();
            }
        };
    }

    private static FlowLayer before(int layers, Transformer transformer) {
        return NormalizingFlows.autoregressive(MaskedNet.of(DIM, transformer.count(), 100), transformer, layers);
    }

    private static FlowLayer half(int layers, Transformer transformer) {
        return NormalizingFlows.couplings(
                DIM,
                layers,
                mask -> new CouplingLayer(
                        mask, PlainNet.of(mask.seen(), mask.moved() * transformer.count(), 100), transformer));
    }
}
