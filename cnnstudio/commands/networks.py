"""The NETWORK that a command is given: a starter's name, or a project file."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnnstudio.core.files import ProjectError
from cnnstudio.core.project import Project, load_project
from cnnstudio.core.sentences import say
from cnnstudio.core.starters import STARTERS, starter

HELP = "a starter network's name, such as lenet5, or a project file (*.cnnstudio)"


def add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("network", metavar="NETWORK", help=HELP)


def network_named(text: str) -> Project:
    """The starter or the project of this name. Raises ProjectError with one sentence."""
    if text in STARTERS:
        return Project(starter(text))
    path = Path(text)
    if not _exists(path) and path.name == text and not path.suffix:
        raise ProjectError(say("no_such_network", name=text[:100], starters=", ".join(STARTERS)))
    return load_project(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False
