"""The mouse on the spine: clicks, hovering over fixes, the start of drags, menus and tooltips."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QCursor, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from cnnstudio.core.findings import Fix
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.spine.card_numbers import CardNumber, card_number
from cnnstudio.ui.spine.card_painter import fold_rect
from cnnstudio.ui.spine.menu import fix_text, layer_menu
from cnnstudio.ui.spine.notes import FixButton
from cnnstudio.ui.spine.rows import Row, RowKind
from cnnstudio.ui.spine.stack_layout import Placed
from cnnstudio.ui.spine.tips import tip
from cnnstudio.ui.theme import current_theme

if TYPE_CHECKING:
    from cnnstudio.ui.spine.spine import Spine

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class SpinePointer(QObject):
    """Watches the mouse over a spine's viewport."""

    def __init__(self, spine: Spine) -> None:
        super().__init__(spine)
        self._spine = spine
        self._pressed: QPointF | None = None
        self._row: Row | None = None
        self._alone_on_release = False
        spine.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                return self._press(event)
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                return self._move(event)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                return self._release(event)
            case QEvent.Type.MouseButtonDblClick if isinstance(event, QMouseEvent):
                return self._double_click(event)
            case QEvent.Type.ContextMenu if isinstance(event, QContextMenuEvent):
                self._menu(event)
                return True
            case QEvent.Type.ToolTip if isinstance(event, QHelpEvent):
                self._tip(event)
                return True
            case QEvent.Type.Leave:
                self._hover(None)
        return False

    def scrolled(self) -> None:
        """Cards moved under the pointer."""
        self._hover(None)

    # --- clicks -----------------------------------------------------------------------------

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        point = self._spine.stack_point(event.position())
        placed = self._spine.layout_.at(point)
        button = self._button(placed, point)
        if button is not None:
            self._use(button)
        elif placed is not None and self._is_on_fold(placed, point):
            self._spine.set_folded(placed.row, not placed.row.folded)
        else:
            self._pressed = event.position()
            self._row = placed.row if placed else None
            chosen = self._number(placed, point) if not event.modifiers() else None
            if chosen is not None:
                self._spine.session.spots.choose(chosen.report.layer.id, chosen.spot)
            self._select(self._row, event.modifiers())
            if chosen is not None:
                self._spine.number_chosen.emit()
        return True

    def _number(self, placed: Placed | None, point: QPointF) -> CardNumber | None:
        return None if placed is None else card_number(placed, point, self._spine.scene)

    def _select(self, row: Row | None, keys: Qt.KeyboardModifier) -> None:
        session = self._spine.session
        self._alone_on_release = False
        if row is None or not row.is_card:
            session.select(())
        elif keys & _SHIFT:
            self._spine.keys.go_to(row, extend=True)
        elif keys & _CTRL:
            self._toggle(row)
        elif set(row.ids) <= set(session.selection):
            # It may be the start of a drag of all that is selected.
            self._alone_on_release = True
        else:
            self._spine.keys.go_to(row, extend=False)

    def _toggle(self, row: Row) -> None:
        selection = self._spine.session.selection
        if set(row.ids) <= set(selection):
            self._spine.session.select([id for id in selection if id not in row.ids])
        else:
            self._spine.session.select([*selection, *row.ids])

    def _release(self, event: QMouseEvent) -> bool:
        if self._pressed is not None and self._alone_on_release and self._row is not None:
            self._spine.keys.go_to(self._row, extend=False)
        self._pressed = None
        return event.button() == Qt.MouseButton.LeftButton

    def _double_click(self, event: QMouseEvent) -> bool:
        placed = self._spine.layout_.at(self._spine.stack_point(event.position()))
        if placed is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        if placed.row.can_fold:
            self._spine.set_folded(placed.row, not placed.row.folded)
        elif placed.row.is_card:
            self._spine.inspect_requested.emit()
        return True

    def _is_on_fold(self, placed: Placed, point: QPointF) -> bool:
        if not placed.row.can_fold:
            return False
        if placed.row.kind is RowKind.REPEAT and not placed.row.folded:
            return True
        head = min(placed.head, 2 * current_theme().px_f("card_line_h"))
        return fold_rect(placed.rect, head, self._spine.scene).contains(point)

    # --- fixes ------------------------------------------------------------------------------

    def _button(self, placed: Placed | None, point: QPointF) -> FixButton | None:
        if placed is None or not placed.notes.notes:
            return None
        return placed.notes.button_at(point - placed.notes_corner(current_theme()))

    def _use(self, button: FixButton) -> None:
        if button.fix is not None:
            self._spine.commands.apply(button.fix)
        else:
            self._menu_of_fixes(button.more).popup(QCursor.pos())

    def _menu_of_fixes(self, fixes: tuple[Fix, ...]) -> QMenu:
        menu = QMenu(self._spine)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fix in fixes:
            action = menu.addAction(fix_text(fix), partial(self._spine.commands.apply, fix))
            action.hovered.connect(partial(self._preview, fix))
        menu.aboutToHide.connect(lambda: self._spine.show_preview(None))
        return menu

    def _hover(self, button: FixButton | None) -> None:
        spine = self._spine
        if button is spine.hovered:
            return
        spine.hovered = button
        hand = Qt.CursorShape.PointingHandCursor
        spine.viewport().setCursor(hand if button else Qt.CursorShape.ArrowCursor)
        if button is not None and button.fix is not None:
            self._preview(button.fix)
        else:
            spine.show_preview(None)
        spine.viewport().update()

    def _preview(self, fix: Fix) -> None:
        report = self._spine.session.document.preview(*fix.edits)
        self._spine.show_preview(report, translated(fix.sentence))

    # --- drags, menus, tips -----------------------------------------------------------------

    def _move(self, event: QMouseEvent) -> bool:
        if self._pressed is None:
            point = self._spine.stack_point(event.position())
            self._hover(self._button(self._spine.layout_.at(point), point))
            return False
        far = (event.position() - self._pressed).manhattanLength()
        if self._row is not None and self._row.is_card and far >= QApplication.startDragDistance():
            self._pressed = None
            self._spine.start_drag(self._row)
        return True

    def _menu(self, event: QContextMenuEvent) -> None:
        spine = self._spine
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            placed = spine.layout_.at(spine.stack_point(QPointF(event.pos())))
            row = placed.row if placed else None
            if row is not None and row.is_card and not set(row.ids) <= set(spine.session.selection):
                spine.keys.go_to(row, extend=False)
        menu = layer_menu(spine, spine.commands, spine.session.current, spine.fold_entry())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _tip(self, event: QHelpEvent) -> None:
        point = self._spine.stack_point(QPointF(event.pos()))
        placed = self._spine.layout_.at(point)
        number = self._number(placed, point)
        done = self._spine.session.surgery.interventions
        text = tip(placed.row, done, number.sentence() if number else "") if placed else ""
        QToolTip.showText(event.globalPos(), text, self._spine)
