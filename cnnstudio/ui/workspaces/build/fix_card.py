"""One way to mend a finding: what it would look like, what it means, and the button."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.painting import draw_box
from cnnstudio.ui.workspaces.build.fix_texts import FixText
from cnnstudio.ui.workspaces.build.window_picture import WindowPicture, paint_windows


class Miniature(QWidget):
    """A small picture of the windows after a fix."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: WindowPicture | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: WindowPicture | None) -> None:
        self._picture = picture
        self.update()

    @property
    def has_picture(self) -> bool:
        return self._picture is not None

    def sizeHint(self) -> QSize:
        side = 100 if not current_theme().projector else 120
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._picture
        if picture is None:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        padded = [picture.size[axis] + 2 * picture.window.padding[axis] for axis in (0, 1)]
        cell = min((self.width() - 2) / padded[1], (self.height() - 2) / padded[0], 24.0)
        corner = QPointF(
            (self.width() - padded[1] * cell) / 2, (self.height() - padded[0] * cell) / 2
        )
        paint_windows(painter, corner, cell, picture, theme)
        painter.end()


class FixCard(QWidget):
    """`applied` when its button is pressed."""

    applied = Signal()

    def __init__(self, text: FixText, is_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._compact = text, False
        self.formula = FormulaLine("label")
        self.meaning = TextLabel(text.meaning, "body")
        self.result = TextLabel(text.result, "label", "muted")
        self.button = QPushButton(text.action)
        self.button.setProperty("primary", is_first)
        self.button.clicked.connect(self.applied)
        self.setAccessibleName(text.action)
        template, values = text.formula
        self.formula.set_formula(template, *values)
        self.miniature = Miniature()
        for label in (self.formula, self.meaning, self.result):
            label.setWordWrap(True)
        self._arrange()
        self.formula.setVisible(bool(template))
        self.meaning.setVisible(bool(text.meaning))
        follow_theme(self._restyle)

    def show_picture(self, picture: WindowPicture | None) -> None:
        """The windows after the fix, on the map of the digit that is shown now."""
        self.miniature.show_picture(picture)
        self._show_miniature()

    def set_compact(self, compact: bool, is_low: bool = False) -> None:
        """Without its picture, and with fewer words, so that the button is in sight."""
        self._compact = compact
        self.result.setVisible(not (is_low and self._text.meaning))
        self.button.setText(self._text.brief if compact else self._text.action)
        self.button.setToolTip(self._text.action if compact else "")
        self._show_miniature()

    def _show_miniature(self) -> None:
        self.miniature.setVisible(self.miniature.has_picture and not self._compact)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        for label in (self.meaning, self.result):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.miniature, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.formula)
        self._column.addLayout(row, 1)
        self._column.addWidget(self.button)

    def _restyle(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self._column.setContentsMargins(4 * unit, 3 * unit, 4 * unit, 3 * unit)
        self._column.setSpacing(2 * unit)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, radius = QRectF(self.rect()), theme.px_f("radius_panel")
        draw_box(painter, rect, theme.colour.raised, theme.colour.hairline, radius)
        painter.end()
