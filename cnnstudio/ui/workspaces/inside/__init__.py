"""The Inside workspace: what the network has learned, and why it answers as it does."""

from cnnstudio.ui.workspaces.inside.workspace import InsideWorkspace

__all__ = ["InsideWorkspace"]
