"""The Python that runs Jupyter: the active environment's, one made in build/venv, or the system's."""
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import child
import packages
import place
from say import CONDA, Fault, remedy, step

VENV = place.BUILD / "venv"
READY = VENV / ".ready"
# Asking pip again on each start would cost half a minute where it has found nothing before.
SYSTEM = place.BUILD / "python"
HEADLESS = ("nbclient", "nbconvert", "jupyter_client")
LOOK = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
OF_SYSTEM = "the system's packages"


@dataclass(frozen=True)
class Interpreter:
    path: Path
    origin: str

    def has(self, *modules):
        return has(self.path, *modules)

    @property
    def has_lab(self):
        return self.has("jupyterlab")


def has(python, *modules):
    return place.runnable(python) and child.code([python, "-c", LOOK, *modules]) == 0


def in_environment(folder):
    """The Python of an environment: where venv and conda put it on each system."""
    if place.WINDOWS:
        return next((python for python in (folder / "Scripts/python.exe", folder / "python.exe") if python.is_file()),
                    folder / "Scripts/python.exe")
    return folder / "bin/python"


def known():
    """One that can run notebooks, where there is one already; else None."""
    for name in ("CONDA_PREFIX", "VIRTUAL_ENV"):
        folder = os.environ.get(name)
        if folder and has(in_environment(Path(folder)), *HEADLESS):
            return Interpreter(in_environment(Path(folder)), f"the active environment {folder}")
    if READY.is_file() and has(in_environment(VENV), *HEADLESS):
        return Interpreter(in_environment(VENV), "build/venv")
    written = place.first_line(SYSTEM, length=None)
    if written and has(written, *HEADLESS):
        return Interpreter(Path(written), OF_SYSTEM)
    return None


def set_up():
    """The one that is there, or else the environment that is made now, or else the system's packages."""
    found = known()
    if found:
        step(f"Jupyter: {found.origin}")
        return found
    reason = make_venv()
    if not reason:
        step("Jupyter: installed")
        return Interpreter(in_environment(VENV), "build/venv")
    shutil.rmtree(VENV, ignore_errors=True)
    step("Jupyter: pip has nothing here, looking at the system's packages")
    found = of_system()
    if not found and packages.may_install() and packages.install("jupyter-nbconvert", "python3-nbclient"):
        found = of_system()
    if not found:
        raise reason
    step(f"Jupyter: headless tools of {found.path}")
    return found


def make_venv():
    """Makes build/venv; returns why it could not be made, or None."""
    step("Jupyter: making a Python environment in build/venv")
    if not venv():
        debian = Path("/usr/bin/python3")
        own = debian.exists() and os.path.samefile(sys.executable, debian)
        if not (own and packages.may_install() and packages.install("python3-venv") and venv()):
            return Fault(f"Python's venv module is missing ({sys.executable} -m venv failed).",
                         remedy("sudo apt-get install python3-venv", "brew install python"))
    step("Jupyter: pip install jupyterlab nbconvert nbclient")
    if pip("jupyterlab", "nbconvert", "nbclient") or pip("nbconvert", "nbclient"):
        if has(in_environment(VENV), *HEADLESS):
            READY.touch()
            return None
    said = [line for line in place.lines(place.LOG / "pip-nbconvert.log") if line.strip()]
    return Fault("Jupyter could not be installed: pip reached no package index (no network?).",
                 remedy("sudo apt-get install jupyter-nbconvert python3-nbclient", "brew install jupyterlab"),
                 f"pip's words: {said[-1][:200] if said else 'none'}")


def venv():
    shutil.rmtree(VENV, ignore_errors=True)
    return child.watched("python -m venv", place.LOG / "venv.log", [sys.executable, "-m", "venv", VENV]) == 0


def pip(*names):
    return child.watched("pip install", place.LOG / f"pip-{names[0]}.log", pip_install(in_environment(VENV), *names)) == 0


def pip_install(python, *words):
    return [python, "-m", "pip", "install", "-q", "--no-cache-dir", "--retries", "1", "--disable-pip-version-check", *words]


def of_system():
    """One whose Jupyter came as packages; Debian's belong to its own Python, not to pyenv's."""
    for python in [sys.executable] + (["/usr/bin/python3"] if shutil.which("apt-get") else []):
        if has(python, *HEADLESS):
            SYSTEM.write_text(python, encoding="utf-8")
            return Interpreter(Path(python), OF_SYSTEM)
    return None


def with_lab(found):
    """One with JupyterLab: where Jupyter came without it, pip may find it by now."""
    if found.has_lab:
        return found
    if found.origin == OF_SYSTEM:
        if not make_venv() and has(in_environment(VENV), "jupyterlab"):
            return Interpreter(in_environment(VENV), "build/venv")
        shutil.rmtree(VENV, ignore_errors=True)
    raise Fault(f"JupyterLab is missing: only Jupyter's headless tools are here ({found.path}).",
                "Connect to the network and run ./pathline lab again: pip then installs it in build/venv.",
                f"Or, with conda: {CONDA}")


def keep_private():
    """Everything Jupyter would keep in the home folder goes into build/ instead."""
    home = place.BUILD / "jupyter"
    path = os.environ.get("JUPYTER_PATH")
    os.environ.update(JUPYTER_PATH=os.pathsep.join([str(home), path] if path else [str(home)]), JUPYTER_PLATFORM_DIRS="1",
                      IPYTHONDIR=str(home / "ipython"))
    for name in ("data", "config", "runtime"):
        os.environ[f"JUPYTER_{name.upper()}_DIR"] = str(home / name)
        (home / name).mkdir(parents=True, exist_ok=True)
    # Jupyter refuses a runtime folder that others may read.
    (home / "runtime").chmod(0o700)
