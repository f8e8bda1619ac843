"""What the launcher does on Windows, which is planted here: no shell, other folders and separators, no flock, no exec.

    windows_test.py LAUNCHER_FOLDER
"""
import contextlib
import importlib
import io
import json
import os
import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

LAUNCHER = Path(sys.argv.pop(1))
sys.path.insert(0, str(LAUNCHER))
import child  # noqa: E402
import choice  # noqa: E402
import interpreter  # noqa: E402
import jdk  # noqa: E402
import kernelspec  # noqa: E402
import pdf  # noqa: E402
import place  # noqa: E402
import say  # noqa: E402
import turn  # noqa: E402


class FakeLocks(types.ModuleType):
    """msvcrt's locks, which one process cannot take twice on two handles of one file."""

    LK_NBLCK = 2

    def __init__(self):
        super().__init__("msvcrt")
        self.places = {}

    def locking(self, handle, mode, size):
        inode = os.fstat(handle).st_ino
        taken = self.places.get(inode)
        if taken is not None and Path(f"/proc/self/fd/{taken}").exists() and taken != handle:
            raise PermissionError(13, "Permission denied")
        self.places[inode] = handle


class Windows(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.plant(mock.patch.object(place, "WINDOWS", True))

    def enterContext(self, context):  # of Python 3.11
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    plant = enterContext

    def file(self, name):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
        return file

    def test_programs_have_their_ending(self):
        self.assertEqual(place.program("C:/jdk/bin", "java").name, "java.exe")
        java, javac = self.file("jdk/bin/java.exe"), self.file("jdk/bin/javac.exe")
        (self.folder / "jdk/release").write_text('JAVA_VERSION="21.0.1"\n', encoding="utf-8")
        self.plant(mock.patch.dict(os.environ, JAVA_HOME=str(self.folder / "jdk")))
        self.plant(mock.patch.object(jdk.find, "cache_clear", jdk.find.cache_clear))
        jdk.find.cache_clear()
        self.addCleanup(jdk.find.cache_clear)
        self.assertEqual((jdk.find().java, jdk.find().tool("javac"), jdk.find().version), (java, javac, 21))

    def test_an_environment_has_its_python_in_scripts_and_condas_at_its_root(self):
        venv, conda = self.file("venv/Scripts/python.exe"), self.file("conda/python.exe")
        self.assertEqual(interpreter.in_environment(self.folder / "venv"), venv)
        self.assertEqual(interpreter.in_environment(self.folder / "conda"), conda)
        self.assertEqual(interpreter.in_environment(self.folder / "none").name, "python.exe")

    def test_nothing_asks_who_is_root(self):
        self.plant(mock.patch.object(os, "getuid", side_effect=AttributeError, create=True))
        self.assertFalse(place.is_root())

    def test_the_cure_is_condas(self):
        self.plant(mock.patch.object(say.platform, "system", return_value="Windows"))
        self.assertTrue(say.remedy("apt", "brew").startswith("conda: "))

    def test_a_class_path_has_semicolons_and_the_program_runs_to_its_end(self):
        self.plant(mock.patch.object(os, "pathsep", ";"))
        self.plant(mock.patch.object(os, "chdir"))
        self.plant(mock.patch.object(jdk, "find", return_value=jdk.Jdk(Path("C:/jdk"), 17)))
        self.plant(mock.patch.object(jdk, "options", return_value=["-Xmx1g"]))
        self.plant(mock.patch.object(jdk, "environment"))
        self.plant(mock.patch.object(os, "execv", side_effect=AssertionError("no exec on Windows")))
        run = self.plant(mock.patch.object(child, "run", return_value=3))
        with self.assertRaises(SystemExit) as ended:
            jdk.start([Path("a"), Path("b c")], "Main", ["x"])
        self.assertEqual(ended.exception.code, 3)
        command = run.call_args.args[0]
        self.assertEqual(command[-3:], [os.path.join("a", "*") + ";" + os.path.join("b c", "*"), "Main", "x"])

    def test_memory_comes_from_the_system(self):
        def status(fields):
            self.assertEqual((fields[0], len(bytes(fields))), (64, 64), "the length of MEMORYSTATUSEX")
            fields[1] = 8 << 30

        import ctypes

        self.plant(mock.patch.object(ctypes, "windll", mock.MagicMock(), create=True))
        ctypes.windll.kernel32.GlobalMemoryStatusEx.side_effect = status
        self.assertEqual(jdk.memory_megabytes(), 8192)

    def test_a_browser_is_found_among_the_programs(self):
        edge = self.file("Microsoft/Edge/Application/msedge.exe")
        self.plant(mock.patch.dict(os.environ, {"ProgramFiles(x86)": str(self.folder)}))
        self.plant(mock.patch.object(pdf.shutil, "which", return_value=None))
        self.assertEqual(pdf.find_browser(), str(edge))

    def test_a_path_with_backslashes_names_a_file(self):
        self.plant(mock.patch.object(os, "sep", "\\"))
        self.plant(mock.patch.object(place, "HERE", self.folder))
        file = self.file("a\\b.ipynb")
        self.assertEqual(choice.notebooks(["a\\b.ipynb"]), [file.resolve()])

    def test_a_kernelspec_has_forward_slashes_and_semicolons(self):
        self.plant(mock.patch.object(os, "pathsep", ";"))
        (self.folder / "kernel.json").write_text(json.dumps({"argv": ["java", "-cp", "k\\kernel.zip", "org.rapaio.Main"]}))
        kernelspec.wrap(self.folder, self.folder, "C:\\jdk\\bin\\java.exe", "C:\\me\\jars", ["-Xmx1g"], {"A": "1"})
        spec = json.loads((self.folder / "kernel.json").read_text())
        self.assertEqual(spec["argv"][3].replace("/*", "\\*").replace("\\", "/"), "C:/me/jars/*;k/kernel.zip")
        self.assertNotIn("\\", spec["argv"][3])
        self.assertEqual(spec["env"]["A"], "1")

    def turns(self):
        self.plant(mock.patch.dict(sys.modules, msvcrt=FakeLocks()))
        self.plant(mock.patch.object(place, "BUILD", self.folder))
        self.plant(mock.patch.object(place, "LOG", self.folder / "log"))
        self.addCleanup(lambda: importlib.reload(turn))
        return importlib.reload(turn)

    def test_a_turn_is_taken_held_and_given_back_without_flock(self):
        turns = self.turns()
        file = self.folder / "turn-maven"
        with turns.turn("maven"):
            self.assertEqual(file.read_text().strip(), str(os.getpid()))
            naps = []
            self.plant(mock.patch.object(turns.time, "sleep", side_effect=lambda s: naps.append(s) or len(naps) < 3 or self.fail("waits")))
            said = io.StringIO()
            with self.assertRaises(AssertionError), contextlib.redirect_stdout(said), turns.turn("maven"):
                self.fail("two turns at once")
            self.assertIn("waiting for another ./pathline", said.getvalue())
        self.assertFalse(file.exists())

    def test_a_turn_that_was_left_behind_is_taken(self):
        turns = self.turns()
        (self.folder / "turn-maven").write_text("1\n")
        with turns.turn("maven"):
            self.assertEqual((self.folder / "turn-maven").read_text().strip(), str(os.getpid()))


class BatchFile(unittest.TestCase):
    def test_it_does_what_the_shell_script_does(self):
        root = LAUNCHER.parents[1]
        batch, shell = (root / "pathline.bat").read_bytes(), (root / "pathline").read_text(encoding="utf-8")
        self.assertEqual(batch.count(b"\n"), batch.count(b"\r\n"), "its lines end as Windows wants them")
        for words in ("sys.version_info < (3, 9)", "no Python (3.9 or newer) is on the PATH", "-B"):
            self.assertIn(words, batch.decode("ascii"))
            self.assertIn(words, shell)
        self.assertIn("%~dp0lib\\launcher", batch.decode("ascii"))


if __name__ == "__main__":
    unittest.main()
