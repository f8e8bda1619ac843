package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import pathline.array.HostMemory;
import pathline.field.Gradients;
import pathline.field.Parameters;
import pathline.random.Rng;

/**
 * What every layer must do, at random parameters and points: {@code LayerChecks.of(layer).all()}. Where a number is wanted for
 * gradients it is ⟨a, z⟩ + ⟨b, log-determinant⟩ with random a and b.
 *
 * @param layer what is checked; of one coordinate too, in a call of its own
 * @param event the shape of one event
 * @param condition how many columns the condition has; 0 for none
 * @param spread standard deviation of what is added to the parameters' values at the start
 * @param size standard deviation of the points
 * @param inverse error that the inverse may have
 * @param statistics whether the layer needs statistics of data
 */
record LayerChecks(
        FlowLayer layer, Shape event, int condition, double spread, double size, double inverse, boolean statistics) {

    private static final int ROWS = 5;
    private static final double STEP = 1e-5;

    /** For events (d), without a condition. */
    static LayerChecks of(FlowLayer layer) {
        return new LayerChecks(layer, new Shape(layer.dim()), 0, 0.3, 1, 1e-10, false);
    }

    LayerChecks event(long... shape) {
        return new LayerChecks(layer, new Shape(shape), condition, spread, size, inverse, statistics);
    }

    LayerChecks conditions(int columns) {
        return new LayerChecks(layer, event, columns, spread, size, inverse, statistics);
    }

    LayerChecks spread(double deviation) {
        return new LayerChecks(layer, event, condition, deviation, size, inverse, statistics);
    }

    LayerChecks size(double deviation) {
        return new LayerChecks(layer, event, condition, spread, deviation, inverse, statistics);
    }

    LayerChecks inverseWithin(double tolerance) {
        return new LayerChecks(layer, event, condition, spread, size, tolerance, statistics);
    }

    LayerChecks withStatistics() {
        return new LayerChecks(layer, event, condition, spread, size, inverse, true);
    }

    void all() {
        roundTrip();
        logDeterminant();
        gradients();
        oneRow();
        float32();
        nothingIsLeft();
    }

    /** f⁻¹(f(x)) = x and f(f⁻¹(z)) = z, with opposite log-determinants. */
    void roundTrip() {
        with(DataType.FLOAT64, at -> {
            var z = layer.forward(at.x, at.own);
            assertEquals(at.x.getShape().size(), z.points().size());
            var back = layer.inverse(z.points(), at.own);
            near("inverse of forward", at.x, back.points(), inverse);
            near("log-determinants", z.logDeterminant().neg(), back.logDeterminant(), 100 * inverse);
            var other = layer.inverse(at.a, at.own);
            var again = layer.forward(other.points(), at.own);
            near("forward of inverse", at.a, again.points(), 10 * inverse);
            near("log-determinants", other.logDeterminant().neg(), again.logDeterminant(), 100 * inverse);
        });
    }

    /** The log-determinant against that of the Jacobian by central differences. */
    void logDeterminant() {
        with(DataType.FLOAT64, at -> {
            var found = HostMemory.doubles(layer.forward(at.x, at.own).logDeterminant());
            int d = (int) event.size();
            var jacobian = new double[ROWS][d][d];
            for (int j = 0; j < d; j++) {
                var up = HostMemory.doubles(
                        layer.forward(moved(at.x, j, STEP), at.own).points());
                var down = HostMemory.doubles(
                        layer.forward(moved(at.x, j, -STEP), at.own).points());
                for (int k = 0; k < up.length; k++) {
                    jacobian[k / d][k % d][j] = (up[k] - down[k]) / (2 * STEP);
                }
            }
            for (int i = 0; i < ROWS; i++) {
                assertEquals(logDeterminant(jacobian[i]), found[i], 1e-7 * d, "log-determinant of row " + i);
            }
        });
    }

    /** The gradients of both directions in every learned array and in the points against central differences. */
    void gradients() {
        with(DataType.FLOAT64, at -> {
            gradients(at, at.x, x -> at.value(layer.forward(x, at.own)), "gradient");
            gradients(at, at.a.duplicate(), z -> at.value(layer.inverse(z, at.own)), "the inverse's gradient");
        });
    }

    private void gradients(Case at, NDArray x, UnaryOperator<NDArray> value, String what) {
        var gradient = at.parameters.gradient(at.manager);
        Gradients.loss(at.parameters, gradient, () -> value.apply(x).sum());
        for (var name : at.parameters.names()) {
            var array = at.parameters.get(name);
            var direction = Rng.of(7)
                    .child(name)
                    .normal(at.manager, DataType.FLOAT64, array.getShape().getShape());
            double slope = slope(() -> value.apply(x).sum(), array, direction);
            double exact = number(gradient.get(name).mul(direction).sum());
            assertEquals(slope, exact, 1e-6 * (1 + Math.abs(slope)), what + " in " + name);
        }
        var score = Gradients.ofRows(x, () -> value.apply(x)).reshape(ROWS, -1);
        for (int j = 0; j < event.size(); j++) {
            var slope = value.apply(moved(x, j, STEP))
                    .sub(value.apply(moved(x, j, -STEP)))
                    .div(2 * STEP);
            near(what + " in coordinate " + j, slope, score.get(":, " + j), 1e-6);
        }
    }

    /** A row alone is as it is among others. */
    void oneRow() {
        with(DataType.FLOAT64, at -> {
            var all = layer.forward(at.x, at.own);
            var one = layer.forward(at.x.get("2:3"), at.one);
            near("one row", all.points().get("2:3"), one.points(), 1e-12);
            near("its log-determinant", all.logDeterminant().get("2:3"), one.logDeterminant(), 1e-12);
            var back = layer.inverse(at.a.get("2:3"), at.one);
            near("one row back", layer.inverse(at.a, at.own).points().get("2:3"), back.points(), inverse);
        });
    }

    /** The same numbers in float32, to 1e-4. */
    void float32() {
        with(
                DataType.FLOAT64,
                exact -> with(DataType.FLOAT32, rounded -> {
                    var z = layer.forward(exact.x, exact.own);
                    var z32 = layer.forward(rounded.x, rounded.own);
                    assertEquals(DataType.FLOAT32, z32.points().getDataType());
                    near("points in float32", z.points(), z32.points(), 1e-4);
                    near("log-determinant in float32", z.logDeterminant(), z32.logDeterminant(), 1e-4);
                    var x32 = layer.inverse(rounded.a, rounded.own);
                    assertEquals(DataType.FLOAT32, x32.points().getDataType());
                    near("inverse in float32", layer.inverse(exact.a, exact.own).points(), x32.points(), 1e-4);
                }));
    }

    /** Calls leave their results and nothing else, on the manager of the points and on that of the parameters. */
    void nothingIsLeft() {
        with(DataType.FLOAT64, at -> {
            var map = new LayerBijection(layer, DataType.FLOAT64, at.own, Optional.empty());
            var gradient = at.parameters.gradient(at.manager);
            gradient.flat(); // its arrays are made when they are first asked for
            map.forward(at.x);
            int before = at.alive();
            map.forward(at.x);
            map.inverse(at.a);
            assertEquals(before + 4, at.alive(), "arrays alive after forward and inverse");
            Gradients.loss(
                    at.parameters,
                    gradient,
                    () -> at.value(layer.forward(at.x, at.own)).sum());
            assertEquals(before + 5, at.alive(), "arrays alive after a gradient");
        });
    }

    /** Parameters and points, the same in both types. */
    private record Case(NDManager manager, Parameters parameters, Weights own, Weights one, NDArray x, NDArray a) {

        NDArray value(Mapped mapped) {
            var weights = a.reshape(ROWS, -1);
            var moved = mapped.points().reshape(ROWS, -1).mul(weights).sum(new int[] {1});
            return moved.add(mapped.logDeterminant().mul(weights.get(":, 0")));
        }

        int alive() {
            return manager.getManagedArrays().size()
                    + parameters.flat().getManager().getManagedArrays().size();
        }
    }

    private interface Body {
        void check(Case at);
    }

    private void with(DataType type, Body body) {
        try (var manager = NDManager.newBaseManager()) {
            Parameters parameters = layer.declare(Parameters.named(), Rng.of(1)).make(type, manager.newSubManager());
            if (parameters.count() > 0) {
                parameters
                        .flat()
                        .addi(Rng.of(2)
                                .normal(manager, type, parameters.count())
                                .mul(spread));
            }
            var x = Rng.of(3).normal(manager, type, rows(ROWS)).mul(size);
            var a = Rng.of(4).normal(manager, type, rows(ROWS));
            var weights = WeightSource.of(parameters);
            var one = weights;
            if (condition > 0) {
                var rows = Rng.of(5).normal(manager, type, ROWS, condition);
                weights = weights.given(rows);
                one = one.given(rows.get("2:3"));
            }
            if (statistics) {
                var taking = weights.taking();
                layer.forward(Rng.of(6).normal(manager, type, rows(40)), new Weights(taking, ""));
                weights = taking.taken(manager);
                one = weights;
            }
            body.check(new Case(manager, parameters, new Weights(weights, ""), new Weights(one, ""), x, a));
        }
    }

    private long[] rows(int n) {
        return LongStream.concat(LongStream.of(n), LongStream.of(event.getShape()))
                .toArray();
    }

    private static NDArray moved(NDArray x, int coordinate, double step) {
        var flat = x.duplicate().reshape(x.getShape().get(0), -1);
        var at = new NDIndex(":, " + coordinate);
        flat.set(at, flat.get(at).add(step));
        return flat.reshape(x.getShape());
    }

    private static double slope(Supplier<NDArray> value, NDArray array, NDArray direction) {
        var start = array.duplicate();
        array.addi(direction.mul(STEP));
        double up = number(value.get());
        array.subi(direction.mul(2 * STEP));
        double down = number(value.get());
        array.set(new NDIndex("..."), start);
        return (up - down) / (2 * STEP);
    }

    private static double number(NDArray array) {
        return HostMemory.number(array);
    }

    /** By elimination with the greatest pivot. */
    static double logDeterminant(double[][] matrix) {
        double log = 0;
        for (int k = 0; k < matrix.length; k++) {
            int best = k;
            for (int i = k; i < matrix.length; i++) {
                best = Math.abs(matrix[i][k]) > Math.abs(matrix[best][k]) ? i : best;
            }
            var row = matrix[best];
            matrix[best] = matrix[k];
            matrix[k] = row;
            log += Math.log(Math.abs(row[k]));
            for (int i = k + 1; i < matrix.length; i++) {
                double factor = matrix[i][k] / row[k];
                for (int j = k; j < matrix.length; j++) {
                    matrix[i][j] -= factor * row[j];
                }
            }
        }
        return log;
    }

    /** To a tolerance that grows with the numbers. */
    static void near(String what, NDArray expected, NDArray found, double tolerance) {
        assertEquals(expected.size(), found.size(), what);
        var e = HostMemory.doubles(expected);
        var f = HostMemory.doubles(found);
        for (int k = 0; k < e.length; k++) {
            double error = Math.abs(e[k] - f[k]);
            assertTrue(
                    error <= tolerance * (1 + Math.abs(e[k])),
                    what + ": number " + k + " is " + f[k] + ", expected " + e[k] + " within " + tolerance);
        }
    }
}
