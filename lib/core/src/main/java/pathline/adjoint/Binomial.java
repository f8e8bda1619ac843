package pathline.adjoint;

/**
 * Where to put the next checkpoint: the binomial schedule.
 *
 * <p>With s stored states (the start included) and no step made more than r times, β(s, r) = (s + r)! / (s! r!) steps can be
 * reversed, and no schedule reverses more (Griewank and Walther, <i>ACM Trans. Math. Software</i> 26, 2000, "revolve").
 */
final class Binomial {

    private Binomial() {}

    /**
     * How many steps to go ahead before storing a state, to reverse {@code steps} of them with the least work.
     *
     * @param steps at least 2
     * @param free states that can be stored beside the one at the start
     */
    static int split(int steps, int free) {
        int stored = free + 1;
        int rounds = 1;
        while (reversible(stored, rounds) < steps) {
            rounds++;
        }
        long least = Math.max(reversible(stored, rounds - 2), steps - reversible(stored - 1, rounds));
        return (int) Math.max(1, least);
    }

    /** β(s, r), or more than any number of steps once it is that large. */
    private static long reversible(int stored, int rounds) {
        if (rounds < 0) {
            return 0;
        }
        long result = 1;
        for (int k = 1; k <= rounds && result < Integer.MAX_VALUE; k++) {
            result = result * (stored + k) / k;
        }
        return result;
    }
}
