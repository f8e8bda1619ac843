"""Tries one Java kernel through jupyter_client and prints what it saw, a line "name: value" each.

    kernel_behaviour.py LAUNCHER_FOLDER JUPYTER_FOLDER

An exception and a compile error as the launcher's summary words them, variables that outlive an import in another cell,
an interrupted sleep, loop and training, completion, a flood of lines, a restart. Of rapaio's kernel, which an interrupt makes useless, no interrupt is tried.
"""
import os
import queue
import sys
import time

import nbformat
import zmq
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

sys.path.insert(0, sys.argv[1])
import clean  # noqa: E402
from failure import reason_of  # noqa: E402


class Session:
    def __init__(self, folder):
        self.manager = KernelManager(kernel_name="java")
        self.manager.kernel_spec_manager = KernelSpecManager(kernel_dirs=[os.path.join(folder, "kernels")])
        self.manager.context.setsockopt(zmq.RCVHWM, 0)
        quiet = open(os.devnull, "w")
        self.manager.start_kernel(stdout=quiet, stderr=quiet)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=30)

    def restart(self):
        """A kernel that does not answer is restarted once more, as a front end does."""
        for attempt in range(3):
            self.client.stop_channels()
            self.manager.restart_kernel(now=True)
            try:
                return self.connect()
            except RuntimeError:
                continue
        raise RuntimeError("the kernel did not answer after three restarts")

    def start(self, code):
        return code, self.client.execute(code)

    def end(self, started, seconds=60):
        """The executed cell; its metadata say whether the kernel became idle in time."""
        code, message = started
        cell = nbformat.v4.new_code_cell(code, metadata={"ended": False})
        until = time.time() + seconds
        while time.time() < until:
            try:
                found = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            if found["parent_header"].get("msg_id") != message:
                continue
            if found["msg_type"] == "status" and found["content"]["execution_state"] == "idle":
                cell.metadata["ended"] = True
                return cell
            if found["msg_type"] in ("stream", "error", "execute_result", "display_data"):
                cell.outputs.append(nbformat.v4.output_from_msg(found))
        return cell

    def cell(self, code, seconds=60):
        return self.end(self.start(code), seconds)

    def interrupted(self, code, seconds=10, wait=1.5):
        started = self.start(code)
        time.sleep(wait)
        self.manager.interrupt_kernel()
        return self.end(started, seconds)

    def complete(self, code):
        message = self.client.complete(code, len(code))
        while True:
            reply = self.client.get_shell_msg(timeout=20)
            if reply["parent_header"].get("msg_id") == message:
                return reply["content"].get("matches", [])


def printed(cell):
    if not cell.metadata["ended"]:
        return "the cell never ended"
    return "".join(o.text for o in cell.outputs if o.output_type == "stream").strip().replace("\n", " | ")


def say(name, value):
    print(f"{name}: {value}", flush=True)


def reason(cell):
    return reason_of("", cell).replace("\n", " ")


def try_errors(session):
    cell = session.cell("int q = 3;\nint r = pathline.check.Require.index(q, 2, \"k\");\nint s = 4;")
    say("exception", reason(cell))
    session.cell("int down(int n) {\n    if (n == 0) throw new IllegalStateException(\"at the bottom\");\n    return down(n - 1);\n}")
    say("exception in a method of the notebook", reason(session.cell("int a = 1;\nint b = down(2);")))
    say("compile error", reason(session.cell("int x = 1;\nint y = missing + 1;")))
    say("after an error", printed(session.cell("System.out.println(q + 39);")))


def try_variables(session):
    session.cell("import ai.djl.ndarray.NDArray;\nimport pathline.ode.*;\nimport pathline.train.*;")
    session.cell("var notebook = pathline.notebook.Notebook.open(7);")
    session.cell("var x0 = notebook.point(1, 2);\nvar solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6);")
    say("variables", printed(session.cell("System.out.println(x0.getShape() + \" \" + (solver != null) + (notebook != null));")))


def try_interrupts(session):
    session.cell("var net = pathline.field.VelocityMlp.of(2, 8).init(notebook.rng());\n"
                 "var g = pathline.distribution.Gaussian.standard(2);\n"
                 "var fm = pathline.objective.ConditionalFlowMatching.of(g, g,\n"
                 "    pathline.path.AffinePath.of(pathline.path.Schedule.linear()), 16);")
    cell = session.interrupted("var run = Trainer.adam(1e-3).steps(100_000_000).fit(net, fm, notebook.rng());\n"
                               "System.out.println(\"ended\");", 15, 4)
    say("interrupted training ends", cell.metadata["ended"])
    say("interrupted training", printed(session.cell(
        "System.out.println(run.ending() + \" \" + (run.steps() > 10) + \" \" + run.model().getClass().getSimpleName());", 15)))
    say("interrupted loop ends", session.interrupted("long k = 0; while (true) { k++; }").metadata["ended"])
    say("interrupted sleep ends", session.interrupted("Thread.sleep(60_000);").metadata["ended"])
    say("after an interrupt", printed(session.cell("System.out.println(40 + 2);", 10)))


def main(folder):
    session = Session(folder)
    try:
        say("kernel", session.manager.kernel_spec.display_name)
        try_errors(session)
        try_variables(session)
        say("completion", "sqrt" in " ".join(session.complete("Math.sq")))
        session.restart()
        say("restart", reason(session.cell("System.out.println(q);")))
        try_variables(session)
        if "rapaio" not in session.manager.kernel_spec.display_name:
            try_interrupts(session)  # rapaio's kernel would be of no use afterwards
        flood = session.cell("for (int i = 0; i < 50_000; i++) System.out.println(\"line \" + i);", 60)
        text = "".join(o.text for o in flood.outputs)
        say("lines of 50000", text.count("\n"))
        say("end of the lines kept", clean.shortened(text).splitlines()[-1])
    finally:
        session.manager.shutdown_kernel(now=True)


main(sys.argv[2])
