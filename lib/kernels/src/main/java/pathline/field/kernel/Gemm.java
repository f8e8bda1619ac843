package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * C = A B + s, the one product that forward, tangent and reverse passes and the weights' gradient are made of.
 *
 * <p>A block of 4 rows by 4 vectors of C stays in registers while k runs: for each k, 4 vectors of B and 4 numbers of A make 16
 * multiply-adds. Where there are 16 registers and not 32, it is 2 rows by 4 vectors. Rows of B and C are {@link Lanes#TILE}
 * numbers apart, a constant that the compiler uses. Every entry of C is summed in the order of k, whatever the block it lies in.
 *
 * <p>Blocks call the vector module itself and no helpers: past a certain size the compiler leaves those as calls, which put
 * every vector on the heap.
 *
 * @param rows of A and C
 * @param depth columns of A, rows of B
 * @param columns of B and C, a multiple of the vector's length and at most {@link Lanes#TILE}
 */
public record Gemm(int rows, int depth, int columns) {

    /** Whether there are 32 registers: 16, which all processors have whose widest vectors are of 8 floats, hold half a block. */
    private static final boolean MANY = COUNT != 8;

    /** A matrix within an array: entry (i, j) at start + i * row + j * column. */
    public record Matrix(float[] numbers, int start, int row, int column) {}

    /**
     * Overwrites C, which has room for rows up to a multiple of 4.
     *
     * @param start holds s, a number a row, from index {@code first}
     */
    public void set(Matrix a, float[] start, int first, float[] b, int bStart, float[] c, int cStart) {
        int last = a.start + (rows - 1) * a.row;
        for (int i = 0; i < rows; i += Lanes.ROWS) {
            // rows past the last repeat it, into C's padding
            int a0 = a.start + i * a.row;
            int a1 = Math.min(a0 + a.row, last);
            int a2 = Math.min(a1 + a.row, last);
            int a3 = Math.min(a2 + a.row, last);
            int at = cStart + i * TILE;
            int j = 0;
            for (; MANY && j + 4 * COUNT <= columns; j += 4 * COUNT) {
                four(depth, a.numbers, a0, a1, a2, a3, a.column, start, first + i, b, bStart + j, c, at + j);
            }
            for (; j + 4 * COUNT <= columns; j += 4 * COUNT) {
                half(depth, a.numbers, a0, a1, a.column, start, first + i, b, bStart + j, c, at + j);
                half(depth, a.numbers, a2, a3, a.column, start, first + i + 2, b, bStart + j, c, at + 2 * TILE + j);
            }
            for (; j + 2 * COUNT <= columns; j += 2 * COUNT) {
                two(depth, a.numbers, a0, a1, a2, a3, a.column, start, first + i, b, bStart + j, c, at + j);
            }
            if (j < columns) {
                one(depth, a.numbers, a0, a1, a2, a3, a.column, start, first + i, b, bStart + j, c, at + j);
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
            float[] start,
            int s0,
            float[] b,
            int from,
            float[] c,
            int at) {
        var c00 = FloatVector.broadcast(SPECIES, start[Math.min(s0, start.length - 1)]);
        var c01 = c00;
        var c02 = c00;
        var c03 = c00;
        var c10 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 1, start.length - 1)]);
        var c11 = c10;
        var c12 = c10;
        var c13 = c10;
        var c20 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 2, start.length - 1)]);
        var c21 = c20;
        var c22 = c20;
        var c23 = c20;
        var c30 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 3, start.length - 1)]);
        var c31 = c30;
        var c32 = c30;
        var c33 = c30;
        for (int k = 0; k < depth; k++) {
            int row = from + k * TILE;
            var b0 = FloatVector.fromArray(SPECIES, b, row);
            var b1 = FloatVector.fromArray(SPECIES, b, row + COUNT);
            var b2 = FloatVector.fromArray(SPECIES, b, row + 2 * COUNT);
            var b3 = FloatVector.fromArray(SPECIES, b, row + 3 * COUNT);
            var w = FloatVector.broadcast(SPECIES, a[a0 + k * step]);
            c00 = b0.fma(w, c00);
            c01 = b1.fma(w, c01);
            c02 = b2.fma(w, c02);
            c03 = b3.fma(w, c03);
            w = FloatVector.broadcast(SPECIES, a[a1 + k * step]);
            c10 = b0.fma(w, c10);
            c11 = b1.fma(w, c11);
            c12 = b2.fma(w, c12);
            c13 = b3.fma(w, c13);
            w = FloatVector.broadcast(SPECIES, a[a2 + k * step]);
            c20 = b0.fma(w, c20);
            c21 = b1.fma(w, c21);
            c22 = b2.fma(w, c22);
            c23 = b3.fma(w, c23);
            w = FloatVector.broadcast(SPECIES, a[a3 + k * step]);
            c30 = b0.fma(w, c30);
            c31 = b1.fma(w, c31);
            c32 = b2.fma(w, c32);
            c33 = b3.fma(w, c33);
        }
        c00.intoArray(c, at);
        c01.intoArray(c, at + COUNT);
        c02.intoArray(c, at + 2 * COUNT);
        c03.intoArray(c, at + 3 * COUNT);
        c10.intoArray(c, at + TILE);
        c11.intoArray(c, at + TILE + COUNT);
        c12.intoArray(c, at + TILE + 2 * COUNT);
        c13.intoArray(c, at + TILE + 3 * COUNT);
        c20.intoArray(c, at + 2 * TILE);
        c21.intoArray(c, at + 2 * TILE + COUNT);
        c22.intoArray(c, at + 2 * TILE + 2 * COUNT);
        c23.intoArray(c, at + 2 * TILE + 3 * COUNT);
        c30.intoArray(c, at + 3 * TILE);
        c31.intoArray(c, at + 3 * TILE + COUNT);
        c32.intoArray(c, at + 3 * TILE + 2 * COUNT);
        c33.intoArray(c, at + 3 * TILE + 3 * COUNT);
    }

    /** Two rows; A's places are counted up, as fewer instructions count where each has only four multiply-adds to go with. */
    private static void half(
            int depth,
            float[] a,
            int a0,
            int a1,
            int step,
            float[] start,
            int s0,
            float[] b,
            int from,
            float[] c,
            int at) {
        var c00 = FloatVector.broadcast(SPECIES, start[Math.min(s0, start.length - 1)]);
        var c01 = c00;
        var c02 = c00;
        var c03 = c00;
        var c10 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 1, start.length - 1)]);
        var c11 = c10;
        var c12 = c10;
        var c13 = c10;
        int p0 = a0;
        int p1 = a1;
        for (int k = 0; k < depth; k++) {
            int row = from + k * TILE;
            var b0 = FloatVector.fromArray(SPECIES, b, row);
            var b1 = FloatVector.fromArray(SPECIES, b, row + COUNT);
            var b2 = FloatVector.fromArray(SPECIES, b, row + 2 * COUNT);
            var b3 = FloatVector.fromArray(SPECIES, b, row + 3 * COUNT);
            var w = FloatVector.broadcast(SPECIES, a[p0]);
            p0 += step;
            c00 = b0.fma(w, c00);
            c01 = b1.fma(w, c01);
            c02 = b2.fma(w, c02);
            c03 = b3.fma(w, c03);
            w = FloatVector.broadcast(SPECIES, a[p1]);
            p1 += step;
            c10 = b0.fma(w, c10);
            c11 = b1.fma(w, c11);
            c12 = b2.fma(w, c12);
            c13 = b3.fma(w, c13);
        }
        c00.intoArray(c, at);
        c01.intoArray(c, at + COUNT);
        c02.intoArray(c, at + 2 * COUNT);
        c03.intoArray(c, at + 3 * COUNT);
        c10.intoArray(c, at + TILE);
        c11.intoArray(c, at + TILE + COUNT);
        c12.intoArray(c, at + TILE + 2 * COUNT);
        c13.intoArray(c, at + TILE + 3 * COUNT);
    }

    private static void two(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] start,
            int s0,
            float[] b,
            int from,
            float[] c,
            int at) {
        var c00 = FloatVector.broadcast(SPECIES, start[Math.min(s0, start.length - 1)]);
        var c01 = c00;
        var c10 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 1, start.length - 1)]);
        var c11 = c10;
        var c20 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 2, start.length - 1)]);
        var c21 = c20;
        var c30 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 3, start.length - 1)]);
        var c31 = c30;
        for (int k = 0; k < depth; k++) {
            int row = from + k * TILE;
            var b0 = FloatVector.fromArray(SPECIES, b, row);
            var b1 = FloatVector.fromArray(SPECIES, b, row + COUNT);
            var w = FloatVector.broadcast(SPECIES, a[a0 + k * step]);
            c00 = b0.fma(w, c00);
            c01 = b1.fma(w, c01);
            w = FloatVector.broadcast(SPECIES, a[a1 + k * step]);
            c10 = b0.fma(w, c10);
            c11 = b1.fma(w, c11);
            w = FloatVector.broadcast(SPECIES, a[a2 + k * step]);
            c20 = b0.fma(w, c20);
            c21 = b1.fma(w, c21);
            w = FloatVector.broadcast(SPECIES, a[a3 + k * step]);
            c30 = b0.fma(w, c30);
            c31 = b1.fma(w, c31);
        }
        c00.intoArray(c, at);
        c01.intoArray(c, at + COUNT);
        c10.intoArray(c, at + TILE);
        c11.intoArray(c, at + TILE + COUNT);
        c20.intoArray(c, at + 2 * TILE);
        c21.intoArray(c, at + 2 * TILE + COUNT);
        c30.intoArray(c, at + 3 * TILE);
        c31.intoArray(c, at + 3 * TILE + COUNT);
    }

    private static void one(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] start,
            int s0,
            float[] b,
            int from,
            float[] c,
            int at) {
        var c00 = FloatVector.broadcast(SPECIES, start[Math.min(s0, start.length - 1)]);
        var c10 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 1, start.length - 1)]);
        var c20 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 2, start.length - 1)]);
        var c30 = FloatVector.broadcast(SPECIES, start[Math.min(s0 + 3, start.length - 1)]);
        for (int k = 0; k < depth; k++) {
            int row = from + k * TILE;
            var b0 = FloatVector.fromArray(SPECIES, b, row);
            var w = FloatVector.broadcast(SPECIES, a[a0 + k * step]);
            c00 = b0.fma(w, c00);
            w = FloatVector.broadcast(SPECIES, a[a1 + k * step]);
            c10 = b0.fma(w, c10);
            w = FloatVector.broadcast(SPECIES, a[a2 + k * step]);
            c20 = b0.fma(w, c20);
            w = FloatVector.broadcast(SPECIES, a[a3 + k * step]);
            c30 = b0.fma(w, c30);
        }
        c00.intoArray(c, at);
        c10.intoArray(c, at + TILE);
        c20.intoArray(c, at + 2 * TILE);
        c30.intoArray(c, at + 3 * TILE);
    }
}
