"""The narrow rail that stands for the spine where the window is projected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from cnnstudio.core.infer import LayerReport, walk_reports
from cnnstudio.core.layers import is_maps
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.spine.card_text import card_title
from cnnstudio.ui.spine.kinds import is_small
from cnnstudio.ui.spine.pens import paint_box, paint_marked_box, paint_sign, paint_stripe
from cnnstudio.ui.spine.scene import logits_id
from cnnstudio.ui.spine.strips import Strips
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap, colourise

#: Heights of the tiles, and the room around them (px).
DIGIT, LARGE, SMALL, GAP, MARGIN = 64, 62, 38, 5, 8

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -(10**6), Qt.Key.Key_End: 10**6}


class Rail(QAbstractScrollArea):
    """A tile for each layer: its first map, or its icon; the answer on the last one.

    A click selects a layer; a click on the digit, `digit_clicked`, asks for another one.
    """

    digit_clicked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._strips = Strips(session)
        self._want_later = QTimer(self, singleShot=True, interval=0)
        self._want_later.timeout.connect(self._want)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Layers of the network"))
        session.document.network_changed.connect(self._arrange)
        session.selection_changed.connect(self._show_selection)
        session.live.probed.connect(self._probed)
        session.digit.changed.connect(self.viewport().update)
        follow_theme(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px("spine_w"), 400)

    @property
    def tiles(self) -> list[tuple[LayerReport, QRectF]]:
        """The layers, those in blocks too, and where their tiles lie in the viewport."""
        tiles, top = [], float(MARGIN + DIGIT + 2 * GAP - self._offset)
        for report in walk_reports(self._session.document.report.layers):
            height = SMALL if is_small(report.layer) else LARGE
            width = self.viewport().width() - 2 * MARGIN
            tiles.append((report, QRectF(MARGIN, top, width, height)))
            top += height + GAP
        return tiles

    @property
    def _offset(self) -> int:
        return self.verticalScrollBar().value()

    def _arrange(self, *_: object) -> None:
        tiles = self.tiles
        bottom = tiles[-1][1].bottom() + self._offset + MARGIN if tiles else 0
        page = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, round(bottom - page)))
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setSingleStep(SMALL)
        self._want_later.start()
        self.viewport().update()

    def _show_selection(self, ids: tuple[str, ...]) -> None:
        for report, rect in self.tiles:
            if ids and report.layer.id == ids[-1]:
                self.setAccessibleName(card_title(report))
                self._scroll_to(rect)
        self.viewport().update()

    def _scroll_to(self, rect: QRectF) -> None:
        bar, below = self.verticalScrollBar(), rect.bottom() + MARGIN - self.viewport().height()
        above = rect.top() - (MARGIN + DIGIT + 2 * GAP)
        if above < 0:
            bar.setValue(bar.value() + round(above))
        elif below > 0:
            bar.setValue(bar.value() + round(below))

    def _probed(self, probed: object) -> None:
        self._strips.forget()
        self.viewport().update()

    def _restyle(self, theme: Theme) -> None:
        self._strips.forget()
        self.setFixedWidth(theme.px("spine_w") if theme.projector else 84)
        self._arrange()

    def _want(self) -> None:
        """Ask for the pictures of the tiles in sight, and of no others."""
        if self.isVisible():
            height = self.viewport().height()
            shown = [r for r, rect in self.tiles if rect.bottom() > 0 and rect.top() < height]
            ids = tuple(report.layer.id for report in shown if not is_small(report.layer))
            self._session.live.want(self, Wants(thumbnails=ids))

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme.colour.raised)
        logits = logits_id(self._session.document.network)
        for report, rect in self.tiles:
            if rect.bottom() > DIGIT and rect.top() < self.viewport().height():
                self._paint_tile(painter, report, rect, theme, report.layer.id == logits)
        self._paint_digit(painter, theme)
        painter.end()

    def _paint_digit(self, painter: QPainter, theme: Theme) -> None:
        """The current digit; tiles scroll away beneath it."""
        place = QRectF(0, 0, self.viewport().width(), MARGIN + DIGIT + GAP)
        painter.fillRect(place, theme.colour.raised)
        square = QRectF((place.width() - DIGIT) / 2, MARGIN, DIGIT, DIGIT)
        picture = colourise(self._session.digit.current.pixels, ColourMap.PIXEL, 1.0, theme)
        painter.drawImage(square, picture)

    def _paint_tile(
        self, painter: QPainter, report: LayerReport, rect: QRectF, theme: Theme, logits: bool
    ) -> None:
        colour = theme.colour
        hue = theme.kind_colour(family(report.layer))
        if report.problem is not None:
            paint_marked_box(painter, rect, theme, colour.warning_tint, colour.warning)
        elif report.layer.id in self._session.selection:
            paint_marked_box(painter, rect, theme, colour.accent_tint, colour.accent)
        else:
            paint_box(painter, rect, theme, colour.surface)
        paint_stripe(painter, rect, theme, hue)
        inner = rect.adjusted(theme.px("kind_stripe_w"), 0, 0, 0)
        answer = self._answer() if logits else ""
        if answer:
            painter.setFont(theme.font("page_title"))
            painter.setPen(colour.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, answer)
        elif not self._paint_map(painter, inner, report, theme):
            side = theme.px_f("icon_small")
            centre = inner.center()
            paint_sign(painter, centre.x(), centre.y(), side, icon_name(report.layer), hue)

    def _answer(self) -> str:
        shares = self._session.live.probabilities
        return "" if shares is None or not len(shares) else str(int(shares.argmax()))

    def _paint_map(
        self, painter: QPainter, inner: QRectF, report: LayerReport, theme: Theme
    ) -> bool:
        """The layer's first map; False where it has none or it is not known."""
        if is_small(report.layer) or report.output is None or not is_maps(report.output):
            return False
        return self._strips.paint_first(painter, inner.adjusted(6, 8, -6, -8), report, theme)

    # --- events -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        report = self._at(event.position())
        if report is not None:
            self._session.select((report.layer.id,))
        elif event.position().y() < MARGIN + DIGIT:
            self.digit_clicked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # The click ends here, as it began here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        reports = [report.layer.id for report, _ in self.tiles]
        if event.key() not in _STEPS or not reports:
            super().keyPressEvent(event)
            return
        by = _STEPS[Qt.Key(event.key())]
        selection = self._session.selection
        at = reports.index(selection[-1]) if selection else (-1 if by > 0 else len(reports))
        self._session.select((reports[max(0, min(len(reports) - 1, at + by))],))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            report = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), card_title(report) if report else "", self)
            return True
        return super().viewportEvent(event)

    def _at(self, point: QPointF) -> LayerReport | None:
        if point.y() < MARGIN + DIGIT + GAP:
            return None
        return next((report for report, rect in self.tiles if rect.contains(point)), None)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._want_later.start()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.live.want(self, Wants())
