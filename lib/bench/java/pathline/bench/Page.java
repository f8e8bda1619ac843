package pathline.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pathline.plot.Png;

/** RESULTS.md with its figures, from whatever sections there are. */
final class Page {

    static final String WORKLOADS = "workloads";
    static final String SCALING = "scaling";
    static final String MEMORY = "memory";
    static final String PROFILES = "profiles";

    private static final String HEAD = """
            # What the library costs

            Written by `./pathline bench`, as the figures and results.json are; each section states its command. Times are
            milliseconds. "Arrays" computes the net in array operations of the engine on one thread, "compiled" in the
            library's own kernels on all cores; the PyTorch stack (torchdiffeq, torchcfm) has one thread, the JAX stack
            (diffrax, optax) what XLA takes.
            """;

    private final Results results;
    private final List<String> parts = new ArrayList<>(List.of(HEAD));

    private Page(Results results) {
        this.results = results;
    }

    /** Writes the page and its figures beside the results. */
    static void write(Results results) {
        var page = new Page(results);
        results.section(WORKLOADS).ifPresent(page::workloads);
        results.section(SCALING).ifPresent(section -> page.scaling(section, results.section(WORKLOADS)));
        results.section(MEMORY).ifPresent(page::memory);
        results.section(PROFILES).ifPresent(page::profiles);
        results.write("RESULTS.md", String.join("\n", page.parts).getBytes(StandardCharsets.UTF_8));
    }

    private void workloads(Section section) {
        parts.add("## W1 to W10\n");
        parts.add(Report.setup(section));
        parts.add(Report.workloads(section));
        parts.add(Report.verdict(section));
        if (section.entries().stream().anyMatch(entry -> entry.who().equals("arrays") && ofANet(entry))) {
            results.write("times.png", Png.bytes(Pictures.times(section)));
            parts.add("![Bars of W1 to W9](times.png)\n");
        }
    }

    private static boolean ofANet(Entry entry) {
        return Workloads.ALL.stream().anyMatch(work -> work.name().equals(entry.work()));
    }

    private void scaling(Section section, Optional<Section> workloads) {
        results.write("growth.png", Png.bytes(Pictures.growth(section, workloads)));
        parts.add("## How times grow\n");
        parts.add(Report.setup(section));
        parts.add("Times ~ size^p: the exponent p by least squares of the logarithms, over all sizes and over the three"
                + " largest; small sizes cost mostly overhead. What does not grow stays at 256 points of the plane and"
                + " hidden width 64.\n");
        parts.add(Report.scaling(section));
        parts.add("![Growth of times](growth.png)\n");
    }

    private void memory(Section section) {
        results.write("memory.png", Png.bytes(SeriesPictures.memory(section)));
        parts.add("## Memory\n");
        parts.add(Report.setup(section));
        parts.add(SeriesReport.memory(section));
        parts.add("![Memory over time and against steps](memory.png)\n");
    }

    private void profiles(Section section) {
        parts.add("## Where the time goes\n");
        parts.add(Report.setup(section));
        parts.add("Percent of the stacks sampled every 10 ms in the working threads, by the method at the top; an"
                + " operation of the engine is the native method that it is called through.\n");
        for (var work : Catalogue.all()) {
            boolean sampled =
                    section.series().stream().anyMatch(series -> series.panel().startsWith(work.name() + ", "));
            if (sampled) {
                var file = "profile-" + work.name().replaceAll("[^A-Za-z0-9]+", "-") + ".png";
                results.write(file, Png.bytes(SeriesPictures.profile(work.name(), section)));
                parts.add("![" + work.name() + "](" + file + ")\n");
            }
        }
    }
}
