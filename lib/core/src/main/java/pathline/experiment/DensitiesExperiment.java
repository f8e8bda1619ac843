package pathline.experiment;

import ai.djl.ndarray.NDManager;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pathline.array.HostMemory;
import pathline.array.WholeFile;
import pathline.data.DataException;
import pathline.data.Splits;
import pathline.data.Tabular;
import pathline.field.Safetensors;
import pathline.notebook.Progress;
import pathline.plot.Png;
import pathline.random.Rng;

/**
 * The density table: {@code ./pathline experiment densities --data DIR [--sets ...] [--systems ...] [--seeds 3] [--epochs N]
 * [--out DIR]}.
 *
 * <p>Every system on every data set that DIR has, by the published protocol where the whole set is there and by a smaller one
 * where only a part is. A row that is in the table is not made again, and a training that was interrupted goes on. The first
 * system of a seed, MAF, is the baseline: the others are compared with it row by row.
 */
final class DensitiesExperiment {

    private static final Set<String> OPTIONS = Set.of("data", "sets", "systems", "seeds", "epochs", "out");
    private static final DensitySystem BASELINE = DensitySystem.MAF;

    private final Results rows;
    private final Path folder;
    private final int mostEpochs;
    private final PrintStream out;

    private DensitiesExperiment(Path folder, int mostEpochs, PrintStream out) {
        this.rows =
                Results.open(folder.resolve("densities.csv"), DensityRow.NAMED, DensityRow::parse, DensityRow.HEADER);
        this.folder = folder;
        this.mostEpochs = mostEpochs;
        this.out = out;
        Results.folder(folder.resolve("nets"));
        Results.folder(folder.resolve("rows"));
    }

    static void run(List<String> arguments) {
        var options = Options.parse(arguments, OPTIONS);
        var data = options.folder("data");
        var sets = options.names("sets", present(data)).stream()
                .map(DensitiesExperiment::set)
                .toList();
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("--data: there is no file of " + Arrays.toString(Tabular.values())
                    + " in " + data + "; ./pathline data says which files are theirs");
        }
        var systems = options.names("systems", DensitySystem.names()).stream()
                .map(DensitySystem::named)
                .toList();
        var experiment = new DensitiesExperiment(
                options.output("build/experiments/densities"), options.count("epochs", Integer.MAX_VALUE), System.out);
        for (var set : sets) {
            experiment.fill(set.slice(folder(data, set)), systems, options.count("seeds", 3));
        }
        experiment.report();
    }

    private static Tabular set(String name) {
        return Arrays.stream(Tabular.values())
                .filter(set -> set.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--sets: there is no set \"" + name + "\"; there are " + Arrays.toString(Tabular.values())));
    }

    /** The sets that can be read. */
    private static List<String> present(Path data) {
        return Arrays.stream(Tabular.values())
                .filter(set -> {
                    try {
                        return set.slice(folder(data, set)).dim() > 0;
                    } catch (DataException e) {
                        return false;
                    }
                })
                .map(Tabular::name)
                .toList();
    }

    private static Path folder(Path data, Tabular set) {
        var own = data.resolve(set.name().toLowerCase(Locale.ROOT));
        return Files.isDirectory(own) ? own : data;
    }

    private void fill(Splits splits, List<DensitySystem> systems, int seeds) {
        var protocol = splits.asPublished() ? DensityProtocol.paper() : DensityProtocol.small();
        out.println(splits);
        out.println(protocol);
        for (int seed = 1; seed <= seeds; seed++) {
            for (var system : systems) {
                if (!rows.has(splits.name(), system.label(), protocol.name(), seed)) {
                    make(splits, protocol, system, seed);
                }
            }
        }
    }

    private void make(Splits splits, DensityProtocol protocol, DensitySystem system, int seed) {
        var name = String.join("-", splits.name(), system.label(), protocol.name(), "" + seed)
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-');
        var training = new DensityTraining(
                protocol,
                splits,
                mostEpochs,
                folder.resolve("nets").resolve(name + ".safetensors"),
                Progress.training(system.label() + " on " + splits.name() + ", seed " + seed));
        var score = system.equals(DensitySystem.GAUSSIAN) ? training.gaussian() : training.flow(system, Rng.of(seed));
        keep(folder.resolve("rows").resolve(name + ".safetensors"), score.test());
        var baseline = system.equals(BASELINE)
                ? Optional.<double[]>empty()
                : kept(folder.resolve("rows")
                        .resolve(name.replace(
                                        system.label().toLowerCase(Locale.ROOT).replace(' ', '-'),
                                        BASELINE.label()
                                                .toLowerCase(Locale.ROOT)
                                                .replace(' ', '-'))
                                + ".safetensors"));
        var row = score.row(splits.name(), system.label(), protocol.name(), seed, baseline);
        rows.add(row.values());
        out.println(system.label() + ", seed " + seed + ": " + row);
    }

    private static void keep(Path file, double... nats) {
        try (var manager = NDManager.newBaseManager()) {
            Safetensors.write(file, Map.of("nll", manager.create(nats)), Map.of());
        }
    }

    private static Optional<double[]> kept(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var manager = NDManager.newBaseManager()) {
            var nats =
                    Safetensors.read(file, manager).arrays().values().iterator().next();
            return Optional.of(HostMemory.doubles(nats));
        }
    }

    private void report() {
        var results =
                DensityResults.of(rows.rows().stream().map(DensityRow::parse).toList());
        for (var set : results.sets()) {
            out.println(results.table(set).print(Integer.MAX_VALUE));
            var figure = folder.resolve("densities-" + set.toLowerCase(Locale.ROOT) + ".png");
            WholeFile.write(figure, to -> to.write(Png.bytes(results.figure(set))));
        }
        out.println("results: " + rows.file() + " and the figures beside it");
    }
}
