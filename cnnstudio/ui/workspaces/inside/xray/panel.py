"""The X-ray's panel: where one number comes from, from the picture down to the last product."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from cnnstudio.core.arithmetic import Line
from cnnstudio.core.footprint import Footprint
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Explained, Floats
from cnnstudio.core.network import Network
from cnnstudio.core.sources import PICTURE, owner_of
from cnnstudio.ui.kinds import family, icon_name
from cnnstudio.ui.labs.open_in_lab import OpenInLab
from cnnstudio.ui.numbers import number
from cnnstudio.ui.outputs import colour_map_after
from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import FittingLabel
from cnnstudio.ui.workspaces.inside.bar_chart import BarChart
from cnnstudio.ui.workspaces.inside.scale import legend_limit
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.xray import words
from cnnstudio.ui.workspaces.inside.xray.arithmetic_area import ArithmeticArea
from cnnstudio.ui.workspaces.inside.xray.arithmetic_view import ArithmeticView
from cnnstudio.ui.workspaces.inside.xray.closing import ClosingLine, ClosingLines
from cnnstudio.ui.workspaces.inside.xray.rows import SUMS, Row
from cnnstudio.ui.workspaces.inside.xray.source_view import SourceView
from cnnstudio.ui.workspaces.inside.xray.trail_bar import TrailBar

#: Parts of the panel's height for the picture and for the rows below it.
_PICTURE, _ROWS = 40, 60

#: The picture's part where a single number is read, which leaves the room to it.
_PICTURE_ALONE = 66


class XRayPanel(StagePanel):
    """Shows an Explained. `hovered`, `chosen` and `left` are of cells of the map that the number
    is in, `number_chosen` of a list; `descended(id, Spot)` asks for a number that it is made from.
    """

    hovered = Signal(int, int)
    left = Signal()
    chosen = Signal(int, int)
    number_chosen = Signal(int)
    descended = Signal(str, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self.heading = FormulaLine("panel_title")
        self.place = FittingLabel(role="label", tone="muted")
        self.trail = TrailBar()
        self.lab = OpenInLab(session)
        self.source = SourceView()
        self.bars = BarChart(self.tr("All numbers of the layer"))
        self.arithmetic = ArithmeticView()
        self._area = ArithmeticArea(self.arithmetic)
        self.reading = FittingLabel(role="label", tone="muted")
        self.every = QPushButton(self.tr("Show all"))
        self.closing = ClosingLines()
        self.trail.setFocusProxy(self.arithmetic)
        self.explained: Explained | None = None
        self._pinned: tuple[str, ...] = ()
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._arrange()
        self._connect()
        follow_theme(self._turn)

    # What is shown

    def show_picture(self, picture: Floats) -> None:
        """The picture as the network's input holds it."""
        self.source.set_picture(picture)

    def show_trail(self) -> None:
        """The way to the number, before it is known where it comes from."""
        by_id = self._session.document.report.by_id
        stops = self._session.trail.stops
        present = self._session.trail.present
        if present is not None:
            self.lab.show_layer(by_id.get(present.layer_id), present.spot)
        if all(stop.layer_id in by_id for stop in stops):
            self.trail.show_stops(
                tuple(
                    (
                        words.stop_name(by_id[stop.layer_id], stop.id),
                        words.stop_tip(by_id[stop.layer_id], stop.id, stop.spot),
                    )
                    for stop in stops
                )
            )

    def show_explained(
        self, explained: Explained, network: Network, report: LayerReport, limit: float | None
    ) -> None:
        """`report` is that of the number's layer; `limit` the end of the colours of its map, None
        for its own."""
        if self.explained is None or self.explained.layer_id != explained.layer_id:
            self.every.setChecked(False)
        self.explained, self._pinned = explained, ()
        spot = Spot(*explained.spot)
        self.place.set_wordings(words.place(report, spot), words.brief_place(report, spot))
        self._ask()
        self._show_source(explained, network, report, limit)
        kind, sources = self._kind_and_source(explained, report)
        self.arithmetic.show_arithmetic(explained.arithmetic, kind, self._colours(network, sources))
        self.closing.show_lines(tuple(self._closing_lines(explained)))
        self._share_room(explained)

    def show_nothing(self, sentence: str) -> None:
        """There is no number to explain, and why."""
        self.explained, self._pinned = None, ()
        self.heading.set_formula(self.tr("Where does a number come from?"))
        self.place.setText("")
        self.lab.show_layer(None)
        self.trail.show_stops(())
        self.source.set_influence(None, None)
        self.source.set_map(np.zeros((0, 1), np.float32), ColourMap.SIGNED, 1.0, None)
        self.source.set_caption(())
        self.bars.hide()
        self.arithmetic.show_nothing()
        self.closing.show_lines(())
        self.reading.setText(sentence)

    def show_weight(self, channel: int, line: int, column: int, shared: bool) -> None:
        """Ring a weight, by its input channel, and say what it does for the number."""
        said = self.arithmetic.mark(channel, line, column)
        if not said:
            self.every.setChecked(True)
            said = self.arithmetic.mark(channel, line, column)
        if not said:
            return
        assert self.explained is not None
        if shared:
            template = self.tr("{arithmetic} · this weight serves every cell of map {map}")
            brief = self.tr("{arithmetic} · for all of map {map}")
        else:
            template = self.tr("{arithmetic} · this weight serves this number alone")
            brief = self.tr("{arithmetic} · for this alone")
        map = self.explained.spot[0] + 1
        told = tuple(one.format(map=map, arithmetic=said) for one in (template, brief))
        self._pinned = (*told, said)
        self._read("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def _ask(self) -> None:
        """The heading, in fewer words where the number's place has no room beside it."""
        if self.explained is None:
            return
        shown = number(self.explained.value)
        self.heading.set_formula(*words.question(shown))
        both = self.heading.sizeHint().width() + self.place.sizeHint().width()
        if both + self.content.spacing() > self.content.contentsRect().width():
            self.heading.set_formula(*words.brief_question(shown))

    def _kind_and_source(self, explained: Explained, report: LayerReport) -> tuple[str, str | None]:
        readings = explained.arithmetic.readings
        kind = report.layer.kind if explained.layer_id == report.layer.id else "Conv2d"
        return kind, readings[0].source if len(readings) == 1 else None

    def _colours(self, network: Network, source: str | None) -> ColourMap:
        if source is None:
            return ColourMap.SIGNED
        return colour_map_after(network, owner_of(source) or None)

    def _show_source(
        self, explained: Explained, network: Network, report: LayerReport, limit: float | None
    ) -> None:
        box = Footprint(explained.seen, explained.pads).box
        self.source.set_influence(explained.influence, box)
        self.source.set_caption(words.sees(explained, box), words.sees_briefly(box))
        is_list = explained.map.ndim == 1
        # Projected, the list beside the panel is large enough, and the picture needs the room.
        self.bars.setVisible(is_list and not current_theme().projector)
        if is_list:
            names = [str(index) for index in range(10)] if explained.map.shape == (10,) else []
            self.bars.set_values(explained.map, names)
            self.bars.select(explained.spot[0])
            self.source.set_map(np.zeros((0, 1), np.float32), ColourMap.SIGNED, 1.0, None)
            return
        colours = colour_map_after(network, report.layer.id)
        end = limit if limit is not None else legend_limit(explained.map, colours)
        self.source.set_map(explained.map, colours, end, explained.spot[1:])

    def _closing_lines(self, explained: Explained) -> list[ClosingLine]:
        lines = explained.arithmetic.lines
        shown = [
            ClosingLine(
                words.sentence(line),
                self._figure(line),
                is_strong=at == len(lines) - 1,
                brief=words.brief_sentence(line),
            )
            for at, line in enumerate(lines)
        ]
        truth = ClosingLine(words.truth(explained), "", brief=words.brief_truth(explained))
        shown.append(truth)
        by_id = self._session.document.report.by_id
        for following in explained.following:
            behind = by_id.get(following.layer_id)
            if behind is not None:
                line, layer = following.line, behind.layer
                shown.append(
                    ClosingLine(
                        words.sentence(line),
                        number(following.value),
                        icon_name(layer),
                        family(layer),
                        brief=words.brief_sentence(line),
                    )
                )
        return shown

    def _figure(self, line: Line) -> str:
        """A sum of the rows is rounded as they are, with a sign where they do not add up to it as
        they are shown."""
        rounding = self.arithmetic.rounding
        if rounding is None or line.code not in SUMS:
            return number(line.result)
        shown = number(line.result, rounding.decimals)
        return shown if rounding.adds_up else f"≈ {shown}"

    # Set-up

    def _arrange(self) -> None:
        head, way, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top = QHBoxLayout()
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.heading)
        head.addWidget(self.place, 1)
        way.addWidget(self.trail, 1)
        way.addWidget(self.lab)
        self.lab.setProperty("chip", True)
        top.addWidget(self.source, 3)
        top.addWidget(self.bars, 2)
        self.every.setCheckable(True)
        self.every.setProperty("link", True)
        self.every.setToolTip(
            self.tr("A row for every channel, or only for those that add or take away most")
        )
        foot.addWidget(self.reading, 1)
        foot.addWidget(self.every)
        self.content.addLayout(head)
        self.content.addLayout(way)
        self._middle.addLayout(top, _PICTURE)
        self._middle.addWidget(self._area, _ROWS)
        self.content.addLayout(self._middle, 1)
        self.content.addLayout(foot)
        self.content.addWidget(self.closing)
        self.bars.hide()
        self.every.hide()

    def _share_room(self, explained: Explained) -> None:
        """Between picture and rows."""
        readings = explained.arithmetic.readings
        alone = len(readings) == 1 and readings[0].values.size == 1
        picture = _PICTURE_ALONE if alone and not current_theme().projector else _PICTURE
        self._middle.setStretch(0, picture)
        self._middle.setStretch(1, 100 - picture)

    def _turn(self, theme: Theme) -> None:
        """Projected, picture and rows stand side by side: the type is large, and the panel wide."""
        direction = QBoxLayout.Direction
        across = theme.projector
        self._middle.setDirection(direction.LeftToRight if across else direction.TopToBottom)
        self._middle.setSpacing(theme.px("control_gap"))
        is_list = self.explained is not None and self.explained.map.ndim == 1
        self.bars.setVisible(is_list and not across)

    def _connect(self) -> None:
        self.source.hovered.connect(self.hovered)
        self.source.left.connect(self.left)
        self.source.chosen.connect(self.chosen)
        self.bars.chosen.connect(self.number_chosen)
        self.arithmetic.hovered.connect(self._read)
        self.arithmetic.chosen.connect(self._descend)
        self.arithmetic.shortened.connect(self._show_every)
        self.every.toggled.connect(self._show_every_row)
        self.trail.chosen.connect(lambda index: self._session.trail.go_back(index))

    def _show_every_row(self, every: bool) -> None:
        self.every.setText(self.tr("Show fewer") if every else self.tr("Show all"))
        self.arithmetic.set_all(every)

    def _show_every(self, left_out: int) -> None:
        self.every.setVisible(left_out > 0)

    def _read(self, text: str) -> None:
        """The arithmetic under the mouse, or what can be done."""
        hints = (
            self.tr("Click a number to see where it comes from in its turn."),
            self.tr("Click a number to see where it comes from."),
            self.tr("Click a number."),
        )
        self.reading.set_wordings(*((text,) if text else self._pinned or hints))

    def _descend(self, row: Row, line: int, column: int) -> None:
        reading = row.reading
        if reading.is_padding(line, column):
            explained = self.explained
            is_maximum = explained is not None and explained.arithmetic.winner is not None
            self._say(words.about_padding(is_maximum))
        elif reading.source == PICTURE:
            self._say(self.tr("That is a pixel of the picture: nothing lies below it."))
        else:
            spot = Spot(row.channel, reading.rows[line], reading.columns[column])
            self.descended.emit(reading.source, spot)

    def _say(self, sentence: str) -> None:
        self._pinned = (sentence,)
        self._read("")
