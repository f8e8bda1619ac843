package pathline.experiment;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import pathline.check.Require;
import pathline.notebook.ResultTable;
import tech.tablesaw.api.Table;

/** The tables of the study of images: the samples of each net, the nets themselves, and what to compare distances with. */
public final class PictureResults {

    private final List<PictureScore> scores;
    private final List<PictureSummary> summaries;
    private final List<PictureAnchor> marks;

    private PictureResults(List<PictureScore> scores, List<PictureSummary> summaries, List<PictureAnchor> marks) {
        this.scores = scores;
        this.summaries = summaries;
        this.marks = marks;
    }

    /** What a study has left in its folder. */
    static PictureResults read(Path folder) {
        return new PictureResults(
                Results.open(folder.resolve("images.csv"), PictureScore.NAMED, PictureScore::parse, PictureScore.HEADER)
                        .rows()
                        .stream()
                        .map(PictureScore::parse)
                        .toList(),
                Results.open(
                                folder.resolve("images-nets.csv"),
                                PictureSummary.NAMED,
                                PictureSummary::parse,
                                PictureSummary.HEADER)
                        .rows()
                        .stream()
                        .map(PictureSummary::parse)
                        .toList(),
                Results.open(
                                folder.resolve("images-anchors.csv"),
                                PictureAnchor.NAMED,
                                PictureAnchor::parse,
                                PictureAnchor.HEADER)
                        .rows()
                        .stream()
                        .map(PictureAnchor::parse)
                        .toList());
    }

    /** What the project keeps of it. */
    public static PictureResults stored() {
        return new PictureResults(
                Results.stored("images.csv", PictureScore.HEADER).stream()
                        .map(PictureScore::parse)
                        .toList(),
                Results.stored("images-nets.csv", PictureSummary.HEADER).stream()
                        .map(PictureSummary::parse)
                        .toList(),
                Results.stored("images-anchors.csv", PictureAnchor.HEADER).stream()
                        .map(PictureAnchor::parse)
                        .toList());
    }

    /**
     * A picture that the project keeps: samples by class of a net.
     *
     * @param name of the training's files, such as mnist-small-otcfm-3000-64-1
     */
    public BufferedImage picture(String name) {
        try {
            return ImageIO.read(new ByteArrayInputStream(kept(name, ".png")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the picture " + name, e);
        }
    }

    /** What a net drew while it was trained, as the bytes of an animation that the project keeps. */
    public byte[] animation(String name) {
        return kept(name, ".gif");
    }

    private byte[] kept(String name, String ending) {
        Require.nonNull(name, "name");
        try (var stream = PictureResults.class.getResourceAsStream(name + ending)) {
            if (stream == null) {
                throw new IllegalArgumentException("name is " + name + ", of which nothing is kept that ends in "
                        + ending + "; there are " + files());
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name + ending, e);
        }
    }

    /** The files of the nets, in their order. */
    List<String> files() {
        return summaries.stream().map(summary -> summary.run().file()).toList();
    }

    /** Samples by solver, evaluations and guidance: what they are measured by. */
    public Table samples() {
        var rows = new ResultTable(
                "Samples",
                "set",
                "net",
                "method",
                "solver",
                "guidance",
                "samples",
                "evaluations",
                "FID",
                "precision",
                "recall",
                "of the class asked for",
                "by more than 0.9");
        for (var score : scores) {
            var run = score.run();
            rows.add(
                    run.set(),
                    run.net().toString(),
                    run.method().toString(),
                    score.sampler(),
                    words("%.0f", score.guidance()),
                    score.samples(),
                    words("%.0f", score.evaluations()),
                    words("%.2f", score.fid()),
                    words("%.3f", score.precision()),
                    words("%.3f", score.recall()),
                    words("%.3f", score.right()),
                    words("%.3f", score.confident()));
        }
        return rows.table();
    }

    /** What each training came to. */
    public Table nets() {
        var rows = new ResultTable(
                "Nets",
                "set",
                "net",
                "method",
                "parameters",
                "steps",
                "minutes",
                "loss",
                "bits per dimension",
                "by the solver",
                "to the nearest training image",
                "from test images",
                "there and back");
        for (var summary : summaries) {
            var run = summary.run();
            rows.add(
                    run.set(),
                    run.net().toString(),
                    run.method().toString(),
                    Math.toIntExact(summary.parameters()),
                    run.steps(),
                    words("%.0f", summary.seconds() / 60),
                    words("%.4f", summary.loss()),
                    words("%.3f ± ", summary.bits()) + words("%.3f", summary.bitsError()),
                    words("%.4f", summary.solverBits()),
                    words("%.2f", summary.nearest()),
                    words("%.2f", summary.nearestTest()),
                    words("%.2g", summary.roundTrip()));
        }
        return rows.table();
    }

    /** What the distances are to be compared with. */
    public Table anchors() {
        var rows = new ResultTable("Beside the training images", "set", "images", "samples", "FID", "named rightly");
        for (var mark : marks) {
            rows.add(mark.set(), mark.name(), mark.samples(), words("%.2f", mark.fid()), words("%.3f", mark.right()));
        }
        return rows.table();
    }

    /** The distance of samples of this net and method, by this solver and guidance. */
    public double fid(String net, String method, String sampler, double guidance) {
        return score(net, method, sampler, guidance).fid();
    }

    /** The share of them that the classifier takes for the class that was asked for. */
    public double right(String net, String method, String sampler, double guidance) {
        return score(net, method, sampler, guidance).right();
    }

    private PictureScore score(String net, String method, String sampler, double guidance) {
        return scores.stream()
                .filter(score -> score.run().net().toString().equals(net)
                        && score.run().method().toString().equals(method)
                        && score.sampler().equals(sampler)
                        && score.guidance() == guidance)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no row of " + net + ", " + method + ", " + sampler + ", guidance " + guidance));
    }

    /** The distance of this set from the training images, such as "test images". */
    public double anchor(String name) {
        return marks.stream()
                .filter(mark -> mark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no row of " + name))
                .fid();
    }

    private static String words(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
