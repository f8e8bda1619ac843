package pathline.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.Transform;

/** Starts rapaio's kernel: builds it first, connects it, and only then lets its threads answer. */
public final class StartRapaio {

    private StartRapaio() {}

    /** Takes the connection file, as Jupyter writes it. */
    public static void main(String[] args) throws Exception {
        LogManager.getLogManager()
                .readConfiguration(MainApp.class.getClassLoader().getResourceAsStream("logging.properties"));
        var kernel = MainApp.kernel;
        var connection = Transform.fromJson(Files.readString(Path.of(args[0])), ConnectionProperties.class);
        var channels = new Channels(connection);
        channels.connect(kernel);
        LoopThread.open();
        channels.joinUntilClose();
    }
}
