"""t-SNE by scikit-learn, an extra, in a process of its own: it can be ended at any time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from cnnstudio.core.messages import Floats
from cnnstudio.core.sentences import say
from cnnstudio.engine.failures import RefusedError

#: What scikit-learn takes by itself.
ITERATIONS = 1000

_SCRIPT = Path(__file__).with_name("tsne_process.py")
_PAUSE = 0.03
_ITERATION = re.compile(rb"Iteration (\d+)")


def check_tsne() -> None:
    """Raises RefusedError where the extra is not installed."""
    if find_spec("sklearn") is None:
        raise RefusedError(say("tsne_missing", command="pip install cnnstudio[tsne]"))


def tsne(rows: Floats) -> Generator[int, None, Floats]:
    """Points float32 (n, 2) for the principal components `rows` (n, d) of n digits.

    Yields the iterations done, a few dozen times a second. Closed before its end, it ends the
    process. Raises RefusedError if that fails.
    """
    with TemporaryDirectory(prefix="cnnstudio-tsne-") as folder:
        rows_path, points_path = Path(folder, "rows.npy"), Path(folder, "points.npy")
        np.save(rows_path, rows)
        process = _start(rows_path, points_path)
        listener = _Listener(process)
        try:
            while process.poll() is None:
                time.sleep(_PAUSE)
                yield listener.done
        finally:
            process.kill()
            process.wait()
            listener.close()
        if process.returncode or not points_path.exists():
            raise RefusedError(say("tsne_failed", reason=listener.last_line))
        return np.asarray(np.load(points_path), np.float32)


def _start(rows_path: Path, points_path: Path) -> subprocess.Popen[bytes]:
    # -P: modules beside the script must not be taken for those of others.
    command = [sys.executable, "-P", str(_SCRIPT), str(rows_path), str(points_path)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"},
    )


class _Listener:
    """Reads what the process says, so that it never waits for a reader."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.done = 0
        self.last_line = ""
        self._process = process
        self._thread = threading.Thread(target=self._read, name="t-SNE", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.last_line = line.decode(errors="replace").strip() or self.last_line
            if found := _ITERATION.search(line):
                self.done = int(found.group(1))
