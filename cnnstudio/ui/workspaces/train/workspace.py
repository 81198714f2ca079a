"""Train: everything about the run on one stage."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.core.messages import Estimated
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.going_on import GoingOn
from cnnstudio.ui.theme import Theme, current_theme, follow_theme
from cnnstudio.ui.transport.run_transport import RunTransport
from cnnstudio.ui.widgets.label import FittingLabel
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.train.cell_link import CellLink
from cnnstudio.ui.workspaces.train.confusion import Cell, ConfusionMatrix
from cnnstudio.ui.workspaces.train.curve_panel import CurvePanel
from cnnstudio.ui.workspaces.train.digits_panel import DigitsPanel
from cnnstudio.ui.workspaces.train.doctor.card import DoctorCard
from cnnstudio.ui.workspaces.train.drawer import Drawer
from cnnstudio.ui.workspaces.train.filters_panel import FiltersPanel
from cnnstudio.ui.workspaces.train.past_pages import PastPages
from cnnstudio.ui.workspaces.train.quantity import ACCURACY, LOSS
from cnnstudio.ui.workspaces.train.run_controls import RunControls
from cnnstudio.ui.workspaces.train.run_header import RunHeader
from cnnstudio.ui.workspaces.train.run_notice import RunNotice
from cnnstudio.ui.workspaces.train.run_words import plan_words, result_words, test_words
from cnnstudio.ui.workspaces.train.runs.comparison import Comparison
from cnnstudio.ui.workspaces.train.settings_panel import SettingsPanel

#: How long settings and network must have been left alone before a run's time is measured (ms).
_BEFORE_ESTIMATE = 600

#: Below this height margins are halved.
_LOW = 660
#: The width, in sizes of the label type, below which buttons have shorter names.
_TIGHT = 70


class TrainWorkspace(QWidget):
    """Progress, curves, confusion matrix, test digits, settings and filters of the run.

    Projected, the progress, the curves and the confusion matrix have all the room.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._estimated: Estimated | None = None
        self._measured = session.settings
        self.driver = RunTransport(session, self)
        self.controls = RunControls(session)
        self.going_on = GoingOn(session, self)
        self.notice = RunNotice(session, self.going_on)
        self.doctor = DoctorCard(session)
        self.header = RunHeader(session)
        self.comparison = Comparison(self)
        self.loss = CurvePanel(session, self.tr("Loss"), LOSS, self.comparison)
        self.accuracy = CurvePanel(session, self.tr("Accuracy"), ACCURACY, self.comparison)
        self.matrix = ConfusionMatrix()
        self.settings = SettingsPanel(session)
        self.filters = FiltersPanel(session)
        self.digits = DigitsPanel(session)
        self._confusion = Panel(self.tr("Confusion"))
        self._confusion.content.addWidget(self.matrix, 1)
        self._link = CellLink(self)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)
        self._evaluated()
        self._forget_estimate()

    def _lay_out(self) -> None:
        self._top = _row((self.loss, 41), (self.accuracy, 41), (self._confusion, 42))
        self._bottom = QWidget()
        self.drawer = Drawer(self._bottom)
        self.past = PastPages(self._session, self.going_on, self.drawer, self.comparison)
        self._bottom.setLayout(_row((self.settings, 30), (self.filters, 45), (self.digits, 49)))
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._strip())
        self._column.addLayout(self._top, 100)
        self._column.addWidget(self.drawer, 113)

    def _strip(self) -> Panel:
        self._plan = FittingLabel(role="label", tone="muted")
        self._controls_row = QHBoxLayout()
        self._controls_row.addWidget(self.controls)
        self._controls_row.addWidget(self._plan, 1)
        self._controls_row.addWidget(self.past.controls)
        self._controls_row.addWidget(self.doctor.chip)
        strip = Panel()
        strip.setAccessibleName(self.tr("Run"))
        strip.content.addWidget(self.header)
        strip.content.addLayout(self._controls_row)
        strip.content.addWidget(self.notice)
        strip.content.addWidget(self.doctor)
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return strip

    def _connect(self) -> None:
        session = self._session
        self._ask = QTimer(self, singleShot=True)
        self._ask.setInterval(_BEFORE_ESTIMATE)
        self._ask.timeout.connect(self._ask_for_estimate)
        session.estimated.connect(self._has_estimate)
        self.drawer.changed.connect(lambda: self._restyle(current_theme()))
        session.document.network_changed.connect(self._forget_estimate)
        session.engine.state_changed.connect(self._forget_estimate)
        session.run.state_changed.connect(self._show_plan)
        self.settings.form.changed.connect(self._settings_changed)
        session.evaluation_changed.connect(self._evaluated)
        session.history.shown_changed.connect(self._evaluated)
        session.run.advanced.connect(self._say_which_test)
        self.matrix.cell_chosen.connect(self.digits.show_cell)
        self.matrix.cell_chosen.connect(self._draw_link)
        self.matrix.cell_chosen.connect(self._uncover_digits)
        self.digits.cell_left.connect(lambda: self.matrix.choose(None))
        self.matrix.resized.connect(self._draw_link)
        for panel in (self.loss, self.accuracy):
            panel.smoothing_chosen.connect(self.loss.set_smoothing)
            panel.smoothing_chosen.connect(self.accuracy.set_smoothing)

    def _uncover_digits(self, cell: Cell | None) -> None:
        """Those of a cell are looked for where a page may lie over them."""
        if cell is not None:
            self.drawer.show_page("")

    def _draw_link(self) -> None:
        """From the chosen cell to the digits that fell there, once everything has its place."""
        QTimer.singleShot(0, self, self._place_link)

    def _place_link(self) -> None:
        cell = self.matrix.chosen
        if cell is None or not self.digits.isVisible():
            self._link.hide()
            return
        rect = self.matrix.cell_rect(cell).toRect()
        start = self.matrix.mapTo(self, QPoint(rect.right() + 4, rect.bottom() + 1))
        corner = self.digits.mapTo(self, QPoint(0, 0))
        self._link.connect_cell(start, QRect(corner, self.digits.size()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.filters.set_in_sight(True)
        self._draw_link()
        self._forget_estimate()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.filters.set_in_sight(False)
        self._ask.stop()

    def _evaluated(self) -> None:
        evaluation = self._session.evaluation
        self.matrix.set_counts(evaluation.confusion if evaluation else None)
        self._say_which_test()
        if evaluation is None and self.matrix.chosen:
            self.matrix.choose(None)

    def _say_which_test(self) -> None:
        self._confusion.set_subtitle(test_words(self._session))

    # How long it would take

    def _settings_changed(self) -> None:
        if self._session.settings != self._measured:
            self._forget_estimate()

    def _forget_estimate(self) -> None:
        self._estimated = None
        self._measured = self._session.settings
        self._show_plan()
        if self.isVisible() and self._session.can_train and not self._session.run.is_active:
            self._ask.start()

    def _ask_for_estimate(self) -> None:
        if not self._session.run.is_active:
            self._session.estimate()

    def _has_estimate(self, estimated: Estimated) -> None:
        self._estimated = estimated
        self._show_plan()

    def plan_text(self) -> str:
        """What is said of a run before there is one."""
        return self._plan.whole_text()

    def _show_plan(self) -> None:
        run = self._session.run
        words = ("",) if run.is_active else plan_words(self._session, self._estimated)
        self._plan.set_wordings(*(result_words(run) or words), "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle(current_theme())
        self.doctor.fit()

    def _restyle(self, theme: Theme) -> None:
        gutter = theme.px("gutter")
        across, down = theme.px("stage_margin_x"), theme.px("stage_margin_y")
        if self.height() < _LOW:
            gutter, down = gutter // 2, down // 2
        self._column.setContentsMargins(across, down, across, down)
        self._column.setSpacing(gutter)
        self._top.setSpacing(gutter)
        is_tight = self.width() < _TIGHT * theme.font_px("label")
        self._controls_row.setSpacing(gutter if is_tight else 2 * gutter)
        self.controls.set_brief(is_tight)
        bottom = self._bottom.layout()
        if bottom is not None:
            bottom.setSpacing(gutter)
        self.drawer.setVisible(not theme.projector or bool(self.drawer.open_page))
        self._top.setStretch(2, 50 if theme.projector else 42)
        _align_headers(self.loss, self.accuracy, self._confusion)
        _align_headers(self.settings, self.filters, self.digits)


def _align_headers(*panels: Panel) -> None:
    """Let the titles of panels side by side stand on one line."""
    height = max(panel.header_layout.sizeHint().height() for panel in panels)
    for panel in panels:
        header = panel.header_layout.parentWidget()
        if header is not None:
            header.setMinimumHeight(height)


def _row(*panels: tuple[QWidget, int]) -> QHBoxLayout:
    """Panels side by side, with their shares of the width."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    for panel, share in panels:
        panel.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        row.addWidget(panel, share)
    return row
