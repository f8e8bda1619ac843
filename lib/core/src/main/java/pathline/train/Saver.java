package pathline.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import pathline.array.WholeFile;

/**
 * The right of one training to its checkpoint's file: a lock on a file beside it, which the system takes back from a process
 * that dies. What killed writers left behind is cleared by the next owner.
 */
final class Saver implements AutoCloseable {

    private final Path file;
    private final Path beside;
    private final FileChannel channel;
    private final FileLock lock;

    private Saver(Path file, Path beside, FileChannel channel, FileLock lock) {
        this.file = file;
        this.beside = beside;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws IllegalArgumentException if the file cannot be written, or is that of a training that is running
     */
    static Saver of(Path file) {
        try {
            var target = WholeFile.target(file);
            var folder = target.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new IllegalArgumentException(
                        "The checkpoint's folder " + folder + " does not exist; create it before a long training");
            }
            var beside = target.resolveSibling("." + target.getFileName() + ".lock");
            for (; ; ) {
                var taken = take(file, beside);
                if (taken.isPresent()) {
                    WholeFile.clear(file);
                    return taken.get();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The checkpoint " + file + " could not be written: " + WholeFile.reason(e)
                            + ". Name a file in a folder that this user may write to",
                    e);
        }
    }

    Path file() {
        return file;
    }

    /** Empty if the last owner deleted the lock's file just now. */
    private static Optional<Saver> take(Path file, Path beside) throws IOException {
        var channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            var before = key(beside);
            var lock = channel.tryLock();
            if (lock == null) {
                throw taken(file);
            }
            var saver = new Saver(file, beside, channel, lock);
            if (before.isPresent() && before.equals(key(beside))) {
                return Optional.of(saver);
            }
            lock.release();
            channel.close();
            return Optional.empty();
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Which file it is, on systems that number them; the file's time of creation elsewhere. */
    private static Optional<String> key(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(Objects.toString(attributes.fileKey(), "" + attributes.creationTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException taken(Path file) {
        return new IllegalArgumentException("The checkpoint " + file + " is being written by another training, which is"
                + " running now; end that one, or name another file");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(beside);
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + beside + ": " + WholeFile.reason(e), e);
        }
    }
}
