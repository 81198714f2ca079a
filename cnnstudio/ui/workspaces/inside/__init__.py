"""Inside: every feature map and every filter of a layer, for the current digit."""

from cnnstudio.ui.workspaces.inside.workspace import InsideWorkspace

__all__ = ["InsideWorkspace"]
