"""The session: everything that the window has open, and the only place that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from cnnstudio.core.edits import Edit
from cnnstudio.core.infer import LayerReport, Report
from cnnstudio.core.interventions import Interventions
from cnnstudio.core.messages import (
    Estimate,
    Estimated,
    Evaluated,
    Event,
    Floats,
    Ready,
    Test,
    Weights,
    WeightsAre,
)
from cnnstudio.core.network import Network, same_layers
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import Sentence
from cnnstudio.core.tensors import weights_of_network
from cnnstudio.ui.session.beginning import Beginning
from cnnstudio.ui.session.checkup import Checkup
from cnnstudio.ui.session.digit import CurrentDigit
from cnnstudio.ui.session.document import Document
from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.history import History, history_settings
from cnnstudio.ui.session.labs import Labs
from cnnstudio.ui.session.left_behind import LeftBehind
from cnnstudio.ui.session.live import Live
from cnnstudio.ui.session.opening import Opening
from cnnstudio.ui.session.pretrained import trained_starter, under_fresh_ids
from cnnstudio.ui.session.run import Run
from cnnstudio.ui.session.selections import Selections
from cnnstudio.ui.session.spots import Spots
from cnnstudio.ui.session.surgery import Surgery
from cnnstudio.ui.session.trail import Trail
from cnnstudio.ui.session.undo_steps import forget_steps
from cnnstudio.ui.session.weight_bank import WeightBank

#: Multiply-adds up to which a network is tested on all test digits without being asked to.
TESTED_UNASKED = 20_000_000

#: How long a network must stay as it is before that (ms): pictures of a new one come first.
TEST_DELAY = 700


class Session(QObject):
    """Owns document, labs, digit, engine, run and live view, and keeps them in step.

    `selection_changed(ids)`; `evaluation_changed()` when the network has been tested;
    `estimated(Estimated)`; `run_interrupted()` when an edit has paused a run, which then is of
    another network than the one on screen.
    """

    selection_changed = Signal(object)
    settings_changed = Signal(object)
    evaluation_changed = Signal()
    estimated = Signal(object)
    run_interrupted = Signal()

    def __init__(
        self, network: Network, digit: CurrentDigit, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.bank = WeightBank()
        self.digit = digit
        self.spots = Spots(self)
        self.trail = Trail(self.spots, self.select, self)
        self.document = Document(network, self)
        self.labs = Labs(self.document.undo_stack, self)
        self.engine = Engine(self)
        self.run = Run(self.engine, self)
        self.live = Live(self.engine, self.run, digit, self)
        self.surgery = Surgery(self.document, self.engine, self.run, self.live, self.bank)
        self.history = History(network, self.engine, self.run, self)
        LeftBehind(self.engine, self.run, self.history, self.document, self.bank)
        self.checkup = Checkup(self.run, self.history, self)
        self.beginning = Beginning(self)
        self._opening = Opening(self)
        self._settings = RunSettings()
        self.selection: tuple[str, ...] = ()
        self._selections = Selections()
        self._evaluation: Evaluated | None = None
        self._test_request = self._estimate_request = 0
        self._tests_past = False
        self._test_later = QTimer(self, singleShot=True, interval=TEST_DELAY)
        self._test_later.timeout.connect(self._test_unasked)
        self.document.network_changed.connect(self._network_changed)
        self.engine.told.connect(self._receive)
        self.run.evaluated.connect(self._run_tested)
        self.run.state_changed.connect(self._run_changed)
        self.surgery.changed.connect(self._changed_by_hand)
        self.history.shown_changed.connect(self._shown_changed)
        self.history.arrived.connect(lambda: self.live.show_past(self.history.is_past))

    # --- the network ------------------------------------------------------------------------

    def edit(self, *edits: Edit, name: Sentence | None = None, merge: str = "") -> None:
        """Change the network, as one step of undo. A run that goes on is paused first."""
        self.document.edit(*edits, name=name, merge=merge)

    def open(
        self,
        network: Network,
        weights: Weights,
        path: Path | None = None,
        interventions: Interventions | None = None,
    ) -> None:
        """Show another network with its weights, and what is frozen or off in it; the history of
        edits begins anew."""
        self.run.reset()
        self.bank.forget(weights_of_network(network))
        self.bank.put(weights)
        self._selections = Selections()
        self.spots.forget()
        self.surgery.begin_anew(interventions)
        self.trail.forget()
        self.document.open(network, path)
        self.select(())

    def select(self, ids: Sequence[str]) -> None:
        """Select layers; the last of them is the current one."""
        known = self.document.report.by_id
        selection = tuple(id for id in ids if id in known)
        self._selections.remember(self.document.network, selection)
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit(selection)

    @property
    def current(self) -> LayerReport | None:
        """The report of the layer that was selected last."""
        return self.document.report.by_id[self.selection[-1]] if self.selection else None

    def weights(self) -> dict[str, Floats]:
        """The known weights of the network on screen; those missing have not been trained."""
        return self.bank.take(weights_of_network(self.document.network))

    def start_from(self, name: str) -> None:
        """Put a starter network, trained where weights are shipped, in the place of the one on
        screen, as one step that can be undone."""
        network, weights = under_fresh_ids(*trained_starter(name))
        self.bank.put(weights)
        self.document.replace_all(network)

    def take_weights(self, weights: Weights) -> None:
        """Give layers of the network on screen other weights, as from a file."""
        self.run.reset()
        self.bank.put(weights)
        self.document.weights_changed()
        self._weights_replaced()

    def _network_changed(self, network: Network, report: Report) -> None:
        self.history.follow(network)
        self._restore_selection(network, report)
        if self.run.is_active and not same_layers(network, self.run.network):
            self.run.pause()
            self.run_interrupted.emit()
        self._weights_replaced()

    def _restore_selection(self, network: Network, report: Report) -> None:
        """Keep the selection; where an undo took its layers away, the one from before."""
        is_whole = self.selection and all(id in report.by_id for id in self.selection)
        before = () if is_whole else self._selections.of(network)
        self.select(before or self.selection)

    def _weights_replaced(self) -> None:
        self._forget_test()
        self._send_network()
        self.surgery.replaced.emit()

    def _changed_by_hand(self) -> None:
        """What a test said is of the past. A run goes on, and tests by itself."""
        self.history.seek(None)
        self._forget_test()
        if not self.run.is_running:
            self._test_soon()

    def _forget_test(self) -> None:
        """Neither the last test nor the one under way is of the weights that there are now."""
        self._test_request = 0
        self.take_evaluation(None)

    def _test_soon(self) -> None:
        """Test the network unasked, if that does not take long."""
        report = self.document.report
        if report.runs and report.macs <= TESTED_UNASKED:
            self._test_later.start()

    def _send_network(self) -> None:
        """The engine is to answer for what is open, and to test it."""
        self._test_later.stop()
        self._opening.send()
        if not self.run.is_of(self.document.network):
            if self.weights():
                self._test_soon()
        elif not self.run.is_running:
            self._test_if_new()

    # --- runs -------------------------------------------------------------------------------

    @property
    def settings(self) -> RunSettings:
        """The settings of the next run. A new value is told by `settings_changed`."""
        return self._settings

    @settings.setter
    def settings(self, settings: RunSettings) -> None:
        before, self._settings = self._settings, settings
        if settings == before:
            return
        self.settings_changed.emit(settings)
        if settings.seed != before.seed and self._has_first_weights():
            self._weights_replaced()
        elif (settings.seed, settings.device) != (before.seed, before.device):
            self._send_network()

    def _has_first_weights(self) -> bool:
        """Whether the seed decides weights on screen."""
        missing = len(self.weights()) < len(weights_of_network(self.document.network))
        return missing and not self.run.is_of(self.document.network)

    @property
    def can_train(self) -> bool:
        return self.engine.state == "ready" and self.document.report.runs

    @property
    def run_is_elsewhere(self) -> bool:
        """Whether the run is of another network than the one on screen, or of weights that are
        lost."""
        run = self.run
        if run.state == "idle":
            return False
        return run.has_lost_weights or not same_layers(self.document.network, run.network)

    def start_run(
        self, paused: bool = False, name: str = "", tested: Evaluated | None = None
    ) -> None:
        """Train the network on screen with the settings on screen, from its weights. `name` is
        the run's, if not the network's; `tested` is a test of these weights, if the last was of
        others."""
        self._test_later.stop()
        if self.can_train:
            tested = tested or self.test_of_now()
            network, weights = self.document.network, self.weights()
            interventions = self.surgery.interventions
            history = history_settings(name or network.name)
            self.run.start(network, self.settings, weights, paused, interventions, history)
            first = replace(tested, step=0) if tested else None
            self.history.begin_with(first)
            self.take_evaluation(first)
            self.live.network_opened(True)

    def toggle_run(self) -> None:
        """What one play button does: pause what runs, resume what is paused, else start."""
        if self.run.is_running:
            self.run.pause()
        elif self.run.state == "paused":
            self.run.resume()
        else:
            self.start_run()

    def step_run(self) -> None:
        """Train one batch, then pause; the first step of a run begins it."""
        self._start_paused()
        self.run.resume(steps=1)

    def run_to_epoch_end(self) -> None:
        """Train to the end of the epoch, then pause."""
        self._start_paused()
        self.run.resume_to_epoch_end()

    def _start_paused(self) -> None:
        if not self.run.is_active:
            self.start_run(paused=True)

    def go_back_to_run(self) -> None:
        """Undo the edits that interrupted the run: show the run's own network again."""
        if self.run.network is not None:
            self.document.go_back_to(self.run.network)

    def reset_weights(self) -> None:
        """Back to the first weights, which the seed decides; the curves are forgotten."""
        self.run.reset()
        self.bank.forget(weights_of_network(self.document.network))
        self.document.weights_changed()
        self._weights_replaced()

    @property
    def evaluation(self) -> Evaluated | None:
        """The last test of the network; of a moment that is shown, the last one before it."""
        return self._evaluation if self.history.shown is None else self.history.evaluation

    def test_of_now(self) -> Evaluated | None:
        """The last test, if nothing was trained since."""
        last = self._evaluation
        return last if last is not None and last.step == self.run.step else None

    def take_evaluation(self, evaluation: Evaluated | None) -> None:
        """The network on screen has been tested; None: it has not, as it is now."""
        self._evaluation = evaluation
        self.evaluation_changed.emit()

    def test(self) -> None:
        """Test the network, or the moment that is shown, on all test digits; `evaluation_changed`
        says when it is done."""
        self._test_request = self.engine.new_request()
        self._tests_past = self.history.shown is not None
        self.engine.send(Test(self._test_request))

    def estimate(self) -> None:
        """Measure how long a run would take; `estimated` brings the answer."""
        if self.can_train:
            request = self._estimate_request = self.engine.new_request()
            self.engine.send(Estimate(request, self.document.network, self.settings))

    @property
    def answers(self) -> np.ndarray | None:
        """The answer to each test digit in the last test; None before there was one."""
        if self.evaluation is None:
            return None
        return np.asarray(self.evaluation.probabilities.argmax(axis=1))

    def next_mistake(self, by: int = 1) -> bool:
        """Show the next test digit that the network gets wrong; False if none is known."""
        answers = self.answers
        return answers is not None and self.digit.step_to_mistake(answers, by)

    # --- what the engine says ---------------------------------------------------------------

    def _receive(self, event: Event) -> None:
        match event:
            case Ready():
                self._send_network()
            case WeightsAre(run_id=run_id, weights=weights) if run_id and run_id == self.run.id:
                self.bank.put(self.surgery.up_to_date(weights))
                self.document.weights_changed()
                if not self.run.is_running:
                    self._run_rests()
            case Evaluated(run_id="", request=request) if request == self._test_request:
                self._tested(event)
            case Estimated(request=request) if request == self._estimate_request:
                self.estimated.emit(event)

    def _run_changed(self) -> None:
        if self.run.is_running:
            self._test_later.stop()
            if not self._tests_past:
                self._test_request = 0  # it ends the test

    def _run_rests(self) -> None:
        if self._opening.has_other or not same_layers(self.document.network, self.run.network):
            self._send_network()
        else:
            self._test_if_new()

    def _test_if_new(self) -> None:
        """Test what a run that paused or ended between two tests has come to."""
        if self.run.step and self.test_of_now() is None:
            self._test_soon()

    def take_moment_test(self, evaluation: Evaluated) -> None:
        """A kept moment of the run on screen has been tested on its own."""
        self.history.take_test(evaluation)
        self.evaluation_changed.emit()

    def _run_tested(self, evaluation: Evaluated) -> None:
        if not self.run_is_elsewhere:
            self.take_evaluation(evaluation)

    def _tested(self, evaluation: Evaluated) -> None:
        if self._tests_past:
            self.take_moment_test(evaluation)
        else:  # to the engine it may be a network without a run
            self.take_evaluation(replace(evaluation, step=self.run.step))

    def _test_unasked(self) -> None:
        if self.history.shown is None:
            self.test()

    def _shown_changed(self) -> None:
        self.evaluation_changed.emit()
        if self.history.shown is None and not self.run.is_running:
            self._test_if_new()

    def close(self) -> None:
        self._test_later.stop()
        self.engine.close()
        forget_steps(self)
