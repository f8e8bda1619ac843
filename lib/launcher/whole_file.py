"""A text file that is written whole or not at all."""
import os
import shutil
import tempfile
from pathlib import Path


def write(path, written):
    """Written beside the file and moved into its place; a link keeps leading where it led."""
    path = Path(path).resolve()
    handle, beside = tempfile.mkstemp(dir=str(path.parent), prefix="." + path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink()
        raise
