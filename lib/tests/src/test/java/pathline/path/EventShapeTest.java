package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.coupling.Costs;
import pathline.coupling.Coupling;
import pathline.distribution.Distribution;
import pathline.distribution.Empirical;
import pathline.metric.EnergyDistance;
import pathline.metric.Wasserstein;
import pathline.random.Rng;

/** Images (n, c, h, w) in paths, couplings, distributions and metrics are the rows (n, c h w), in their own shape. */
final class EventShapeTest {

    private static final int N = 6;
    private static final Shape IMAGES = new Shape(N, 2, 3, 4);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray images(DataType type, long seed) {
        return Rng.of(seed).normal(manager, type, IMAGES.getShape());
    }

    private static NDArray rows(NDArray images) {
        return images.reshape(images.getShape().get(0), -1);
    }

    private static void assertSame(NDArray rows, NDArray images) {
        assertArrayEquals(
                rows.toType(DataType.FLOAT64, true).toDoubleArray(),
                images.toType(DataType.FLOAT64, true).toDoubleArray());
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 6", "FLOAT64, 6", "FLOAT32, 1", "FLOAT64, 1"})
    void pathBroadcastsTimesOverAllAxes(DataType type, int times) {
        var x0 = images(type, 1);
        var x1 = images(type, 2);
        var t = Rng.of(3).uniform(manager, type, times, 1);
        for (var path : new AffinePath[] {
            AffinePath.of(Schedule.trigonometric()).with(Bridge.brownian(0.5)),
            AffinePath.of(Schedule.mirror(Bridge.quadratic()))
        }) {
            var of = path.sample(t, x0, x1, Rng.of(4));
            var ofRows = path.sample(t, rows(x0), rows(x1), Rng.of(4));
            assertEquals(IMAGES, of.xt().getShape());
            assertEquals(IMAGES, of.ut().getShape());
            assertSame(ofRows.xt(), of.xt());
            assertSame(ofRows.ut(), of.ut());
        }
    }

    /** Of more than 8192 numbers, which the engine combines where the schedule is not one of the library's curves. */
    @Test
    void largeBatchesBroadcastTimesToo() {
        var x0 = Rng.of(1).normal(manager, DataType.FLOAT32, 48, 3, 8, 8);
        var x1 = Rng.of(2).normal(manager, DataType.FLOAT32, 48, 3, 8, 8);
        var t = Rng.of(3).uniform(manager, DataType.FLOAT32, 48, 1);
        for (var schedule : new Schedule[] {Schedule.cosine(), Schedule.mirror(Bridge.quadratic())}) {
            var path = AffinePath.of(schedule).with(Bridge.brownian(0.5));
            var of = path.sample(t, x0, x1, Rng.of(4));
            var ofRows = path.sample(t, rows(x0), rows(x1), Rng.of(4));
            assertEquals(x0.getShape(), of.ut().getShape());
            assertSame(ofRows.xt(), of.xt());
            assertSame(ofRows.ut(), of.ut());
        }
    }

    @Test
    void gaussianPathReadsImages() {
        var path = GaussianPath.of(Schedule.linear(0.1));
        var x = images(DataType.FLOAT64, 1);
        var x1 = images(DataType.FLOAT64, 2);
        var t = Rng.of(3).uniform(manager, DataType.FLOAT64, N, 1);
        assertSame(path.velocity(t, rows(x), rows(x1)), path.velocity(t, x, x1));
        assertSame(path.score(t, rows(x), rows(x1)), path.score(t, x, x1));
        assertSame(path.logDensity(t, rows(x), rows(x1)), path.logDensity(t, x, x1));
        assertEquals(IMAGES, path.velocity(t, x, x1).getShape());
    }

    @Test
    void couplingCostsAreThoseOfTheRowsAndPairsKeepTheirShape() {
        var x0 = images(DataType.FLOAT32, 1);
        var x1 = images(DataType.FLOAT32, 2);
        for (var coupling : new Coupling[] {
            Coupling.minibatchOt(),
            Coupling.sinkhorn(20),
            Coupling.partial(0.5),
            Coupling.stable(),
            Coupling.minibatchOt(Costs::distances)
        }) {
            var of = coupling.pair(x0, x1, Rng.of(3));
            var ofRows = coupling.pair(rows(x0), rows(x1), Rng.of(3));
            assertArrayEquals(ofRows.targets(), of.targets(), coupling::toString);
            assertEquals(IMAGES.slice(1), of.x1().getShape().slice(1));
            assertSame(ofRows.x1(), of.x1());
            assertEquals(ofRows.meanSquaredDistance(), of.meanSquaredDistance());
        }
    }

    @Test
    void dataKeepsItsShapeAndDistancesAreThoseOfTheRows() {
        var x = images(DataType.FLOAT64, 1);
        var y = images(DataType.FLOAT64, 2);
        var data = Empirical.of(x);
        assertEquals(24, data.dim());
        assertSame(x, data.all(manager, DataType.FLOAT64));
        assertEquals(
                IMAGES,
                data.subset(5, 4, 3, 2, 1, 0).all(manager, DataType.FLOAT64).getShape());
        assertEquals(new Shape(9, 2, 3, 4), data.sample(manager, 9, Rng.of(4)).getShape());
        Distribution noise = (home, type, n, rng) -> rng.normal(home, type, n, 2, 3, 4);
        assertEquals(24, noise.dim());
        assertEquals(EnergyDistance.squared(rows(x), rows(y)), EnergyDistance.squared(x, y));
        assertEquals(Wasserstein.w2(rows(x), rows(y)), Wasserstein.w2(x, y));
        assertEquals(Wasserstein.sliced(rows(x), rows(y), 5, Rng.of(5)), Wasserstein.sliced(x, y, 5, Rng.of(5)));
    }

    @Test
    void shapesThatDifferAreRefused() {
        var x0 = images(DataType.FLOAT32, 1);
        var t = Rng.of(3).uniform(manager, DataType.FLOAT32, N, 1);
        var path = AffinePath.of(Schedule.linear());
        var failure = assertThrows(IllegalArgumentException.class, () -> path.sample(t, x0, rows(x0)));
        assertTrue(
                failure.getMessage().contains("x1 must have the shape and type of x0, (6, 2, 3, 4)"),
                failure::getMessage);
        assertThrows(
                IllegalArgumentException.class, () -> Coupling.independent().pair(x0, rows(x0), Rng.of(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Coupling.minibatchOt().pair(x0.flatten(), x0.flatten(), Rng.of(1)));
        assertThrows(IllegalArgumentException.class, () -> Empirical.of(manager.zeros(new Shape(0, 2, 3))));
        assertThrows(IllegalArgumentException.class, () -> Empirical.of(x0.mul(Double.NaN)));
    }
}
