package pathline.ode;

import java.util.List;

/** The explicit Runge-Kutta methods, each a table and a citation. */
public final class Tableaus {

    private Tableaus() {}

    /**
     * Follow the tangent for one step. Order 1, one stage.
     *
     * <pre>
     * 0 |
     * --+--
     *   | 1
     * </pre>
     */
    public static final ButcherTableau EULER = ButcherTableau.of(
            "Euler", "L. Euler, Institutionum calculi integralis, 1768", 1, row(0), rows(row()), row(1));

    /**
     * Follow the slope found half-way. Order 2, two stages.
     *
     * <pre>
     * 0   |
     * 1/2 | 1/2
     * ----+--------
     *     | 0    1
     * </pre>
     */
    public static final ButcherTableau MIDPOINT = ButcherTableau.of(
            "Midpoint", "C. Runge, Math. Ann. 46 (1895)", 2, row(0, 0.5), rows(row(), row(0.5)), row(0, 1));

    /**
     * Follow the mean of the slopes at both ends (the explicit trapezoid rule). Order 2 with embedded order 1.
     *
     * <pre>
     * 0 |
     * 1 | 1
     * --+---------
     *   | 1/2 1/2
     * </pre>
     */
    public static final ButcherTableau HEUN2 = ButcherTableau.of(
                    "Heun 2", "K. Heun, Z. Math. Phys. 45 (1900)", 2, row(0, 1), rows(row(), row(1)), row(0.5, 0.5))
            .embed(1, 1, 0);

    /**
     * The method of order 2 with two stages whose error bound is least. Embedded order 1.
     *
     * <pre>
     * 0   |
     * 2/3 | 2/3
     * ----+---------
     *     | 1/4 3/4
     * </pre>
     */
    public static final ButcherTableau RALSTON = ButcherTableau.of(
                    "Ralston",
                    "A. Ralston, Math. Comp. 16 (1962)",
                    2,
                    row(0, 2. / 3),
                    rows(row(), row(2. / 3)),
                    row(1. / 4, 3. / 4))
            .embed(1, 1, 0);

    /**
     * Heun's method of order 3, three stages.
     *
     * <pre>
     * 0   |
     * 1/3 | 1/3
     * 2/3 | 0    2/3
     * ----+-------------
     *     | 1/4  0   3/4
     * </pre>
     */
    public static final ButcherTableau HEUN3 = ButcherTableau.of(
            "Heun 3",
            "K. Heun, Z. Math. Phys. 45 (1900)",
            3,
            row(0, 1. / 3, 2. / 3),
            rows(row(), row(1. / 3), row(0, 2. / 3)),
            row(1. / 4, 0, 3. / 4));

    /**
     * Bogacki and Shampine's pair 3(2): four stages, first same as last, so three evaluations a step.
     *
     * <pre>
     * 0   |
     * 1/2 | 1/2
     * 3/4 | 0    3/4
     * 1   | 2/9  1/3  4/9
     * ----+-------------------
     *     | 2/9  1/3  4/9  0
     * b^  | 7/24 1/4  1/3  1/8
     * </pre>
     */
    public static final ButcherTableau BOSH3 = ButcherTableau.of(
                    "Bogacki-Shampine 3(2)",
                    "P. Bogacki and L. F. Shampine, Appl. Math. Lett. 2 (1989)",
                    3,
                    row(0, 1. / 2, 3. / 4, 1),
                    rows(row(), row(1. / 2), row(0, 3. / 4), row(2. / 9, 1. / 3, 4. / 9)),
                    row(2. / 9, 1. / 3, 4. / 9, 0))
            .embed(2, 7. / 24, 1. / 4, 1. / 3, 1. / 8);

    /**
     * The classical Runge-Kutta method. Order 4, four stages.
     *
     * <pre>
     * 0   |
     * 1/2 | 1/2
     * 1/2 | 0    1/2
     * 1   | 0    0    1
     * ----+-------------------
     *     | 1/6  1/3  1/3  1/6
     * </pre>
     */
    public static final ButcherTableau RK4 = ButcherTableau.of(
            "RK4",
            "W. Kutta, Z. Math. Phys. 46 (1901)",
            4,
            row(0, 0.5, 0.5, 1),
            rows(row(), row(0.5), row(0, 0.5), row(0, 0, 1)),
            row(1. / 6, 1. / 3, 1. / 3, 1. / 6));

    /**
     * Kutta's 3/8 rule. Order 4, four stages, a smaller error than the classical method's.
     *
     * <pre>
     * 0   |
     * 1/3 | 1/3
     * 2/3 | -1/3  1
     * 1   | 1    -1    1
     * ----+-------------------
     *     | 1/8  3/8  3/8  1/8
     * </pre>
     */
    public static final ButcherTableau THREE_EIGHTHS = ButcherTableau.of(
            "3/8 rule",
            "W. Kutta, Z. Math. Phys. 46 (1901)",
            4,
            row(0, 1. / 3, 2. / 3, 1),
            rows(row(), row(1. / 3), row(-1. / 3, 1), row(1, -1, 1)),
            row(1. / 8, 3. / 8, 3. / 8, 1. / 8));

    /**
     * Fehlberg's pair 4(5): carries the solution of order 4 and estimates its error by one of order 5.
     *
     * <pre>
     * 0     |
     * 1/4   | 1/4
     * 3/8   | 3/32       9/32
     * 12/13 | 1932/2197  -7200/2197  7296/2197
     * 1     | 439/216    -8          3680/513    -845/4104
     * 1/2   | -8/27      2           -3544/2565  1859/4104    -11/40
     * ------+-----------------------------------------------------------
     *       | 25/216     0           1408/2565   2197/4104    -1/5   0
     * b^    | 16/135     0           6656/12825  28561/56430  -9/50  2/55
     * </pre>
     */
    public static final ButcherTableau FEHLBERG45 = ButcherTableau.of(
                    "Fehlberg 4(5)",
                    "E. Fehlberg, NASA TR R-315 (1969)",
                    4,
                    row(0, 1. / 4, 3. / 8, 12. / 13, 1, 1. / 2),
                    rows(
                            row(),
                            row(1. / 4),
                            row(3. / 32, 9. / 32),
                            row(1932. / 2197, -7200. / 2197, 7296. / 2197),
                            row(439. / 216, -8, 3680. / 513, -845. / 4104),
                            row(-8. / 27, 2, -3544. / 2565, 1859. / 4104, -11. / 40)),
                    row(25. / 216, 0, 1408. / 2565, 2197. / 4104, -1. / 5, 0))
            .embed(4, 16. / 135, 0, 6656. / 12825, 28561. / 56430, -9. / 50, 2. / 55);

    /**
     * Cash and Karp's pair 5(4), six stages.
     *
     * <pre>
     * 0    |
     * 1/5  | 1/5
     * 3/10 | 3/40        9/40
     * 3/5  | 3/10        -9/10    6/5
     * 1    | -11/54      5/2      -70/27       35/27
     * 7/8  | 1631/55296  175/512  575/13824    44275/110592  253/4096
     * -----+--------------------------------------------------------------------
     *      | 37/378      0        250/621      125/594       0          512/1771
     * b^   | 2825/27648  0        18575/48384  13525/55296   277/14336  1/4
     * </pre>
     */
    public static final ButcherTableau CASH_KARP = ButcherTableau.of(
                    "Cash-Karp 5(4)",
                    "J. R. Cash and A. H. Karp, ACM Trans. Math. Softw. 16 (1990)",
                    5,
                    row(0, 1. / 5, 3. / 10, 3. / 5, 1, 7. / 8),
                    rows(
                            row(),
                            row(1. / 5),
                            row(3. / 40, 9. / 40),
                            row(3. / 10, -9. / 10, 6. / 5),
                            row(-11. / 54, 5. / 2, -70. / 27, 35. / 27),
                            row(1631. / 55296, 175. / 512, 575. / 13824, 44275. / 110592, 253. / 4096)),
                    row(37. / 378, 0, 250. / 621, 125. / 594, 0, 512. / 1771))
            .embed(4, 2825. / 27648, 0, 18575. / 48384, 13525. / 55296, 277. / 14336, 1. / 4);

    /** Dormand and Prince's pair 5(4), seven stages, first same as last; see {@link DormandPrince}. */
    public static final ButcherTableau DOPRI5 = DormandPrince.PAIR_54;

    /** Tsitouras's pair 5(4), seven stages, first same as last; see {@link Tsitouras}. */
    public static final ButcherTableau TSIT5 = Tsitouras.PAIR_54;

    /** Dormand and Prince's method of order 8 with error estimates of orders 5 and 3; see {@link DormandPrince853}. */
    public static final ButcherTableau DOPRI853 = DormandPrince853.METHOD;

    /** Every method of this page, in order of accuracy. */
    public static List<ButcherTableau> all() {
        return List.of(
                EULER,
                MIDPOINT,
                HEUN2,
                RALSTON,
                HEUN3,
                BOSH3,
                RK4,
                THREE_EIGHTHS,
                FEHLBERG45,
                CASH_KARP,
                DOPRI5,
                TSIT5,
                DOPRI853);
    }

    static double[] row(double... values) {
        return values;
    }

    static double[][] rows(double[]... values) {
        return values;
    }
}
