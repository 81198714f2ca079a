"""Why this answer: the pixels that a class's score hangs on, by five methods."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnstudio.core.labs.base import Cell
from cnnstudio.ui.numbers import number
from cnnstudio.ui.plates.items import Plate
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.transport.either import EitherDriver
from cnnstudio.ui.transport.layer_walk import LayerWalk
from cnnstudio.ui.widgets.colormap import ColourMap
from cnnstudio.ui.widgets.label import ElidedLabel
from cnnstudio.ui.widgets.plate_view import PlateView
from cnnstudio.ui.workspaces.inside import words
from cnnstudio.ui.workspaces.inside.stage_panel import StagePanel
from cnnstudio.ui.workspaces.inside.why.choices import Choices
from cnnstudio.ui.workspaces.inside.why.class_row import ClassRow
from cnnstudio.ui.workspaces.inside.why.evidence_panel import EvidencePanel
from cnnstudio.ui.workspaces.inside.why.method_cards import MethodCards
from cnnstudio.ui.workspaces.inside.why.method_words import score_text
from cnnstudio.ui.workspaces.inside.why.picture import (
    DIGIT,
    class_key,
    compose,
    link,
    place_of,
)
from cnnstudio.ui.workspaces.inside.why.reasons import Reasons
from cnnstudio.ui.workspaces.inside.why.sweep import OcclusionSweep


class WhyView(QWidget):
    """The methods at the left, the chosen one's picture, and at the right what it says.

    The transport slides the square of occlusion; with any other method it walks along the layers,
    which Grad-CAM follows.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.reasons = Reasons(session, self)
        self.sweep = OcclusionSweep(self)
        self._walk = LayerWalk(session, self)
        self.driver = EitherDriver(self.sweep, self)
        self.cards = MethodCards()
        self.classes = ClassRow()
        self.picture = PlateView()
        self.reading = ElidedLabel(role="label", tone="muted")
        self.evidence = EvidencePanel()
        self._arrange()
        self._connect()
        follow_theme(self._restyle)

    # Set-up

    def _arrange(self) -> None:
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._middle = StagePanel()
        for widget, stretch in ((self.classes, 0), (self.picture, 1), (self.reading, 0)):
            self._middle.content.addWidget(widget, stretch)
        self._columns.addWidget(self.cards, 19)
        self._columns.addWidget(self._middle, 58)
        self._columns.addWidget(self.evidence, 23)
        self.picture.set_composer(self._compose)
        self.picture.set_links(lambda cell: link(self.reasons, cell))

    def _connect(self) -> None:
        reasons, evidence = self.reasons, self.evidence
        reasons.changed.connect(self._show)
        reasons.progressed.connect(lambda: evidence.show_progress(reasons.progress))
        self.sweep.frame.connect(self._show_place)
        self.picture.hovered.connect(self._show_place)
        self._session.engine.state_changed.connect(self._show)
        self._session.selection_changed.connect(self._follow_selection)
        self.cards.chosen.connect(lambda key: self._choose(replace(reasons.choices, method=key)))
        self.classes.target_chosen.connect(
            lambda key: self._choose(replace(reasons.choices, target=key))
        )
        self.classes.beside_chosen.connect(
            lambda key: self._choose(replace(reasons.choices, beside=key))
        )
        evidence.of_chosen.connect(lambda of: self._choose(reasons.choices.explaining(of)))
        evidence.setting_edited.connect(self._edit)
        evidence.by_pixel_chosen.connect(
            lambda on: self._choose(replace(reasons.choices, by_pixel=on))
        )
        evidence.layer_chosen.connect(reasons.choose_layer)
        evidence.cancelled.connect(reasons.cancel)

    def _restyle(self, theme: Theme) -> None:
        self._columns.setSpacing(theme.px("gutter"))
        self.evidence.setVisible(not theme.projector)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_selection()
        self.reasons.set_in_sight(True)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.reasons.set_in_sight(False)

    # What is chosen

    def _choose(self, choices: Choices) -> None:
        self.driver.choose(self.sweep if choices.method == "occlusion" else self._walk)
        self.reasons.choose(choices)

    def _edit(self, name: str, value: object) -> None:
        self._choose(self.reasons.choices.setting(name, value))

    def _follow_selection(self, *_change: object) -> None:
        self.reasons.follow(self._session.current)

    # What is shown

    def _show(self, *_change: object) -> None:
        if not self.isVisible():
            return
        reasons = self.reasons
        swept = reasons.swept
        if swept is not None:
            self.sweep.follow(swept.places.grid, len(swept.logits))
        self.classes.show_choice(reasons.choices.target, reasons.choices.beside)
        self.evidence.show_reasons(reasons)
        self._show_heading()
        self._show_cards()
        self._show_place()

    def _show_heading(self) -> None:
        classes, heading = [str(target) for target in self.reasons.classes], self.classes.heading
        if not self.reasons.can_be_asked or not classes:
            heading.set_formula(self.tr("Why this answer?"))
        elif len(classes) == 2:
            heading.set_formula(self.tr("Why {}, and why {}?"), *classes)
        else:
            heading.set_formula(self.tr("Why {}?"), *classes)

    def _show_cards(self) -> None:
        reasons = self.reasons
        self.cards.set_key(reasons.choices.method)
        target = reasons.classes[0] if reasons.classes else None
        for method, card in self.cards.cards.items():
            signed = method != "grad_cam" or not reasons.choices.only_for
            colours = ColourMap.SIGNED if signed else ColourMap.SEQUENTIAL
            card.show_picture(reasons.thumbnail(method, target), colours)

    def _show_place(self, *_change: object) -> None:
        """What depends on the square and on the mouse."""
        if not self.isVisible():
            return
        self.picture.refresh()
        place = place_of(self.reasons, self.sweep.position, self.picture.hovered_cell)
        self.evidence.show_figures(self.reasons, place)
        self.reading.setText(self._read(self.picture.hovered_cell))

    def _compose(self, hovered: Cell | None, linked: frozenset[Cell], size: QSizeF) -> Plate:
        return compose(self.reasons, self.sweep.position, hovered, size, current_theme())

    def _read(self, cell: Cell | None) -> str:
        """The numbers at the mouse, or why there is nothing to see."""
        reasons = self.reasons
        if reasons.failure is not None:
            return translated(reasons.failure)
        if not reasons.can_be_asked:
            report = self._session.document.report.layers
            return words.why_nothing(self._session, report[0] if report else None)
        if reasons.choices.method == "grad_cam" and reasons.layer is None:
            return self.tr("Grad-CAM needs a convolution, and this network has none.")
        if cell is None:
            return self.tr("Point at a pixel to read its numbers.")
        return self._read_cell(cell)

    def _read_cell(self, cell: Cell) -> str:
        plate = self.picture.plate
        parts = [
            self.tr("row {row}, column {column}").format(row=cell.row + 1, column=cell.column + 1)
        ]
        linked = {cell, *self.picture.linked_cells}
        if Cell(DIGIT, cell.row, cell.column) in linked:
            pixel = number(float(self.reasons.digit[cell.row, cell.column]), 2)
            parts.append(self.tr("pixel {value}").format(value=pixel))
        for target in self.reasons.classes:
            grid = plate.grid(class_key(target))
            here = Cell(class_key(target), cell.row, cell.column)
            if here in linked and grid is not None and grid.holds(here) and grid.is_known(here):
                value = self._value_text(grid.value(here))
                parts.append(self.tr("for {digit}: {value}").format(digit=target, value=value))
        return " · ".join(parts)

    def _value_text(self, value: float) -> str:
        if self.reasons.choices.method in ("gradient", "grad_cam"):
            return number(value, 3, signed=True)
        return score_text(value, self.reasons.of(), signed=True)
