"""Where a digit is drawn by hand, and the network's answer follows the pen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.core.centring import centre_like_mnist, fit_whole
from cnnstudio.core.shifting import shifted
from cnnstudio.ui.icons import icon
from cnnstudio.ui.session import Session
from cnnstudio.ui.steady_timer import SteadyTimer
from cnnstudio.ui.theme import Theme, follow_theme
from cnnstudio.ui.tray.answer_view import AnswerView
from cnnstudio.ui.tray.flyout import Flyout
from cnnstudio.ui.tray.pad import BRUSH, DrawingPad
from cnnstudio.ui.tray.shift_panel import ShiftPanel
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.number_field import LabelledField
from cnnstudio.ui.widgets.segmented import Segmented
from cnnstudio.ui.widgets.slider import Slider
from cnnstudio.ui.widgets.toggle import Toggle

#: The network sees the drawing this often, at most, while it is drawn (ms).
INTERVAL = 66

_THINNEST, _THICKEST = 6, 48


class DrawingFlyout(Flyout):
    """Pad, brush and eraser, beside them the 28×28 pixels and the answer, and what the answer
    would be if the drawing were moved."""

    def __init__(self, session: Session, anchor: QWidget) -> None:
        super().__init__("", anchor)
        self.set_title(self.tr("Draw a digit"))
        self._session = session
        self.pad = DrawingPad()
        self.tool = Segmented(
            [("brush", self.tr("Brush")), ("eraser", self.tr("Eraser"))], self.tr("Tool")
        )
        self.thickness = Slider()
        self.centred = Toggle(self.tr("Centre and scale like MNIST"))
        self.undo_button = QPushButton(self.tr("Undo"))
        self.clear_button = QPushButton(self.tr("Clear"))
        self.answer = AnswerView(session)
        self.shifts = ShiftPanel(session)
        self._move = (0, 0)
        self._timer = SteadyTimer(INTERVAL, self)
        self._set_up()
        self._arrange()
        follow_theme(self._paint_icons)
        self._pad_changed()

    def open(self) -> None:
        super().open()
        self.pad.setFocus()
        if not self.pad.is_blank:
            self._show_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.shifts.placement.forget()

    def _set_up(self) -> None:
        self.thickness.setRange(_THINNEST, _THICKEST)
        self.thickness.setValue(BRUSH)
        self.centred.setChecked(True)
        self.centred.setToolTip(
            self.tr(
                "On: the drawing is scaled to 20×20 pixels and its centre of mass moved to the "
                "middle, as MNIST was made. Off: the pad is shrunk to 28×28 as it is; see what "
                "the network then says, and where in the picture it would still understand it."
            )
        )
        self.thickness.valueChanged.connect(self._set_thickness)
        self.tool.chosen.connect(self._set_tool)
        self.undo_button.clicked.connect(self.pad.undo)
        self.clear_button.clicked.connect(self.pad.clear)
        self.centred.toggled.connect(self._place_anew)
        self.shifts.hide()
        self.shifts.moved.connect(self._move_to)
        self.pad.changed.connect(self._pad_changed)
        self._timer.timeout.connect(self._show_picture)

    def _arrange(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self.tool)
        tools.addStretch()
        tools.addWidget(self.undo_button)
        tools.addWidget(self.clear_button)
        left = QVBoxLayout()
        left.addLayout(tools)
        left.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addWidget(LabelledField(self.tr("Thickness of the brush"), self.thickness))
        right = QVBoxLayout()
        right.addWidget(self.answer, 1)
        right.addWidget(TextLabel(self.tr("Centre and scale like MNIST"), "label", "muted"))
        right.addWidget(self.centred)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addSpacing(14)
        row.addLayout(right, 1)
        row.addSpacing(14)
        row.addWidget(self.shifts)
        self.content.addLayout(row)

    def _set_thickness(self, width: int) -> None:
        self.pad.width_of_brush = float(width)

    def _set_tool(self, key: str) -> None:
        self.pad.erasing = key == "eraser"

    def _pad_changed(self) -> None:
        self.undo_button.setEnabled(self.pad.can_undo)
        self.clear_button.setEnabled(not self.pad.is_blank)
        if self.pad.is_blank:
            self._move = (0, 0)
            self.shifts.show_move(0, 0)
        self._show_soon()

    def _move_to(self, down: int, right: int) -> None:
        """Let the drawing lie so many pixels from where it was drawn, or centred."""
        self._move = (down, right)
        self.shifts.show_move(down, right)
        self._show_soon()

    def _place_anew(self, centred: bool) -> None:
        """Where the drawing lies matters when it is not centred."""
        self.shifts.setVisible(not centred)
        if self.isVisible():
            self.place()
        self._move_to(0, 0)

    def _show_soon(self) -> None:
        """Now, unless it was shown just before: strokes are followed while they are drawn."""
        if self.isVisible():
            self._timer.start()

    def _show_picture(self) -> None:
        ink = self.pad.ink()
        base = centre_like_mnist(ink) if self.centred.isChecked() else fit_whole(ink)
        self._session.digit.show_picture(shifted(base, *self._move), "drawn")
        if self.pad.is_blank or self.shifts.isHidden():
            self.shifts.placement.forget()
        else:
            self.shifts.look_at(base, centre_like_mnist(ink))

    def _paint_icons(self, theme: Theme) -> None:
        colours = (theme.colour.text, theme.colour.faint)
        side = QSize(theme.px("icon_small"), theme.px("icon_small"))
        for button, name in (
            (self.undo_button, "undo"),
            (self.clear_button, "trash"),
            (self.tool.button("brush"), "brush"),
            (self.tool.button("eraser"), "eraser"),
        ):
            button.setIcon(icon(name, *colours))
            button.setIconSize(side)
