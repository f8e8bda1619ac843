package pathline.train;

import java.nio.file.Path;
import pathline.check.Require;

/**
 * Where and how often the state of a training is saved; see {@link Checkpoint}.
 *
 * @param file the file, overwritten each time
 * @param every after how many steps; and after the last
 */
public record Saving(Path file, int every) {
    public Saving {
        Require.nonNull(file, "file");
        Require.atLeast(every, 1, "every");
    }
}
