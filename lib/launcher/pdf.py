"""The command pdf: a lesson's page on paper, through the browser of the machine."""
import os
import shutil
from pathlib import Path

import child
import choice
import notebooks
import place
from say import Fault, remedy, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe", "Chromium/Application/chrome.exe")


def find_browser():
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    found = on_path or next((str(file) for file in places() if place.runnable(file)), None)
    if not found:
        raise Fault("no Chromium or Chrome was found, which prints the pages.",
                    remedy("sudo apt-get install chromium", "brew install --cask google-chrome",
                           "install Chromium or Chrome for your system"),
                    "Or open the page in build/notebooks with any browser and print it from there: it has a style for paper.")
    return found


def places():
    """Where browsers are that are on no PATH."""
    if place.WINDOWS:
        folders = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
        return [Path(folder) / name for folder in folders if folder for name in WINDOWS]
    return [folder / f"Applications/{name}.app/Contents/MacOS/{name}" for name in MAC for folder in (Path("/"), Path.home())]


def print_page(browser, page, pdf):
    """Formulas are set by a script, for which the browser is given a minute of the page's own time."""
    profile = pdf.parent / ".browser"
    options = ["--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer", "--virtual-time-budget=60000",
               f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
    # In a container one is root as a rule, and there the browser has no sandbox.
    if place.is_root():
        options.append("--no-sandbox")
    pdf.unlink(missing_ok=True)
    child.watched("printing", place.LOG / "pdf.log", [browser, *options, page.as_uri()])
    shutil.rmtree(profile, ignore_errors=True)
    if not pdf.is_file() or pdf.stat().st_size == 0:
        raise Fault(f"{browser} did not print {page}; what it said is in {place.LOG / 'pdf.log'}")


def pdf(arguments):
    choice.refuse_options("pdf", arguments)
    choice.check_budget()
    files = choice.notebooks(arguments)
    browser = find_browser()
    (place.BUILD / "pdf").mkdir(exist_ok=True)
    for page in notebooks.up_to_date(files):
        print_page(browser, page, place.BUILD / f"pdf/{page.stem}.pdf")
        step(f"printed build/pdf/{page.stem}.pdf")
    return 0
