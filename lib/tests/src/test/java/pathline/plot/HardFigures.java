package pathline.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Figures that are hard to draw well: what the tests of layout go through. */
final class HardFigures {

    record Case(String name, int columns, List<Plot> plots) {
        static Case of(String name, Plot plot) {
            return new Case(name, 1, List.of(plot));
        }

        FigureLayout sheet() {
            int width = columns == 1 ? Figures.PANEL_WIDTH : Figures.ROW_WIDTH;
            return new FigureLayout("A title that says what varies, W_{2} = 0.31", plots, columns, width);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private HardFigures() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        cases.add(Case.of("one point", axes("one point").points("a", numbers(3), numbers(7))));
        cases.add(Case.of("constant", axes("constant").line("a", numbers(0, 1, 2), numbers(5, 5, 5))));
        cases.add(Case.of("zero", axes("zero").line("a", numbers(0, 1), numbers(0, 0))));
        cases.add(Case.of("huge", axes("huge").line("a", numbers(0, 1e9, 2e9), numbers(-3e-7, 5e-7, 2e-7))));
        cases.add(Case.of("offset", axes("offset").line("a", numbers(1e6, 1e6 + 1), numbers(1e5, 1e5 + 1e-3))));
        cases.add(Case.of("huge", axes("the largest").line("a", numbers(0, 1), numbers(-1e300, 1e300))));
        cases.add(Case.of("14 decades", decades()));
        cases.add(Case.of(
                "half a decade",
                axes("narrow")
                        .logX()
                        .logY()
                        .measured("a", numbers(100, 150, 300, 700), numbers(3e-6, 2.5e-6, 1.4e-6, 1.1e-6))));
        cases.add(Case.of("15 methods", methods()));
        cases.add(Case.of("full", full()));
        cases.add(Case.of("notes", notes()));
        cases.add(Case.of(
                "bars",
                axes("bars")
                        .bars("I-CFM", List.of("moons", "a long name"), 0.2, 2.6)
                        .bars("OT-CFM", List.of("moons", "a long name"), 0.03, 0.01)));
        cases.add(Case.of(
                "rows",
                axes("rows")
                        .logX()
                        .rowMarks("I-CFM", List.of("moons", "a long name"), numbers(0.2, 2.6), numbers(0.3, 0.1))
                        .rowMarksBelow("I-CFM", List.of("moons", "a long name"), numbers(0.1, 3), numbers(0.01, 0))
                        .rowTicks("exact", List.of("moons", "a long name"), 0.15, 2.9)));
        cases.add(Case.of("left out", leftOut("left out")));
        cases.add(new Case(
                "left out, in columns",
                5,
                IntStream.range(0, 10).mapToObj(i -> leftOut("t = " + i)).toList()));
        cases.add(Case.of("blow-up", axes("blow-up").line("a", numbers(0, 1, 2), numbers(-1.7e308, 0, 1.7e308))));
        cases.add(Case.of(
                "far out",
                axes("far out").line("a", numbers(0, 1, 2), numbers(20 * Double.MIN_VALUE, Double.MIN_VALUE, 0))));
        cases.add(Case.of(
                "all doubles",
                axes("all doubles")
                        .logX()
                        .logY()
                        .measured(
                                "a",
                                numbers(Double.MIN_VALUE, 1, Double.MAX_VALUE),
                                numbers(1.7e308, 1, Double.MIN_VALUE))
                        .slope(-1)));
        cases.add(new Case("different panels", 3, List.of(decades(), cloud("samples"), notes())));
        cases.add(new Case("many panels", 5, times()));
        cases.add(new Case("maps", 2, List.of(map("truth", 1), map("model", 0.5))));
        return cases;
    }

    /** Points, values and errors that are not finite: the note below takes two lines where panels are narrow. */
    private static Plot leftOut(String title) {
        double none = Double.NaN;
        return axes(title)
                .measured("a", numbers(0, 1, none, 3), numbers(1, none, 2, 3))
                .errors("b", numbers(0, 1, 2), numbers(1, 2, 3), numbers(0.2, none, 0.3))
                .histogram("c", numbers(none, 0.5, 1, 9), 3, 0, 3);
    }

    private static Plot axes(String title) {
        return Figures.plot(title).axes("x", "y");
    }

    static double[] numbers(double... values) {
        return values;
    }

    static double[] powers(double from, double to, int n) {
        var values = new double[n];
        Arrays.setAll(values, i -> Math.pow(10, from + (to - from) * i / (n - 1)));
        return values;
    }

    static double[] map(double[] xs, DoubleUnaryOperator f) {
        return Arrays.stream(xs).map(f).toArray();
    }

    static Plot decades() {
        var xs = powers(-14, 0, 15);
        return Figures.plot("14 decades")
                .axes("tolerance", "error")
                .logX()
                .logY()
                .measured("a", xs, map(xs, x -> 3 * x))
                .measured("b", xs, map(xs, x -> 30 * x))
                .slope(1);
    }

    static Plot methods() {
        var plot = Figures.plot("methods").axes("evaluations", "error").logX().logY();
        int i = 0;
        for (var name : List.of(
                "Euler",
                "Midpoint",
                "Heun 2",
                "Ralston",
                "Heun 3",
                "Bogacki-Shampine 3(2)",
                "RK4",
                "3/8 rule",
                "Fehlberg 4(5)",
                "Cash-Karp 5(4)",
                "Dormand-Prince 5(4)",
                "Tsitouras 5(4)",
                "Dormand-Prince 8(5,3)",
                "Adams-Bashforth 4",
                "Adams-Bashforth-Moulton 4")) {
            int order = 1 + i++ / 3;
            var xs = powers(2, 4, 8);
            plot = plot.measured(name, xs, map(xs, x -> Math.max(1e-14, Math.pow(x / 50, -order))));
        }
        return plot.slope(-1).slope(-4);
    }

    private static Plot full() {
        var plot = axes("full");
        for (int k = 1; k <= 6; k++) {
            int frequency = k;
            plot = plot.curve("frequency " + k, x -> Math.sin(frequency * x), 0, 6.3);
        }
        return plot;
    }

    private static Plot notes() {
        var plot = axes("notes")
                .curve("exact", Math::sin, 0, 6)
                .horizontal(0, "zero")
                .horizontal(0.02, "almost zero");
        for (int i = 0; i < 6; i++) {
            plot = plot.note(3 + 0.02 * i, 0.1, "event " + i).vertical(3 + 0.05 * i, "reject " + i);
        }
        return plot;
    }

    static Plot cloud(String name) {
        var random = new Random(1);
        var points = new double[1000][2];
        for (var point : points) {
            point[0] = 2 * random.nextGaussian();
            point[1] = random.nextGaussian();
        }
        return Figures.plot(name).axes("x_{1}", "x_{2}").equal().scatter(name, points);
    }

    /** A thousand crossing paths: the figure that compresses worst. */
    static Plot paths() {
        var random = new Random(2);
        var states = new double[2][1000][2];
        for (int i = 0; i < 1000; i++) {
            states[0][i] = new double[] {random.nextGaussian(), random.nextGaussian()};
            double angle = Math.PI / 4 * random.nextInt(8);
            states[1][i] = new double[] {4 * Math.cos(angle) + 0.3 * random.nextGaussian(), 4 * Math.sin(angle)};
        }
        return Figures.plot("paths")
                .axes("x_{1}", "x_{2}")
                .equal()
                .trajectories("OT-CFM", states)
                .scatter("source", states[0])
                .scatter("samples", states[1]);
    }

    static Plot map(String title, double height) {
        var grid = Grid.square(4, 120);
        return Figures.plot(title)
                .axes("x_{1}", "x_{2}")
                .equal()
                .heat(grid, grid.values((x, y) -> height * Math.exp(-x * x - y * y) / Math.PI), "density");
    }

    private static List<Plot> times() {
        var plots = new ArrayList<Plot>();
        for (int i = 0; i < 10; i++) {
            double shift = i * 0.5;
            plots.add(Figures.plot("t = 0." + i)
                    .axes("x", "p_{t}(x)")
                    .curve("model", x -> Math.exp(-(x - shift) * (x - shift)), -3, 8));
        }
        return plots;
    }
}
