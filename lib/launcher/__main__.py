"""Pathline's launcher, in Python's standard library: python lib/launcher COMMAND. It writes into build/ only.

run_notebooks.py, clean.py, failure.py, page.py and talk.py run in the Python that has Jupyter; everything else in the one
that the script pathline, or pathline.bat on Windows, has found.
"""
import os
import signal
import sys


def terminated(*_):
    """The launcher ends at SIGTERM as at Ctrl-C."""
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGTERM, terminated)
    from say import Fault

    try:
        import commands

        return commands.main(sys.argv[1:])
    except Fault as fault:
        fault.show()
        return 1
    except KeyboardInterrupt:
        print("\npathline: interrupted.", file=sys.stderr, flush=True)
        return 130
    except BrokenPipeError:
        # What reads our output has ended; nothing is left to be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        Fault(f"{error.filename or 'a file'} could not be written or read: {error.strerror or error}.").show()
        return 1


sys.exit(main())
