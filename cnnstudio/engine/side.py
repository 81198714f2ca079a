"""The thread beside the training: probes, looks, tests and estimates are its work."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from cnnstudio.core.files import ProjectError
from cnnstudio.core.messages import (
    Cancel,
    Estimate,
    Event,
    Failed,
    Intervene,
    Intervened,
    Look,
    MomentShown,
    OpenNetwork,
    Probe,
    SendWeights,
    ShowMoment,
    ShowNow,
    Test,
    WeightsAre,
)
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.engine.datasets import DeviceDigits
from cnnstudio.engine.devices import choose
from cnnstudio.engine.estimate import estimate
from cnnstudio.engine.evaluation import Score, evaluated, score_pieces
from cnnstudio.engine.failures import sentence_of
from cnnstudio.engine.looks import Looks
from cnnstudio.engine.moments import Moments
from cnnstudio.engine.probing import probe
from cnnstudio.engine.replica import Replica
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.weights import as_arrays, initialised

#: How long a probe waits for the weights of the step that is being computed.
PATIENCE = 0.05

SideCommand = (
    OpenNetwork
    | Intervene
    | Probe
    | Test
    | Estimate
    | SendWeights
    | Look
    | Cancel
    | ShowMoment
    | ShowNow
)


class Side:
    """Answers from one thread, with one torch thread, whatever the training thread does.

    Tests and looks go on in pieces between other answers; a new network ends them, and a run
    that goes on ends a test.
    """

    def __init__(self, tell: Callable[[Event], None], threads: int) -> None:
        self._tell = tell
        self._digits: tuple[DeviceDigits, DeviceDigits] | None = None
        self._threads = threads
        self._replica: Replica | None = None
        self._past: Replica | None = None
        self._moments = Moments()
        self._test: Iterator[Event | None] | None = None
        self._looks = Looks(tell)
        self._asked: queue.SimpleQueue[SideCommand | Replica | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="probes", daemon=True)

    def start(self, digits: tuple[DeviceDigits, DeviceDigits]) -> None:
        """Begin to answer, with the digits to train on and to test on; what was asked before has
        waited."""
        self._digits = digits
        self._thread.start()

    def ask(self, command: SideCommand) -> None:
        self._asked.put(command)

    def show(self, replica: Replica) -> None:
        """From now on, answers are about this one, unless a moment of the past is shown."""
        self._asked.put(replica)

    def _run(self) -> None:
        torch.set_num_threads(1)
        while True:
            self._go_on(self._next())

    def _next(self) -> SideCommand | Replica | None:
        """What is to be done; None for one more piece of what has been begun, when there is
        nothing else."""
        if self._test is None and self._looks.is_empty:
            return self._asked.get()
        try:
            return self._asked.get_nowait()
        except queue.Empty:
            return None

    def _go_on(self, command: SideCommand | Replica | None) -> None:
        try:
            self._do(command)
        except Exception as error:  # Whatever one request comes to, the next must be served.
            settings = command.settings if isinstance(command, Estimate) else RunSettings()
            sentence = sentence_of(error, choose("cpu"), settings)
            self._tell(Failed("", sentence, getattr(command, "request", 0)))

    def _do(self, command: SideCommand | Replica | None) -> None:
        match command:
            case None:
                self._go_on_with_pieces()
            case Replica():
                self._replica, self._test = command, None
            case OpenNetwork():
                self._open(command)
            case Intervene():
                self._intervene(command)
            case ShowMoment():
                self._show_moment(command)
            case ShowNow():
                self._past = None
            case Estimate():
                self._estimate(command)
            case Cancel(request):
                self._looks.cancel(request)
            case Probe() | Look() | Test() | SendWeights():
                self._answer(command)

    def _open(self, opened: OpenNetwork) -> None:
        self._test = None
        self._looks.cancel_all()
        model = initialised(opened.network, opened.weights, opened.seed)
        model.switch_off(opened.interventions.off)
        self._replica = Replica(opened.network, model=model)
        self._past = None

    def _intervene(self, asked: Intervene) -> None:
        if self._replica is None:
            return  # the network that comes brings its weights
        self._test = None
        self._replica.intervene(asked.interventions, asked.patches)
        self._tell(Intervened(asked.run_id, self._replica.step))

    def _answer(self, command: Probe | Look | Test | SendWeights) -> None:
        # The network's own weights are asked for, whatever is looked at.
        past = None if isinstance(command, SendWeights) else self._past
        shown = past or self._replica
        if shown is None:
            self._tell(Failed("", say("no_network_open"), command.request))
            return
        shown.fresh(PATIENCE)
        match command:
            case Probe():
                self._tell(probe(shown, command))
            case Look():
                self._looks.begin(command, self._scene(shown))
            case Test(request):
                self._test = _testing(self._scene(shown).kept(), shown.macs, request)
            case SendWeights(request):
                weights = as_arrays(shown.model)
                self._tell(WeightsAre(shown.run_id, shown.step, weights, request))

    def _show_moment(self, command: ShowMoment) -> None:
        try:
            self._past = self._moments.show(Path(command.folder), command.step)
        except ProjectError as error:
            self._tell(Failed("", error.sentence, command.request))
        else:
            self._tell(MomentShown(command.request, self._past.run_id, self._past.step))

    def _scene(self, shown: Replica) -> Scene:
        assert self._digits is not None
        return Scene(shown.model, shown.network, shown.run_id, shown.step, *self._digits)

    def _go_on_with_pieces(self) -> None:
        if not self._looks.is_empty:
            self._looks.go_on()
        if self._test is not None:
            self._go_on_testing()

    def _go_on_testing(self) -> None:
        assert self._test is not None
        try:
            event = next(self._test)
        except BaseException:
            self._test = None
            raise
        if event is not None:
            self._test = None
            self._tell(event)

    def _estimate(self, asked: Estimate) -> None:
        device = choose(asked.settings.device)
        try:
            self._tell(estimate(asked, device, asked.settings.threads or self._threads))
        finally:
            torch.set_num_threads(1)


def _testing(scene: Scene, macs: int, request: int) -> Iterator[Event | None]:
    """None after each piece but the last, then the event."""
    score, digits = Score(), scene.test_digits
    for score in score_pieces(scene.model, scene.network, digits, macs):  # noqa: B007
        yield None
    yield evaluated(score, digits.labels, run_id="", request=request, step=scene.step)
