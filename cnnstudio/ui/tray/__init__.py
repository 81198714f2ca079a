"""The input tray: the current digit, and the ways to another one."""

from cnnstudio.ui.tray.tray import InputTray

__all__ = ["InputTray"]
