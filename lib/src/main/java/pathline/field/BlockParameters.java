package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import pathline.check.Require;
import pathline.check.RequireArray;

/** The parameters of a DJL block as windows into one vector. */
final class BlockParameters {

    /** Whose vector a parameter of a block was moved into. */
    private static final Map<Parameter, Parameters> ADOPTED = Collections.synchronizedMap(new WeakHashMap<>());

    private BlockParameters() {}

    /** Moves the block's trainable arrays into one vector, and lets the block read its windows. */
    static Parameters adopt(Block block) {
        var trainable = block.getParameters().stream()
                .filter(pair -> pair.getValue().requiresGradient())
                .toList();
        if (trainable.isEmpty()) {
            return Parameters.none();
        }
        var before = adopted(trainable.stream().map(Pair::getValue).toList());
        if (before.isPresent()) {
            return before.get();
        }
        var arrays = trainable.stream().map(pair -> pair.getValue().getArray()).toList();
        var layout = Layout.of(
                trainable.stream().map(Pair::getKey).toList(),
                arrays.stream().map(NDArray::getShape).toList());
        var type = RequireArray.floating(
                arrays.get(0).getDataType(),
                "the type of the block's " + trainable.get(0).getKey());
        for (int i = 1; i < arrays.size(); i++) {
            Require.that(
                    arrays.get(i).getDataType() == type,
                    "block has parameters of two types, " + type + " and "
                            + arrays.get(i).getDataType() + " ("
                            + trainable.get(i).getKey() + "); expected one");
        }
        var parameters = new Parameters(layout, type, arrays.get(0).getManager());
        for (int i = 0; i < arrays.size(); i++) {
            var window = parameters.arrays().window(i);
            ParameterVector.overwrite(window, arrays.get(i));
            seat(trainable.get(i).getValue(), window);
            ADOPTED.put(trainable.get(i).getValue(), parameters);
        }
        return parameters;
    }

    /** The vector that these parameters, and no others, were moved into before and still are. */
    private static Optional<Parameters> adopted(List<Parameter> trainable) {
        var owners = new ArrayList<Parameters>();
        for (var parameter : trainable) {
            var owner = ADOPTED.get(parameter);
            var uid = parameter.getArray().getUid();
            if (owner != null
                    && owner.arrays().windows().stream()
                            .anyMatch(window -> window.getUid().equals(uid))) {
                owners.add(owner);
            }
        }
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        var first = owners.get(0);
        boolean all = owners.size() == trainable.size() && first.names().size() == trainable.size();
        if (!all || owners.stream().anyMatch(owner -> owner != first)) {
            throw new IllegalArgumentException("block shares parameters with another block that is a velocity already;"
                    + " expected a block with parameters of its own, or the whole block as one velocity");
        }
        return Optional.of(first);
    }

    /** DJL sets an array only where neither array nor shape is known. */
    @SuppressWarnings("NullAway") // that is how a shape is forgotten
    private static void seat(Parameter parameter, NDArray window) {
        parameter.close();
        parameter.setShape(null);
        parameter.setArray(window);
    }
}
