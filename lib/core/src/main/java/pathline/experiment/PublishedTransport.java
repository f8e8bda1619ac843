package pathline.experiment;

import java.util.List;
import java.util.Optional;

/**
 * The numbers that the transport table is compared with, in {@code transport-published.csv} and {@code transport-exact.csv}.
 *
 * <p>Published: Tong et al., <i>Simulation-free Schrödinger bridges via score and flow matching</i>, AISTATS 2024, table 2:
 * means and deviations of five seeds. Exact: NPE of the marginal velocity of independent pairs itself, from the closed-form
 * posterior with both laws written as mixtures of Gaussians, W2² taken between 10 000 points; good to about 1 %.
 */
record PublishedTransport(List<List<String>> published, List<List<String>> exact) {

    /** What is stored. */
    static PublishedTransport stored() {
        return new PublishedTransport(
                Results.stored(
                        "transport-published.csv", "task", "method", "w2", "w2_deviation", "npe", "npe_deviation"),
                Results.stored("transport-exact.csv", "task", "method", "npe"));
    }

    /** W2, if it was published. */
    Optional<Spread> w2(String task, String method) {
        return find(published, task, method).map(row -> spread(row, 2));
    }

    /** NPE, if it was published. */
    Optional<Spread> npe(String task, String method) {
        return find(published, task, method).map(row -> spread(row, 4));
    }

    /** NPE of perfect training, where it is known. */
    Optional<Double> exactNpe(String task, String method) {
        return find(exact, task, method).map(row -> Double.parseDouble(row.get(2)));
    }

    private static Optional<List<String>> find(List<List<String>> rows, String task, String method) {
        return rows.stream()
                .filter(row -> row.get(0).equals(task) && row.get(1).equals(method))
                .findFirst();
    }

    private static Spread spread(List<String> row, int at) {
        return new Spread(Double.parseDouble(row.get(at)), Double.parseDouble(row.get(at + 1)), 5);
    }
}
