package pathline.data;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pathline.random.Rng;

/** Small files in the real formats of the tables. */
public final class SmallTables {

    static final String POWER_HEADER = "Date;Time;Global_active_power;Global_reactive_power;Voltage;"
            + "Global_intensity;Sub_metering_1;Sub_metering_2;Sub_metering_3\n";

    private SmallTables() {}

    /** Of POWER, HEPMASS, GAS and BSDS300, each in its own folder under this one. */
    public static void write(Path data) throws IOException {
        Files.writeString(folder(data, "power").resolve("household_power_consumption.txt"), power(powerRows(400)));
        var hepmass = folder(data, "hepmass");
        var rng = Rng.of(1);
        Files.writeString(hepmass.resolve("1000_train.csv"), "# label,f0,f1,f2\n" + events(rng, 400, ""));
        Files.writeString(hepmass.resolve("1000_test.csv"), "# label,f0,f1,f2\n" + events(rng, 100, ",1000.0"));
        Files.writeString(folder(data, "gas").resolve("ethylene_CO.txt"), gas(Rng.of(2), 2000));
        try (var out = HdfFile.write(folder(data, "bsds300").resolve("BSDS300.hdf5"))) {
            out.putDataset("train", normals(rng, 300));
            out.putDataset("validation", normals(rng, 100));
            out.putDataset("test", normals(rng, 100));
        }
    }

    private static Path folder(Path data, String name) throws IOException {
        return Files.createDirectory(data.resolve(name));
    }

    private static double[][] normals(Rng rng, int count) {
        var rows = new double[count][];
        Arrays.setAll(rows, i -> rng.normals(5));
        return rows;
    }

    /** Readings as the prepared file has them: the seven columns, then minutes. */
    static double[][] powerRows(int count) {
        var raw = new double[count][];
        Arrays.setAll(raw, i -> new double[] {i % 7, 0.1, 230 + i % 5, 4, i % 2, i % 3, i % 11, i});
        return raw;
    }

    /** The same as the text of the meter, with a missing reading behind every tenth. */
    static String power(double[][] raw) {
        var text = new StringBuilder(POWER_HEADER);
        for (int i = 0; i < raw.length; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "16/12/2006;%02d:%02d:00;%.3f;0.100;%.3f;4.000;%.3f;%.3f;%.3f%n",
                    i / 60,
                    i % 60,
                    raw[i][0],
                    raw[i][2],
                    raw[i][4],
                    raw[i][5],
                    raw[i][6]));
            if (i % 10 == 0) {
                text.append("28/4/2007;00:21:00;?;?;?;?;?;?;\n");
            }
        }
        return text.toString();
    }

    /** Sensors 0, 5 and 9 are alike; 3 is the opposite of 4, which is no twin. */
    static String gas(Rng rng, int count) {
        var text = new StringBuilder(
                "Time (seconds), CO conc (ppm), Ethylene conc (ppm), sensor readings (16 channels)\n");
        for (int i = 0; i < count; i++) {
            double shared = rng.normal();
            text.append(i).append(" 0.0  1.5");
            for (int k = 0; k < 16; k++) {
                double value = k == 0 || k == 5 || k == 9 ? shared + 0.01 * rng.normal() : rng.normal() + 100 * k;
                text.append(' ').append(value);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Feature 0 of the events is 7 or 9, its smallest value common; features 1 and 2 are continuous. */
    static String events(Rng rng, int count, String more) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        (i % 2) + ".0," + (i % 4 == 1 ? 7 : 9) + "," + rng.normal() + "," + rng.normal() + more + "\n")
                .collect(Collectors.joining());
    }
}
