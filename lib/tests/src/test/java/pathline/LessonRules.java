package pathline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pathline.NotebookFile.Cell;

/** What a lesson keeps to besides the {@link NotebookRules}: it can be walked through, printed and read aloud. */
final class LessonRules {

    static final int LONGEST_LINE = 110;

    private static final Pattern NEIGHBOUR = Pattern.compile("]\\(\\d\\d\\w?-[\\w-]+\\.ipynb(#[^)]*)?\\)");
    private static final Pattern ANCHOR = Pattern.compile("]\\(#([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");
    private static final Pattern LINK = Pattern.compile("\\bhttps://[^\\s)]+");
    private static final Pattern LITERATURE = Pattern.compile("(?m)^#{1,6} .*(Bibliography|Reading|References)");
    private static final Pattern CONTENTS = Pattern.compile("\\*\\*Contents|(?m)^#{1,6} Contents");

    private static final List<Function<NotebookFile, List<String>>> RULES =
            List.of(LessonRules::width, LessonRules::figures, LessonRules::walk, LessonRules::anchors);

    private LessonRules() {}

    /** Every broken rule, with the notebook's name and the cell's number. */
    static List<String> faults(NotebookFile lesson) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(lesson).stream())
                .map(fault -> lesson.name() + ": " + fault)
                .toList();
    }

    private static List<String> width(NotebookFile lesson) {
        return lesson.codeCells().stream()
                .flatMap(cell -> cell.lines().stream()
                        .filter(line -> line.length() > LONGEST_LINE)
                        .map(line -> NotebookRules.at(cell) + "a line of " + line.length() + " characters, at most "
                                + LONGEST_LINE + ": " + line.strip()))
                .toList();
    }

    /** A figure is followed by a sentence that says what it shows. */
    private static List<String> figures(NotebookFile lesson) {
        var cells = lesson.cells();
        return IntStream.range(0, cells.size())
                .filter(i -> showsFigure(cells.get(i)))
                .filter(i -> i + 1 == cells.size() || !saysSomething(cells.get(i + 1)))
                .mapToObj(i -> NotebookRules.at(cells.get(i))
                        + "a markdown cell after a figure must say what it shows, before any heading")
                .toList();
    }

    private static boolean showsFigure(Cell cell) {
        boolean saved =
                cell.outputs().stream().anyMatch(output -> output.mimeTypes().contains("image/png"));
        boolean drawn = cell.statements().stream().anyMatch(line -> line.startsWith("Figures."))
                && !cell.source().strip().endsWith(";");
        return cell.code() && (saved || drawn);
    }

    private static boolean saysSomething(Cell cell) {
        return !cell.code() && !cell.source().strip().startsWith("#");
    }

    private static List<String> walk(NotebookFile lesson) {
        var faults = new ArrayList<String>();
        var text = prose(lesson);
        long links = ANCHOR.matcher(text).results().count();
        if (!CONTENTS.matcher(text).find() || links < 3) {
            faults.add("a lesson has a list \"**Contents**\" with links to its headings");
        }
        if (!NEIGHBOUR.matcher(text).find()) {
            faults.add("a lesson has links to the lessons before and after it");
        }
        if (lesson.cells().stream().noneMatch(LessonRules::listsLiterature)) {
            faults.add("a lesson has a heading \"Bibliography\", and links below it");
        }
        return faults;
    }

    private static boolean listsLiterature(Cell cell) {
        var heading = LITERATURE.matcher(cell.source());
        return !cell.code()
                && heading.find()
                && LINK.matcher(cell.source().substring(heading.start())).find();
    }

    private static List<String> anchors(NotebookFile lesson) {
        var text = prose(lesson);
        var headings = HEADING.matcher(text)
                .results()
                .map(heading -> anchor(heading.group(1)))
                .collect(Collectors.toSet());
        return ANCHOR.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !headings.contains(anchor(link.replace("%20", " "))))
                .distinct()
                .map(link -> "the link #" + link + " leads to no heading")
                .toList();
    }

    /** As Jupyter makes it: the words of a heading without their marks, with a hyphen for each space. */
    private static String anchor(String heading) {
        return heading.replaceAll("[*`$\\\\]", "").replace(' ', '-');
    }

    private static String prose(NotebookFile lesson) {
        return lesson.cells().stream()
                .filter(cell -> !cell.code())
                .map(Cell::source)
                .collect(Collectors.joining("\n\n"));
    }
}
