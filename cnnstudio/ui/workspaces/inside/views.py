"""The views of Inside. A new one is a class and a row of this table."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from cnnstudio.ui.marking import QT_TRANSLATE_NOOP
from cnnstudio.ui.session import Session


class View(NamedTuple):
    """A way to look inside: its key, its name and what it is for, and the class that makes it,
    imported when it is first shown."""

    key: str
    label: str
    hint: str
    module: str
    class_name: str

    def make(self, session: Session) -> Any:
        """A QWidget with an attribute `driver`, what the transport bar drives while it is in
        sight. It has no margins of its own."""
        return getattr(import_module(self.module), self.class_name)(session)


VIEWS: tuple[View, ...] = (
    View(
        "xray",
        QT_TRANSLATE_NOOP("view", "X-ray"),
        QT_TRANSLATE_NOOP("view", "Where every number comes from"),
        "cnnstudio.ui.workspaces.inside.xray_view",
        "XRayView",
    ),
    View(
        "filters",
        QT_TRANSLATE_NOOP("view", "Filters"),
        QT_TRANSLATE_NOOP("view", "All that a layer has learned, and how far it has come"),
        "cnnstudio.ui.workspaces.inside.filters.view",
        "FiltersView",
    ),
    View(
        "top",
        QT_TRANSLATE_NOOP("view", "Top images"),
        QT_TRANSLATE_NOOP("view", "The test digits that excite a filter or a class most"),
        "cnnstudio.ui.workspaces.inside.top_images.view",
        "TopImagesView",
    ),
    View(
        "why",
        QT_TRANSLATE_NOOP("view", "Why"),
        QT_TRANSLATE_NOOP("view", "Which pixels the answer hangs on"),
        "cnnstudio.ui.workspaces.inside.why.view",
        "WhyView",
    ),
    View(
        "dream",
        QT_TRANSLATE_NOOP("view", "Dream"),
        QT_TRANSLATE_NOOP("view", "The picture that excites a filter or a class most"),
        "cnnstudio.ui.workspaces.inside.dream.view",
        "DreamView",
    ),
    View(
        "digits",
        QT_TRANSLATE_NOOP("view", "Map of digits"),
        QT_TRANSLATE_NOOP("view", "The test digits, near each other where a layer sees them alike"),
        "cnnstudio.ui.workspaces.inside.digit_map.view",
        "DigitMapView",
    ),
    View(
        "edit",
        QT_TRANSLATE_NOOP("view", "Be the kernel"),
        QT_TRANSLATE_NOOP("view", "Change, freeze and switch off filters by hand"),
        "cnnstudio.ui.workspaces.inside.edit.view",
        "EditView",
    ),
    View(
        "backward",
        QT_TRANSLATE_NOOP("view", "Backward step"),
        QT_TRANSLATE_NOOP("view", "How a loss becomes a nudge of every weight"),
        "cnnstudio.ui.workspaces.inside.backward.view",
        "BackwardView",
    ),
)
