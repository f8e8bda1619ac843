package pathline.notebook;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Stand-ins for the three Java kernels: the class each is known by, with the signatures of the real one (read from IJava
 * 1.3.0, JJava 1.0-a6 and rapaio-jupyter-kernel 3.0.1), compiled into a folder and loaded from there only. Each writes
 * down how it was called.
 */
enum FakeKernels {
    IJAVA("io.github.spencerpark.ijava.runtime.Display", Order.VALUE_FIRST),
    JJAVA("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics", Order.VALUE_FIRST),
    /** Releases of JJava before 1.0-a6, 1.0a15 among them. */
    JJAVA_OLD("org.dflib.jjava.runtime.Display", Order.VALUE_FIRST),
    RAPAIO("org.rapaio.jupyter.kernel.global.Global", Order.TYPE_FIRST);

    private enum Order {
        VALUE_FIRST("""
                public static String display(Object o, String... as) { return note("display", as[0], o); }
                public static void updateDisplay(String id, Object o) { note("update " + id, "default", o); }
                public static void updateDisplay(String id, Object o, String... as) { note("update " + id, as[0], o); }
                """),
        TYPE_FIRST("""
                public static String display(String mime, Object o) { return note("display", mime, o); }
                public static void updateDisplay(String id, Object o) { note("update " + id, "default", o); }
                public static void updateDisplay(String id, String mime, Object o) { note("update " + id, mime, o); }
                """);

        private final String methods;

        Order(String methods) {
            this.methods = methods;
        }
    }

    private final String className;
    private final Order order;

    FakeKernels(String className, Order order) {
        this.className = className;
        this.order = order;
    }

    /** A class loader that knows this kernel besides the library. */
    ClassLoader compileInto(Path folder) throws IOException {
        int dot = className.lastIndexOf('.');
        var source = """
                package %s;
                import java.util.ArrayList;
                import java.util.List;
                public class %s {
                    public static final List<String> CALLS = new ArrayList<>();
                    private static String note(String call, String mime, Object o) {
                        CALLS.add(call + " " + mime + " " + (o instanceof String ? o : o.getClass().getSimpleName()));
                        return "place-" + CALLS.size();
                    }
                    public static String display(Object o) { return note("display", "default", o); }
                    %s
                }
                """.formatted(className.substring(0, dot), className.substring(dot + 1), order.methods);
        var file = folder.resolve(className.substring(dot + 1) + ".java");
        Files.writeString(file, source);
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), file.toString());
        if (exit != 0) {
            throw new IllegalStateException("the stand-in for " + this + " does not compile");
        }
        return new URLClassLoader(new URL[] {url(folder)}, FakeKernels.class.getClassLoader());
    }

    /** How the stand-in was called, in order. */
    List<String> calls(ClassLoader loader) throws ReflectiveOperationException {
        var calls = new ArrayList<String>();
        for (var call : (List<?>) loader.loadClass(className).getField("CALLS").get(null)) {
            calls.add(String.valueOf(call));
        }
        return calls;
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }
}
