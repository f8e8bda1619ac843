package pathline.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import pathline.check.Require;

/**
 * The project's {@code data} folder, wherever the program was started.
 *
 * <p>Notebooks start in {@code notebooks/}, tests in {@code lib/}: the folder is looked for in the working directory and
 * then in each directory above it. The system property {@code pathline.data} names it outright.
 */
public final class DataFolder {

    /** The system property that names the folder. */
    public static final String PROPERTY = "pathline.data";

    private DataFolder() {}

    /**
     * The path of a file in the folder.
     *
     * @throws DataException if there is no such file
     */
    public static Path find(String file) {
        Require.nonNull(file, "file");
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            Path path = Path.of(named).resolve(name(file));
            if (!Files.isRegularFile(path)) {
                throw new DataException(
                        file, 0, "not found in " + named + ", the folder named by the system property " + PROPERTY);
            }
            return path;
        }
        return above(Path.of("").toAbsolutePath(), name(file));
    }

    private static String name(String file) {
        try {
            return Path.of(file).toString();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "file is no name of a file on this system: " + e.getReason() + " at character " + e.getIndex(), e);
        }
    }

    /** The file in {@code data} below {@code start} or the nearest directory above it that has one. */
    static Path above(Path start, String file) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path path = folder.resolve("data").resolve(file);
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        throw new DataException(
                file,
                0,
                "no folder named data with this file in " + start + " or above it; start inside"
                        + " the project, or set the system property " + PROPERTY + " to the folder's path");
    }
}
