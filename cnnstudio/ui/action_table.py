"""Every entry of the menu bar as a row of one table: menus, shortcuts and the F1 list read it."""

from __future__ import annotations

from typing import NamedTuple

from cnnstudio.ui.marking import QT_TRANSLATE_NOOP


class Row(NamedTuple):
    """One action: the menu it is in, its name in code, its text, its keys; a row without a name
    is a line between others. `shown_keys` are those that whoever has the focus handles."""

    menu: str
    name: str = ""
    text: str = ""
    keys: str = ""
    checkable: bool = False
    shown_keys: str = ""


MENUS: dict[str, str] = {
    "file": QT_TRANSLATE_NOOP("menu", "&File"),
    "edit": QT_TRANSLATE_NOOP("menu", "&Edit"),
    "view": QT_TRANSLATE_NOOP("menu", "&View"),
    "digit": QT_TRANSLATE_NOOP("menu", "&Digit"),
    "train": QT_TRANSLATE_NOOP("menu", "&Train"),
    "help": QT_TRANSLATE_NOOP("menu", "&Help"),
}

ACTIONS: tuple[Row, ...] = (
    Row("file", "new", QT_TRANSLATE_NOOP("menu", "&New"), "Ctrl+N"),
    Row("file", "starters", QT_TRANSLATE_NOOP("menu", "New from s&tarter…"), "Ctrl+Shift+N"),
    Row("file", "open", QT_TRANSLATE_NOOP("menu", "&Open…"), "Ctrl+O"),
    Row("file", "recent", QT_TRANSLATE_NOOP("menu", "Open &recent")),
    Row("file"),
    Row("file", "save", QT_TRANSLATE_NOOP("menu", "&Save"), "Ctrl+S"),
    Row("file", "save_as", QT_TRANSLATE_NOOP("menu", "Save &as…"), "Ctrl+Shift+S"),
    Row("file"),
    Row("file", "import_weights", QT_TRANSLATE_NOOP("menu", "&Import weights…")),
    Row("file", "export_weights", QT_TRANSLATE_NOOP("menu", "&Export weights…")),
    Row("file"),
    Row("file", "preferences", QT_TRANSLATE_NOOP("menu", "&Preferences…"), "Ctrl+,"),
    Row("file", "quit", QT_TRANSLATE_NOOP("menu", "&Quit"), "Ctrl+Q"),
    Row("edit", "undo", QT_TRANSLATE_NOOP("menu", "&Undo"), "Ctrl+Z"),
    Row("edit", "redo", QT_TRANSLATE_NOOP("menu", "&Redo"), "Ctrl+Shift+Z"),
    Row("edit"),
    Row("edit", "cut", QT_TRANSLATE_NOOP("menu", "Cu&t layers"), shown_keys="Ctrl+X"),
    Row("edit", "copy", QT_TRANSLATE_NOOP("menu", "&Copy layers"), shown_keys="Ctrl+C"),
    Row("edit", "paste", QT_TRANSLATE_NOOP("menu", "&Paste layers"), shown_keys="Ctrl+V"),
    Row("edit", "duplicate", QT_TRANSLATE_NOOP("menu", "&Duplicate layers"), "Ctrl+D"),
    Row("edit", "delete", QT_TRANSLATE_NOOP("menu", "De&lete layers"), shown_keys="Del"),
    Row("edit", "select_all", QT_TRANSLATE_NOOP("menu", "Select &all layers"), shown_keys="Ctrl+A"),
    Row("edit"),
    Row("edit", "wrap", QT_TRANSLATE_NOOP("menu", "Put into a &residual block"), "Ctrl+G"),
    Row("edit", "dissolve", QT_TRANSLATE_NOOP("menu", "Dis&solve the block"), "Ctrl+Shift+G"),
    Row("edit", "move_up", QT_TRANSLATE_NOOP("menu", "Move layers u&p"), "Alt+Up"),
    Row("edit", "move_down", QT_TRANSLATE_NOOP("menu", "Move layers dow&n"), "Alt+Down"),
    Row("view", "learn", QT_TRANSLATE_NOOP("menu", "&Learn"), "Ctrl+1"),
    Row("view", "build", QT_TRANSLATE_NOOP("menu", "&Build"), "Ctrl+2"),
    Row("view", "train", QT_TRANSLATE_NOOP("menu", "&Train"), "Ctrl+3"),
    Row("view", "inside", QT_TRANSLATE_NOOP("menu", "&Inside"), "Ctrl+4"),
    Row("view"),
    Row("view", "projector", QT_TRANSLATE_NOOP("menu", "&Projector mode"), "F5", checkable=True),
    Row("view", "full_screen", QT_TRANSLATE_NOOP("menu", "&Full screen"), "F11", checkable=True),
    Row("view", "theme", QT_TRANSLATE_NOOP("menu", "&Dark theme"), "F6", checkable=True),
    Row("digit", "previous_digit", QT_TRANSLATE_NOOP("menu", "&Previous digit"), "Ctrl+Left"),
    Row("digit", "next_digit", QT_TRANSLATE_NOOP("menu", "&Next digit"), "Ctrl+Right"),
    Row("digit", "next_mistake", QT_TRANSLATE_NOOP("menu", "Next &mistake"), "Ctrl+M"),
    Row("digit"),
    Row("digit", "draw", QT_TRANSLATE_NOOP("menu", "&Draw a digit"), "Ctrl+E"),
    Row("digit", "open_image", QT_TRANSLATE_NOOP("menu", "&Open a picture…"), "Ctrl+I"),
    Row("digit", "paste_image", QT_TRANSLATE_NOOP("menu", "Paste a p&icture"), "Ctrl+Shift+V"),
    Row("train", "play", QT_TRANSLATE_NOOP("menu", "&Train or pause"), "Ctrl+Return"),
    Row("train", "step", QT_TRANSLATE_NOOP("menu", "One &step"), "F8"),
    Row("train", "epoch", QT_TRANSLATE_NOOP("menu", "To the &epoch's end"), "F9"),
    Row("train", "stop", QT_TRANSLATE_NOOP("menu", "St&op"), "Shift+F8"),
    Row("train"),
    Row("train", "runs", QT_TRANSLATE_NOOP("menu", "Kept r&uns"), "Ctrl+R"),
    Row("train", "go_on", QT_TRANSLATE_NOOP("menu", "&Go on from this moment")),
    Row("train", "changes", QT_TRANSLATE_NOOP("menu", "&What changed")),
    Row("train", "keep_moment", QT_TRANSLATE_NOOP("menu", "&Keep this moment…")),
    Row("train", "film", QT_TRANSLATE_NOOP("menu", "&Film of the run…")),
    Row("train", "now", QT_TRANSLATE_NOOP("menu", "Back to &now"), "Alt+End"),
    Row("train"),
    Row("train", "test", QT_TRANSLATE_NOOP("menu", "Test on all test &digits")),
    Row("train", "reset", QT_TRANSLATE_NOOP("menu", "&Reset the weights")),
    Row("help", "shortcuts", QT_TRANSLATE_NOOP("menu", "&Shortcuts"), "F1"),
    Row("help", "about", QT_TRANSLATE_NOOP("menu", "&About CNN Studio")),
)
