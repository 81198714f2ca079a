"""The state of a run in words: where it is, how long it takes, and what happened to it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.messages import Estimated
from cnnstudio.ui.numbers import duration, number, time_left
from cnnstudio.ui.session import Session
from cnnstudio.ui.session.run import Run
from cnnstudio.ui.session.wording import translated

#: The same in ever fewer words, for ever less room.
Wordings = tuple[str, ...]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)


def epoch_words(run: Run, at: int, is_trained: bool = False) -> tuple[str, str, Wordings]:
    """What stands large, beside it and below it: “Epoch 3”, “of 5”, “step 412 of 938 …”, at a step.

    `is_trained`: the network has learned weights, though not from this run.
    """
    facts = run.facts
    if facts is None:
        if run.state == "starting":
            return _tr("Starting"), "", (_tr("the engine prepares the digits"),)
        if is_trained:
            return _tr("Trained before"), "", (_tr("Train goes on from these weights"),)
        return _tr("No run yet"), "", (_tr("press Train to begin"),)
    per_epoch = facts.steps_per_epoch
    epochs = -(-facts.total_steps // per_epoch)
    # The last step of an epoch still belongs to it.
    epoch = min(max(at - 1, 0) // per_epoch, epochs - 1)
    values = {"step": number(at - epoch * per_epoch), "steps": number(per_epoch)}
    below = _tr("step {step} of {steps} in this epoch"), _tr("step {step} of {steps}")
    big = _tr("Epoch {epoch}").format(epoch=number(epoch + 1))
    beside = _tr("of {epochs}").format(epochs=number(epochs))
    return big, beside, tuple(wording.format(**values) for wording in below)


def elsewhere_words(run: Run) -> Wordings:
    """What stands below the epoch of a run whose network, or weights, are not on screen."""
    if run.has_lost_weights:
        return (_tr("of weights that are lost"),)
    return _tr("of the network before it was changed"), _tr("of the network before")


def step_words(run: Run, at: int) -> Wordings:
    if run.facts is None:
        return ("",)
    step, steps = number(at), number(run.facts.total_steps)
    whole = _tr("Step {step} of {steps}").format(step=step, steps=steps)
    brief = _tr("{step} of {steps}").format(step=step, steps=steps)
    return whole, brief, _tr("Step {step}").format(step=step), ""


def past_words(run: Run) -> str:
    """What stands in the place of the time that is left while the past is shown."""
    return _tr("now: step {step}").format(step=number(run.step))


def test_words(session: Session) -> str:
    """How the confusion matrix is read, or of which step it is, if not of now."""
    evaluation = session.evaluation
    is_of_now = evaluation is None or evaluation.step == session.run.step
    if not session.history.is_past and is_of_now:
        return _tr("truth ↓ · answer →")
    if evaluation is None:
        return _tr("no test before this step")
    return _tr("test at step {step}").format(step=number(evaluation.step))


def left_words(run: Run) -> str:
    """What is left of a run, or what it does instead of going on."""
    if run.state == "paused":
        return _tr("paused")
    if run.state == "ended" and run.facts is None:
        return ""  # the head speaks of no run
    if run.state == "ended" and run.message and run.message.code in ("run_lost", "run_at_moment"):
        return _tr("broken off")
    if run.state == "ended":
        return _tr("over")
    if run.state == "running" and run.metrics is not None:
        return time_left(run.metrics.seconds_left)
    return ""


def ended_well(run: Run) -> bool:
    """Whether the run came to an end that somebody wanted."""
    code = run.message.code if run.message else ""
    return run.state == "ended" and (code.startswith("finished_") or code == "run_stopped")


def result_words(run: Run) -> Wordings:
    """How a run ended that ended well; nothing of another one."""
    if not run.message or not ended_well(run):
        return ()
    brief = _tr("Stopped") if run.message.code.endswith("_stopped") else _tr("Done")
    return translated(run.message), brief


def plan_words(session: Session, estimated: Estimated | None) -> Wordings:
    """What would be trained, and how long it would take, or why it cannot be."""
    state, report = session.engine.state, session.document.report
    if not report.runs:
        reason = translated(report.problems[0].sentence)
        whole = _tr("This network cannot be trained yet. {reason}").format(reason=reason)
        return whole, _tr("Cannot be trained yet")
    if state in ("off", "starting"):
        return _tr("The engine is starting: PyTorch is being loaded."), _tr("Engine is starting")
    what = _tr("{name}, {parameters} parameters").format(
        name=session.document.network.name, parameters=number(report.parameters)
    )
    if estimated is None or state != "ready":
        return what, _tr("{parameters} parameters").format(parameters=number(report.parameters))
    return _time_words(session, estimated, what)


def _time_words(session: Session, estimated: Estimated, what: str) -> Wordings:
    device = session.engine.device
    values = {
        "what": what,
        "epoch": duration(estimated.seconds_per_epoch),
        "all": duration(estimated.seconds_per_epoch * session.settings.epochs),
        "device": device.kind.upper() if device else "CPU",
    }
    wordings = (
        _tr("{what}: about {epoch} per epoch, {all} in all on {device}"),
        _tr("about {epoch} per epoch, {all} in all on {device}"),
        _tr("about {all} in all on {device}"),
        _tr("about {all}"),
        "≈ {all}",
    )
    return tuple(wording.format(**values) for wording in wordings)
