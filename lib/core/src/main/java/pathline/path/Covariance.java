package pathline.path;

/** The covariance of a part of an end: its variances, or all of it. */
sealed interface Covariance {

    double[][] matrix();

    /** Of a matrix; as variances only if nothing else is in it. */
    static Covariance of(double[][] matrix) {
        var variances = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                if (i != j && matrix[i][j] != 0) {
                    return new Full(matrix);
                }
            }
            variances[i] = matrix[i][i];
        }
        return new Diagonal(variances);
    }

    record Diagonal(double[] variances) implements Covariance {
        @Override
        public double[][] matrix() {
            var matrix = new double[variances.length][variances.length];
            for (int i = 0; i < variances.length; i++) {
                matrix[i][i] = variances[i];
            }
            return matrix;
        }
    }

    record Full(double[][] matrix) implements Covariance {}
}
