"""What is said of one backward step."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.layers import BatchNorm2d, Dropout, Layer
from cnnstudio.core.messages import BackwardStepTaken
from cnnstudio.core.network import Network
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.settings import settings_of
from cnnstudio.ui.numbers import number, plain
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.wording import title, word
from cnnstudio.ui.workspaces.inside.backward.course import Chapter, Moment, beginnings
from cnnstudio.ui.workspaces.inside.backward.walk import Stops

translate = QCoreApplication.translate

_MOST_NAMED = 8  # units in a sentence


def layer_words(network: Network, layer_id: str | None) -> str:
    """A layer's title; of "" the input."""
    if not layer_id:
        return translate("Backward", "the input")
    return title(network.find(layer_id).title())


def chapter_word(chapter: Chapter) -> str:
    return {
        "forward": translate("Backward", "Forward"),
        "loss": translate("Backward", "Loss"),
        "softmax": translate("Backward", "Softmax gradient"),
        "back": translate("Backward", "Back"),
        "update": translate("Backward", "Update"),
        "after": translate("Backward", "After"),
    }[chapter]


def stops(network: Network, moments: Sequence[Moment]) -> Stops:
    """What the transport bar says of each moment, and its chapters."""
    count = len(moments)
    subtitle = translate("Backward", "moment {number} of {count}")
    titles = [
        (heading(network, moment), subtitle.format(number=place, count=count))
        for place, moment in enumerate(moments, 1)
    ]
    chapters = [(place, chapter_word(name)) for name, place in beginnings(moments).items()]
    return Stops(titles, tuple(chapters))


def heading(network: Network, moment: Moment) -> str:
    """“Back: Conv 16 @ 5×5”."""
    if moment.layer_id is None:
        return chapter_word(moment.chapter)
    template = translate("Backward", "{chapter}: {layer}")
    return template.format(
        chapter=chapter_word(moment.chapter), layer=layer_words(network, moment.layer_id)
    )


def explanation(network: Network, moment: Moment, answer: BackwardStepTaken) -> str:
    """What happens at a moment, for a student."""
    match moment.chapter:
        case "forward" if not moment.layer_id:
            return translate("Backward", "The digit, as the network's input holds it.")
        case "forward":
            layer = network.find(moment.layer_id or "")
            return " ".join([word(layer.help), *_as_in_a_test(layer)])
        case "back" if not moment.layer_id:
            return translate(
                "Backward",
                "The gradient has come back to the picture: how the loss would follow each "
                "pixel. Pixels are not learned, so nothing is done with it.",
            )
        case "back":
            layer = network.find(moment.layer_id or "")
            return " ".join([_back_words(moment, answer), *_as_in_a_test(layer)])
        case "update":
            return _update_words(answer, moment.layer_id or "")
    return _whole_network_words(moment, answer)


def _as_in_a_test(layer: Layer) -> list[str]:
    """What a layer does otherwise while it trains."""
    match layer:
        case BatchNorm2d():
            return [
                translate("Backward", "Here it goes by its running mean and spread, as in a test.")
            ]
        case Dropout():
            return [translate("Backward", "Here, as in a test, it lets everything through.")]
    return []


def _back_words(moment: Moment, answer: BackwardStepTaken) -> str:
    if moment.layer_id in answer.nudges:
        return translate(
            "Backward",
            "How the loss would follow each number of this layer's output, and so each of its "
            "weights: orange, the loss rises with it; blue, it falls.",
        )
    return translate(
        "Backward",
        "How the loss would follow each number of this layer's output: orange, the loss rises "
        "with it; blue, it falls. This layer has no weights, and hands the gradient on.",
    )


def _update_words(answer: BackwardStepTaken, layer_id: str) -> str:
    sentences = [
        translate(
            "Backward",
            "Every weight moves against its gradient, by the learning rate times the "
            "gradient: new w = w − η·g.",
        )
    ]
    nudge = next(iter(answer.nudges[layer_id].values()))
    for units, template in (
        (nudge.frozen, translate("Backward", "Frozen, so staying as they are: {numbers}.")),
        (
            nudge.off,
            translate("Backward", "Off, so no gradient comes to them: {numbers}."),
        ),
    ):
        if units:
            sentences.append(template.format(numbers=_counted(units)))
    return " ".join(sentences)


def _counted(units: Sequence[int]) -> str:
    """Units as they are counted on the screen, from 1; of many the first."""
    named = ", ".join(str(unit + 1) for unit in units[:_MOST_NAMED])
    return f"{named}, …" if len(units) > _MOST_NAMED else named


def _whole_network_words(moment: Moment, answer: BackwardStepTaken) -> str:
    many = len(answer.labels) > 1
    if moment.chapter == "loss":
        return translate(
            "Backward",
            "The loss is minus the natural logarithm of the share that softmax gives to the true "
            "class: 0 if that is sure, and the larger the less it expects it.",
        )
    if moment.chapter == "softmax":
        text = translate(
            "Backward",
            "Backwards it begins simply: the gradient of the loss with respect to each logit is "
            "its share p, less 1 for the true class (y is 1 there, else 0).",
        )
        more = translate(
            "Backward",
            "{text} In the mean of {count} digits, each counts for one part in {count}.",
        )
        return more.format(text=text, count=len(answer.labels)) if many else text
    if many:
        return translate(
            "Backward",
            "The same digits once more, with the new weights. The network itself has kept its "
            "old ones: this step was only worked out.",
        )
    return translate(
        "Backward",
        "The same digit once more, with the new weights. The network itself has kept its old "
        "ones: this step was only worked out.",
    )


def verdict(answer: BackwardStepTaken) -> str:
    """“The loss went from {} to {}.” for a formula line."""
    if not math.isfinite(answer.loss_after):
        return translate("Backward", "The loss went from {} to {}: the step was far too long.")
    if answer.loss_after < answer.loss:
        return translate("Backward", "The loss went from {} to {}.")
    if answer.loss_after > answer.loss:
        return translate("Backward", "The loss rose from {} to {}: the step was too long.")
    return translate("Backward", "The loss stayed at {}, {} to the last figure.")


def rate_notes(settings: RunSettings, rate: float) -> list[str]:
    """Which step is taken, and what the run's own steps have besides; the same ever shorter."""
    brief = [translate("Backward", "Plain gradient descent."), ""]
    if rate != settings.learning_rate:
        template = translate(
            "Backward", "Plain gradient descent; the run's own learning rate is {rate}."
        )
        return [template.format(rate=plain(settings.learning_rate)), *brief]
    left_out = _left_out(settings)
    whole, shorter = _step_words(settings, bool(left_out))
    return [" ".join([whole, *left_out]), shorter, *brief]


def _left_out(settings: RunSettings) -> list[str]:
    """What the run's steps have besides."""
    is_scheduled = settings.schedule != "constant"
    if not settings.weight_decay:
        said = translate("Backward", "The rate's schedule is left out.")
        return [said] if is_scheduled else []
    said = translate("Backward", "Weight decay is left out.")
    return [said, translate("Backward", "So is the rate's schedule.")] if is_scheduled else [said]


def _step_words(settings: RunSettings, leaves_out: bool) -> tuple[str, str]:
    """How plain gradient descent differs from the optimizer, and the same in fewer words."""
    if settings.optimizer == "sgd" and settings.momentum:
        return translate(
            "Backward",
            "Plain gradient descent, without the run's momentum, which adds earlier gradients.",
        ), translate("Backward", "Plain gradient descent, without momentum.")
    if settings.optimizer == "sgd":
        text = translate("Backward", "Plain gradient descent with the run's learning rate.")
        return text, translate("Backward", "Plain gradient descent.") if leaves_out else text
    optimizers = next(row for row in settings_of(RunSettings) if row.name == "optimizer")
    names = dict(zip(optimizers.choices, optimizers.choice_labels, strict=True))
    whole = translate(
        "Backward",
        "Plain gradient descent, not the run's {optimizer}, which also remembers earlier gradients "
        "and divides by their usual size.",
    )
    shorter = translate("Backward", "Plain gradient descent, not {optimizer}.")
    name = word(names[settings.optimizer])
    return whole.format(optimizer=name), shorter.format(optimizer=name)


def weights_of_moment(session: Session, answer: BackwardStepTaken) -> tuple[str, str]:
    """Which weights the answer is about, and the same in fewer words."""
    if answer.run_id and answer.run_id == session.run.id:
        both = translate("Backward", "weights of step {step}"), translate("Backward", "step {step}")
        whole, brief = (template.format(step=number(answer.step)) for template in both)
        return whole, brief
    return translate("Backward", "weights as they are"), translate("Backward", "as they are")


def why_nothing(session: Session) -> str:
    """Why there is no backward step to see; empty where one is on its way."""
    if not session.document.report.runs:
        return translate("Backward", "The network cannot run until its problems are mended.")
    if session.engine.state == "ready":
        return translate("Backward", "The engine works it out…")
    return translate("Backward", "The engine is starting…")


def class_unknown() -> str:
    return translate(
        "Backward",
        "A loss needs to know what is right: say above which digit this is meant to be.",
    )
