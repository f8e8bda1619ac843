package pathline.field.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How numbers lie in the kernels' arrays.
 *
 * <p>Points are taken {@link #TILE} at a time, feature by feature: number j of point i is at {@code j * TILE + i}. So
 * neighbouring lanes of a vector hold neighbouring points, and what differs between them is never mixed.
 */
public final class Lanes {

    /** The widest vectors of this machine. */
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    public static final int COUNT = SPECIES.length();

    /**
     * Points in a tile: four of the widest vectors in use, the width of a {@link Gemm}'s block. Tiles of 64 points in vectors
     * of 8 took a net of width 512 half as long again, one of width 128 a tenth more, one of width 64 the same within a
     * twentieth.
     */
    public static final int TILE = COUNT == 8 ? 32 : 64;

    /** Rows that a product computes at once, to which every array's rows are padded. */
    public static final int ROWS = 4;

    /** What a sum without a constant starts from. */
    public static final float[] ZERO = {0};

    private Lanes() {}

    /** The next multiple of a vector's length. */
    public static int padded(int count) {
        return (count + COUNT - 1) / COUNT * COUNT;
    }

    /** An array for {@code rows} features of a tile. */
    public static float[] tile(int rows) {
        return new float[size(rows)];
    }

    /** Its length. */
    static int size(int rows) {
        return (rows + ROWS - 1) / ROWS * ROWS * TILE;
    }
}
