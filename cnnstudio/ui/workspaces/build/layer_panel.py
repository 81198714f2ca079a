"""“What this layer does”: a picture of the selected layer, and its read-out."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.core.findings import Finding
from cnnstudio.core.layers import Layer, Residual, is_maps
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.outputs import layer_before
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title, translated
from cnnstudio.ui.widgets.panel import Panel
from cnnstudio.ui.workspaces.build.block_scene import BlockScene
from cnnstudio.ui.workspaces.build.dense_scene import DenseScene
from cnnstudio.ui.workspaces.build.fix_texts import liveliest, picture_of
from cnnstudio.ui.workspaces.build.input_scene import InputScene
from cnnstudio.ui.workspaces.build.list_scene import ListScene
from cnnstudio.ui.workspaces.build.maps import MOST_NUMBERS
from cnnstudio.ui.workspaces.build.maps_scene import MapsScene
from cnnstudio.ui.workspaces.build.misfit_view import MisfitView
from cnnstudio.ui.workspaces.build.reading_line import ReadingLine
from cnnstudio.ui.workspaces.build.scene import LayerView, Scene
from cnnstudio.ui.workspaces.build.stuck_view import StuckView
from cnnstudio.ui.workspaces.build.templates_scene import TemplatesScene

_WINDOW_FINDINGS = ("window_does_not_fit", "kernel_too_large_padded", "kernel_too_large_plain")


class LayerPanel(Panel):
    """Chooses the picture that suits the layer; the line below says what the mouse reads."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self.maps, self.lists = MapsScene(), ListScene()
        self.dense, self.templates = DenseScene(), TemplatesScene()
        self.block, self.input = BlockScene(), InputScene()
        self.misfit, self.stuck = MisfitView(), StuckView()
        self.pages = QStackedWidget()
        # The largest page does not decide how small the stage may be.
        self.pages.setMinimumSize(160, 120)
        self.reading = ReadingLine()
        scenes: tuple[Scene, ...] = (
            self.maps,
            self.lists,
            self.dense,
            self.templates,
            self.block,
            self.input,
        )
        for scene in scenes:
            self.pages.addWidget(scene)
            scene.said.connect(self._say)
        self.pages.addWidget(self.misfit)
        self.pages.addWidget(self.stuck)
        self.stuck.cause_wanted.connect(self._go_to_cause)
        self.content.addWidget(self.pages, 1)
        self.content.addWidget(self.reading)

    def show_input(self) -> None:
        """What the network sees while no layer is selected."""
        session = self._session
        digit = session.digit.current
        network = session.document.network
        self._show(self.input, self.tr("What the network sees"), network.name)
        # What was answered before an edit that broke the network is no longer its answer.
        answer = session.live.probabilities if session.document.report.runs else None
        self.input.show_input(digit.pixels, network.input, answer, digit.label)

    def show_layer(self, view: LayerView, finding: Finding | None) -> None:
        report = view.report
        if finding is not None and finding.code in _WINDOW_FINDINGS:
            self._show_misfit(view)
        elif finding is not None and finding.is_problem:
            self._show(self.stuck, self.tr("This cannot be built"), title(report.layer.title()))
            self.stuck.show_stuck(translated(finding.sentence), view, "problem")
        elif report.input is None or report.output is None:
            self._show(self.stuck, self.tr("What this layer does"), title(report.layer.title()))
            self._show_waiting()
        else:
            self._show_scene(view)

    def _show_scene(self, view: LayerView) -> None:
        scene = self._scene_for(view)
        self._show(scene, self.tr("What this layer does"), title(view.report.layer.title()))
        # What stands there until the picture has a number to read out.
        self.reading.say(_plain(self._silence(view)), quiet=True)
        scene.show_view(view)

    def _scene_for(self, view: LayerView) -> Scene:
        report = view.report
        if isinstance(report.layer, Residual):
            return self.block
        if report.layer.kind == "Linear":
            return self.templates if view.picture is not None else self.dense
        return self.maps if report.input and is_maps(report.input) else self.lists

    def _show(self, page: QWidget, heading: str, subtitle: str) -> None:
        self.set_title(heading)
        self.set_subtitle(subtitle)
        self.reading.setVisible(isinstance(page, Scene))
        self.pages.setCurrentWidget(page)

    def _show_misfit(self, view: LayerView) -> None:
        report = view.report
        assert report.input is not None
        window = report.layer.window(report.input)
        assert window is not None
        picture = picture_of(report.input, window, view.source)
        filtered = report.layer.group == "patterns"
        if picture.fits:
            heading = (
                self.tr("The filter does not fit")
                if filtered
                else self.tr("The window does not fit")
            )
        else:
            heading = (
                self.tr("The filter is larger than its map")
                if filtered
                else self.tr("The window is larger than its map")
            )
        template = (
            self.tr("{map} map, {kernel} filter, stride {stride}")
            if filtered
            else self.tr("{map} map, {kernel} window, stride {stride}")
        )
        details = template.format(
            map=_times(report.input[1:]),
            kernel=_times(window.kernel_size),
            stride=window.stride[0] if len(set(window.stride)) == 1 else _times(window.stride),
        )
        self._show(self.misfit, heading, details)
        self.misfit.show_picture(picture, self._origin_text(view))

    def _origin_text(self, view: LayerView) -> str:
        """“Map 14 of 16 coming out of Max pool 2×2, for test digit 35”."""
        report, network = view.report, self._session.document.network
        before = layer_before(network, report.layer.id)
        maps = report.input[0] if report.input else 1
        if view.source is None or before is None:
            return self._state_text() if before is not None else self.tr("The network’s input")
        return self.tr("Map {map} of {maps} coming out of {layer}, for {digit}").format(
            map=number(liveliest(view.source) + 1),
            maps=number(maps),
            layer=title(network.find(before).title()),
            digit=self._digit_text(),
        )

    def _digit_text(self) -> str:
        digit = self._session.digit.current
        if digit.index is not None:
            return self.tr("test digit {index}").format(index=number(digit.index))
        return self.tr("your picture")

    def _show_waiting(self) -> None:
        layer = self._cause()
        name = title(layer.title()) if layer is not None else ""
        text = self.tr("Nothing comes in yet: {layer} cannot be built.")
        if layer is None:
            text = self.tr("Nothing comes in yet.")
        self.stuck.show_stuck(text.format(layer=name), None, "plain", name)

    def _cause(self) -> Layer | None:
        """The first layer that cannot be built."""
        report = self._session.document.report
        ids = (id for id, finding in report.all_findings if finding.is_problem and id)
        id = next(ids, None)
        return report.by_id[id].layer if id is not None else None

    def _go_to_cause(self) -> None:
        layer = self._cause()
        if layer is not None:
            self._session.select((layer.id,))

    def _state_text(self) -> str:
        session = self._session
        if session.engine.state == "failed":
            failure = session.engine.failure
            return translated(failure) if failure else self.tr("The engine could not be started.")
        if session.engine.state != "ready":
            return self.tr("The engine is loading; its pictures come in a moment.")
        if not session.document.report.runs:
            return self.tr("The network cannot run yet: mend what is marked in crimson.")
        return self.tr("Computing …")

    def _silence(self, view: LayerView) -> str:
        """Why there is nothing to read."""
        if view.output is None:
            return self._state_text()
        if view.report.layer.kind == "Linear" and view.report.parameters > MOST_NUMBERS:
            text = self.tr("{count} weights are too many to draw.")
            return text.format(count=number(view.report.parameters))
        return self.tr("Computing …")

    def _say(self, template: str, values: tuple[str, ...]) -> None:
        if self.sender() is self.pages.currentWidget():
            self.reading.say(template, *values)


def _plain(text: str) -> str:
    """Text as a template that has no values."""
    return text.replace("{", "{{").replace("}", "}}")


def _times(size: tuple[int, ...]) -> str:
    return shape(size).replace(" ", "")
