"""The context menu of cards: for each drag and each key also a way by menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.core.findings import Fix
from cnnstudio.core.infer import LayerReport
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.spine.commands import LayerCommands

translate = QCoreApplication.translate
Do = Callable[[], None]


def layer_menu(
    parent: QWidget,
    commands: LayerCommands,
    report: LayerReport | None,
    fold: tuple[str, Do] | None,
) -> QMenu:
    """What can be done to the selection. `report` is that of the current layer; `fold` the
    entry that folds or unfolds its card, if it has one."""
    menu = QMenu(parent)
    for finding in report.findings if report else ():
        for fix in finding.fixes:
            menu.addAction(fix_text(fix), partial(commands.apply, fix))
    if not menu.isEmpty():
        menu.addSeparator()
    if fold is not None:
        menu.addAction(*fold)
        menu.addSeparator()
    _add_clipboard(menu, commands)
    menu.addSeparator()
    _add_moves(menu, commands)
    menu.addSeparator()
    _add_blocks(menu, commands)
    menu.addSeparator()
    keys = QKeySequence(QKeySequence.StandardKey.Delete)
    _add(menu, translate("LayerMenu", "Remove"), commands.remove, bool(commands.roots), keys)
    return menu


def fix_text(fix: Fix) -> str:
    return translate("LayerMenu", "Fix: {fix}").format(fix=translated(fix.sentence))


def _add_clipboard(menu: QMenu, commands: LayerCommands) -> None:
    some = bool(commands.roots)
    standard = QKeySequence.StandardKey
    _add(menu, translate("LayerMenu", "Cut"), commands.cut, some, QKeySequence(standard.Cut))
    _add(menu, translate("LayerMenu", "Copy"), commands.copy, some, QKeySequence(standard.Copy))
    _add(
        menu,
        translate("LayerMenu", "Paste"),
        commands.paste,
        commands.can_paste,
        QKeySequence(standard.Paste),
    )
    _add(
        menu, translate("LayerMenu", "Duplicate"), commands.duplicate, some, QKeySequence("Ctrl+D")
    )


def _add_moves(menu: QMenu, commands: LayerCommands) -> None:
    up, down = QKeySequence("Alt+Up"), QKeySequence("Alt+Down")
    _add(
        menu,
        translate("LayerMenu", "Move up"),
        lambda: commands.step(-1),
        commands.can_step(-1),
        up,
    )
    _add(
        menu,
        translate("LayerMenu", "Move down"),
        lambda: commands.step(1),
        commands.can_step(1),
        down,
    )
    into = commands.place_in_block_above is not None
    _add(
        menu, translate("LayerMenu", "Move into block above"), commands.move_into_block_above, into
    )


def _add_blocks(menu: QMenu, commands: LayerCommands) -> None:
    _add(
        menu,
        translate("LayerMenu", "Put into a residual block"),
        commands.wrap,
        bool(commands.roots),
    )
    _add(
        menu,
        translate("LayerMenu", "Dissolve block"),
        commands.dissolve,
        commands.block is not None,
    )


def _add(menu: QMenu, text: str, do: Do, enabled: bool, keys: QKeySequence | None = None) -> None:
    action = menu.addAction(text, do)
    action.setEnabled(enabled)
    if keys is not None:
        action.setShortcut(keys)
