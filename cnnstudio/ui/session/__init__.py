"""The one owner of the open network, the current digit, the run, and the engine.

Panels send intentions here and draw what the signals say; they never change a network.
"""

from cnnstudio.ui.session.session import Session

__all__ = ["Session"]
