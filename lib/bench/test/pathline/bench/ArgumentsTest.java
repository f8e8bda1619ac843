package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    private static Arguments parse(String words) {
        return Arguments.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    @Test
    void withoutANameAllIsMeasuredButMemory() {
        var all = parse("");
        assertEquals(
                List.of(
                        "W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "wide", "flows", "images",
                        "scaling"),
                all.names());
        assertEquals("./pathline bench", all.command());
        assertFalse(all.quick() || all.save() || all.profile() || all.peers().isPresent());
    }

    @Test
    void namesStandInTheirOrderAndOnce() {
        var some = parse("W10 memory W2 W2 --quick --out there");
        assertEquals(List.of("W2", "W10", "memory"), some.names());
        assertEquals(Path.of("there"), some.out());
        assertEquals("./pathline bench W2 W10 memory --quick", some.command());
    }

    @Test
    void theCommandHasNoPathOfThisMachine() {
        var python = Path.of(System.getProperty("java.home"), "bin", "java").toString(); // anything that can be run
        var arguments = parse("--peers " + python + " --save");
        assertEquals(python, arguments.peers().orElseThrow());
        assertEquals(Arguments.KEPT, arguments.out());
        assertEquals("./pathline bench --peers PYTHON --save", arguments.command());
    }

    @ParameterizedTest
    @CsvSource({
        "W11, no work or option",
        "--fast, no work or option",
        "--peers, needs a value",
        "--out --quick, needs a value",
        "--peers no/such/python, there is no Python",
        "--save W1, name no work",
        "--save --profile W7, name W1 W2",
        "--save --quick, leave --out and --quick away",
        "--save --out there, leave --out and --quick away",
        "--profile, needs the names",
        "--profile memory, needs the names"
    })
    void refusesWhatItDoesNotUnderstand(String words, String because) {
        var message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> parse(words)).getMessage());
        assertTrue(message.contains(because), message);
    }

    @Test
    void memoryAndProfilesCanBeSavedByThemselves() {
        assertTrue(parse("memory --save").save());
        assertTrue(parse("W1 W2 W3 W4 W5 W6 W7 W8 W9 W10 --profile --save").save());
    }

    @Test
    void theUsageNamesEveryWordThatIsUnderstood() {
        for (var name : Arguments.known()) {
            assertTrue(Arguments.usage().contains(name), name);
        }
    }
}
