package pathline.objective;

import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import pathline.random.Rng;

/** Times drawn one by one. */
record DrawnTimes(String name, ToDoubleFunction<Rng> one) implements TimeDraw {

    @Override
    public double[] draw(int n, Rng rng) {
        return DoubleStream.generate(() -> one.applyAsDouble(rng)).limit(n).toArray();
    }

    @Override
    public String toString() {
        return "Times[" + name + "]";
    }
}
