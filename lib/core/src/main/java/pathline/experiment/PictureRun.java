package pathline.experiment;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One training of the study of images, by what it is told from others.
 *
 * @param set its images
 * @param net what is trained
 * @param method by which way
 * @param steps how many
 * @param batch images a step
 * @param seed of all that is drawn
 */
record PictureRun(String set, PictureNet net, PictureMethod method, int steps, int batch, int seed) {

    /** The names of the columns that {@link #values} fills. */
    static final List<String> COLUMNS = List.of("set", "net", "method", "steps", "batch", "seed");

    /** Those columns and others behind them. */
    static String[] header(String... others) {
        return Stream.concat(COLUMNS.stream(), Stream.of(others)).toArray(String[]::new);
    }

    /** From the first columns of a row. */
    static PictureRun parse(List<String> values) {
        return new PictureRun(
                values.get(0),
                PictureNet.named(values.get(1)),
                PictureMethod.named(values.get(2)),
                Integer.parseInt(values.get(3)),
                Integer.parseInt(values.get(4)),
                Integer.parseInt(values.get(5)));
    }

    /** As tables have it. */
    List<Object> values() {
        return List.of(set, net.toString(), method.option(), steps, batch, seed);
    }

    /** What its files are called. */
    String file() {
        return set + "-" + net + "-" + method.option() + "-" + steps + "-" + batch + "-" + seed;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %s net, %s, seed %d", set, net, method, seed);
    }
}
