package pathline.ode;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The methods that tests run through. */
final class Methods {

    private Methods() {}

    static List<ButcherTableau> rungeKutta() {
        return Tableaus.all();
    }

    static Stream<ButcherTableau> embedded() {
        return Tableaus.all().stream().filter(ButcherTableau::embedded);
    }

    static Stream<Adams> adams() {
        return IntStream.rangeClosed(2, 5)
                .boxed()
                .flatMap(order -> Stream.of(Adams.bashforth(order), Adams.bashforthMoulton(order)));
    }

    static Stream<Method> all() {
        return Stream.concat(rungeKutta().stream(), adams());
    }
}
