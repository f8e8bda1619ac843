package pathline.array;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import java.util.regex.Pattern;
import pathline.check.Require;

/**
 * Files that are there whole or not at all: written beside, and moved into place when complete.
 *
 * <p>A symbolic link stays one: the file that it points to is replaced. What is there and is no regular file, such as a folder
 * or a device, is refused. A file that is replaced leaves its mode to the new one; a new one has the mode that the system
 * gives to new files.
 */
public final class WholeFile {

    private static final int MOST_LINKS = 40; // as many as Linux follows
    private static final String UNFINISHED = ".part";

    private WholeFile() {}

    /** What goes into the file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, in place of an older one of that name.
     *
     * @throws UncheckedIOException if that fails, saying why; the older file is then intact
     */
    public static void write(Path file, Content content) {
        Require.nonNull(file, "file");
        Require.nonNull(content, "content");
        try {
            var target = target(file);
            var beside = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
            try {
                try (var out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    content.writeTo(out);
                }
                keepMode(target, beside);
                move(beside, target);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file + ": " + reason(e), e);
        }
    }

    /**
     * The file that is written where this one is asked for: where symbolic links lead to.
     *
     * @throws IOException if there is something that cannot be replaced by a file, saying what
     */
    public static Path target(Path file) throws IOException {
        var target = Require.nonNull(file, "file").toAbsolutePath();
        if (target.getFileName() == null) {
            throw new IOException(target + " is a folder; name a file in it");
        }
        for (int k = 0; Files.isSymbolicLink(target); k++) {
            if (k == MOST_LINKS) {
                throw new IOException(file + " is a symbolic link that leads nowhere, or in a circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target)).toAbsolutePath();
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(target + (Files.isDirectory(target) ? " is a folder" : " is no regular file")
                        + "; it is not replaced");
            }
            if (!Files.isWritable(target)) {
                throw new IOException(target + " may not be written to by this user");
            }
        }
        return target;
    }

    /** Deletes what writers of this file left beside it when they were killed; to be called while no other process writes it. */
    public static void clear(Path file) throws IOException {
        var target = target(file);
        var left = Pattern.compile(Pattern.quote(target.getFileName().toString()) + "\\.[0-9a-f-]+\\" + UNFINISHED);
        try (var beside = Files.list(folder(target))) {
            for (var other : beside.toList()) {
                if (left.matcher(other.getFileName().toString()).matches()) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static Path folder(Path target) throws IOException {
        var folder = target.getParent();
        if (folder == null) {
            throw new IOException(target + " has no folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder, so that there is no " + target.getFileName() + " in it");
        }
        return folder;
    }

    /** Why a file could not be written or read: the system's reason, where it gives one. */
    public static String reason(IOException failure) {
        Require.nonNull(failure, "failure");
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist, or its folder does not";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be accessed by this user (permission denied)";
        }
        if (failure instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static void keepMode(Path from, Path to) throws IOException {
        var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        var own = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (old != null && own != null && Files.exists(from)) {
            own.setPermissions(old.readAttributes().permissions());
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
