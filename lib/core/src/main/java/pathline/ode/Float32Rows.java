package pathline.ode;

/** A field on Java arrays of floats, which is handed the solver's own arrays. */
record Float32Rows(Float32Field field, int size) implements StateField<float[]> {

    @Override
    public float[] at(double t, float[] x) {
        var v = new float[size];
        field.at(t, x, v);
        return v;
    }

    @Override
    public float[] watched(double t, float[] x) {
        var v = new float[size];
        Untouched.during(t, field, x, v);
        return v;
    }

    @Override
    public void close() {
        field.close();
    }
}
