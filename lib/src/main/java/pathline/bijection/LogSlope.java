package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.check.RequireArray;

/** How an {@link Affine} map makes the logarithm of its slope of a raw number a. */
public interface LogSlope {

    /** log dz/dx of each raw number, of its shape. */
    NDArray of(NDArray raw);

    /** -a: the raw number is the log-scale of a conditional density, unbounded. Zeros give the identity. */
    record Free() implements LogSlope {
        @Override
        public NDArray of(NDArray raw) {
            return RequireArray.real(raw, "raw").neg();
        }
    }

    /**
     * -c tanh(a / c): near -a where a is small, and never beyond c, with a gradient everywhere. Zeros give the identity.
     *
     * @param bound c, such as 3 to 5
     */
    record Bounded(double bound) implements LogSlope {
        /** Checks the bound. */
        public Bounded {
            Require.within(bound, 1e-6, 1e6, "bound");
        }

        @Override
        public NDArray of(NDArray raw) {
            return RequireArray.real(raw, "raw")
                    .mul(Constants.number(1 / bound))
                    .tanh()
                    .mul(Constants.number(-bound));
        }
    }

    /**
     * log(softplus(a) + floor): slopes that grow no faster than a, and are never below the floor.
     *
     * @param floor such as 1e-3
     */
    record Softplus(double floor) implements LogSlope {
        /** Checks the floor. */
        public Softplus {
            Require.within(floor, 1e-30, 1e6, "floor");
        }

        @Override
        public NDArray of(NDArray raw) {
            return Smooth.softplus(RequireArray.real(raw, "raw")).add(floor).log();
        }
    }

    /**
     * log σ(a + offset): slopes below 1.
     *
     * @param offset such as 2, which begins with a slope of 0.88
     */
    record Sigmoid(double offset) implements LogSlope {
        /** Checks the offset. */
        public Sigmoid {
            Require.finite(offset, "offset");
        }

        @Override
        public NDArray of(NDArray raw) {
            return Smooth.logSigmoid(RequireArray.real(raw, "raw").add(offset));
        }
    }
}
