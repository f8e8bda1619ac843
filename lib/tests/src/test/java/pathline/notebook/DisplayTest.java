package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisplayTest {

    @ParameterizedTest
    @EnumSource(FakeKernels.class)
    void eachKernelIsCalledInItsOwnOrder(FakeKernels kernel, @TempDir Path folder) throws Exception {
        var loader = kernel.compileInto(folder);
        var display = Display.find(loader);
        assertTrue(display.drawn());
        var place = display.show("<b>1</b>", "unused");
        display.update(place, "<b>2</b>");
        display.show(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        assertEquals(
                List.of(
                        "display text/html <b>1</b>",
                        "update place-1 text/html <b>2</b>",
                        "display default BufferedImage"),
                kernel.calls(loader));
    }

    @Test
    void withoutKernelTheTextIsPrinted() {
        var display = Display.find(DisplayTest.class.getClassLoader());
        assertFalse(display.drawn());
        assertEquals("text\n[picture, 3 x 2 pixels]\n", Printed.by(() -> {
            var place = display.show("<b>html</b>", "text");
            display.update(place, "<b>unseen</b>");
            display.show(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
        }));
    }

    /** As IJava's and JJava's classes answer in a JVM that is no kernel. */
    @Test
    void aKernelOnTheClassPathThatDoesNotRunIsNone(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("Display.java"), """
                package io.github.spencerpark.ijava.runtime;
                public class Display {
                    public static String display(Object o) { throw new RuntimeException("No IJava kernel running"); }
                    public static String display(Object o, String... as) { return display(o); }
                    public static void updateDisplay(String id, Object o, String... as) { display(o); }
                }
                """);
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), file.toString());
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            var display = Display.find(loader);
            assertEquals("text\n[picture, 3 x 2 pixels]\ntraining: 2 of 2\n", Printed.by(() -> {
                display.show("<b>html</b>", "text");
                display.show(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
                new Progress(display, System::nanoTime, "training", 2).at(2);
            }));
            assertFalse(display.drawn());
            var first = Display.find(loader);
            assertEquals("training: 2 of 2\n", Printed.by(() -> {
                new Progress(first, System::nanoTime, "training", 2).at(2);
            }));
        }
    }

    @Test
    void aKernelWithOtherMethodsIsNamed(@TempDir Path folder) throws Exception {
        var file = Files.writeString(
                folder.resolve("Global.java"), "package org.rapaio.jupyter.kernel.global; public class Global {}");
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), file.toString());
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            var failure = assertThrows(IllegalStateException.class, () -> Display.find(loader));
            assertTrue(failure.getMessage().contains("org.rapaio.jupyter.kernel.global.Global"), failure.getMessage());
        }
    }
}
