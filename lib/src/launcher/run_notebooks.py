"""Runs notebooks one after the other on the private Java kernel and says how it went.

    run_notebooks.py ROOT BUILD JAVA MATHJAX_JAR run|save NOTEBOOK...

Writes BUILD/notebooks/NAME.ipynb and NAME.html, ends with a table, and exits 1 when a cell failed.
"""
import os
import re
import sys
import threading
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

warnings.filterwarnings("ignore")

import nbformat  # noqa: E402
from jupyter_client.kernelspec import NoSuchKernel  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402
from nbclient.util import run_sync  # noqa: E402

import clean  # noqa: E402
from page import page  # noqa: E402

# A kernel answers in about a second; one that is silent for this long hangs and is ended.
KERNEL_SECONDS = int(os.environ.get("PATHLINE_KERNEL_SECONDS", "15"))
ATTEMPTS = (1, 1, 2, 4)
CELL_SECONDS = int(os.environ.get("PATHLINE_CELL_SECONDS", "1200"))
SAY_EVERY = 10
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class KernelSilent(Exception):
    """No kernel answered, however often it was started."""


@dataclass
class Result:
    name: str
    seconds: float
    figures: int
    kilobytes: float
    failure: str

    @property
    def outcome(self):
        return self.failure.splitlines()[0] if self.failure else "ok"


class Clock(threading.Thread):
    """Says which cell runs: in place on a terminal, else every ten seconds."""

    def __init__(self, name, cells):
        super().__init__(daemon=True)
        self.name_, self.cells, self.cell = name, cells, 0
        self.began = time.monotonic()
        self.ended = threading.Event()
        self.terminal = sys.stdout.isatty()

    def line(self):
        return f"  {self.name_}: cell {self.cell} of {self.cells}, {time.monotonic() - self.began:.0f} s"

    def run(self):
        while not self.ended.wait(0.2 if self.terminal else SAY_EVERY):
            if self.cell:
                print("\r" + self.line() if self.terminal else self.line(), end="" if self.terminal else "\n", flush=True)

    def stop(self):
        self.ended.set()
        self.join()
        if self.terminal:
            print("\r\033[K", end="", flush=True)
        return time.monotonic() - self.began


def start(notebook, folder, log, say):
    """A client with a kernel that answers. A kernel that does not is ended, and another one is started."""
    for attempt, factor in enumerate(ATTEMPTS, 1):
        patience = KERNEL_SECONDS * factor
        client = NotebookClient(notebook, kernel_name="java", timeout=CELL_SECONDS, startup_timeout=patience,
                                record_timing=False, store_widget_state=False, shutdown_kernel="immediate",
                                resources={"metadata": {"path": str(folder)}})
        client.create_kernel_manager()
        try:
            client.start_new_kernel(stdout=log, stderr=log)
            client.start_new_kernel_client()
            client.shutdown_kernel = "graceful"
            return client
        except (RuntimeError, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            end(client)
            again = ", starting another one" if attempt < len(ATTEMPTS) else ""
            say(f"the kernel did not answer within {patience} s ({reason}); it was ended{again}")
    raise KernelSilent(f"no kernel answered in {len(ATTEMPTS)} starts; what it said is in {log.name}")


def end(client):
    if client.km is not None and client.km.has_kernel:
        run_sync(client.km.shutdown_kernel)(now=True)


def execute(notebook, folder, log, clock, say):
    """Runs all cells; returns the failure as text, or an empty text."""
    client = start(notebook, folder, log, say)
    number = index = 0
    try:
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "code" and cell.source.strip():
                number += 1
                clock.cell = number
                client.execute_cell(cell, index, execution_count=number)
        return ""
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        # Nothing is left to be finished, and a cell that still runs would be waited for.
        client.shutdown_kernel = "immediate"
        first = notebook.cells[index].source.strip().splitlines()[0]
        return f"cell [{number}] failed: {reason_of(error, notebook.cells[index])}\n    cell [{number}] begins: {first}"
    finally:
        client._cleanup_kernel()


def reason_of(error, cell):
    if isinstance(error, CellTimeoutError):
        return f"not done after {CELL_SECONDS} s (PATHLINE_CELL_SECONDS)"
    if isinstance(error, DeadKernelError):
        return "the kernel died (System.exit, or no memory left)"
    shown = [output for output in cell.outputs if output.output_type == "error"]
    if not shown:
        return plain(str(error))[-1]
    # For a cell that does not compile the message is empty, and the trace ends with what is wrong.
    message = (plain(shown[-1].evalue) or plain("\n".join(shown[-1].traceback)[-4000:])[-1:] or ["no message"])[0]
    return f"{shown[-1].ename}: {message}"


def plain(words):
    return [line.strip() for line in ANSI.sub("", words).splitlines() if line.strip()]


def reset(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def images_of(notebook):
    return [output.data[mime] for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
            for mime in clean.IMAGES if mime in output.get("data", {})]


def run(path, root, build, java, mathjax, save):
    def say(words):
        print(f"  {path.stem}: {words}", flush=True)

    notebook = nbformat.read(str(path), as_version=4)
    reset(notebook)
    target = build / "notebooks"
    target.mkdir(parents=True, exist_ok=True)
    codes = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells)
    clock = Clock(path.stem, codes)
    clock.start()
    try:
        with open(target / f"{path.stem}.log", "w", encoding="utf-8") as log:
            failure = execute(notebook, path.resolve().parent, log, clock, say)
    except (KernelSilent, NoSuchKernel) as error:
        failure = str(error)
    finally:
        seconds = clock.stop()
    clean.clean(notebook, root, clean.palette(java, build / "helpers"))
    written = clean.dumps(notebook)
    (target / f"{path.stem}.ipynb").write_text(written, encoding="utf-8")
    html = page(nbformat.reads(written, as_version=4), path.stem, mathjax)
    (target / f"{path.stem}.html").write_text(html, encoding="utf-8")
    if save and not failure:
        path.write_text(written, encoding="utf-8")
    # Base64 writes three bytes as four letters.
    sizes = [len("".join(image)) * 3 / 4 / 1000 for image in images_of(notebook)]
    if save:
        for number, size in enumerate(sizes, 1):
            if size > 100:
                say(f"figure {number} has {size:.0f} kB, more than the 100 kB that a saved notebook may keep")
                failure = failure or f"figure {number} is larger than 100 kB"
    say(f"{'FAILED, ' + failure if failure else 'ok'} ({seconds:.1f} s)")
    return Result(path.stem, seconds, len(sizes), sum(sizes), failure)


def table(results):
    width = max([8] + [len(result.name) for result in results])
    print(f"\n{'notebook':<{width}}  seconds  figures     kB  result")
    for result in results:
        print(f"{result.name:<{width}}  {result.seconds:7.1f}  {result.figures:7d}  {result.kilobytes:5.0f}  {result.outcome}")


def main(root, build, java, mathjax, mode, *names):
    root, build = Path(root), Path(build)
    results = [run(Path(name), root, build, java, mathjax, mode == "save") for name in names]
    table(results)
    failed = [result for result in results if result.failure]
    print(f"\nnotebooks: {len(results) - len(failed)} passed, {len(failed)} failed")
    print(f"look at {build / 'notebooks' / (results[0].name + '.html')}"
          + (" and its neighbours" if len(results) > 1 else ""))
    if failed:
        for result in failed:
            print(f"pathline: notebook {result.name}, {result.failure}", file=sys.stderr)
        sys.exit(1)
    if mode == "save":
        print("the notebooks' outputs were saved in place")


if __name__ == "__main__":
    main(*sys.argv[1:])
