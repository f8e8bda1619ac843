"""Turns: of the launchers of one tree, those that would write into the same folders do so one after the other."""
import errno
import os
import time
from contextlib import contextmanager, suppress

import place
from say import step

TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK))

if place.WINDOWS:
    import msvcrt

    def lock(handle):
        # Windows lets no other process read a locked byte, so a byte far behind the number of the process is locked.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def lock(handle):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def turn(name):
    """A turn is a locked file that holds the number of its launcher. The system unlocks it when the launcher ends."""
    file = place.BUILD / f"turn-{name}"
    looks = 0
    while True:
        place.need_build()
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            lock(handle)
            # The last one may have deleted this very file between its opening and its locking.
            if file.exists() and os.path.samestat(os.fstat(handle), file.stat()):
                break
        except OSError as error:
            if error.errno not in TAKEN:
                break  # a file system without locks: better no turn than none for ever
            looks += 1
            if looks == 2:
                step(f"waiting for another ./pathline of this folder (process {number(file)}) to build")
        os.close(handle)
        time.sleep(0.2 if looks else 0)
    try:
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        yield
    finally:
        give_back(file, handle)


def give_back(file, handle):
    # Deleted while it is locked; Windows deletes no file that is open.
    if not place.WINDOWS:
        file.unlink(missing_ok=True)
    os.close(handle)
    if place.WINDOWS:
        with suppress(OSError):
            file.unlink()


def number(file):
    try:
        return file.read_text(encoding="ascii").strip() or "unknown"
    except OSError:
        return "unknown"


def in_turn_if(condition, name, action):
    """The action where the condition holds, before the turn and still within it: what the last one made is not made again."""
    if condition():
        with turn(name):
            if condition():
                action()
