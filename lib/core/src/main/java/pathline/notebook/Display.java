package pathline.notebook;

import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import pathline.check.Require;

/**
 * Where a notebook's output goes: to the kernel this JVM is, or as text to standard output where it is none.
 *
 * <p>The kernels are found by name, since their classes are on no Maven class path of ours, and asked by reflection. They
 * agree on {@code display(Object)}, {@code display} with a media type, and {@code updateDisplay}, but not on the order of
 * the arguments.
 */
final class Display {

    private static final String HTML = "text/html";

    private static final List<Dialect> DIALECTS = List.of(
            new Dialect("io.github.spencerpark.ijava.runtime.Display", Order.VALUE_FIRST),
            new Dialect("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics", Order.VALUE_FIRST),
            new Dialect("org.dflib.jjava.runtime.Display", Order.VALUE_FIRST), // JJava before 1.0-a6
            new Dialect("org.rapaio.jupyter.kernel.global.Global", Order.TYPE_FIRST));

    private Optional<Kernel> kernel;
    private boolean answered;

    private Display(Optional<Kernel> kernel) {
        this.kernel = kernel;
    }

    /** The display of this JVM. */
    static Display current() {
        return Current.DISPLAY;
    }

    /** The display of the kernel that {@code loader} finds first. */
    static Display find(ClassLoader loader) {
        return new Display(DIALECTS.stream()
                .flatMap(dialect -> dialect.load(loader).stream())
                .findFirst());
    }

    /** Shows {@code html}, or prints {@code text} where there is no kernel; the result names the place for {@link #update}. */
    String show(String html, String text) {
        var place = ask(k -> k.display(html));
        if (place.isEmpty()) {
            print(text);
        }
        return place.orElse("");
    }

    /** Replaces what was shown at {@code place}; does nothing where there is no kernel. */
    void update(String place, String html) {
        kernel.ifPresent(k -> k.update(place, html));
    }

    /** Shows a picture, or prints its size where there is no kernel. */
    void show(BufferedImage image) {
        if (ask(k -> k.display(image)).isEmpty()) {
            print("[picture, " + image.getWidth() + " x " + image.getHeight() + " pixels]");
        }
    }

    /** Shows the bytes of a GIF file inline, or prints their number where there is no kernel. */
    void show(byte[] gif, String alt) {
        Require.nonNull(gif, "gif");
        if (gif.length < 6 || gif[0] != 'G' || gif[1] != 'I' || gif[2] != 'F') {
            throw new IllegalArgumentException("expected the bytes of a GIF file, got " + gif.length
                    + " bytes that do not begin with GIF; show a BufferedImage as it is");
        }
        var data = Base64.getEncoder().encodeToString(gif);
        show(
                "<img alt=\"" + HtmlTable.escape(alt) + "\" src=\"data:image/gif;base64," + data + "\">",
                "[animation, " + gif.length + " bytes]");
    }

    /**
     * What the kernel answers. One that fails at the first question is none: its classes are on the class path of a JVM
     * that is no kernel, as in a test.
     */
    private Optional<String> ask(Function<Kernel, String> question) {
        if (kernel.isEmpty()) {
            return Optional.empty();
        }
        try {
            var answer = question.apply(kernel.get());
            answered = true;
            return Optional.of(answer);
        } catch (IllegalStateException failure) {
            if (answered) {
                throw failure;
            }
            kernel = Optional.empty();
            return Optional.empty();
        }
    }

    /** Whether there is a kernel that shows what it is given. */
    boolean drawn() {
        return kernel.isPresent();
    }

    private static void print(String text) {
        PrintStream out = System.out;
        if (!text.isEmpty()) {
            out.println(text);
        }
    }

    /** Found once, when the first cell needs it. */
    private static final class Current {
        static final Display DISPLAY = find(Display.class.getClassLoader());
    }

    private enum Order {
        VALUE_FIRST,
        TYPE_FIRST
    }

    private record Dialect(String className, Order order) {

        Optional<Kernel> load(ClassLoader loader) {
            try {
                var type = Class.forName(className, true, loader);
                var show = type.getMethod("display", Object.class);
                return Optional.of(
                        switch (order) {
                            case VALUE_FIRST ->
                                new Kernel(
                                        order,
                                        show,
                                        type.getMethod("display", Object.class, String[].class),
                                        type.getMethod("updateDisplay", String.class, Object.class, String[].class));
                            case TYPE_FIRST ->
                                new Kernel(
                                        order,
                                        show,
                                        type.getMethod("display", String.class, Object.class),
                                        type.getMethod("updateDisplay", String.class, String.class, Object.class));
                        });
            } catch (ClassNotFoundException absent) {
                return Optional.empty();
            } catch (NoSuchMethodException changed) {
                throw new IllegalStateException(
                        "this Java kernel's " + className + " is unknown to Pathline; use IJava 1.3 or newer, JJava, or"
                                + " rapaio-jupyter-kernel 3",
                        changed);
            }
        }
    }

    private record Kernel(Order order, Method show, Method showAs, Method updateAs) {

        String display(BufferedImage image) {
            return String.valueOf(call(show, image));
        }

        String display(String html) {
            var types = new String[] {HTML};
            return String.valueOf(order == Order.VALUE_FIRST ? call(showAs, html, types) : call(showAs, HTML, html));
        }

        void update(String place, String html) {
            if (order == Order.VALUE_FIRST) {
                call(updateAs, place, html, new String[] {HTML});
            } else {
                call(updateAs, place, HTML, html);
            }
        }

        private static Object call(Method method, Object... arguments) {
            try {
                return Optional.ofNullable(method.invoke(null, arguments)).orElse("");
            } catch (InvocationTargetException | IllegalAccessException failure) {
                throw new IllegalStateException("the Java kernel could not show the output of this cell", failure);
            }
        }
    }
}
