"""The command line. Window and engine are imported only by the command that needs them."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from cnnstudio import __version__
from cnnstudio.commands.parser import Parser

_COMMANDS = ("summary", "train", "render")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; its exit status. 2: bad arguments or files. 130: Ctrl+C."""
    multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in _COMMANDS:
        return _run_command(given)
    args = _window_parser().parse_args(given)
    return _open_window(args.file)


def _run_command(given: list[str]) -> int:
    try:
        args = _command_parser().parse_args(given)
        return int(args.run(args))
    except KeyboardInterrupt:  # while it is being imported; from then on, commands/ending.py
        return 128 + signal.SIGINT


def _command_parser() -> argparse.ArgumentParser:
    from cnnstudio.commands import render, summary, train

    parser = Parser(prog="cnnstudio")
    subparsers = parser.add_subparsers(required=True)
    for command in (summary, train, render):
        command.add_parser(subparsers)
    return parser


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cnnstudio",
        description="Build a convolutional network, train it live on MNIST, and look inside it.",
        epilog="Without a window: cnnstudio summary NETWORK, cnnstudio train NETWORK, "
        "cnnstudio render LAB.json (each with --help).",
    )
    parser.add_argument("file", metavar="FILE", nargs="?", help="a project file to open")
    parser.add_argument("--version", action="version", version=f"cnnstudio {__version__}")
    return parser


def _open_window(file: str | None) -> int:
    if not _has_display():
        print(
            "cnnstudio: there is no display to open the window on: run it in a desktop session, "
            "over ssh -X, or with xvfb-run.",
            file=sys.stderr,
        )
        return 2
    from cnnstudio.ui.app import run_window

    return run_window(None if file is None else Path(file))


def _has_display() -> bool:
    """Whether Qt can be asked for a window: without a display it would end the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
