package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.NativeResource;
import java.lang.ref.Cleaner;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import pathline.check.Require;

/**
 * Arrays for which no manager was given, and which are therefore closed by no owner: each is freed when nothing refers to it.
 *
 * <p>The engine's memory is no garbage to Java's collector, and the engine keeps a list of all managers. So a manager made
 * here is taken off that list, and the address of each array is freed after the array itself was collected: a second later,
 * for the sake of an operation that was given nothing but the address.
 */
public final class Orphans {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    private static final Map<NDManager, Boolean> MANAGERS = Collections.synchronizedMap(new WeakHashMap<>());
    private static final Optional<Field> HANDLE = handle();

    private Orphans() {}

    /** A new manager that lives as long as there is a reference to it or to one of its arrays. */
    public static NDManager manager() {
        var manager = NDManager.newBaseManager();
        manager.getParentManager().detachInternal(manager.getName());
        MANAGERS.put(manager, true);
        return manager;
    }

    /** Whether it was made here. */
    public static boolean has(NDManager manager) {
        Require.nonNull(manager, "manager");
        return MANAGERS.containsKey(manager);
    }

    /** Frees an array when nothing refers to it; it may be closed before, as any other. */
    public static void watch(NDArray array) {
        Require.nonNull(array, "array");
        address(array).ifPresent(address -> CLEANER.register(array, () -> LATER.execute(() -> free(address))));
    }

    private static void free(AtomicReference<?> address) {
        if (address.getAndSet(null) instanceof Long found) {
            JniUtils.deleteNDArray(found);
        }
    }

    /**
     * The engine's cell with the address of the array's numbers, empty after it was closed; no cell with an engine that has
     * none.
     */
    public static Optional<AtomicReference<?>> address(NDArray array) {
        Require.nonNull(array, "array");
        if (HANDLE.isEmpty() || !(array instanceof NativeResource<?>)) {
            return Optional.empty();
        }
        try {
            return HANDLE.get().get(array) instanceof AtomicReference<?> cell ? Optional.of(cell) : Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A field that was opened is closed", e);
        }
    }

    /** Empty with an engine that has no such field: arrays then live as long as the process, as they do there. */
    private static Optional<Field> handle() {
        try {
            var field = NativeResource.class.getDeclaredField("handle");
            field.setAccessible(true);
            return Optional.of(field);
        } catch (NoSuchFieldException | InaccessibleObjectException e) {
            return Optional.empty();
        }
    }
}
