package pathline.experiment;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import pathline.array.WholeFile;
import pathline.data.Catalogue;
import pathline.data.DataException;
import pathline.data.Tabular;
import pathline.plot.Png;

/**
 * The density table: {@code ./pathline experiment densities --data DIR [--sets ...] [--systems ...] [--seeds 3] [--epochs N]
 * [--out DIR]}.
 *
 * <p>Every system on every data set that DIR has: tables, by the published protocol where the whole set is there and by a smaller
 * one where only a part is; MNIST, in bits per dimension. A row that is in the table is not made again, and a training that was
 * interrupted goes on. The others are compared with a baseline, row by row.
 */
final class DensitiesExperiment {

    private static final Set<String> OPTIONS = Set.of("data", "sets", "systems", "seeds", "epochs", "out");
    private static final String IMAGES = "MNIST";

    private final Path data;
    private final DensityStore store;
    private final List<String> systems;
    private final int seeds;
    private final int mostEpochs;
    private final PrintStream out;

    private DensitiesExperiment(Options options, List<String> systems, Path folder, PrintStream out) {
        this.data = options.folder("data");
        this.store = new DensityStore(folder);
        this.systems = systems;
        this.seeds = options.count("seeds", 3);
        this.mostEpochs = options.count("epochs", Integer.MAX_VALUE);
        this.out = out;
    }

    static void run(List<String> arguments) {
        var options = Options.parse(arguments, OPTIONS);
        var known = Stream.concat(DensitySystem.names().stream(), ImageSystem.names().stream())
                .distinct()
                .toList();
        var systems = options.names("systems", known).stream()
                .map(name -> named("system", name, known))
                .toList();
        var all = Stream.concat(Arrays.stream(Tabular.values()).map(Tabular::name), Stream.of(IMAGES))
                .toList();
        var wanted = options.names("sets", List.of()).stream()
                .map(name -> named("set", name, all))
                .toList();
        var folder = options.output("build/experiments/densities");
        var experiment = new DensitiesExperiment(options, systems, folder, System.out);
        if (wanted.isEmpty()) {
            experiment.fillPresent(all);
        } else {
            wanted.forEach(experiment::fill);
        }
        experiment.report(folder);
    }

    private static String named(String kind, String name, List<String> known) {
        return known.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--" + kind + "s: there is no " + kind + " \"" + name + "\"; there are " + known));
    }

    /** Those of which there is a file; one that cannot be read is left out, and said why. */
    private void fillPresent(List<String> all) {
        var missing = new ArrayList<String>();
        for (var set : all) {
            if (Catalogue.named(set).present(data).isEmpty()) {
                missing.add(set);
                continue;
            }
            try {
                fill(set);
            } catch (DataException e) {
                missing.add(set);
                out.println(set + " is left out: " + e.getMessage());
            }
        }
        if (missing.size() == all.size()) {
            throw new IllegalArgumentException("--data: there is no file that can be read of " + all + " in " + data
                    + "; ./pathline data says which files are theirs");
        }
    }

    private void fill(String set) {
        if (set.equals(IMAGES)) {
            new ImageDensities(ImageSplits.mnist(data), store, seeds, mostEpochs, out).fill(systems);
        } else {
            var splits = Tabular.valueOf(set).slice(Catalogue.named(set).folder(data));
            new TableDensities(splits, store, seeds, mostEpochs, out).fill(systems);
        }
    }

    private void report(Path folder) {
        var results = DensityResults.of(store.rows());
        for (var set : results.sets()) {
            out.println(results.table(set).print(Integer.MAX_VALUE));
            var figure = folder.resolve("densities-" + set.toLowerCase(Locale.ROOT) + ".png");
            WholeFile.write(figure, to -> to.write(Png.bytes(results.figure(set))));
        }
        out.println("results: " + store.file() + " and the figures beside it");
    }
}
