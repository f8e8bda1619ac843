"""The front ends: JupyterLab on notebooks/, and the kernel for those of the user."""
import os
from pathlib import Path

import child
import interpreter
import kernels
import kernelspec
import place
import workshop
from say import Fault, step

# A figure has two pixels for each point; a saved one knows its size, one that was just drawn does not.
STYLE = '.jp-RenderedImage img[src^="data:image/png"]:not([width]) { zoom: 0.5; max-width: 200%; }\n'


def lab(arguments):
    found = workshop.set_up()
    python = interpreter.with_lab(found)
    if python != found:
        kernels.set_up(python)
    place.NOTEBOOKS.mkdir(exist_ok=True)
    style = Path(os.environ["JUPYTER_CONFIG_DIR"]) / "custom/custom.css"
    style.parent.mkdir(exist_ok=True)
    style.write_text(STYLE, encoding="utf-8")
    step("JupyterLab on notebooks/ (Ctrl-C twice ends it)")
    # In a container one is root as a rule, which Jupyter takes only when told so.
    root = ["--allow-root"] if place.is_root() else []
    child.become([python.path, "-m", "jupyterlab", f"--notebook-dir={place.NOTEBOOKS}",
                  "--MultiKernelManager.default_kernel_name=java", "--LabApp.news_url=", "--LabApp.custom_css=True", *root,
                  *arguments])


def kernel(_):
    # Installed for the user's own Jupyter, whose folders set_up replaces by the launcher's private ones.
    users = dict(os.environ)
    python = workshop.set_up()
    try:
        target = kernelspec.install(kernels.PRIVATE, Path(kernels.jupyter_folders(python, users)[0]) / "kernels")
    except (OSError, kernelspec.Unusable) as reason:
        raise Fault("the kernelspec could not be written into your Jupyter folder.", str(reason))
    step(f"kernel: installed in {target}")
    print(f"  VS Code: open a notebook of {place.NOTEBOOKS}, 'Select Kernel', 'Jupyter Kernel', 'Java'\n"
          f"  It points into {place.BUILD}: run ./pathline kernel again after moving the project.")
    return 0
