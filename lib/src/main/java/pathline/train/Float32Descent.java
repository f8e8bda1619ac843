package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.HostMemory;

/**
 * Steps of {@link Adam} in one loop over plain arrays, for float32 on the processor.
 *
 * <p>The moments stay here between steps. The engine's own update of as many numbers as a small net has takes several
 * times as long, most of it in passes over memory, one for each operation.
 */
final class Float32Descent implements Descent {

    private final Adam adam;
    private final NDArray parameters;
    private final NDArray gradient;
    private final Moments moments;
    private final int count;
    private final float[] theta;
    private final float[] g;
    private final float[] m;
    private final float[] s;

    Float32Descent(Adam adam, NDArray parameters, NDArray gradient, Moments moments) {
        this.adam = adam;
        this.parameters = parameters;
        this.gradient = gradient;
        this.moments = moments;
        this.count = Math.toIntExact(parameters.size());
        this.theta = new float[count];
        this.g = new float[count];
        this.m = moments.mean().toFloatArray();
        this.s = moments.square().toFloatArray();
    }

    /** In several sums, which do not depend on each other. */
    @Override
    public double norm() {
        HostMemory.read(gradient, 0, g, count);
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += (double) g[i] * g[i];
            b += (double) g[i + 1] * g[i + 1];
            c += (double) g[i + 2] * g[i + 2];
            d += (double) g[i + 3] * g[i + 3];
        }
        for (; i < count; i++) {
            a += (double) g[i] * g[i];
        }
        return Math.sqrt(a + b + (c + d));
    }

    /** The gradient is the one whose norm was taken last. */
    @Override
    public Optional<String> step(int k, double rate, double scale) {
        HostMemory.read(parameters, 0, theta, count);
        double first = 1 - Math.pow((float) adam.beta1(), k);
        double second = Math.sqrt(1 - Math.pow((float) adam.beta2(), k));
        float decay = (float) (1 - rate * adam.weightDecay());
        float lambda = (float) adam.gradientDecay();
        float shrink = (float) scale;
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        float length = (float) (rate * second / first);
        float epsilon = (float) (adam.epsilon() * second);
        for (int i = 0; i < count; i++) {
            float slope = shrink * g[i] + lambda * theta[i];
            float mean = beta1 * m[i] + (1 - beta1) * slope;
            float square = beta2 * s[i] + (1 - beta2) * slope * slope;
            m[i] = mean;
            s[i] = square;
            theta[i] = decay * theta[i] - length * mean / ((float) Math.sqrt(square) + epsilon);
        }
        if (!isFinite(theta) || !isFinite(s)) {
            return Optional.of(isFinite(s) ? PARAMETERS : SQUARE);
        }
        HostMemory.write(theta, parameters, 0, count);
        return Optional.empty();
    }

    /** By the sum of 0 x, in several sums, which do not depend on each other. */
    private boolean isFinite(float[] numbers) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += 0 * numbers[i];
            b += 0 * numbers[i + 1];
            c += 0 * numbers[i + 2];
            d += 0 * numbers[i + 3];
        }
        for (; i < count; i++) {
            a += 0 * numbers[i];
        }
        return a + b + (c + d) == 0;
    }

    @Override
    public void settle() {
        HostMemory.write(m, moments.mean(), 0, count);
        HostMemory.write(s, moments.square(), 0, count);
    }
}
