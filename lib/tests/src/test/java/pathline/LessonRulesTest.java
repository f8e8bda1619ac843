package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pathline.NotebookFormatTest.FIGURE;
import static pathline.NotebookFormatTest.TEXT;
import static pathline.NotebookFormatTest.cells;
import static pathline.NotebookFormatTest.notebooks;
import static pathline.NotebookFormatTest.planted;
import static pathline.NotebookFormatTest.prose;
import static pathline.NotebookFormatTest.sample;
import static pathline.NotebookFormatTest.source;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lesson can be walked through, printed and read aloud, and each rule finds the lesson that breaks it. */
class LessonRulesTest {

    @Test
    void everyLessonKeepsItsRulesToo() throws IOException {
        var faults = new ArrayList<String>();
        for (var file : notebooks()) {
            var name = String.valueOf(file.getFileName());
            if (name.matches("\\d\\d.*")) {
                faults.addAll(LessonRules.faults(NotebookFile.parse(name, Files.readString(file))));
            }
        }
        assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
    }

    @Test
    void aGoodLessonHasNoFault() {
        assertEquals(List.of(), lessonFaults(sample()));
    }

    static Stream<Arguments> plantedLessonErrors() {
        return Stream.of(
                planted("a line of 111 characters", n -> source(n, TEXT, "//" + "x".repeat(109))),
                planted("must say what it shows", n -> source(n, FIGURE + 1, "## The next section\n\nIt begins.")),
                planted("must say what it shows", n -> cells(n).remove(FIGURE + 1)),
                planted("Contents", n -> source(n, 0, prose().replace("Contents", "Headings"))),
                planted("before and after", n -> source(n, 0, prose().replace("01-ode.ipynb", "README.md"))),
                planted("Bibliography", n -> source(n, 0, prose().replace("https://example.org", "see"))),
                planted("leads to no heading", n -> source(n, 0, prose().replace("#A-b)", "#A-c)"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plantedLessonErrors")
    void aPlantedErrorOfALessonIsFound(String fault, Consumer<JsonObject> error) {
        var notebook = sample();
        error.accept(notebook);
        var faults = lessonFaults(notebook);
        assertEquals(1, faults.size(), () -> String.join("\n", faults));
        assertTrue(faults.get(0).contains(fault), faults.get(0));
    }

    private static List<String> lessonFaults(JsonObject notebook) {
        return LessonRules.faults(NotebookFile.parse("01-sample.ipynb", notebook.toString()));
    }
}
