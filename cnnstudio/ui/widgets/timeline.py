"""The slider of the transport bar: chapters with their names, marks, what is done, the knob."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QSlider, QWidget

from cnnstudio.ui.theme import Theme, current_theme, follow_theme, mix
from cnnstudio.ui.widgets.painting import fill_rounded, stroke_focus

Chapter = tuple[int, str]
Name = tuple[str, QRectF, str]

_LABEL_GAP = 10.0
_TICK_GAP = 4.0  # nearer than that, ticks run into a grey band
_MARK_ROLE = "body_strong"
_TRACK_PLACE = 0.66  # of the height, from the top: names stand above the track
_TICK_REACH = 0.6  # of the track's height
_REACHED = 0.35  # of the accent colour, where things have been
_CLICKER_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Timeline(QSlider):
    """A slider from 0 to a maximum. `sought` tells what a person did, never what code set.

    The Home and End keys ask for start and end by signals of their own.
    """

    sought = Signal(int)
    to_start = Signal()
    to_end = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._chapters: list[Chapter] = []
        self._marks: list[Chapter] = []
        self._ticks: tuple[int, ...] = ()
        self._stops: tuple[int, ...] = ()
        self._reached = 0
        self._names: list[Name] | None = None
        self._named: set[int] = set()  # the chapters whose names have room
        self._places: tuple[list[float], list[float]] | None = None
        self._seekable = True
        self.setRange(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Position"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.actionTriggered.connect(self._report)
        follow_theme(self._restyle)

    def set_chapters(self, chapters: Sequence[Chapter]) -> None:
        """Ticks (position, name). Names that would run into one another are left out."""
        if list(chapters) != self._chapters:
            self._chapters = list(chapters)
            self._lay_out_anew()

    def set_marks(self, marks: Sequence[Chapter]) -> None:
        """Diamonds (position, name) where something was changed."""
        if list(marks) != self._marks:
            self._marks = list(marks)
            self._lay_out_anew()

    def set_ticks(self, positions: Sequence[int]) -> None:
        """Small ticks without names, in ascending order; of ticks too close, some are left out."""
        if tuple(positions) != self._ticks:
            self._ticks = tuple(positions)
            self._lay_out_anew()

    def set_stops(self, positions: Sequence[int]) -> None:
        """The only positions there are, in ascending order, for the arrow keys; () for all."""
        self._stops = tuple(positions)

    def set_reached(self, position: int) -> None:
        """How far things have been, where that is beyond where they are."""
        if position != self._reached:
            self._reached = position
            self.update()

    def set_seekable(self, seekable: bool) -> None:
        """Without it the slider only shows how far things are, and has no knob."""
        if seekable == self._seekable:
            return
        self._seekable = seekable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if seekable else Qt.FocusPolicy.NoFocus)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, current_theme().px("transport_h") - 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 40)

    def _report(self, action: int) -> None:
        if action == QSlider.SliderAction.SliderToMinimum.value:
            self.to_start.emit()
        elif action == QSlider.SliderAction.SliderToMaximum.value:
            self.to_end.emit()
        else:
            self._settle()
            self.sought.emit(self.sliderPosition())

    def _settle(self) -> None:
        """Let keys and wheel, which ask for some positions more or less, come to a stop."""
        there = self.sliderPosition()
        if there < self.value():
            stop = max((stop for stop in self._stops if stop <= there), default=there)
        else:
            stop = min((stop for stop in self._stops if stop >= there), default=there)
        self.setSliderPosition(stop)

    def _restyle(self, theme: Theme) -> None:
        self.updateGeometry()
        self._lay_out_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out_anew()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        super().sliderChange(change)
        if change == QAbstractSlider.SliderChange.SliderRangeChange:
            self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        self._names = self._places = None
        self.update()

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._seekable and event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._seek_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._seek_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A clicker's keys step the transport wherever the keyboard is.
        if Qt.Key(event.key()) in _CLICKER_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _seek_to(self, x: float) -> None:
        track = self.track_rect()
        share = (x - track.left()) / max(track.width(), 1)
        position = round(min(max(share, 0.0), 1.0) * self.maximum())
        if position != self.value():
            self.setValue(position)
            self.sought.emit(position)

    # Where things lie

    def track_rect(self) -> QRectF:
        """The bar itself, in which the maximum is at the right end."""
        theme = current_theme()
        margin, height = theme.px("knob_w") / 2 + 3, theme.px("track_h")
        top = self.height() * _TRACK_PLACE - height / 2
        return QRectF(margin, top, max(self.width() - 2 * margin, 1), height)

    def x_of(self, position: int) -> float:
        track = self.track_rect()
        return track.left() + track.width() * position / max(self.maximum(), 1)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, track = current_theme(), self.track_rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_track(painter, track, theme)
        self._paint_ticks(painter, track, theme)
        self._paint_names(painter, theme)
        for position, _ in self._marks:
            _paint_diamond(painter, QPointF(self.x_of(position), track.center().y()), theme)
        if self._seekable and self.maximum() > 0:
            self._paint_knob(painter, track, theme)
        if self.hasFocus():
            stroke_focus(painter, QRectF(self.rect()), theme)
        painter.end()

    def _paint_track(self, painter: QPainter, track: QRectF, theme: Theme) -> None:
        colour, radius = theme.colour, track.height() / 2
        painter.setPen(QPen(colour.hairline_strong, 1))
        painter.setBrush(colour.bar_track)
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        reached = mix(colour.bar_track, colour.accent, _REACHED)
        for position, fill in ((self._reached, reached), (self.sliderPosition(), colour.accent)):
            done = QRectF(track)
            done.setRight(self.x_of(min(position, self.maximum())))
            if position > 0 and self.maximum() > 0:
                fill_rounded(painter, done, fill, min(radius, done.width() / 2))

    def _paint_ticks(self, painter: QPainter, track: QRectF, theme: Theme) -> None:
        small, large = self.tick_places()
        below = track.bottom() + 1
        painter.setPen(QPen(theme.colour.faint, 1))
        down = QPointF(0, track.height() * _TICK_REACH)
        for x in small:
            painter.drawLine(QPointF(x, below), QPointF(x, below) + down)
        painter.setPen(QPen(theme.colour.muted, 2))
        reach = track.height() * 0.7
        for x in large:
            painter.drawLine(QLineF(x, track.top() - reach, x, track.bottom() + reach))

    def tick_places(self) -> tuple[list[float], list[float]]:
        """Where the ticks that are painted lie: the small ones, and those of chapters."""
        if self._places is None:
            self.names_shown()
            named = sorted(map(self.x_of, self._named))
            large = _apart((self.x_of(position) for position, _ in self._chapters), named)
            self._places = _apart(map(self.x_of, self._ticks)), large
        return self._places

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        for role, place, name in self.names_shown():
            strong = role == _MARK_ROLE
            painter.setFont(theme.font(role))
            painter.setPen(theme.colour.text if strong else theme.colour.muted)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def names_shown(self) -> list[Name]:
        """Role in the type table, place and text of each name that has room: marks come first."""
        if self._names is None:
            self._names = self._names_with_room()
        return self._names

    def _names_with_room(self) -> list[Name]:
        shown: list[Name] = []
        self._named.clear()
        track = self.track_rect()
        wanted = ((_MARK_ROLE, self._marks), ("label", self._in_order_of_weight()))
        for role, chapters in wanted:
            metrics = QFontMetricsF(current_theme().font(role))
            for position, name in chapters:
                place = self._name_rect(position, name, metrics, track)
                near = place.adjusted(-_LABEL_GAP, 0, _LABEL_GAP, 0)
                if not any(near.intersects(other) for _, other, _ in shown):
                    shown.append((role, place, name))
                    if role != _MARK_ROLE:
                        self._named.add(position)
        return shown

    def _in_order_of_weight(self) -> list[Chapter]:
        """First and last chapter before the others: they are the ones that must have names."""
        return self._chapters[:1] + self._chapters[:0:-1][:1] + self._chapters[1:-1]

    def _name_rect(self, position: int, name: str, metrics: QFontMetricsF, track: QRectF) -> QRectF:
        width = metrics.horizontalAdvance(name) + 2
        left = self.x_of(position) - width / 2
        left = min(max(left, track.left() - 2), self.width() - width - 2)
        top = track.top() - track.height() * 0.7 - metrics.height() - 2
        return QRectF(left, max(top, 0), width, metrics.height())

    def _paint_knob(self, painter: QPainter, track: QRectF, theme: Theme) -> None:
        radius = theme.px("knob_w") / 2
        usable = self.isEnabled()
        painter.setPen(QPen(theme.colour.accent if usable else theme.colour.faint, radius * 0.36))
        painter.setBrush(theme.colour.knob)
        centre = QPointF(self.x_of(self.sliderPosition()), track.center().y())
        painter.drawEllipse(centre, radius, radius)


def _apart(places: Iterable[float], needed: Sequence[float] = ()) -> list[float]:
    """Those of ascending places that keep their distance from one another, and from the ascending
    ones that are `needed` whatever the distance."""
    kept, ahead = list[float](), list(reversed(needed))
    for x in places:
        while ahead and ahead[-1] <= x:
            kept.append(ahead.pop())
        far = not kept or x - kept[-1] >= _TICK_GAP
        if far and not (ahead and ahead[-1] - x < _TICK_GAP):
            kept.append(x)
    return kept + ahead[::-1]


def _paint_diamond(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    reach = theme.px("track_h") * 0.72
    corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    painter.setPen(QPen(theme.colour.text, 2))
    painter.setBrush(theme.colour.surface)
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in corners]))
