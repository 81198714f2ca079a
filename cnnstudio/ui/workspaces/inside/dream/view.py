"""Dream: watch the picture form that excites a filter, a number or a class most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.widgets.formula_line import FormulaLine
from cnnstudio.ui.widgets.label import ElidedLabel, TextLabel
from cnnstudio.ui.widgets.plate_view import PlateView
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.dream.curve import ExcitationCurve
from cnnstudio.ui.workspaces.inside.dream.dreams import Dreams, Film
from cnnstudio.ui.workspaces.inside.dream.picture import compose, index_of
from cnnstudio.ui.workspaces.inside.dream.subject import channel_name, full_name
from cnnstudio.ui.workspaces.inside.dream.subject_panel import SubjectPanel
from cnnstudio.ui.workspaces.inside.dream.transport import DreamTransport
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel

#: After so many steps without any change, nothing will come of a dream.
_STUCK = 5


class DreamView(QWidget):
    """The pictures at the left; at the right what is dreamed of, and the excitation's curve."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.dreams = Dreams(session, self)
        self.driver = DreamTransport(self)
        self.heading = FormulaLine("panel_title")
        self.picture = PlateView()
        self.reading = ElidedLabel(role="label", tone="muted")
        self.sentence = TextLabel(role="label", tone="muted")
        self.panel = SubjectPanel(self.dreams)
        self.curve = ExcitationCurve()
        self._curve_panel = StagePanel()
        self._arrange()
        self._connect()
        follow_theme(self._restyle)

    def _arrange(self) -> None:
        self._columns, self._right = QHBoxLayout(self), QVBoxLayout()
        self._columns.setContentsMargins(0, 0, 0, 0)
        stage = StagePanel()
        self.sentence.setWordWrap(True)
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.reading, 1)
        stage.content.addLayout(head)
        stage.content.addWidget(self.picture, 1)
        stage.content.addWidget(self.sentence)
        self._curve_panel.set_title(self.tr("Excitation"))
        self._curve_panel.content.addWidget(self.curve, 1)
        self._columns.addWidget(stage, 68)
        self._columns.addLayout(self._right, 32)
        self._right.addWidget(self.panel, 75)
        self._right.addWidget(self._curve_panel, 25)
        self.picture.set_composer(self._compose)

    def _connect(self) -> None:
        dreams = self.dreams
        dreams.begun.connect(self._begin)
        dreams.grown.connect(self._grow)
        dreams.changed.connect(self._show)
        self.driver.frame.connect(self._show_step)
        self.picture.clicked.connect(self._choose)
        self.picture.hovered.connect(self._show_reading)
        self.curve.pointed.connect(self.driver.seek)
        self.panel.layer_chosen.connect(lambda id: self._session.select((id,)))
        self._session.engine.state_changed.connect(self._show)
        self._session.selection_changed.connect(self._follow)
        self._session.spots.changed.connect(self._follow)

    def _restyle(self, theme: Theme) -> None:
        for layout in (self._columns, self._right):
            layout.setSpacing(theme.px("gutter"))
        self.panel.setVisible(not theme.projector)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.dreams.set_in_sight(True)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.dreams.set_in_sight(False)

    # The film

    def _begin(self) -> None:
        """Another dream: from its first picture on, or where nothing is to move, at its end."""
        film = self.dreams.film
        assert film is not None
        self.driver.set_steps(film.settings.steps, film.known)
        moves = current_theme().motion
        self.driver.seek(0 if moves else film.known)
        self.driver.play(moves)
        self._show()

    def _grow(self) -> None:
        film = self.dreams.film
        assert film is not None
        follows = not current_theme().motion and self.driver.is_at_the_front
        self.driver.set_steps(film.settings.steps, film.known)
        if follows:
            self.driver.seek(film.known)
        self.panel.show_progress(film.known, film.settings.steps)
        self._show_curve()
        self._show_step()

    def _follow(self, *_change: object) -> None:
        if self.isVisible():
            self.dreams.follow()

    def _choose(self, cell: Cell) -> None:
        film = self.dreams.film
        if film is not None:
            channel = film.excited.channels[index_of(cell)]
            self.dreams.choose(replace(self.dreams.subject, channel=channel))

    # What is shown

    def _show(self, *_change: object) -> None:
        if not self.isVisible():
            return
        reports = self._session.document.report.by_id.values()
        self.panel.show_dreams([report for report in reports if report.output is not None])
        film = self.dreams.film
        if film is None:
            self.driver.set_steps(0, 0)
            self.heading.set_formula(self.tr("What excites it most?"))
        else:
            channel = film.excited.channels[self.dreams.shown]
            name = full_name(film.excited, channel, film.report)
            self.heading.set_formula(self.tr("What excites {} most?"), name)
        self._show_curve()
        self._show_step()

    def _show_curve(self) -> None:
        film = self.dreams.film
        if film is None or not film.frames:
            self.curve.show_curve(np.empty(0), (), 1)
            return
        curves = [film.curve(index) for index in self._indices(film)]
        chosen = self.dreams.shown
        self.curve.show_curve(film.curve(chosen), curves, film.settings.steps)

    def _show_step(self) -> None:
        if not self.isVisible():
            return
        self.picture.refresh()
        self.curve.show_position(self.driver.position)
        self._show_reading()
        self.sentence.setText(self._explain())
        film = self.dreams.film
        if film is None or not film.frames:
            self._curve_panel.set_subtitle("")
            return
        step = min(self.driver.position, film.known)
        value = number(float(film.excitations[step][self.dreams.shown]))
        channel = film.excited.channels[self.dreams.shown]
        name = channel_name(film.excited, channel, film.report)
        text = self.tr("of {name}: {value}").format(name=name, value=value)
        self._curve_panel.set_subtitle(text)

    def _indices(self, film: Film) -> tuple[int, ...]:
        """Which dreams of the film are shown."""
        if self.dreams.subject.side_by_side:
            return tuple(range(len(film.excited.channels)))
        return (self.dreams.shown,)

    def _compose(self, _hovered: Cell | None, _linked: frozenset[Cell], size: QSizeF) -> Plate:
        film = self.dreams.film
        if film is None or not film.frames:
            return Plate(())
        step = min(self.driver.position, film.known)
        return compose(film, step, self._indices(film), self.dreams.shown, size, current_theme())

    # What is said

    def _show_reading(self, *_change: object) -> None:
        film, cell = self.dreams.film, self.picture.hovered_cell
        if film is None or not film.frames or cell is None:
            self.reading.setText("")
        else:
            self.reading.setText(self._pixel(film, cell))

    def _explain(self) -> str:
        dreams, film = self.dreams, self.dreams.film
        if dreams.failure is not None:
            return translated(dreams.failure)
        if film is None or not film.frames:
            return words.why_nothing(self._session, dreams.report)
        if self._is_stuck(film):
            return self.tr(
                "Nothing happens: no small change of this picture excites it. Try another seed, or "
                "the layer before its ReLU."
            )
        return self.tr(
            "Each step nudges the pixels the way that excites it more; the weights stay as they "
            "are. It shows what this network looks for, not what digits look like: without "
            "jitter and smoothing, speckles that no eye would take for a digit excite even more."
        )

    def _pixel(self, film: Film, cell: Cell) -> str:
        index = index_of(cell)
        channels = film.frames[min(self.driver.position, film.known)][index]
        values = channels[:, cell.row, cell.column] / 255
        name = channel_name(film.excited, film.excited.channels[index], film.report)
        template = self.tr("{name}, row {row}, column {column}: pixel {value}")
        value = ", ".join(number(float(value), 2) for value in values)
        return template.format(name=name, row=cell.row + 1, column=cell.column + 1, value=value)

    def _is_stuck(self, film: Film) -> bool:
        curve = film.curve(self.dreams.shown)
        return len(curve) > _STUCK and float(np.ptp(curve)) == 0
