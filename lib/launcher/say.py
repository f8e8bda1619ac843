"""What the launcher says: steps with the seconds since its start, and errors that name their cure."""
import os
import platform
import shutil
import sys
import time

BEGAN = time.monotonic()
CONDA = "conda env create -f environment.yml && conda activate pathline"


class Fault(Exception):
    """What a user can mend: a sentence, and the lines that say what to do."""

    def __init__(self, sentence, *cures):
        super().__init__(sentence)
        self.sentence, self.cures = sentence, cures

    def show(self):
        sys.stdout.flush()
        print("\n    ".join([f"pathline: {self.sentence}", *self.cures]), file=sys.stderr, flush=True)


def seconds():
    return int(time.monotonic() - BEGAN)


def step(words):
    print(f"[{seconds():3d}s] {words}", flush=True)


def remedy(debian, macos, conda=CONDA):
    """The command that fixes it, for the package manager that is here, else all of them."""
    if os.environ.get("CONDA_PREFIX") or platform.system() == "Windows":
        return f"conda: {conda}"
    if shutil.which("apt-get"):
        return f"Debian, Ubuntu: {debian}"
    if platform.system() == "Darwin":
        return f"macOS: {macos}"
    return f"Debian, Ubuntu: {debian}; macOS: {macos}; conda: {conda}"
