package pathline.experiment;

import java.io.PrintStream;
import java.util.List;
import pathline.data.Splits;
import pathline.random.Rng;

/**
 * The rows of one table: every system, each fitted with every seed.
 *
 * @param splits the table
 * @param store where rows go
 * @param seeds how many
 * @param mostEpochs where trainings stop at the latest
 * @param out told what is done
 */
record TableDensities(Splits splits, DensityStore store, int seeds, int mostEpochs, PrintStream out) {

    /** Of these systems the ones that a table has; what is in the store is not made again. */
    void fill(List<String> systems) {
        var protocol = splits.asPublished() ? DensityProtocol.paper() : DensityProtocol.small();
        out.println(splits);
        out.println(protocol);
        for (int seed = 1; seed <= seeds; seed++) {
            for (var label : systems) {
                var name = new DensityName(splits.name(), label, protocol.name(), seed);
                DensitySystem.named(label)
                        .filter(system -> !store.has(name))
                        .ifPresent(system -> make(name, system, protocol));
            }
        }
    }

    private void make(DensityName name, DensitySystem system, DensityProtocol protocol) {
        var training = new DensityTraining(
                protocol,
                splits,
                mostEpochs,
                store.net(name),
                new TrainingLines(out, System::nanoTime, name.toString()));
        out.println(name + ": " + store.add(name, system.fit().fit(training, Rng.of(name.seed()))));
    }
}
