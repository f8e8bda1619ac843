package pathline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java in the documents stands in a file that compiles: the one that was linked to last before it. */
class DocumentedCodeTest {

    private static final Path ROOT = LauncherSandbox.project();

    /** A link to a Java file, or a block of Java. */
    private static final Pattern PARTS =
            Pattern.compile("\\]\\(([^)\\s]+\\.java)\\)|```java\\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md"})
    void everyBlockStandsInItsFile(String document) throws IOException {
        var text = Files.readString(ROOT.resolve(document));
        assertTrue(text.contains("```java\n"), document + " has no block of Java");
        assertEquals(List.of(), strangers(text));
    }

    /** The blocks that their files do not have, blanks and line ends apart. */
    private static List<String> strangers(String document) throws IOException {
        var found = new ArrayList<String>();
        var parts = PARTS.matcher(document);
        var file = "";
        while (parts.find()) {
            if (parts.group(1) != null) {
                file = parts.group(1);
                continue;
            }
            var source = file.isEmpty() ? "" : bare(Files.readString(ROOT.resolve(file)));
            if (!source.contains(bare(parts.group(2)))) {
                found.add("not in \"" + file + "\":\n" + parts.group(2));
            }
        }
        return found;
    }

    private static String bare(String code) {
        return code.replaceAll("\\s", "");
    }

    @Test
    void aChangedBlockIsFound() throws IOException {
        var link = "See [it](lib/tests/src/test/java/pathline/DocumentedCodeTest.java).\n";
        var block =
                "```java\nprivate static String bare(String code) {\n  return code.replaceAll(\"\\\\s\", \"\");\n}\n```\n";
        assertEquals(List.of(), strangers(link + block));
        assertEquals(1, strangers(link + block.replace("bare", "stripped")).size());
        assertEquals(1, strangers(block + link).size(), "no file was named before the block");
    }
}
