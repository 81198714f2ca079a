"""The workspaces, one folder each. A new one is a folder and a row of this table."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from cnnstudio.ui.marking import QT_TRANSLATE_NOOP
from cnnstudio.ui.session import Session


class Workspace(NamedTuple):
    """A tab: its key, its name, what it is for, and the class that makes it, imported when it is
    first shown."""

    key: str
    label: str
    hint: str
    module: str
    class_name: str

    def make(self, session: Session) -> Any:
        """A QWidget with an attribute `driver`, what the transport bar drives while it is in
        sight."""
        return getattr(import_module(self.module), self.class_name)(session)


WORKSPACES: tuple[Workspace, ...] = (
    Workspace(
        "learn",
        QT_TRANSLATE_NOOP("workspace", "Learn"),
        QT_TRANSLATE_NOOP("workspace", "Labs: one operation each, with all of its numbers"),
        "cnnstudio.ui.workspaces.learn.workspace",
        "LearnWorkspace",
    ),
    Workspace(
        "build",
        QT_TRANSLATE_NOOP("workspace", "Build"),
        QT_TRANSLATE_NOOP("workspace", "Make a network of layers"),
        "cnnstudio.ui.workspaces.build.workspace",
        "BuildWorkspace",
    ),
    Workspace(
        "train",
        QT_TRANSLATE_NOOP("workspace", "Train"),
        QT_TRANSLATE_NOOP("workspace", "Train the network on MNIST, and see how it goes"),
        "cnnstudio.ui.workspaces.train.workspace",
        "TrainWorkspace",
    ),
    Workspace(
        "inside",
        QT_TRANSLATE_NOOP("workspace", "Inside"),
        QT_TRANSLATE_NOOP(
            "workspace", "What the network has learned, and where every number comes from"
        ),
        "cnnstudio.ui.workspaces.inside.workspace",
        "InsideWorkspace",
    ),
)
