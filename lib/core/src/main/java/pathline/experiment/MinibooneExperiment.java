package pathline.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import pathline.check.Require;
import pathline.data.Splits;
import pathline.data.Tabular;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.flow.Flow;
import pathline.flow.Nll;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.notebook.Progress;
import pathline.objective.MaximumLikelihood;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/**
 * FFJORD on MiniBooNE: {@code ./pathline experiment miniboone --data DIR}.
 *
 * <p>With the whole file (data.npy, or train.npy beside val.npy and test.npy) the protocol of Grathwohl et al. 2019; with
 * val.npy and test.npy alone, a smaller one fitted on nine tenths of val.npy, the last tenth choosing when to stop. The
 * test rows are scored once, with exact divergence.
 */
final class MinibooneExperiment {

    private static final Set<String> OPTIONS = Set.of("data", "out", "steps", "seed");

    private MinibooneExperiment() {}

    static void run(List<String> arguments) {
        var options = Options.parse(arguments, OPTIONS);
        var splits = Tabular.MINIBOONE.slice(options.folder("data"));
        var protocol = splits.asPublished() ? MinibooneProtocol.paper() : MinibooneProtocol.slice();
        int seed = options.count("seed", 1);
        int steps = options.count("steps", protocol.steps());
        Path out = options.output("build/experiments/miniboone");
        System.out.println(splits);
        System.out.println(protocol);
        var results = Results.open(
                out.resolve("miniboone.csv"),
                4,
                row -> row.subList(2, row.size())
                        .forEach(value -> Require.finite(Double.parseDouble(value), "a number of the row")),
                "model",
                "protocol",
                "seed",
                "steps",
                "validation",
                "test",
                "error",
                "hours");
        if (results.has("FFJORD", protocol.name(), seed, steps)) {
            System.out.println("done already: " + results.file());
            return;
        }
        try (var manager = NDManager.newBaseManager()) {
            gaussian(manager, splits, protocol, results);
            ffjord(manager, splits, protocol, steps, seed, out, results);
        }
        System.out.println("results: " + results.file());
    }

    /** The bracket to beat: one Gaussian with full covariance, fitted on the same rows. */
    private static void gaussian(NDManager manager, Splits splits, MinibooneProtocol protocol, Results results) {
        if (results.has("Gaussian", protocol.name())) {
            return;
        }
        var gaussian = Gaussian.fit(splits.train().all(manager, DataType.FLOAT64));
        var validation = Nll.of(gaussian, splits.validation().all(manager, DataType.FLOAT64));
        var test = Nll.of(gaussian, splits.test().all(manager, DataType.FLOAT64));
        System.out.println("Gaussian, full covariance: test " + test);
        results.add("Gaussian", protocol.name(), 0, 0, validation.mean(), test.mean(), test.standardError(), 0.0);
    }

    private static void ffjord(
            NDManager manager,
            Splits splits,
            MinibooneProtocol protocol,
            int steps,
            int seed,
            Path out,
            Results results) {
        var rng = Rng.of(seed);
        var source = Gaussian.standard(splits.dim());
        var velocity = protocol.net().init(rng.child("net"), manager);
        var validationRows = splits.validation().all(manager, DataType.FLOAT32);
        var probing = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-3, 1e-3);
        var probes = Divergence.hutchinson(4, Probe.RADEMACHER, rng.child("validation"));
        var run = protocol.trainer(steps)
                .evaluate(
                        "validation",
                        protocol.validateEvery(),
                        v -> Flow.of(source, v, probing)
                                .with(probes)
                                .nll(validationRows)
                                .mean())
                .stopAfter("validation", protocol.patience())
                .checkpoint(out.resolve("miniboone-" + protocol.name() + "-" + seed + ".safetensors"), 100)
                .listener(Progress.training("FFJORD on MiniBooNE"))
                .resume(velocity, likelihood(source, splits, protocol), rng.child("fit"))
                .whole();
        run.takeBest();
        var exact = Flow.of(source, velocity, protocol.testing());
        var validation = exact.nll(validationRows);
        var test = exact.nll(splits.test().all(manager, DataType.FLOAT32));
        System.out.println("FFJORD: validation " + validation + "; test " + test);
        results.add(
                "FFJORD",
                protocol.name(),
                seed,
                steps,
                validation.mean(),
                test.mean(),
                test.standardError(),
                run.seconds() / 3600);
    }

    private static MaximumLikelihood likelihood(Gaussian source, Splits splits, MinibooneProtocol protocol) {
        var rows = splits.train().empirical();
        Distribution blurred = (manager, type, n, rng) -> {
            var x = rows.sample(manager, type, n, rng.child("rows"));
            return x.add(rng.child("blur")
                    .normal(manager, type, x.getShape().getShape())
                    .mul(protocol.blur()));
        };
        return protocol.objective(source, protocol.blur() == 0 ? rows : blurred);
    }
}
