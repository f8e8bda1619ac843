package pathline.experiment;

import java.util.List;
import java.util.Set;

/**
 * Images: {@code ./pathline experiment images --data DIR [--set mnist] [--net small] [--method icfm,otcfm] [--steps 3000]
 * [--batch 64] [--seed 1] [--every 250] [--out DIR]}.
 */
final class ImagesExperiment {

    private static final Set<String> OPTIONS =
            Set.of("data", "set", "net", "method", "steps", "batch", "seed", "every", "out");

    private ImagesExperiment() {}

    static void run(List<String> arguments) {
        var options = Options.parse(arguments, OPTIONS);
        var name = options.names("set", List.of("mnist")).get(0);
        var set = PictureSet.read(name, options.folder("data"));
        var folder = options.output("build/experiments/images");
        System.out.println(set);
        for (var net : options.names("net", List.of("small"))) {
            for (var method : options.names("method", List.of("icfm", "otcfm"))) {
                var run = new PictureRun(
                        set.name(),
                        PictureNet.named(net),
                        PictureMethod.named(method),
                        options.count("steps", 3_000),
                        options.count("batch", 64),
                        options.count("seed", 1));
                var result = new PictureTraining(run, set, folder, options.count("every", 250), System.out).fitted();
                System.out.println(run + ": " + result);
            }
        }
    }
}
