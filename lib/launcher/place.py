"""Where everything is: the project, what is built in it, and the folder in which the launcher was called."""
import errno
import os
from pathlib import Path

from say import Fault

WINDOWS = os.name == "nt"
LAUNCHER = Path(__file__).resolve().parent
ROOT = LAUNCHER.parents[1]
BUILD = ROOT / "build"
JARS = BUILD / "jars"
LOG = BUILD / "log"
NOTEBOOKS = ROOT / "notebooks"
HERE = Path.cwd()


def program(folder, name):
    """A program of that name in the folder, as the system spells it."""
    return Path(folder) / (name + ".exe" if WINDOWS else name)


def runnable(file):
    return Path(file).is_file() and os.access(file, os.X_OK)


def user_home():
    """The home folder as Java sees it, which is the user database's and not the variable HOME."""
    if not WINDOWS:
        import pwd

        try:
            return Path(pwd.getpwuid(os.getuid()).pw_dir)
        except KeyError:
            return Path(os.environ.get("HOME", "/"))
    return Path.home()


def is_root():
    return not WINDOWS and os.getuid() == 0


def writable(folder):
    """Whether the folder, or the nearest one above it that exists, can be written."""
    folder = Path(folder)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def need_build():
    """Fails with the reason unless the folder build is there and a file can be written into it."""
    trial = BUILD / "writable"
    try:
        LOG.mkdir(parents=True, exist_ok=True)
        trial.write_text(f"{os.getpid()}\n", encoding="ascii")
        trial.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise Fault(f"the disk is full: nothing can be written into {BUILD}.",
                        "Free some room there, and run the command again.")
        raise Fault(f"{BUILD} cannot be written; Pathline keeps there what it builds ({error.strerror}).",
                    "Make the folder yours, or copy the project into one that is.")


def newer_than(stamp, *sources):
    """Whether the stamp is missing or a file or folder below the sources has changed after it."""
    if not stamp.is_file():
        return True
    time = stamp.stat().st_mtime_ns
    return any(os.stat(path).st_mtime_ns > time for source in sources for path in below(source))


def below(source):
    if os.path.exists(source):
        yield source
    for folder, folders, files in os.walk(source):
        yield from (os.path.join(folder, name) for name in folders + files)


def first_line(log, wanted=lambda line: line.strip(), length=300):
    """The first line of a log that is wanted, shortened; empty where there is none."""
    return next((line.strip()[:length] for line in lines(log) if wanted(line)), "")


def lines(log):
    try:
        return Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
