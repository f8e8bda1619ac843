package pathline.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import pathline.array.WholeFile;

/**
 * Images: {@code ./pathline experiment images --data DIR [--set mnist] [--net small] [--method icfm,otcfm] [--steps 3000]
 * [--batch 64] [--seed 1] [--samples 1000] [--every 250] [--out DIR]}.
 *
 * <p>Trains a net for each method, and measures it. An interrupted training goes on, a row that is in the table is not made
 * again, and a page shows what there is.
 */
final class ImagesExperiment {

    private static final Set<String> OPTIONS =
            Set.of("data", "set", "net", "method", "steps", "batch", "seed", "samples", "every", "out");

    private ImagesExperiment() {}

    static void run(List<String> arguments) {
        var options = Options.parse(arguments, OPTIONS);
        var nets = options.names("net", List.of("small")).stream()
                .map(PictureNet::named)
                .toList();
        var methods = options.names("method", List.of("icfm", "otcfm")).stream()
                .map(PictureMethod::named)
                .toList();
        int samples = options.count("samples", 1_000);
        var set = PictureSet.read(options.names("set", List.of("mnist")).get(0), options.folder("data"));
        var folder = options.output("build/experiments/images");
        System.out.println(set);
        var out = System.out;
        try (var judge = PictureJudge.of(set, Results.folder(folder.resolve("nets")), out)) {
            out.println(judge.reader());
            anchors(set, judge, folder, samples);
            var study = new PictureStudy(set, judge, folder, samples, out);
            for (var net : nets) {
                for (var method : methods) {
                    var run = new PictureRun(
                            set.name(),
                            net,
                            method,
                            options.count("steps", 3_000),
                            options.count("batch", 64),
                            options.count("seed", 1));
                    var training = new PictureTraining(run, set, folder, options.count("every", 250), System.out);
                    study.measure(run, training.fitted());
                    training.animation();
                }
            }
        }
        report(folder);
    }

    private static void anchors(PictureSet set, PictureJudge judge, Path folder, int samples) {
        var anchors = Results.open(
                folder.resolve("images-anchors.csv"), PictureAnchor.NAMED, PictureAnchor::parse, PictureAnchor.HEADER);
        if (!anchors.has(set.name(), "test images", samples)) {
            judge.anchors(samples).forEach(anchor -> anchors.add(anchor.values()));
        }
    }

    private static void report(Path folder) {
        var results = PictureResults.read(folder);
        System.out.println(results.samples().print(Integer.MAX_VALUE));
        System.out.println(results.nets().print(Integer.MAX_VALUE));
        System.out.println(results.anchors().print(Integer.MAX_VALUE));
        var page = folder.resolve("index.html");
        WholeFile.write(page, to -> to.write(new PicturePage(folder, results).bytes()));
        System.out.println("results: " + page + " and the tables and pictures beside it");
    }
}
