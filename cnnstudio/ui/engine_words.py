"""What the device chip says of the engine."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cnnstudio.ui.session.engine import Engine
from cnnstudio.ui.session.wording import translated
from cnnstudio.ui.widgets.device_chip import DeviceState


def chip(engine: Engine, is_training: bool = False) -> tuple[str, str, DeviceState]:
    """Text, tooltip, and state (ready, busy, fault) of the chip; that a run goes on, it says in
    every workspace."""
    if engine.state == "failed":
        why = translated(engine.failure) if engine.failure else ""
        return _tr("No engine"), why or _tr("The engine could not be started."), "fault"
    if engine.state != "ready" or engine.device is None:
        return _tr("Loading PyTorch…"), _tr("Building works already; training in a moment."), "busy"
    device = engine.device
    if is_training:
        name = "CPU" if device.kind == "cpu" else device.name
        text = _tr("{device} · training").format(device=name)
    elif device.kind == "cpu":
        text = _tr("CPU · {cores} cores").format(cores=device.cores)
    else:
        text = device.name
    tooltip = _tr("{name} computes.").format(name=device.name)
    if device.why is not None:
        tooltip += "\n" + translated(device.why)
    return text, tooltip, "ready"


def _tr(text: str) -> str:
    return QCoreApplication.translate("engine", text)
