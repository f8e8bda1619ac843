"""Runs notebooks one after the other on the private Java kernel and says how it went.

    run_notebooks.py ROOT BUILD OUT JAVA MATHJAX_JAR run|save NOTEBOOK...

Writes OUT/NAME.ipynb and OUT/NAME.html, ends with a table, and exits 1 when a cell failed.
"""
import os
import signal
import sys
import threading
import time
import warnings
from asyncio import InvalidStateError
from dataclasses import dataclass
from pathlib import Path

warnings.filterwarnings("ignore")


def said(kind, error, trace):
    """One sentence for an interrupt and for a file that cannot be read or written, from the imports on; a fault keeps its trace."""
    if issubclass(kind, KeyboardInterrupt):
        print("\npathline: interrupted; the kernel was ended, and the notebook that was running is as it was.",
              file=sys.stderr, flush=True)
        os._exit(130)
    if issubclass(kind, OSError) and not issubclass(kind, ConnectionError):
        cure = ("Was the folder build deleted meanwhile? Run again: it is made anew" if issubclass(kind, FileNotFoundError)
                else "Free some room on the disk, or give yourself the right to write there, and run again")
        print(f"pathline: {error.filename or 'a file'} could not be written or read: {error.strerror or error}."
              f"\n    {cure}; a notebook that was to be saved is as it was.", file=sys.stderr, flush=True)
        os._exit(1)
    sys.__excepthook__(kind, error, trace)


if __name__ == "__main__":
    sys.excepthook = said

import nbformat  # noqa: E402
import zmq  # noqa: E402
from jupyter_client.kernelspec import NoSuchKernel  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402
from nbclient.util import run_sync  # noqa: E402

import clean  # noqa: E402
import whole_file  # noqa: E402
from failure import reason_of  # noqa: E402
from page import page  # noqa: E402

# A kernel answers in about a second; one that is silent for this long hangs and is ended.
KERNEL_SECONDS = int(os.environ.get("PATHLINE_KERNEL_SECONDS", "15"))
ATTEMPTS = (1, 1, 2, 4)
CELL_SECONDS = int(os.environ.get("PATHLINE_CELL_SECONDS", "1200"))
SAY_EVERY = 10
BUDGET = os.environ.get("PATHLINE_BUDGET") or "LECTURE"


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
        # A kernel may print faster than its lines are read; without a limit for what is read ahead, no line is dropped.
        client.km.context.setsockopt(zmq.RCVHWM, 0)
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
        except BaseException:  # Ctrl-C: no kernel and no connection file stay behind
            deaf()
            end(client)
            raise
    raise KernelSilent(f"no kernel answered in {len(ATTEMPTS)} starts; what it said is in {log.name}")


def deaf():
    """From here on the kernel is ended: a second Ctrl-C would leave it behind."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def end(client):
    """Ends the kernel, also where an interrupt has left its start half done, which then goes on beside its end."""
    manager = client.km
    if manager is None:
        return
    process = process_of(manager)
    try:
        if manager.has_kernel:
            run_sync(manager.shutdown_kernel)(now=True)
        run_sync(manager.cleanup_resources)()
    except InvalidStateError:
        manager.cleanup_connection_file()
    finally:
        process = process_of(manager) or process
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()


def process_of(manager):
    return getattr(manager.provisioner, "process", None)


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
        cell = notebook.cells[index]
        if isinstance(error, CellTimeoutError):
            reason = f"not done after {CELL_SECONDS} s (PATHLINE_CELL_SECONDS)"
        elif isinstance(error, DeadKernelError):
            reason = "the kernel died (System.exit, or no memory left)"
        else:
            reason = reason_of(str(error), cell)
        return f"cell [{number}] failed: {reason}\n    cell [{number}] begins: {cell.source.strip().splitlines()[0]}"
    except KeyboardInterrupt:
        deaf()
        client.shutdown_kernel = "immediate"
        raise
    finally:
        client._cleanup_kernel()


def reset(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def images_of(notebook):
    return [output.data[mime] for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
            for mime in clean.IMAGES if mime in output.get("data", {})]


def run(path, root, build, target, java, mathjax, save):
    def say(words):
        print(f"  {path.stem}: {words}", flush=True)

    notebook = read(path)
    reset(notebook)
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
    clean.clean(notebook, root, clean.palette(java, build))
    written = clean.dumps(notebook)
    whole_file.write(target / f"{path.stem}.ipynb", written)
    whole_file.write(target / f"{path.stem}.html", page(nbformat.reads(written, as_version=4), path.stem, mathjax, BUDGET))
    # Base64 writes three bytes as four letters.
    sizes = [len("".join(image)) * 3 / 4 / 1000 for image in images_of(notebook)]
    if save:
        for number, size in enumerate(sizes, 1):
            if size > 100:
                say(f"figure {number} has {size:.0f} kB, more than the 100 kB that a saved notebook may keep")
                failure = failure or f"figure {number} is larger than 100 kB"
        if not failure:
            whole_file.write(path, written)
    say(f"{'FAILED, ' + failure if failure else 'ok'} ({seconds:.1f} s)")
    return Result(path.stem, seconds, len(sizes), sum(sizes), failure)


def read(path):
    try:
        return nbformat.read(str(path), as_version=4)
    except (ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        sys.exit(f"pathline: {path} is not a notebook: {str(error).splitlines()[0][:200]}")


def table(results):
    width = max([8] + [len(result.name) for result in results])
    print(f"\n{'notebook':<{width}}  seconds  figures     kB  result")
    for result in results:
        print(f"{result.name:<{width}}  {result.seconds:7.1f}  {result.figures:7d}  {result.kilobytes:5.0f}  {result.outcome}")


def main(root, build, target, java, mathjax, mode, *names):
    root, build, target = Path(root), Path(build), Path(target)
    results = [run(Path(name), root, build, target, java, mathjax, mode == "save") for name in names]
    table(results)
    failed = [result for result in results if result.failure]
    print(f"\nnotebooks: {len(results) - len(failed)} passed, {len(failed)} failed")
    print(f"look at {target / (results[0].name + '.html')}" + (" and its neighbours" if len(results) > 1 else ""))
    if failed:
        for result in failed:
            print(f"pathline: notebook {result.name}, {result.failure}", file=sys.stderr)
        sys.exit(1)
    if mode == "save":
        print("the notebooks' outputs were saved in place")


if __name__ == "__main__":
    # A terminated run ends its kernel as an interrupted one does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    main(*sys.argv[1:])
