"""
The processes that a child has started, and those that they have, in process groups and sessions of their own, too.

At Ctrl-C a child may have ended before its own children are looked for, and they then have another parent. On Linux they are
known by a mark in the environment that they have from this launcher.
"""
import os
import signal
import subprocess
import time
from pathlib import Path

MARK = "PATHLINE_LAUNCHER"
os.environ[MARK] = f"{os.getpid()}-{time.time_ns()}"
TABLE = ["ps", "-A", "-o", "pid=,ppid=,stat=,lstart="]


def table():
    """Number, parent, state and time of birth of every process; nothing where the system does not tell."""
    if os.name == "nt":
        return
    if os.path.exists("/proc/self/stat"):
        for file in Path("/proc").glob("[0-9]*/stat"):
            try:
                # The name of the program, in parentheses, may hold anything.
                words = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            yield int(file.parent.name), int(words[1]), words[0], words[19]
        return
    try:
        listed = subprocess.run(TABLE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace").stdout
    except OSError:
        return
    for line in listed.splitlines():
        number, parent, state, birth = line.split(maxsplit=3)
        yield int(number), int(parent), state, birth


def below(number):
    """
    The descendants of the process, and all that have the mark, each by its number and its time of birth, since numbers are
    given out again.
    """
    children, found, left = {}, set(), [number]
    for child, parent, _, birth in table():
        children.setdefault(parent, []).append((child, birth))
        if marked(child):
            found.add((child, birth))
    while left:
        for child in children.get(left.pop(), []):
            found.add(child)
            left.append(child[0])
    return found


def marked(number):
    try:
        words = Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{MARK}={os.environ[MARK]}".encode() in words


def alive(processes):
    return processes and processes & {(number, birth) for number, _, state, birth in table() if not state.startswith("Z")}


def end(processes):
    """Ends those that still run: politely, and after five seconds not."""
    for way in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        for number, _ in alive(processes):
            try:
                os.kill(number, way)
            except OSError:
                pass
        until = time.monotonic() + 5
        while alive(processes) and time.monotonic() < until:
            time.sleep(0.05)
