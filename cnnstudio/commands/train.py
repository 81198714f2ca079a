"""`cnnstudio train`: the engine from the shell, in this process."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnstudio.commands.ending import Ending
from cnnstudio.commands.networks import add_network, network_named
from cnnstudio.commands.refusal import Refusal
from cnnstudio.core.files import ProjectError
from cnnstudio.core.infer import infer
from cnnstudio.core.project import Project
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.core.settings import InvalidValue, Setting, settings_of

if TYPE_CHECKING:
    from cnnstudio.commands.train_output import Output

_TYPES = {"whole": int, "real": float, "choice": str}

#: Option -> the setting that it sets.
OPTIONS = {
    "--epochs": "epochs",
    "--batch-size": "batch_size",
    "--optimizer": "optimizer",
    "--lr": "learning_rate",
    "--weight-decay": "weight_decay",
    "--schedule": "schedule",
    "--seed": "seed",
    "--threads": "threads",
    "--device": "device",
    "--precision": "precision",
}


def add_parser(subparsers: argparse._SubParsersAction[Any]) -> None:
    parser = subparsers.add_parser(
        "train", help="train a network on MNIST", description="Train a network on MNIST, afresh."
    )
    add_network(parser)
    settings = {setting.name: setting for setting in settings_of(RunSettings)}
    for option, name in OPTIONS.items():
        _add_option(parser, option, settings[name])
    parser.add_argument(
        "--save",
        metavar="FILE.safetensors",
        type=Path,
        help="write the weights there, and a JSON beside them that says how they were made",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(run=run)


def _add_option(parser: argparse.ArgumentParser, option: str, setting: Setting) -> None:
    default = getattr(RunSettings(), setting.name)
    parser.add_argument(
        option,
        dest=setting.name,
        type=_TYPES[setting.type],
        choices=setting.choices or None,
        metavar=None if setting.choices else "N" if setting.type == "whole" else "X",
        help=f"{setting.help} (default: {default})".replace("%", "%%"),
    )


def run(args: argparse.Namespace) -> int:
    """Train as the arguments say; the exit status."""
    try:
        project = network_named(args.network)
        settings = _settings(args, project)
        _check(project, args.save)
        _tell_of_what_is_left_out(project)
        with Ending() as ending:
            return _train(args, project, settings, ending)
    except (ProjectError, InvalidValue, Refusal) as error:
        print(f"cnnstudio train: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has had enough. What is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _settings(args: argparse.Namespace, project: Project) -> RunSettings:
    """The project's settings, where it has any, with what the options say."""
    given = {name: getattr(args, name) for name in OPTIONS.values()}
    set_here = {name: value for name, value in given.items() if value is not None}
    return replace(project.settings or RunSettings(), **set_here)


def _check(project: Project, save: Path | None) -> None:
    """Find out before hours of training what would stop it, or its saving, at the end."""
    problems = infer(project.network).problems
    if problems:
        raise Refusal(str(problems[0].sentence))
    if save is None:
        return
    if save.suffix != ".safetensors":
        raise Refusal(f"{save}: the file to save to must end in .safetensors.")
    if not save.parent.is_dir():
        raise Refusal(f"{save.parent}: there is no such folder to save to.")


def _tell_of_what_is_left_out(project: Project) -> None:
    """The weights of a project are not used, so what is frozen in them or off is not either."""
    if project.interventions:
        frozen, off = len(project.interventions.frozen), len(project.interventions.off)
        sentence = say("train_without_hands", frozen=frozen, off=off)
        print(f"cnnstudio train: {sentence}", file=sys.stderr)


def _train(
    args: argparse.Namespace, project: Project, settings: RunSettings, ending: Ending
) -> int:
    from cnnstudio.commands.train_output import JsonOutput, TextOutput
    from cnnstudio.commands.train_run import train

    output: Output = JsonOutput() if args.json else TextOutput(settings.epochs)
    return train(project.network, settings, output, args.save, args.network, ending)
