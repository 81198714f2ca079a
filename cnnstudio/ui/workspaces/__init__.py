"""The workspaces, one folder each. A new one is a folder and a row of this table."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from cnnstudio.ui.marking import QT_TRANSLATE_NOOP
from cnnstudio.ui.session import Session


class Workspace(NamedTuple):
    """A tab: its key, its name, and the class that makes it, imported when it is first shown."""

    key: str
    label: str
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
        "cnnstudio.ui.workspaces.learn.workspace",
        "LearnWorkspace",
    ),
    Workspace(
        "build",
        QT_TRANSLATE_NOOP("workspace", "Build"),
        "cnnstudio.ui.workspaces.build.workspace",
        "BuildWorkspace",
    ),
    Workspace(
        "train",
        QT_TRANSLATE_NOOP("workspace", "Train"),
        "cnnstudio.ui.workspaces.train.workspace",
        "TrainWorkspace",
    ),
    Workspace(
        "inside",
        QT_TRANSLATE_NOOP("workspace", "Inside"),
        "cnnstudio.ui.workspaces.inside.workspace",
        "InsideWorkspace",
    ),
)
