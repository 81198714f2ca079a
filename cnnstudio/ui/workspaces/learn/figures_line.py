"""What a lab works out in its head line, or why an edit was refused, in the same place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from cnnstudio.core.labs.base import Figure
from cnnstudio.ui.icons import pixmap
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.flow_row import Tail
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import TextLabel

#: The width of a complaint beside the settings, in sizes of its type: about two lines of it.
_COMPLAINT_WIDTH = 22


class FiguresLine(Tail):
    """Figures side by side. A complaint takes their place until it is taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: list[_FigureView] = []
        self._complaint = Complaint()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._complaint, 1)
        self._row.addStretch()
        self._inline: bool | None = None
        follow_theme(self._restyle)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._figures) < len(figures):
            view = _FigureView()
            view.set_inline(bool(self._inline))
            self._row.insertWidget(len(self._figures), view)
            self._figures.append(view)
        for view, figure in zip(self._figures, figures, strict=False):
            view.show_figure(figure)
        for view in self._figures[len(figures) :]:
            view.show_figure(None)
        self._show_what_fits()
        self.wanted_changed.emit()

    def complain(self, text: str) -> None:
        """Say why something was refused; an empty text takes that back."""
        if text != self._complaint.text():
            self._complaint.set_text(text)
            self._show_what_fits()
            self.wanted_changed.emit()

    def complaint(self) -> str:
        return self._complaint.text()

    def formulas(self) -> list[str]:
        """The figures as they can be read now."""
        return [view.formula.plain_text() for view in self._figures if view.isVisible()]

    # Tail

    def wanted_width(self) -> int:
        """A complaint has the place that the figures have, so that nothing jumps; one of its own
        only where there are none."""
        shown = [view for view in self._figures if view.figure is not None]
        if not shown:
            return self.complaint_width() if self._complaint.text() else 0
        widths = [view.wanted_width() for view in shown]
        return sum(widths) + self._row.spacing() * (len(widths) - 1) + self._around()

    def complaint_width(self) -> int:
        """What a complaint needs where there are no figures."""
        return _COMPLAINT_WIDTH * current_theme().font_px("label") + self._around()

    def has_figures(self) -> bool:
        return any(view.figure is not None for view in self._figures)

    @staticmethod
    def _around() -> int:
        """Of its place beside the others, if it has one."""
        return current_theme().px("panel_padding")

    def line_height(self) -> int:
        theme = current_theme()
        return round(1.3 * max(theme.font_px("formula"), theme.font_px("label")))

    def set_inline(self, inline: bool) -> None:
        if inline == self._inline:
            return
        self._inline = inline
        for view in self._figures:
            view.set_inline(inline)
        self._set_margins()
        self.update()

    # Look

    def minimumSizeHint(self) -> QSize:
        """Any width will do: what does not fit is left out."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        """The notes give way first, then on a line with others how the last figures come about,
        then these themselves."""
        complains = bool(self._complaint.text())
        self._complaint.setVisible(complains)
        shown = [view for view in self._figures if view.figure is not None]
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for view in shown:
            view.set_short(False)
        notes = self._needed(shown, notes=True) <= room
        for view in reversed(shown if self._inline else []):
            view.set_short(self._needed(shown, notes) > room)
        for index, view in enumerate(self._figures):
            first = index == 0 and not self._inline  # inline, the title comes first
            fits = first or self._needed(shown[: index + 1], notes) <= room
            view.note.setVisible(notes and bool(view.note.text()))
            view.setVisible(view in shown and fits and not complains)
        self.updateGeometry()

    def _needed(self, views: Sequence[_FigureView], notes: bool) -> int:
        widths = [view.wanted_width(notes, bool(self._inline)) for view in views]
        return sum(widths) + self._row.spacing() * (len(widths) - 1)

    def _set_margins(self) -> None:
        theme = current_theme()
        left = 0 if self._inline else theme.px("panel_padding")
        self._row.setContentsMargins(left, 0, 0, 0)
        self._row.setSpacing(6 * theme.px("unit"))

    def _restyle(self, theme: Theme) -> None:
        self._set_margins()
        self._show_what_fits()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin line divides it from what it stands beside."""
        if self._inline:
            return
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), current_theme().colour.hairline)
        painter.end()


class _FigureView(QWidget):
    """One figure: its name above its sum, or before it on a line of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.figure: Figure | None = None
        self._short = False
        self.name = TextLabel(role="label", tone="muted")
        self.formula = FormulaLine()
        self.formula.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = TextLabel(role="label", tone="muted")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.formula)
        line.addWidget(self.note)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.name)
        self._box.addLayout(line)
        self.set_inline(False)

    def show_figure(self, figure: Figure | None) -> None:
        self.figure = figure
        if figure is None:
            return
        self.name.setText(translated(figure.name))
        self._write()
        note = translated(figure.note) if figure.note is not None else ""
        self.note.setText(self.tr("→ {note}").format(note=note) if note else "")
        whole = self.tr("{name}: {formula} {sign} {result}").format(
            name=self.name.text(),
            formula=figure.formula,
            sign=figure.sign,
            result=figure.result,
        )
        self.setAccessibleName(f"{whole} {self.note.text()}".strip())
        self.setToolTip(self.accessibleName())

    def set_short(self, short: bool) -> None:
        """Show what comes out, or how that comes about too."""
        if short != self._short:
            self._short = short
            self._write()

    def _write(self) -> None:
        figure = self.figure
        if figure is not None:
            worked = "" if self._short else f"{figure.formula} {figure.sign} "
            self.formula.set_formula(f"{worked}{{}}", figure.result)

    def set_inline(self, inline: bool) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(right if inline else down)
        self._box.setSpacing(12 if inline else 2)

    def wanted_width(self, note: bool = True, inline: bool = False) -> int:
        line = self.formula.sizeHint().width()
        if note and self.note.text():
            line += 12 + self.note.sizeHint().width()
        name = self.name.sizeHint().width()
        return name + 12 + line if inline else max(name, line)


class Complaint(QWidget):
    """One sentence about what could not be done, with the sign of a problem before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._label = TextLabel(role="label", tone="warning")
        self._label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        follow_theme(self._restyle)

    def set_text(self, text: str) -> None:
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.setToolTip(text)

    def text(self) -> str:
        return self._label.text()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    def _restyle(self, theme: Theme) -> None:
        side = theme.px("icon_small")
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("warning", theme.colour.warning, side, ratio))
