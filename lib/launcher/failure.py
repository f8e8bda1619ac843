"""What went wrong in a cell, in one line: the exception and the line of the cell, whatever the kernel shows of them.

IJava and rapaio's kernel name the exception in the first line of the trace, JJava wraps it in a RuntimeException whose
message is "class, message". An error of the compiler has the line and the reasons, one below the other, on each kernel.
"""
import re

ANSI = re.compile(r"\x1b\[[0-9;]*m")
CLASS = r"(?:[\w$]+\.)+[\w$]+"
THROWN = re.compile(rf"({CLASS})(?:: (.*))?$")
WRAPPED = re.compile(rf"({CLASS}(?:Exception|Error)), (.*)$", re.S)
# A frame of JShell's own, which has no class, and the method that was called from it.
CALLED = re.compile(r"at (?:\S*/)?\S*?([\w$]+|<init>)\((?!#)[^)]*\)$")
CELL_FRAME = re.compile(r"at (?:\S*/)?\S*\.([\w$]*)\(#\d+:(\d+)\)$")


def reason_of(message, cell):
    """The exception or the compiler's words, and the line of the cell where it is known."""
    shown = [output for output in cell.outputs if output.output_type == "error"]
    if not shown:
        return (plain(message) or ["no message"])[-1]
    error = shown[-1]
    trace = plain("\n".join(error.traceback))
    if error.ename in ("CompilationException", "CompilerException"):
        return not_compiled(trace, cell.source)
    line = line_of(trace, cell.source)
    return thrown(error, trace) + (f"\n    in line {line[0]}: {line[1]}" if line else "")


def plain(words):
    return [line.strip() for line in ANSI.sub("", words).splitlines() if line.strip()]


def not_compiled(trace, source):
    code = [line[1:].strip() for line in trace if line.startswith("|") and line[1:].strip()]
    said = [line for line in trace if line[0] not in "|^" and line != "Compile error:"]
    line = position(code[0], source) if code else None
    where = f"\n    in line {line[0]}: {line[1]}" if line else f" in: {code[0]}" if code else ""
    return "it does not compile: " + ("; ".join(said) or "no reason was given") + where


def position(code, source):
    """The number and text of the line of the cell that holds this code."""
    for number, line in enumerate(source.splitlines(), 1):
        if code in line or (line.strip() and line.strip() in code):
            return number, line.strip()
    return None


def thrown(error, trace):
    wrapped = WRAPPED.match(error.evalue or "")
    if error.ename == "RuntimeException" and wrapped:
        return f"{wrapped.group(1)}: {wrapped.group(2)}"
    if error.ename != "EvalException":
        return f"{error.ename}: {' '.join(plain(error.evalue)) or 'no message'}"
    first = next((found for found in (THROWN.match(line.lstrip("| \t")) for line in trace) if found), None)
    return f"{first.group(1) if first else error.ename}: {error.evalue or 'no message'}"


def line_of(trace, source):
    """The marked line where a kernel marks one; else the only line of the cell that calls what its last frame called."""
    marked = [line.split("-->", 1)[1].strip() for line in trace if line.startswith("|-->")]
    if marked:
        return position(marked[-1], source)
    frames = [line.lstrip("| \t") for line in trace if line.lstrip("| \t").startswith("at ")]
    own = [k for k, frame in enumerate(frames) if CELL_FRAME.match(frame)]
    if not own:
        return None
    before = frames[own[-1] - 1] if own[-1] > 0 else ""
    called = CELL_FRAME.match(before) or CALLED.match(before)
    if called and called.group(1) not in ("", "<init>"):
        lines = [(number, line.strip()) for number, line in enumerate(source.splitlines(), 1)
                 if re.search(rf"\b{re.escape(called.group(1))}\(", line)]
        # The declaration of a method of the cell stands above its calls.
        if len(lines) == 1 or (CELL_FRAME.match(before) and len(lines) > 1):
            return lines[-1]
    return None
