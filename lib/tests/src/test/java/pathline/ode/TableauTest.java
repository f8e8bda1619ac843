package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables against the order conditions of rooted trees. */
class TableauTest {

    /** Sums of products of up to eight doubles below 50, rounded to 16 digits: errors of some 1e-14. */
    private static final double ROUNDING = 2e-13;

    /** The weights of dense output of order 7 reach 500 and cancel. */
    private static final double DENSE_ROUNDING = 2e-12;

    /** A condition that a method is not meant to satisfy misses by far more than rounding. */
    private static final double BROKEN = 1e-6;

    private static final List<RootedTree> TREES = RootedTree.upTo(9);

    static List<ButcherTableau> methods() {
        return Tableaus.all();
    }

    static Stream<ButcherTableau> embedded() {
        return methods().stream().filter(ButcherTableau::embedded);
    }

    @Test
    void treesAreCountedAsInTheLiterature() {
        var counts = TREES.stream().collect(Collectors.groupingBy(RootedTree::vertices, Collectors.counting()));
        // Hairer, Norsett and Wanner I, table II.2.2; 200 trees up to order 8
        assertEquals(Map.of(1, 1L, 2, 1L, 3, 2L, 4, 4L, 5, 9L, 6, 20L, 7, 48L, 8, 115L, 9, 286L), counts);
        assertEquals(TREES.size(), Set.copyOf(TREES).size());
    }

    /** Order p, and not p + 1. */
    @ParameterizedTest
    @MethodSource("methods")
    void solutionHasItsOrder(ButcherTableau method) {
        assertEquals(0, worst(method.b(), method.a(), 1, 1, method.order()), ROUNDING);
        assertTrue(worst(method.b(), method.a(), 1, method.order() + 1, method.order() + 1) > BROKEN);
    }

    /** The error's weights vanish on every tree up to their order, and not beyond. */
    @ParameterizedTest
    @MethodSource("embedded")
    void errorHasItsOrder(ButcherTableau method) {
        var estimate = method.error().orElseThrow();
        boolean blended = estimate.guard().length > 0;
        int order = blended ? 5 : estimate.order();
        assertVanishesUpTo(order, estimate.weights(), method);
        if (blended) {
            assertVanishesUpTo(3, estimate.guard(), method);
            // n5^2 / n3: twice the power of the first less that of the second, (h^6)^2 / h^4 = h^8
            assertEquals(2 * (5 + 1) - (3 + 1), estimate.order() + 1);
        }
    }

    private static void assertVanishesUpTo(int order, double[] weights, ButcherTableau method) {
        for (var tree : TREES) {
            if (tree.vertices() <= order) {
                assertEquals(0, tree.weight(weights, method.a()), ROUNDING, tree::toString);
            }
        }
        assertTrue(TREES.stream()
                .filter(tree -> tree.vertices() == order + 1)
                .anyMatch(tree -> Math.abs(tree.weight(weights, method.a())) > BROKEN));
    }

    /** The orders in the names, as the authors give them. */
    @Test
    void declaredOrdersAreTheLiteratures() {
        assertEquals(
                List.of(1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 8),
                methods().stream().map(ButcherTableau::order).toList());
        assertEquals(
                List.of(1, 1, 2, 4, 4, 4, 4, 7),
                embedded().map(method -> method.error().orElseThrow().order()).toList());
        assertEquals(
                List.of(1, 2, 2, 2, 3, 4, 4, 4, 6, 6, 7, 7, 12),
                methods().stream().map(ButcherTableau::stages).toList());
    }

    /** Dense output solves the order conditions at every theta: sum_j w_j(theta) g_j = theta^vertices / density. */
    @ParameterizedTest
    @MethodSource("methods")
    void denseOutputHasItsOrder(ButcherTableau method) {
        var interpolant = method.interpolant();
        int order = Math.min(interpolant.order(), method.order());
        var a = withDenseStages(method);
        for (double theta : new double[] {0.1, 0.25, 0.5, 0.8, 1}) {
            assertEquals(0, worst(interpolant.at(theta), a, theta, 1, order), DENSE_ROUNDING);
        }
        assertTrue(worst(interpolant.at(0.4), a, 0.4, order + 1, order + 1) > BROKEN);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void denseOutputStartsAtZero(ButcherTableau method) {
        assertEquals(0, Coefficients.sum(method.interpolant().at(0)));
    }

    /** The rows of the stages, of the slope at the end (b) and of the extra stages, whose times are their sums. */
    private static double[][] withDenseStages(ButcherTableau method) {
        var interpolant = method.interpolant();
        var rows = Stream.of(method.a());
        rows = Stream.concat(rows, interpolant.endSlope() ? Stream.of(method.b()) : Stream.empty());
        for (int i = 0; i < interpolant.extraC().length; i++) {
            assertEquals(interpolant.extraC()[i], Coefficients.sum(interpolant.extra()[i]), ROUNDING);
        }
        return Stream.concat(rows, Stream.of(interpolant.extra())).toArray(double[][]::new);
    }

    private static double worst(double[] w, double[][] a, double theta, int from, int to) {
        return TREES.stream()
                .filter(tree -> from <= tree.vertices() && tree.vertices() <= to)
                .mapToDouble(tree -> tree.weight(w, a) - Math.pow(theta, tree.vertices()) / tree.density())
                .map(Math::abs)
                .max()
                .orElseThrow();
    }

    @Test
    void firstSameAsLastIsReadOffTheTable() {
        assertEquals(
                List.of(Tableaus.BOSH3, Tableaus.DOPRI5, Tableaus.TSIT5),
                methods().stream().filter(ButcherTableau::firstSameAsLast).toList());
    }

    @Test
    void tablesCheckThemselves() {
        assertRefuses("0.4", "0.5", () -> table(new double[][] {{}, {0.4}}, 0, 1));
        assertRefuses("1.1", "1.0", () -> table(new double[][] {{}, {0.5}}, 0.1, 1));
        assertRefuses("row 1", "got 2", () -> table(new double[][] {{}, {0.25, 0.25}}, 0, 1));
        assertRefuses("2, 2 and 3", "b", () -> table(new double[][] {{}, {0.5}}, 0, 1, 0));
        assertRefuses("2 stages", "got 1", () -> Tableaus.MIDPOINT.embed(1, 1));
        assertRefuses("2 stages", "got 3", () -> Tableaus.MIDPOINT.embed(1, 1, 0, 0));
        assertRefuses("sum to 0", "0.25", () -> new ErrorEstimate(1, new double[] {1, -0.75}, new double[0]));
        assertRefuses("2 stages", "got 1", () -> Tableaus.MIDPOINT.dense(Interpolant.of(1, new double[][] {{1}})));
        assertRefuses(
                "row 0", "0.0, got 0.5", () -> Tableaus.MIDPOINT.dense(Interpolant.of(1, new double[][] {{.5}, {.5}})));
    }

    /** The choice of steps takes the declared order at its word. */
    @Test
    void ordersAreCheckedAgainstTheOrderConditions() {
        var method = Tableaus.BOSH3;
        double[] second = {7. / 24, 1. / 4, 1. / 3, 1. / 8};
        assertEquals(2, method.embed(2, second).error().orElseThrow().order());
        assertRefuses("declared as 3", "it is 2", () -> method.embed(3, second));
        assertRefuses("declared as 1", "it is 2", () -> method.embed(1, second));
        assertRefuses("declared as 4", "it is 1", () -> Tableaus.RK4.embed(4, 1, 0, 0, 0));
        assertRefuses("all 0", "weights", () -> method.embed(2, method.b()));
        var strict = Tableaus.DOPRI853;
        var estimate = strict.error().orElseThrow();
        assertRefuses(
                "declared as 5",
                "it is 7",
                () -> strict.estimate(new ErrorEstimate(5, estimate.weights(), estimate.guard())));
        assertRefuses(
                "declared as 3",
                "up to 2 only",
                () -> ButcherTableau.of(
                        "mine", "none", 3, new double[] {0, 0.5}, new double[][] {{}, {0.5}}, new double[] {0, 1}));
    }

    private static ButcherTableau table(double[][] a, double... b) {
        return ButcherTableau.of("mine", "none", 2, new double[] {0, 0.5}, a, b);
    }

    private static void assertRefuses(String first, String second, org.junit.jupiter.api.function.Executable code) {
        var message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(first) && message.contains(second), message);
    }

    @Test
    void tablesAreValues() {
        Tableaus.RK4.b()[0] = 7;
        Tableaus.RK4.a()[1][0] = 7;
        Tableaus.RK4.c()[1] = 7;
        Tableaus.DOPRI5.interpolant().weights()[0][0] = 7;
        Tableaus.DOPRI853.interpolant().extra()[0][0] = 7;
        Tableaus.DOPRI5.error().orElseThrow().weights()[0] = 7;
        assertEquals(1. / 6, Tableaus.RK4.b()[0]);
        assertEquals(0.5, Tableaus.RK4.a()[1][0]);
        assertEquals(0.5, Tableaus.RK4.c()[1]);
        assertEquals(1, Tableaus.DOPRI5.interpolant().weights()[0][0]);
        assertTrue(Arrays.stream(Tableaus.DOPRI853.interpolant().extra()).allMatch(row -> row[0] < 1));
        assertTrue(Tableaus.DOPRI5.error().orElseThrow().weights()[0] < 1);
    }

    /** Adams weights integrate every polynomial through the known slopes, so every power below the order. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#adams")
    void adamsWeightsIntegratePowers(Adams method) {
        boolean corrects = method.corrector() == Adams.Corrector.MOULTON;
        for (int power = 0; power < method.order(); power++) {
            assertEquals(1. / (power + 1), moment(method.prediction(), 0, power), 1e-12);
            assertEquals(1. / (power + 1), moment(method.correction(), 1, power), 1e-12);
        }
        assertTrue(
                corrects || Math.abs(moment(method.prediction(), 0, method.order()) - 1. / (method.order() + 1)) > 0.1);
    }

    /** sum_j w_j s_j^power with slopes at s = first, first - 1, ...; the step runs from 0 to 1. */
    private static double moment(double[] w, int first, int power) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += w[j] * Math.pow(first - j, power);
        }
        return sum;
    }
}
