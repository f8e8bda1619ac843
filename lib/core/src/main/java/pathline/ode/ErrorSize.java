package pathline.ode;

/**
 * How large an error is, 1 at the tolerance: over all entries of a state, and row by row.
 *
 * @param all the root mean square over all entries
 * @param rowSquares the mean square over the entries of each row
 */
record ErrorSize(double all, double[] rowSquares) {

    /** How much of a guard's square is blended in. */
    private static final double GUARD_SHARE = 0.01;

    /** Where no error is estimated. */
    static final ErrorSize NONE = new ErrorSize(Double.NaN, new double[] {Double.NaN});

    /** The largest root mean square over the entries of a row. */
    double largestRow() {
        double most = 0;
        for (double square : rowSquares) {
            most = Math.max(most, square); // NaN stays
        }
        return Math.sqrt(most);
    }

    /** The one number that steps are chosen by. */
    double by(StepControl.Norm norm) {
        return norm == StepControl.Norm.MAX_OF_ROWS ? largestRow() : all;
    }

    /** This estimate checked by another one, see {@link ErrorEstimate}: of all, and of each row. */
    ErrorSize checkedBy(ErrorSize guard) {
        var rows = new double[rowSquares.length];
        for (int i = 0; i < rows.length; i++) {
            double blended = blend(Math.sqrt(rowSquares[i]), Math.sqrt(guard.rowSquares[i]));
            rows[i] = blended * blended;
        }
        return new ErrorSize(blend(all, guard.all), rows);
    }

    private static double blend(double error, double guard) {
        return error == 0 ? 0 : error * error / Math.sqrt(error * error + GUARD_SHARE * guard * guard);
    }
}
