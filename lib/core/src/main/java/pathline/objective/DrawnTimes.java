package pathline.objective;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import pathline.check.Require;
import pathline.random.Rng;

/** Times drawn one by one. */
record DrawnTimes(String name, ToDoubleFunction<Rng> one, DoubleUnaryOperator q) implements TimeDensity, TimeDraw {

    @Override
    public double[] draw(int n, Rng rng) {
        return DoubleStream.generate(() -> one.applyAsDouble(rng)).limit(n).toArray();
    }

    @Override
    public double density(double t) {
        return q.applyAsDouble(Require.within(t, 0, 1, "t"));
    }

    @Override
    public String toString() {
        return "Times[" + name + "]";
    }
}
