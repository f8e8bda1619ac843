package pathline.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pathline.coupling.Assignment;
import pathline.coupling.Costs;
import pathline.coupling.Coupling;
import pathline.coupling.LabelledCoupling;
import pathline.coupling.Pairs;
import pathline.coupling.Sinkhorn;
import pathline.coupling.TransportPlan;
import pathline.experiment.DataReport;
import pathline.experiment.Experiments;
import pathline.experiment.Spread;
import pathline.experiment.TransportResults;

/** Every public method of data, coupling and experiment refuses null by the argument's name. */
class NullArgumentsTest {

    private static final List<Class<?>> TYPES = List.of(
            Catalogue.class,
            Catalogue.Entry.class,
            Check.class,
            DataException.class,
            DataFolder.class,
            Datasets.class,
            Images.class,
            Matrix.class,
            Npy.class,
            NumberTable.class,
            Sha256.class,
            Splits.class,
            Tabular.class,
            Assignment.class,
            Costs.class,
            Coupling.class,
            LabelledCoupling.class,
            Pairs.class,
            Sinkhorn.class,
            TransportPlan.class,
            DataReport.class,
            Experiments.class,
            Spread.class,
            TransportResults.class);

    private static final Matrix MATRIX = Matrix.of(new double[][] {{1, 2}});
    private static final Costs COSTS = Costs.matrix(new double[][] {{1}});

    private static final List<Object> THERE = List.of(
            Catalogue.all().get(0),
            new Check("rows", 1, 1),
            MATRIX,
            new NumberTable("x", List.of("a", "b"), 0, NumberTable.Separator.COMMA, MATRIX),
            Tabular.POWER,
            Assignment.solve(COSTS),
            COSTS,
            Coupling.minibatchOt(),
            LabelledCoupling.penalised(1),
            Sinkhorn.of(1),
            Sinkhorn.of(1).solve(COSTS),
            TransportResults.stored());

    @Test
    void nullIsRefusedByName() throws ReflectiveOperationException {
        var faults = new ArrayList<String>();
        int calls = 0;
        for (Class<?> type : TYPES) {
            var all = new ArrayList<Executable>(List.of(type.getDeclaredConstructors()));
            all.addAll(List.of(type.getDeclaredMethods()));
            for (var one : all) {
                boolean references = Arrays.stream(one.getParameterTypes()).anyMatch(p -> !p.isPrimitive());
                if (Modifier.isPublic(one.getModifiers())
                        && references
                        && !one.isSynthetic()
                        && !one.getName().equals("equals")
                        && !one.getName().equals("valueOf")) {
                    calls += call(type, one, faults);
                }
            }
        }
        assertTrue(faults.isEmpty(), String.join("\n", faults));
        assertTrue(calls > 50, "only " + calls + " calls");
    }

    private static int call(Class<?> type, Executable one, List<String> faults) throws ReflectiveOperationException {
        boolean free = !(one instanceof Method) || Modifier.isStatic(one.getModifiers());
        var receivers = free
                ? Arrays.asList(new Object[] {null})
                : THERE.stream().filter(type::isInstance).toList();
        Object[] arguments = Arrays.stream(one.getParameterTypes())
                .map(p -> p == int.class
                        ? 1
                        : p == long.class
                                ? (Object) 1L
                                : p == double.class ? (Object) 1.0 : p == char.class ? (Object) ',' : null)
                .toArray();
        for (Object receiver : receivers) {
            try {
                one.setAccessible(true); // of a public method of a class that is not
                if (one instanceof Method method) {
                    method.invoke(receiver, arguments);
                } else {
                    ((java.lang.reflect.Constructor<?>) one).newInstance(arguments);
                }
                faults.add(one + " took null");
            } catch (InvocationTargetException e) {
                String said = e.getCause() + "";
                boolean named = Arrays.stream(one.getParameters()).anyMatch(p -> said.contains(p.getName()));
                if (!(e.getCause() instanceof IllegalArgumentException) || !said.contains("is null") || !named) {
                    faults.add(one + ": " + said);
                }
            }
        }
        return receivers.size();
    }
}
