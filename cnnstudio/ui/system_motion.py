"""Whether the system asks programs to keep still; Qt does not tell (as of 6.11)."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

from PySide6.QtDBus import QDBusConnection, QDBusMessage

#: How long the desktop's portal may take to answer (ms); it is asked when the program starts.
_PATIENCE = 150

_SPI_GETCLIENTAREAANIMATION = 0x1042


def system_wants_motion() -> bool:
    """False where animations are switched off in the system's settings; True where nobody says."""
    try:
        if sys.platform == "win32":
            return _windows()
        return _macos() if sys.platform == "darwin" else _portal()
    except (OSError, AttributeError, subprocess.SubprocessError):
        return True


def _windows() -> bool:
    """Settings, Accessibility, Visual effects, Animation effects."""
    on = ctypes.c_int(1)
    library = ctypes.windll.user32  # type: ignore[attr-defined]
    library.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(on), 0)
    return bool(on.value)


def _macos() -> bool:
    """System Settings, Accessibility, Display, Reduce motion."""
    command = ("defaults", "read", "com.apple.universalaccess", "reduceMotion")
    answer = subprocess.run(command, capture_output=True, text=True, timeout=1, check=False)
    return answer.stdout.strip() != "1"


def _portal() -> bool:
    """What GNOME and others keep as org.gnome.desktop.interface enable-animations, by the
    desktop's portal: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
    """
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        return True
    question = QDBusMessage.createMethodCall(
        "org.freedesktop.portal.Desktop",
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings",
        "ReadOne",
    )
    question.setArguments(["org.gnome.desktop.interface", "enable-animations"])
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return True
    answer = bus.call(question, timeout=_PATIENCE).arguments()
    return answer != [False]
