package pathline.experiment;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.field.Safetensors;

/** What the study of the density table keeps in its folder: its rows, the state of each training, the score of each test row. */
final class DensityStore {

    private final Results rows;
    private final Path nets;
    private final Path scores;

    DensityStore(Path folder) {
        rows = Results.open(folder.resolve("densities.csv"), DensityRow.NAMED, DensityRow::parse, DensityRow.HEADER);
        nets = Results.folder(folder.resolve("nets"));
        scores = Results.folder(folder.resolve("rows"));
    }

    boolean has(DensityName name) {
        return rows.has(name.set(), name.system(), name.protocol(), name.seed());
    }

    /** Where the state of a training is. */
    Path net(DensityName name) {
        return nets.resolve(name.file());
    }

    /** Keeps a score, compared row by row with the baseline where that was scored before. */
    DensityRow add(DensityName name, DensityScore score) {
        try (var manager = NDManager.newBaseManager()) {
            Safetensors.write(scores.resolve(name.file()), Map.of("nll", manager.create(score.test())), Map.of());
        }
        var baseline = DensityUnit.of(name.set()).baseline();
        var row = score.row(name, name.system().equals(baseline) ? Optional.empty() : scores(name.of(baseline)));
        rows.add(row.values());
        return row;
    }

    private Optional<double[]> scores(DensityName name) {
        var file = scores.resolve(name.file());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var manager = NDManager.newBaseManager()) {
            var nats =
                    Safetensors.read(file, manager).arrays().values().iterator().next();
            return Optional.of(HostMemory.doubles(nats));
        }
    }

    /** All rows, in the order in which they were added. */
    List<DensityRow> rows() {
        return rows.rows().stream().map(DensityRow::parse).toList();
    }

    /** Where the table is. */
    Path file() {
        return rows.file();
    }
}
