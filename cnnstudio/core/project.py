"""The project file `*.cnnstudio`: a network, how it is trained, its weights, and what is frozen.

A zip archive that holds `network.json` and, uncompressed, `weights.safetensors`
(docs/decisions/project-file.md).
"""

from __future__ import annotations

import zipfile
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

from cnnstudio.core import project_by_hand
from cnnstudio.core.files import ProjectError, reading, writing
from cnnstudio.core.interventions import Interventions
from cnnstudio.core.network import Network
from cnnstudio.core.project_archive import DAMAGED, NETWORK, WEIGHTS, read_archive
from cnnstudio.core.project_json import Fault, to_json
from cnnstudio.core.run_settings import RunSettings
from cnnstudio.core.sentences import say
from cnnstudio.core.tensor_file import size_of, write
from cnnstudio.core.tensors import Weights, fitting

__all__ = ["SUFFIX", "Project", "ProjectError", "load_project", "save_project"]

SUFFIX = ".cnnstudio"


@dataclass(frozen=True, eq=False)
class Project:
    """What a project file holds. `weights` has some or all of the network's tensors;
    `interventions` say which of its units are frozen or off."""

    network: Network
    weights: Weights = field(default_factory=dict)
    settings: RunSettings | None = None
    interventions: Interventions = field(default_factory=Interventions)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Project) and self._value() == other._value()

    def __hash__(self) -> int:
        return hash((self.network, self.settings))

    def _value(self) -> Hashable:
        weights = {(name, a.shape, a.dtype, a.tobytes()) for name, a in self.weights.items()}
        return self.network, self.settings, self.interventions, frozenset(weights)


def save_project(path: Path | str, project: Project) -> None:
    """Write the project; the file is there whole or not at all. Raises ProjectError.

    Weights and units that do not fit the network, of layers that were removed or changed, are
    left out.
    """
    weights = fitting(project.network, project.weights)
    by_hand = project_by_hand.to_values(project.interventions, project.network)
    described = to_json(project.network, project.settings, by_hand)
    with writing(Path(path)) as stream, zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo(NETWORK), described)
        if weights:
            member = zipfile.ZipInfo(WEIGHTS)
            member.file_size = size_of(weights)
            with archive.open(member, "w") as target:
                write(target, weights)


def load_project(path: Path | str) -> Project:
    """The project in a file. Raises ProjectError, whatever the file holds."""
    path = Path(path)
    with reading(path) as stream:
        try:
            return Project(*read_archive(stream, path.stat().st_size))
        except Fault as fault:
            code = "project_fault" if fault.where else "project_fault/whole"
            sentence = say(code, file=path.name, where=fault.where, why=fault.sentence)
        except DAMAGED:
            stream.seek(0)
            code = "project_damaged" if stream.read(2) == b"PK" else "not_a_project"
            sentence = say(code, file=path.name)
        raise ProjectError(sentence)
