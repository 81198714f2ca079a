"""The white rounded card that everything on the stage lies on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.label import ElidedLabel, FittingLabel
from cnnstudio.ui.widgets.painting import draw_box

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


class _Title(ElidedLabel):
    """Has the room that it needs, but at most so many pixels."""

    most: int | None = None

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return whole if self.most is None else QSize(min(whole.width(), self.most), whole.height())


class Panel(QFrame):
    """A card with a title, a muted subtitle, and a place at the right for one small widget.

    What it holds goes into `content`, a vertical layout. Without title and subtitle there is no
    header.
    """

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _Title(role="panel_title")
        self._subtitle = FittingLabel(role="label", tone="muted")
        self._corner: QWidget | None = None
        self._header = QWidget()
        self.header_layout = QHBoxLayout(self._header)
        self.header_layout.setContentsMargins(0, 0, 0, 0)
        self.header_layout.addWidget(self._title)
        self.header_layout.addWidget(self._subtitle, 1)
        self.content = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._header)
        self._column.addLayout(self.content, 1)
        self.set_title(title)
        self.set_subtitle(subtitle)
        follow_theme(self._restyle)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self._show_header()

    def set_subtitle(self, subtitle: str, *briefer: str) -> None:
        """The subtitle, and the same in fewer words where there is less room."""
        self._subtitle.set_wordings(subtitle, *briefer)
        self._show_header()

    def title(self) -> str:
        return self._title.whole_text()

    def subtitle(self) -> str:
        return self._subtitle.whole_text()

    def set_corner(self, widget: QWidget) -> None:
        """Put a widget at the right end of the header, in the place of the one before it."""
        if self._corner is not None:
            self.header_layout.removeWidget(self._corner)
            self._corner.deleteLater()
        self._corner = widget
        self.header_layout.addWidget(widget)
        self._show_header()

    def _show_header(self) -> None:
        texts = self._title.whole_text() or self._subtitle.whole_text()
        self._header.setVisible(bool(texts) or self._corner is not None)

    def cut_title(self) -> None:
        """End the title in “…” where even without a subtitle there is no room for it."""
        beside = [
            widget.minimumSizeHint().width() + self.header_layout.spacing()
            for widget in self._header.findChildren(QWidget, options=_DIRECT)
            if widget is not self._title and not widget.isHidden()
        ]
        self._title.most = max(0, self._column.contentsRect().width() - sum(beside))
        self._title.updateGeometry()

    def _restyle(self, theme: Theme) -> None:
        margin, unit = theme.px("panel_padding"), theme.px("unit")
        self._column.setContentsMargins(margin, margin - unit, margin, margin - unit)
        self._column.setSpacing(2 * unit)
        self.header_layout.setSpacing(3 * unit)
        self.content.setSpacing(theme.px("control_gap"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, radius = QRectF(self.rect()), theme.px_f("radius_panel")
        draw_box(painter, rect, theme.colour.surface, theme.colour.hairline, radius)
        painter.end()
