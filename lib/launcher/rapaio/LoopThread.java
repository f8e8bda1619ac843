package org.rapaio.jupyter.kernel.channels;

import java.util.concurrent.CountDownLatch;

/**
 * Takes the place of the kernel's own class of this name, which loses two races when it starts.
 *
 * <p>The kernel's class starts its thread and sets {@code running} afterwards, so a quick thread sees false and ends; here the
 * flag is set first. And the kernel opens its sockets before it knows how to answer: a request that comes in between is
 * lost. Here every thread waits at a gate until {@link #open()} says that the kernel is complete; requests
 * wait in their sockets meanwhile.
 */
public final class LoopThread extends Thread {

    private static final CountDownLatch GATE = new CountDownLatch(1);

    private final long sleep;
    private final Runnable body;
    private volatile boolean running = true;

    /** A thread that runs the body, sleeps the given milliseconds, and starts again. */
    public LoopThread(String name, long sleep, Runnable body) {
        super(name);
        this.sleep = sleep;
        this.body = body;
    }

    /** Lets all threads run, those that wait and those to come. */
    public static void open() {
        GATE.countDown();
    }

    @Override
    public void run() {
        try {
            GATE.await();
            while (running) {
                body.run();
                Thread.sleep(sleep);
            }
        } catch (InterruptedException end) {
            running = false;
        }
    }

    /** Ends the loop after the body that runs now. */
    public void shutdown() {
        running = false;
    }
}
