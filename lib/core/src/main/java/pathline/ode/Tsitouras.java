package pathline.ode;

/**
 * Tsitouras's pair 5(4): Dormand and Prince's cost with a smaller error on many problems.
 *
 * <p>Seven stages, first same as last. The coefficients solve the order conditions under fewer simplifying assumptions
 * and are known as decimals only, to 16 digits here. Dense output of order 4, without further evaluations.
 */
final class Tsitouras {

    private Tsitouras() {}

    private static final double[] C = {0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1};

    private static final double[][] A = {
        {},
        {0.161},
        {-0.008480655492356989, 0.335480655492357},
        {2.8971530571054935, -6.359448489975075, 4.3622954328695815},
        {5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525},
        {5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383},
        {0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774},
    };

    private static final double[] B = {
        0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774, 0
    };

    private static final double[] B_HAT = {
        0.09468075576583945,
        0.009183565540343254,
        0.4877705284247616,
        1.234297566930479,
        -2.7077123499835256,
        1.866628418170587,
        1. / 66
    };

    /** Columns: theta to theta^4. */
    private static final double[][] DENSE = {
        {1.0, -2.763706197274826, 2.9132554618219126, -1.0530884977290216},
        {0, 0.13169999999999998, -0.2234, 0.1017},
        {0, 3.9302962368947516, -5.941033872131505, 2.490627285651253},
        {0, -12.411077166933676, 30.33818863028232, -16.548102889244902},
        {0, 37.50931341651104, -88.1789048947664, 47.37952196281928},
        {0, -27.896526289197286, 65.09189467479366, -34.87065786149661},
        {0, 1.5, -4.0, 2.5},
    };

    static final ButcherTableau PAIR_54 = ButcherTableau.of(
                    "Tsitouras 5(4)", "Ch. Tsitouras, Comput. Math. Appl. 62 (2011)", 5, C, A, B)
            .embed(4, B_HAT)
            .dense(Interpolant.of(4, DENSE));
}
