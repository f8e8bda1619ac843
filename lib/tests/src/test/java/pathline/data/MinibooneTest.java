package pathline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.random.Rng;

class MinibooneTest {

    @TempDir
    private Path folder;

    /** The published file's size, with numbers of our own: every row says where it was. */
    @Test
    void cutsTheWholeFileAsPublished() {
        Matrix raw = numbers(36_488, 43, 3);
        Npy.write(folder.resolve("data.npy"), raw);
        Splits splits = Tabular.MINIBOONE.read(folder);
        assertTrue(splits.asPublished(), splits.checks().toString());
        assertEquals(29_556, splits.train().rows());
        assertEquals(3_284, splits.validation().rows());
        assertEquals(3_648, splits.test().rows());

        // Mean and deviation over all but the test rows, by the definition, one column at a time.
        double[] known = Arrays.copyOf(raw.column(7), 32_840);
        double mean = Arrays.stream(known).average().orElseThrow();
        double variance =
                Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        assertEquals(mean, splits.mean()[7], 1e-10);
        assertEquals(Math.sqrt(variance), splits.deviation()[7], 1e-10);
        assertBack(raw, 0, splits.train(), 0, splits);
        assertBack(raw, 29_556, splits.validation(), 0, splits);
        assertBack(raw, 36_487, splits.test(), 3_647, splits);
    }

    @Test
    void readsReadySplitsAndKeepsTheirScale() {
        Npy.write(folder.resolve("data.npy"), numbers(36_488, 43, 1));
        Splits made = Tabular.MINIBOONE.read(folder.resolve("data.npy"));
        Path ready = folder.resolve("ready");
        assertTrue(ready.toFile().mkdir());
        Npy.write(ready.resolve("val.npy"), made.validation());
        Npy.write(ready.resolve("test.npy"), made.test());

        var missing = assertThrows(DataException.class, () -> Tabular.MINIBOONE.read(ready));
        assertTrue(missing.reason().contains("train.npy is missing")
                && missing.reason().contains("slice"));
        Splits part = Tabular.MINIBOONE.slice(ready);
        assertFalse(part.asPublished());
        assertEquals(
                "training rows: 2956, published 29556", part.checks().get(1).toString());
        assertEquals(made.validation().part(0, 2_956), part.train());
        assertEquals(made.validation().part(2_956, 3_284), part.validation());
        assertEquals(made.test(), part.test());

        Npy.write(ready.resolve("train.npy"), made.train());
        Splits read = Tabular.MINIBOONE.read(ready);
        assertEquals(made.train().at(5, 5), read.train().at(5, 5), 1e-12);
        assertEquals(made.test().at(5, 42), read.test().at(5, 42), 1e-12);
        assertEquals(1, read.deviation()[3], 1e-12);
    }

    @Test
    void refusesOtherCountsUnlessAskedForASlice() {
        Path file = folder.resolve("data.npy");
        Npy.write(file, numbers(2_000, 43, 2));
        var e = assertThrows(DataException.class, () -> Tabular.MINIBOONE.read(file));
        assertTrue(e.getMessage().contains("training rows: 1620, published 29556"), e.getMessage());
        Splits slice = Tabular.MINIBOONE.slice(file);
        assertEquals(180, slice.validation().rows());
        assertTrue(slice.toString().contains("not the published counts"), slice.toString());
    }

    @Test
    void refusesWhatCannotBeScaledOrCut() {
        Npy.write(folder.resolve("data.npy"), Matrix.of(new double[100][43]));
        assertTrue(assertThrows(DataException.class, () -> Tabular.MINIBOONE.slice(folder))
                .reason()
                .contains("column 0 (from 0) is constant"));
        Npy.write(folder.resolve("data.npy"), numbers(10, 43, 1));
        assertThrows(DataException.class, () -> Tabular.MINIBOONE.slice(folder));
        assertThrows(DataException.class, () -> Tabular.MINIBOONE.read(folder.resolve("nothing")));
    }

    private static void assertBack(Matrix raw, int row, Matrix z, int at, Splits splits) {
        for (int j = 0; j < z.columns(); j++) {
            assertEquals(raw.at(row, j), z.at(at, j) * splits.deviation()[j] + splits.mean()[j], 1e-9);
        }
    }

    private static Matrix numbers(int rows, int columns, long seed) {
        Rng rng = Rng.of(seed);
        var values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, j -> j + (1 + j) * rng.normal());
        }
        return Matrix.of(values);
    }
}
