package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Fingerprint;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.field.Model;
import pathline.random.Rng;

/** An objective with a name; see {@link Objective#named}. */
record NamedObjective<M extends Model>(String name, Objective<M> objective) implements Objective<M>, Identified {

    NamedObjective {
        Require.nonNull(name, "name");
        Require.that(!name.isBlank(), "name is blank; expected what the objective is to be known by");
    }

    @Override
    public Batch<M> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        return objective.draw(manager, type, rng);
    }

    @Override
    public Object identity() {
        return new Fingerprint.Known(name, objective);
    }

    @Override
    public String toString() {
        return "\"" + name + "\"";
    }
}
