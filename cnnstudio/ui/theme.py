"""The theme in force: one object holds it, dresses the program and says when it changes."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cnnstudio.core.resources import resource_path
from cnnstudio.ui.focus_ring import follow_keyboard
from cnnstudio.ui.icons import svg_source
from cnnstudio.ui.look import Mode, Theme, contrast, mix, relative_luminance
from cnnstudio.ui.style_sheet import ARROWS, style_sheet

__all__ = [
    "Mode",
    "Theme",
    "ThemeManager",
    "apply",
    "contrast",
    "current_theme",
    "follow_theme",
    "load_fonts",
    "mix",
    "relative_luminance",
    "theme_manager",
]


class ThemeManager(QObject):
    """Holds the theme in force. Everything that paints itself repaints on `changed`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._current = Theme()

    @property
    def current(self) -> Theme:
        return self._current

    def set_theme(self, theme: Theme) -> None:
        """Dress the running application, if there is one, and tell everybody."""
        self._current = theme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            _dress(app, theme)
        self.changed.emit(theme)


@lru_cache(maxsize=1)
def theme_manager() -> ThemeManager:
    return ThemeManager()


def current_theme() -> Theme:
    return theme_manager().current


def follow_theme(restyle: Callable[[Theme], None]) -> None:
    """Call a widget's bound method now and at every change of theme, while it lives."""
    theme_manager().changed.connect(restyle)
    restyle(current_theme())


def apply(app: QApplication, theme: Theme) -> None:
    """Make `theme` the one in force and dress `app` in it."""
    app.setStyle("Fusion")
    load_fonts()
    follow_keyboard(app)
    theme_manager().set_theme(theme)


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the shipped typeface known to Qt, for which an application must exist."""
    assert QGuiApplication.instance() is not None
    for file in sorted(resource_path("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def _dress(app: QApplication, theme: Theme) -> None:
    app.setPalette(_qt_palette(theme))
    app.setFont(theme.font("body"))
    app.setStyleSheet(style_sheet(theme, _arrow_images(theme)))


@lru_cache(maxsize=1)
def _scratch() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="cnnstudio-style-")


def _arrow_images(theme: Theme) -> Path:
    """A folder with the arrows of boxes in the theme's colours: a style sheet takes only files."""
    folder = Path(_scratch().name, theme.mode)
    folder.mkdir(exist_ok=True)
    for name, colour in ARROWS.items():
        drawing = svg_source(name.partition("@")[0], getattr(theme.colour, colour))
        (folder / f"{name}.svg").write_bytes(drawing)
    return folder


def _qt_palette(theme: Theme) -> QPalette:
    colour, role = theme.colour, QPalette.ColorRole
    palette = QPalette()
    for which, value in (
        (role.Window, colour.background),
        (role.WindowText, colour.text),
        (role.Base, colour.surface),
        (role.AlternateBase, colour.raised),
        (role.Text, colour.text),
        (role.PlaceholderText, colour.muted),
        (role.Button, colour.surface),
        (role.ButtonText, colour.text),
        (role.ToolTipBase, colour.surface),
        (role.ToolTipText, colour.text),
        (role.Highlight, colour.accent),
        (role.HighlightedText, colour.on_accent),
        (role.Accent, colour.accent),
        (role.Link, colour.accent),
        (role.LinkVisited, colour.accent),
        (role.Mid, colour.hairline_strong),
        (role.Light, colour.raised),
        (role.Dark, colour.hairline_strong),
    ):
        palette.setColor(which, value)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, colour.faint)
    return palette
