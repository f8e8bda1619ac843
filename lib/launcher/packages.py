"""Debian's packages, installed quietly where the user may install them without being asked for anything."""
import os
import shutil

import child
import place
from say import step


def may_install():
    return place.is_root() and shutil.which("apt-get") is not None


def install(*names):
    """Whether they were installed; the package lists are fetched when they are missing or old."""
    step(f"installing {' '.join(names)} (apt-get)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(action, log):
        return child.watched(f"apt-get {action[0]}", place.LOG / log, ["apt-get", *action], env=environment) == 0

    packages = ["install", "-y", "-q", "--no-install-recommends", *names]
    return apt(packages, "apt.log") or (apt(["update", "-q"], "apt-update.log") and apt(packages, "apt.log"))
