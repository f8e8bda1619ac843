"""The programs that the launcher runs: with a sign of life, to their end, or in its own place; none outlives it."""
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import descendants
import place
from say import step

SAY_EVERY = 20


@contextmanager
def started(command, **options):
    """A child that has ended when the block is left, however it is left."""
    process = subprocess.Popen([str(word) for word in command], **options)
    try:
        yield process
        process.wait()
    except BaseException:
        end(process)
        raise


def end(process):
    """
    Ctrl-C reaches a child as well, which may be busy with ending its own; one that did not hear it is told. What it leaves
    behind is ended, too.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    family = set()
    for way, patience in ((lambda: None, 2), (process.terminate, 30), (process.kill, 5)):
        family |= descendants.below(process.pid)
        way()
        try:
            process.wait(patience)
            break
        except subprocess.TimeoutExpired:
            continue
    descendants.end(family - {one for one in family if one[0] == process.pid})


def watched(label, log, command, **options):
    """The exit code of the command, whose output is in the log; says every 20 seconds that it still works."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as output:
        with started(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, **options) as process:
            began = time.monotonic()
            while True:
                try:
                    return process.wait(SAY_EVERY)
                except subprocess.TimeoutExpired:
                    step(f"... {label}: {time.monotonic() - began:.0f} s so far")


def run(command, **options):
    """The exit code of a command that says itself what it does, also when it was interrupted."""
    sys.stdout.flush()
    process = None
    try:
        with started(command, **options) as process:
            pass
    except KeyboardInterrupt:
        if process is None or process.returncode != 130:
            raise
    if process.returncode == 130:
        sys.exit(130)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def code(command):
    """The exit code of a short command, whatever it prints."""
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode


def words(command, **options):
    """What a short command prints on both streams; empty where it fails or does not exist."""
    try:
        done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", **options)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def become(command):
    """The command in place of this process; on Windows, where a process cannot become another one, until its end."""
    command = [str(word) for word in command]
    sys.stdout.flush()
    if place.WINDOWS:
        sys.exit(run(command))
    os.execv(command[0], command)
