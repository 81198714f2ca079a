"""The page of a lab: its settings and choices, its picture, and the question where one is asked."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.core.labs.base import Cell, Choice, Figure, Lab
from cnnstudio.core.labs.catalogue import kind_of
from cnnstudio.core.labs.written import same
from cnnstudio.core.sentences import Sentence, say
from cnnstudio.ui.labs.catalogue import compose
from cnnstudio.ui.labs.moment import Moment
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.transport.lab_transport import LabTransport
from cnnstudio.ui.workspaces.learn.choices_panel import ChoicesPanel
from cnnstudio.ui.workspaces.learn.controls_panel import ControlsPanel
from cnnstudio.ui.workspaces.learn.figures_line import FiguresLine
from cnnstudio.ui.workspaces.learn.input_taker import InputTaker
from cnnstudio.ui.workspaces.learn.keyboard import keyboard_kept
from cnnstudio.ui.workspaces.learn.lab_body import LabBody
from cnnstudio.ui.workspaces.learn.lab_header import LabHeader
from cnnstudio.ui.workspaces.learn.learned_choices import learned_group
from cnnstudio.ui.workspaces.learn.predictor import Predictor
from cnnstudio.ui.workspaces.learn.stage_panel import StagePanel

#: Below this height, in sizes of the body's type, the picture is short of room: everything else
#: is made lower, and can be folded away.
_LOW = 42


class LabPage(QWidget):
    """Shows one lab at a time, and hands what the user does with it to its document."""

    def __init__(
        self, session: Session, transport: LabTransport, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._transport = session, transport
        self._document: LabDocument | None = None
        self._kind: type[Lab] | None = None
        self._folded: bool | None = None
        self._figures: tuple[Figure, ...] = ()
        self._was_low = False
        self._goes_on = (False, False)  # playing, asking
        self.header = LabHeader(session)
        self.controls = ControlsPanel()
        self.choices = ChoicesPanel()
        self.stage = StagePanel()
        self.body = LabBody((self.controls, self.choices), self.stage)
        self.inputs = InputTaker(session, self.choices.input, self)
        self.predictor = Predictor(transport, self.header.mode, self.stage, self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.body, 1)
        self._connect(session)
        follow_theme(self._restyle)

    def _connect(self, session: Session) -> None:
        view = self.stage.view
        view.set_composer(self._compose)
        view.set_links(self._linked)
        view.edited.connect(self._edit_cell)
        view.clicked.connect(self._pick)
        view.refused.connect(self.complain)
        self.controls.edited.connect(self._change)
        self.controls.refused.connect(self.complain)
        self.choices.chosen.connect(self._choose)
        self.inputs.refused.connect(lambda sentence: self.complain(translated(sentence)))
        self.header.settings_wanted.connect(self._fold)
        self._transport.frame.connect(self.stage.refresh)
        self._transport.changed.connect(self._uncover)
        self._transport.prediction.changed.connect(self._changed)
        self._transport.prediction.changed.connect(self.body.arrange)
        session.labs.opened.connect(self._opened)
        session.labs.refused.connect(lambda sentence: self.complain(translated(sentence)))

    # The lab on show

    @property
    def document(self) -> LabDocument | None:
        return self._document

    def show_lab(
        self, document: LabDocument | None, before: type[Lab] | None, after: type[Lab] | None
    ) -> None:
        """Show this lab, which lies between two others in the catalogue; None shows nothing."""
        if self._document is not None:
            self._document.changed.disconnect(self._changed)
            self._document.refused.disconnect(self._refused)
            self._document.undo_stack.indexChanged.disconnect(self._show_content)
        self._document = document
        self.inputs.show_document(document)
        if document is None:
            return
        self._kind = type(document.lab)
        document.changed.connect(self._changed)
        document.refused.connect(self._refused)
        document.undo_stack.indexChanged.connect(self._show_content)
        self.stage.view.set_cursor_cell(None)
        with keyboard_kept(self):
            self.header.show_lab(document.lab, before, after)
            self._show_content()

    def refresh_content(self) -> None:
        """The lab has other settings or figures, though nothing was edited."""
        if self._document is not None:
            self._show_content()

    def _show_content(self) -> None:
        """Everything that follows from the lab's settings and numbers, its step apart."""
        assert self._document is not None
        lab = self._document.lab
        self.complain("")
        with keyboard_kept(self):
            self.header.show_origin(self._document.origin)
            self._show_way_back()
            self.controls.show_lab(lab)
            learned = learned_group(self._session, lab)
            self.choices.show_lab(lab, (learned,) if learned is not None else ())
            self._show_panels()
        self._chain_tabs()
        self._show_figures()
        self.stage.look_for_slot()
        self.stage.refresh()

    def _chain_tabs(self) -> None:
        """Fields and choices are made with the lab, later than what Tab comes to after them."""
        parts = (self.header, self.controls, self.choices, self.stage)
        for one, other in pairwise(stop for part in parts for stop in part.tab_stops()):
            self.setTabOrder(one, other)

    def _opened(self, _key: str) -> None:
        """The lab is asked for, perhaps while it is on show, and from elsewhere than before."""
        self.complain("")
        self._show_way_back()

    def _show_way_back(self) -> None:
        key = self._session.labs.back_to
        self.header.show_way_back(kind_of(key) if key else None)

    def _changed(self) -> None:
        """Another step, or another value: figures may count what is on show."""
        self.stage.refresh()
        if self._told_figures() != self._figures:
            self._show_figures()

    def _told_figures(self) -> tuple[Figure, ...]:
        """The lab's figures, unless they tell what is asked for."""
        asking = self._transport.prediction.asking
        if self._document is None or (asking is not None and asking.in_figures):
            return ()
        return self._document.lab.figures()

    def _show_figures(self) -> None:
        figures = self._figures = self._told_figures()
        shown = self._place_of_figures()
        for line in (self.controls.figures, self.header.figures):
            line.show_figures(figures if line is shown else ())

    # The picture

    def _compose(self, hovered: Cell | None, linked: frozenset[Cell], size: QSizeF) -> Plate:
        if self._document is None:
            return Plate(())
        asked = self._transport.prediction.asking is not None
        moment = Moment(self._transport.phase, asked, hovered, linked)
        return compose(self._document.lab, moment, size, current_theme())

    def _linked(self, cell: Cell) -> frozenset[Cell]:
        """What hangs together with a cell, unless that tells what is asked for."""
        if self._document is None:
            return frozenset()
        lab = self._document.lab
        if self._transport.prediction.asking is None:
            return lab.linked(cell)
        return frozenset() if lab.links_tell else lab.while_asked().linked(cell)

    # What the user does

    def _change(self, name: str, value: Any) -> None:
        document = self._document
        assert document is not None
        if self.inputs.remade(name, value):
            self.controls.show_lab(document.lab)
        elif document.change(name, value):
            self.complain("")
        else:
            self.controls.show_lab(document.lab)

    def _edit_cell(self, cell: Cell, value: float) -> None:
        if self._document is not None and self._document.edit_cell(cell, value):
            self.complain("")

    def _pick(self, cell: Cell) -> None:
        """A click that goes to another step is no edit; one that looks elsewhere is."""
        document = self._document
        made = document.lab.picked(cell) if document is not None else None
        if document is None or made is None:
            return
        if same(made, document.lab):
            self._transport.seek(made.step)
        else:
            document.take(made, say("edit_lab_look"), whole=True)

    def _choose(self, choice: Choice) -> None:
        """Take a choice as the lab now offers it: the buttons were made at an earlier step."""
        if self._document is None:
            return
        offered = (c for group in self._document.lab.choices() for c in group.choices)
        now = next((c for c in offered if c.name == choice.name), None)
        if now is None:  # one of the network's filters, which know nothing of steps
            taken = self._document.take(choice.make(), choice.name)
        else:
            taken = self._document.take(now.make(), now.name, whole=True)
        if taken:
            self.complain("")

    # What is refused

    def _refused(self, sentence: Sentence) -> None:
        self.complain(translated(sentence))

    def complain(self, text: str) -> None:
        """Say why something was not done, beside the settings; an empty text takes it back."""
        shown = self._place_of_complaint()
        for line in (self.controls.figures, self.header.figures):
            line.complain(text if line is shown else "")

    def complaint(self) -> str:
        return self.controls.figures.complaint() or self.header.figures.complaint()

    def _place_of_complaint(self) -> FiguresLine:
        """Where the figures are; where there are none, in the header rather than in a line that
        would push the picture down."""
        place, header = self._place_of_figures(), self.header.figures
        needed = place.complaint_width()
        pushes = not place.has_figures() and self.controls.row.room_beside() < needed
        return header if pushes and header.width() >= needed else place

    def _place_of_figures(self) -> FiguresLine:
        """Beside the settings, or in the header where those are folded away or there are none."""
        hidden = self.is_folded() or not self.controls.fields
        return self.header.figures if hidden else self.controls.figures

    # Room

    def is_low(self) -> bool:
        """Whether the window is so low that the picture is short of room."""
        return self.height() < _LOW * current_theme().font_px("body")

    def is_folded(self) -> bool:
        """Whether settings and choices are hidden: at first where they would take the room from
        the picture, which is on a projector and in a low window."""
        if self._folded is None:
            return current_theme().projector or self.is_low()
        return self._folded

    def _fold(self, unfolded: bool) -> None:
        self._folded = not unfolded
        self._arrange()

    def _uncover(self) -> None:
        """Settings that lie over the picture fold when playing begins or a number is asked; who
        unfolds them later has them."""
        transport, before = self._transport, self._goes_on
        self._goes_on = transport.clock.playing, transport.prediction.asking is not None
        begins = any(now and not was for now, was in zip(self._goes_on, before, strict=True))
        if begins and self.body.is_over:
            self._fold(False)

    def _show_panels(self) -> None:
        folded, low = self.is_folded(), self.is_low()
        self._was_low = low
        self.controls.setVisible(not folded and bool(self.controls.fields))
        self.choices.setVisible(not folded and not self.choices.is_empty())
        self.controls.set_low(low)
        self.choices.set_low(low)
        self.header.set_low(low)
        has_panels = bool(self.controls.fields) or not self.choices.is_empty()
        self.header.settings.setVisible(has_panels and (low or current_theme().projector))
        self.header.settings.setChecked(not folded)
        self.body.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_low() == self._was_low:
            return
        if not self.is_low() and not current_theme().projector:
            self._folded = None  # the button to unfold them is gone
        self._arrange()

    def _arrange(self) -> None:
        """Panels and figures as the room wants them; a complaint stays."""
        said = self.complaint()
        self.complain("")
        self._show_figures()
        with keyboard_kept(self):
            self._show_panels()
        self.complain(said)

    def minimumSizeHint(self) -> QSize:
        return QSize(600, 300)

    def _restyle(self, theme: Theme) -> None:
        self._folded = None
        x, y = theme.px("stage_margin_x"), theme.px("stage_margin_y")
        self._column.setContentsMargins(x, y - theme.px("unit"), x, y)
        self._column.setSpacing(theme.px("gutter"))
        if self._document is not None:
            self._show_content()
