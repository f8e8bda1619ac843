package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.RequireArray;
import pathline.field.Gradients;

/** A layer with its numbers; what it computes is finite, or the first layer that failed is named. */
record LayerBijection(FlowLayer layer, DataType type, Weights own, Optional<FlowPasses> compiled) implements Bijection {

    @Override
    public int dim() {
        return layer.dim();
    }

    @Override
    public DataType computesIn(DataType given) {
        return type;
    }

    @Override
    public Mapped forward(NDArray x) {
        RequireArray.events(x, "x");
        try (var scratch = new Scratch()) {
            var z = serves(x) ? run(x, true) : layer.forward(x, own);
            if (!finite(z)) {
                throw new ArithmeticException(failure(x, "x"));
            }
            return kept(scratch, z, x.getManager());
        }
    }

    @Override
    public Mapped inverse(NDArray z) {
        RequireArray.events(z, "z");
        try (var scratch = new Scratch()) {
            var x = serves(z) ? run(z, false) : layer.inverse(z, own);
            if (!finite(x)) {
                int row = row(x);
                throw new ArithmeticException("Row " + row + " of z has no finite inverse under " + layer
                        + "; expected points where the flow has mass, or a flow trained with smaller steps");
            }
            return kept(scratch, x, z.getManager());
        }
    }

    /** Whether the compiled passes compute these rows: what is recorded has to be made of the engine's operations. */
    private boolean serves(NDArray rows) {
        return compiled.isPresent()
                && !Gradients.recording()
                && HostMemory.reaches(rows)
                && rows.size() == rows.getShape().get(0) * dim();
    }

    private Mapped run(NDArray rows, boolean forward) {
        var numbers = HostMemory.floats(rows);
        var logs = new float[numbers.length / dim()];
        if (forward) {
            compiled.orElseThrow().forward(numbers, numbers, logs);
        } else {
            compiled.orElseThrow().inverse(numbers, numbers, logs);
        }
        return Mapped.of(
                HostMemory.array(rows.getManager(), numbers, rows.getShape()),
                HostMemory.array(rows.getManager(), logs, new Shape(logs.length)));
    }

    private static Mapped kept(Scratch scratch, Mapped mapped, NDManager manager) {
        mapped.points().attach(manager); // a layer's formula may have begun with a parameter or a constant
        mapped.logDeterminant().attach(manager);
        return Mapped.of(scratch.keep(mapped.points()), scratch.keep(mapped.logDeterminant()));
    }

    /** One sum tells; it is not finite where a number is not, or where it overflows, which the search settles. */
    private static boolean finite(Mapped mapped) {
        double sum = HostMemory.number(mapped.points().sum())
                + HostMemory.number(mapped.logDeterminant().sum());
        return Double.isFinite(sum) || row(mapped) < 0;
    }

    /** The first row that is not finite, or -1. */
    private static int row(Mapped mapped) {
        var points = HostMemory.doubles(mapped.points());
        var stretch = HostMemory.doubles(mapped.logDeterminant());
        int d = points.length / Math.max(1, stretch.length);
        for (int i = 0; i < stretch.length; i++) {
            boolean whole = Double.isFinite(stretch[i]);
            for (int j = 0; j < d; j++) {
                whole &= Double.isFinite(points[i * d + j]);
            }
            if (!whole) {
                return i;
            }
        }
        return -1;
    }

    /** In which layer, counted from 0, the first row fails. */
    private String failure(NDArray x, String name) {
        var chain = layer instanceof LayerChain one ? one.layers() : List.of(layer);
        var at = x;
        for (int k = 0; k < chain.size(); k++) {
            var mapped = chain.get(k).forward(at, layer instanceof LayerChain ? own.of(String.valueOf(k)) : own);
            int row = row(mapped);
            if (row >= 0) {
                return "Row " + row + " of " + name + " is not finite behind layer " + k + ", " + chain.get(k)
                        + ": it entered as "
                        + at.get(row).toDebugString(true) + " and left with log-determinant "
                        + mapped.logDeterminant()
                                .get(row)
                                .toType(DataType.FLOAT64, false)
                                .toDoubleArray()[0]
                        + "; expected finite points, and log-scales that training keeps small (a smaller learning rate,"
                        + " gradient clipping)";
            }
            at = mapped.points();
        }
        return name + " became not finite";
    }
}
