package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.data.Catalogue;
import pathline.data.Matrix;
import pathline.data.Npy;
import pathline.data.Sha256;
import pathline.random.Rng;

class DataReportTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void namesEverySetAndWhereToGetIt() {
        assertEquals(0, run());
        for (var entry : Catalogue.all()) {
            assertTrue(text().contains(entry.name() + ": "), entry.name());
            assertTrue(text().contains(entry.licence()), entry.licence());
        }
        assertTrue(text().contains("DOI 10.24432/C58K54"));
        assertFalse(text().contains("http"), "pages are named, not linked");
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(0, run("--data", folder.toString()), "asked for all, none is there");
        assertEquals(1, run("miniboone", "--data", folder.toString()), "asked for by name");
        assertTrue(text().contains("missing  none of these files is in " + folder));
    }

    @Test
    void verifiesTheWholeSetAndRefusesAPart() {
        Path own = folder.resolve("miniboone");
        assertTrue(own.toFile().mkdir());
        Rng rng = Rng.of(1);
        var rows = new double[36_488][43];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> rng.normal());
        }
        Npy.write(own.resolve("data.npy"), Matrix.of(rows));
        assertEquals(0, run("MiniBooNE", "--data", folder.toString()));
        assertTrue(text().contains("ok       training rows: 29556 as published"), text());
        assertTrue(text().contains(Sha256.of(own.resolve("data.npy"))));
        assertTrue(text().contains("no published sum"));

        Npy.write(own.resolve("data.npy"), Matrix.of(rows).part(0, 30_000));
        assertEquals(1, run("--data", folder.toString()));
        assertTrue(text().contains("WRONG    miniboone: training rows: 24300, published 29556"), text());
    }

    @Test
    void knowsAFileOfAnotherContentByItsSum() throws IOException {
        Path file = folder.resolve("train-images-idx3-ubyte");
        Files.writeString(file, "abc");
        // The test vector of FIPS 180.
        String sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals(sum, Sha256.of(file));
        assertEquals(1, run("mnist", "--data", folder.toString()));
        assertTrue(text().contains("NOT the published file"));
        assertTrue(text().contains("WRONG    train-images-idx3-ubyte, byte 0: expected an idx file"), text());
        Path packed = folder.resolve("abc.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("abc".getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(sum, Sha256.of(packed));
    }

    @Test
    void refusesOtherNamesAndOptions() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> run("minibone"))
                .getMessage()
                .contains("there are POWER, GAS"));
        assertThrows(IllegalArgumentException.class, () -> run("--date", "x"));
        assertThrows(IllegalArgumentException.class, () -> run("--data"));
        assertThrows(
                IllegalArgumentException.class,
                () -> run("--data", folder.resolve("no").toString()));
    }

    private int run(String... arguments) {
        bytes.reset();
        return DataReport.run(List.of(arguments), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
