"""The palette: every kind of layer by its purpose, and networks to start from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.core.layers import GROUPS, KINDS
from cnnstudio.core.network import Network
from cnnstudio.core.starters import STARTERS
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import word
from cnnstudio.ui.spine.commands import LayerCommands
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import TextLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.widgets.scroll_column import ScrollColumn
from cnnstudio.ui.workspaces.build.palette_row import PaletteRow
from cnnstudio.ui.workspaces.build.starter_gallery import StarterGallery

#: Kinds that are shown when asked for, so that the usual ones are all in sight.
RARE = frozenset(
    {
        "LocallyConnected2d",
        "AdaptiveAvgPool2d",
        "LeakyReLU",
        "Sigmoid",
        "GELU",
        "LocalResponseNorm",
        "Softmax",
    }
)

#: Starters that have a button of their own.
USUAL_STARTERS = ("lenet5", "simple-cnn", "resnet20")

#: Two starters' names fit beside each other.
_TIGHT = "QPushButton { padding: 0 3px; }"


class Palette(Panel):
    """Rows to drag into the spine, or to insert behind the selection by double click or Enter."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Layers"))
        self.set_subtitle(self.tr("drag into the stack"))
        self._session = session
        self._commands = LayerCommands(session, self)
        self._gallery: StarterGallery | None = None
        self.rows: dict[str, PaletteRow] = {}
        self._headings: list[TextLabel] = []
        self._column = QVBoxLayout()
        self.more = QPushButton()
        self.content.addWidget(self._scrolled_rows(), 1)
        self.content.addWidget(_Line())
        self.content.addLayout(self._starter_heading())
        self.content.addLayout(self._starter_buttons())
        self._show_rare(False)
        follow_theme(self._restyle_rows)

    def _scrolled_rows(self) -> ScrollColumn:
        inside = QWidget()
        inside.setLayout(self._column)
        for group, heading in GROUPS.items():
            label = TextLabel(word(heading), role="label", tone="muted")
            self._headings.append(label)
            self._column.addWidget(label)
            for kind, layer in KINDS.items():
                if layer.group == group:
                    self._column.addWidget(self._row(kind))
        self.more.setProperty("link", True)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_rare)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        area = ScrollColumn(inside)
        self.area = area
        return area

    def _row(self, kind: str) -> PaletteRow:
        row = self.rows[kind] = PaletteRow(kind)
        row.chosen.connect(self._insert)
        return row

    def _insert(self, kind: str) -> None:
        self._commands.insert_kind(kind, KINDS[kind].group)

    def _show_rare(self, shown: bool) -> None:
        for kind in RARE:
            self.rows[kind].setVisible(shown)
        self.more.setText(self.tr("Fewer layers") if shown else self.tr("More layers"))

    def _starter_buttons(self) -> QGridLayout:
        grid = self._grid = QGridLayout()
        self.starters = {name: QPushButton(word(STARTERS[name].title)) for name in USUAL_STARTERS}
        for name, button in self.starters.items():
            button.setToolTip(word(STARTERS[name].help))
            button.clicked.connect(lambda _=False, name=name: self._start_from(name))
        self.empty = QPushButton(self.tr("Empty"))
        self.empty.setToolTip(self.tr("A network without layers"))
        self.empty.clicked.connect(self._start_empty)
        for index, button in enumerate((*self.starters.values(), self.empty)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setStyleSheet(_TIGHT)
            grid.addWidget(button, index // 2, index % 2)
        return grid

    def _starter_heading(self) -> QHBoxLayout:
        self.all_starters = QPushButton(self.tr("All starters…"))
        self.all_starters.setProperty("link", True)
        self.all_starters.clicked.connect(self.show_gallery)
        line = QHBoxLayout()
        line.addWidget(TextLabel(self.tr("Start from"), role="label", tone="muted"), 1)
        line.addWidget(self.all_starters)
        return line

    def _start_from(self, name: str) -> None:
        self._session.start_from(name)

    def _start_empty(self) -> None:
        self._session.document.replace_all(Network(self.tr("My network")))

    def show_gallery(self) -> None:
        """All starter networks, in a window that leaves the others usable."""
        if self._gallery is None:
            self._gallery = StarterGallery(self._session, self)
        self._gallery.show()
        self._gallery.raise_()
        self._gallery.activateWindow()

    def _restyle_rows(self, theme: Theme) -> None:
        unit = theme.px("unit")
        self.setMinimumWidth(theme.px("palette_w"))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(unit)
        for label in self._headings:
            label.setContentsMargins(unit, unit if label is not self._headings[0] else 0, 0, 0)
        self._grid.setSpacing(unit + 1)
        self.content.setSpacing(unit + 2)
        margin = theme.px("panel_padding") - 2 * unit + 2
        self._set_margins(margin)

    def _set_margins(self, margin: int) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(margin, margin, margin, margin)


class _Line(QWidget):
    """A hairline between two parts of a panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_theme().colour.hairline)
