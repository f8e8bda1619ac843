package pathline.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What other JVMs complain of, without the line that each with the vector module begins with. */
final class Quiet extends OutputStream {

    private static final String NOISE = "WARNING: Using incubator modules";

    private final PrintStream target;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Quiet(PrintStream target) {
        this.target = target;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        line.write(b);
        if (b == '\n') {
            if (!line.toString(StandardCharsets.UTF_8).startsWith(NOISE)) {
                line.writeTo(target);
            }
            line.reset();
        }
    }

    @Override
    public synchronized void flush() {
        target.flush();
    }
}
