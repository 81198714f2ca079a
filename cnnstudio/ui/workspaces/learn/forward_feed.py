"""Keeps the forward pass at what the open network makes of the current digit."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Qt, Signal

from cnnstudio.core.infer import computable_part
from cnnstudio.core.labs.base import Cell, Lab
from cnnstudio.core.labs.first_pass import first_pass
from cnnstudio.core.labs.forward import ForwardLab
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.labs.passes import MOST_LAYERS, Pass, pass_of
from cnnstudio.core.messages import Probed
from cnnstudio.core.network import Network
from cnnstudio.core.sentences import Sentence
from cnnstudio.core.settings import InvalidValue
from cnnstudio.ui.outputs import seen_by
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.labs import LabDocument
from cnnstudio.ui.session.layer_labs import LayerLabs
from cnnstudio.ui.session.live import Wants
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.workspaces.learn.lab_page import LabPage


class ForwardFeed(QObject):
    """While the lab is in sight, and follows the network: a new probe is a new state of the lab,
    its step selects the layer on the spine, a layer that is selected there is gone to, and a
    click on a number opens it in its layer's lab. `content_changed` when more than numbers is new.

    A pass that comes from elsewhere, pasted or opened, stays: the lab then no longer follows.
    """

    content_changed = Signal()

    def __init__(self, session: Session, page: LabPage) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        self._document: LabDocument | None = None
        self._made: WeakSet[Pass] = WeakSet((first_pass(),))
        self._newest: Pass | None = None
        self._seen: Lab | None = None
        self._labs = LayerLabs(session, self, back_to=ForwardLab.key)
        self._labs.refused.connect(self._complain)
        page.installEventFilter(self)
        page.stage.view.clicked.connect(self._open)
        page.stage.view.hovered.connect(self._point)
        session.labs.current_changed.connect(self._look)
        session.document.network_changed.connect(self._want)
        session.live.probed.connect(self._take)
        session.selection_changed.connect(self._go_to_selected)
        self._look()

    @property
    def is_in_sight(self) -> bool:
        return self._document is not None and self._page.isVisible()

    @property
    def lab(self) -> ForwardLab | None:
        """The lab, if it is on show."""
        lab = self._document.lab if self._document is not None else None
        return lab if isinstance(lab, ForwardLab) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._want()
        return super().eventFilter(watched, event)

    # What it shows

    def _look(self, *_: object) -> None:
        """Another lab is on show, or none."""
        labs = self._session.labs
        if self._document is not None:
            self._document.changed.disconnect(self._changed)
        self._document = None
        if labs.current == ForwardLab.key:
            self._document = labs.document(ForwardLab.key)
            self._document.changed.connect(self._changed)
            self._changed()
        else:
            self._page.stage.view.unsetCursor()
        self._want()

    def _want(self, *_: object) -> None:
        lab, network = self.lab, self._network()
        wanted = Wants()
        if self.is_in_sight and lab is not None and lab.follows and network is not None:
            wanted = Wants(thumbnails=tuple(layer.id for layer in network.layers))
        self._session.live.want(self, wanted)

    def _network(self) -> Network | None:
        """The part of the open network that a digit can pass, as far as the lab shows it."""
        part = computable_part(self._session.document.report)
        if part is None or len(part.layers) <= MOST_LAYERS:
            return part
        return replace(part, layers=part.layers[:MOST_LAYERS])

    def _take(self, probed: Probed) -> None:
        """A probe has come: show it, if it is what was asked for."""
        lab, document, network = self.lab, self._document, self._network()
        if lab is None or document is None or not lab.follows or not self.is_in_sight:
            return
        if network is None or not all(x.id in probed.thumbnails for x in network.layers):
            return
        digit = self._session.live.digit
        picture = seen_by(network.input, digit.pixels)
        try:
            passed = pass_of(network, picture, probed.thumbnails, digit.label)
        except InvalidValue as invalid:
            self._complain(invalid.sentence)
            return
        self._made.add(passed)
        self._newest = passed
        document.follow(replace(lab, passed=passed))

    def _changed(self) -> None:
        """The lab is another value: by a step, by a probe, by an edit, or by a pasted state."""
        lab, before = self.lab, self._seen
        if lab is None or lab is before:
            return
        self._seen = lab
        known = before if isinstance(before, ForwardLab) else None
        is_other = known is None or lab.passed is not known.passed
        if is_other and lab.follows and lab.passed not in self._made:
            assert self._document is not None
            self._document.follow(replace(lab, follows=False))
            return
        if is_other and lab.follows and lab.passed is not self._newest:
            self._session.live.refresh()
        if known is None or _content(lab) != _content(known):
            self._want()
            self.content_changed.emit()
        if known is not None and lab.step != known.step:
            self._select(lab)

    # The spine

    def _select(self, lab: ForwardLab) -> None:
        """Select the present layer on the spine; before the first step, none."""
        if not self.is_in_sight or not lab.follows:
            return
        ids = (lab.layers[lab.position.level - 1].id,) if lab.step else ()
        if all(id in self._session.document.report.by_id for id in ids):
            self._session.select(ids)

    def _go_to_selected(self, selection: tuple[str, ...]) -> None:
        """Show the layer that was selected on the spine, complete."""
        lab = self.lab
        if not self.is_in_sight or lab is None or not lab.follows or not selection:
            return
        levels = {layer.id: level for level, layer in enumerate(lab.layers, 1)}
        level = levels.get(selection[-1])
        if level is not None and (level != lab.position.level or not lab.step):
            assert self._document is not None
            self._document.go_to(lab.last_step(level))

    # A number of it

    def _spot(self, cell: Cell | None) -> tuple[str, Spot] | None:
        """The layer and the number that a cell shows; None for a pixel of the picture."""
        lab = self.lab
        found = lab.spot(cell) if lab is not None and cell is not None else None
        if lab is None or found is None or not found[0]:
            return None
        return lab.layers[found[0] - 1].id, found[1]

    def _why_not(self, layer_id: str) -> str:
        lab, reports = self.lab, self._session.document.report.by_id
        if lab is None or not lab.follows or layer_id not in reports:
            return self.tr("These numbers are kept ones: follow the network to open its own.")
        return self._labs.why_not(reports[layer_id])

    def _open(self, cell: Cell) -> None:
        found = self._spot(cell)
        if found is None or self._document is None:
            return
        reason = self._why_not(found[0])
        if not reason:
            self._labs.open(*found)
        elif self._can_be_xrayed(found[0]):
            self._session.trail.ask_for(*found)
        else:
            self._page.complain(reason)

    def _can_be_xrayed(self, layer_id: str) -> bool:
        """What no lab shows, such as a dense layer, is taken apart in Inside."""
        lab, session = self.lab, self._session
        follows = lab is not None and lab.follows
        return (
            follows
            and layer_id in session.document.report.by_id
            and session.engine.state == "ready"
        )

    def _point(self, cell: Cell | None) -> None:
        """Show by the mouse's pointer where a click opens something."""
        view = self._page.stage.view
        found = self._spot(cell)
        if found is not None and (not self._why_not(found[0]) or self._can_be_xrayed(found[0])):
            view.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._document is not None:
            view.unsetCursor()

    def _complain(self, sentence: Sentence) -> None:
        self._page.complain(translated(sentence))


def _content(lab: ForwardLab) -> tuple[object, ...]:
    """What is shown besides the picture."""
    return lab.follows, lab.passed.network
