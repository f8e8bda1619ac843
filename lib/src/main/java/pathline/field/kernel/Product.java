package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * C ← C + A B, the one product that forward, tangent and reverse passes and the weights' gradient are made of.
 *
 * <p>A block of 4 rows by 4 vectors of C stays in registers while k runs: for each k, 4 vectors of B and 4 numbers of A make 16
 * multiply-adds. Every entry of A B is summed in the order of k, whatever the block it lies in, and then added: so the rounding of
 * a sum over many tiles grows with their number and not with that of the points.
 *
 * @param rows of A and C
 * @param depth columns of A, rows of B
 * @param columns of B and C, a multiple of the vector's length
 */
record Product(int rows, int depth, int columns) {

    /** With 16 registers instead of 32, a block of four vectors would not stay in them. */
    private static final boolean WIDE = COUNT != 8;

    /**
     * A matrix within an array: entry (i, j) at start + i * row + j * column.
     */
    record Matrix(float[] numbers, int start, int row, int column) {

        static Matrix rows(float[] numbers, int width) {
            return new Matrix(numbers, 0, width, 1);
        }
    }

    /** B and C have neighbouring columns side by side, and C has room for rows up to a multiple of 4. */
    void add(Matrix a, float[] b, int bRow, float[] c, int cRow) {
        int last = a.start + (rows - 1) * a.row;
        for (int i = 0; i < rows; i += Lanes.ROWS) {
            // rows past the last repeat it, into C's padding
            int a0 = a.start + i * a.row;
            int a1 = Math.min(a0 + a.row, last);
            int a2 = Math.min(a1 + a.row, last);
            int a3 = Math.min(a2 + a.row, last);
            int j = 0;
            for (; WIDE && j + 4 * COUNT <= columns; j += 4 * COUNT) {
                four(depth, a.numbers, a0, a1, a2, a3, a.column, b, j, bRow, c, i * cRow + j, cRow);
            }
            for (; j + 2 * COUNT <= columns; j += 2 * COUNT) {
                two(depth, a.numbers, a0, a1, a2, a3, a.column, b, j, bRow, c, i * cRow + j, cRow);
            }
            if (j < columns) {
                one(depth, a.numbers, a0, a1, a2, a3, a.column, b, j, bRow, c, i * cRow + j, cRow);
            }
        }
    }

    private static void four(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] b,
            int from,
            int bRow,
            float[] c,
            int at,
            int cRow) {
        int at1 = at + cRow;
        int at2 = at1 + cRow;
        int at3 = at2 + cRow;
        var c00 = zero();
        var c01 = zero();
        var c02 = zero();
        var c03 = zero();
        var c10 = zero();
        var c11 = zero();
        var c12 = zero();
        var c13 = zero();
        var c20 = zero();
        var c21 = zero();
        var c22 = zero();
        var c23 = zero();
        var c30 = zero();
        var c31 = zero();
        var c32 = zero();
        var c33 = zero();
        for (int k = 0; k < depth; k++) {
            int row = from + k * bRow;
            var b0 = load(b, row);
            var b1 = load(b, row + COUNT);
            var b2 = load(b, row + 2 * COUNT);
            var b3 = load(b, row + 3 * COUNT);
            var w = broadcast(a, a0 + k * step);
            c00 = b0.fma(w, c00);
            c01 = b1.fma(w, c01);
            c02 = b2.fma(w, c02);
            c03 = b3.fma(w, c03);
            w = broadcast(a, a1 + k * step);
            c10 = b0.fma(w, c10);
            c11 = b1.fma(w, c11);
            c12 = b2.fma(w, c12);
            c13 = b3.fma(w, c13);
            w = broadcast(a, a2 + k * step);
            c20 = b0.fma(w, c20);
            c21 = b1.fma(w, c21);
            c22 = b2.fma(w, c22);
            c23 = b3.fma(w, c23);
            w = broadcast(a, a3 + k * step);
            c30 = b0.fma(w, c30);
            c31 = b1.fma(w, c31);
            c32 = b2.fma(w, c32);
            c33 = b3.fma(w, c33);
        }
        add(c00, c, at);
        add(c01, c, at + COUNT);
        add(c02, c, at + 2 * COUNT);
        add(c03, c, at + 3 * COUNT);
        add(c10, c, at1);
        add(c11, c, at1 + COUNT);
        add(c12, c, at1 + 2 * COUNT);
        add(c13, c, at1 + 3 * COUNT);
        add(c20, c, at2);
        add(c21, c, at2 + COUNT);
        add(c22, c, at2 + 2 * COUNT);
        add(c23, c, at2 + 3 * COUNT);
        add(c30, c, at3);
        add(c31, c, at3 + COUNT);
        add(c32, c, at3 + 2 * COUNT);
        add(c33, c, at3 + 3 * COUNT);
    }

    private static void two(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] b,
            int from,
            int bRow,
            float[] c,
            int at,
            int cRow) {
        int at1 = at + cRow;
        int at2 = at1 + cRow;
        int at3 = at2 + cRow;
        var c00 = zero();
        var c01 = zero();
        var c10 = zero();
        var c11 = zero();
        var c20 = zero();
        var c21 = zero();
        var c30 = zero();
        var c31 = zero();
        for (int k = 0; k < depth; k++) {
            int row = from + k * bRow;
            var b0 = load(b, row);
            var b1 = load(b, row + COUNT);
            var w = broadcast(a, a0 + k * step);
            c00 = b0.fma(w, c00);
            c01 = b1.fma(w, c01);
            w = broadcast(a, a1 + k * step);
            c10 = b0.fma(w, c10);
            c11 = b1.fma(w, c11);
            w = broadcast(a, a2 + k * step);
            c20 = b0.fma(w, c20);
            c21 = b1.fma(w, c21);
            w = broadcast(a, a3 + k * step);
            c30 = b0.fma(w, c30);
            c31 = b1.fma(w, c31);
        }
        add(c00, c, at);
        add(c01, c, at + COUNT);
        add(c10, c, at1);
        add(c11, c, at1 + COUNT);
        add(c20, c, at2);
        add(c21, c, at2 + COUNT);
        add(c30, c, at3);
        add(c31, c, at3 + COUNT);
    }

    private static void one(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] b,
            int from,
            int bRow,
            float[] c,
            int at,
            int cRow) {
        var c0 = zero();
        var c1 = zero();
        var c2 = zero();
        var c3 = zero();
        for (int k = 0; k < depth; k++) {
            var b0 = load(b, from + k * bRow);
            c0 = b0.fma(broadcast(a, a0 + k * step), c0);
            c1 = b0.fma(broadcast(a, a1 + k * step), c1);
            c2 = b0.fma(broadcast(a, a2 + k * step), c2);
            c3 = b0.fma(broadcast(a, a3 + k * step), c3);
        }
        add(c0, c, at);
        add(c1, c, at + cRow);
        add(c2, c, at + 2 * cRow);
        add(c3, c, at + 3 * cRow);
    }

    private static FloatVector zero() {
        return FloatVector.zero(SPECIES);
    }

    private static void add(FloatVector sum, float[] c, int at) {
        load(c, at).add(sum).intoArray(c, at);
    }

    private static FloatVector load(float[] numbers, int at) {
        return FloatVector.fromArray(SPECIES, numbers, at);
    }

    private static FloatVector broadcast(float[] numbers, int at) {
        return FloatVector.broadcast(SPECIES, numbers[at]);
    }
}
