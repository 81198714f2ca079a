"""The test digits laid into a plane by what a layer makes of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import torch
from torch import Tensor

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.messages import DigitMap, Event, Floats, MapDigits, Progress
from cnnstudio.core.sentences import say
from cnnstudio.engine.failures import RefusedError
from cnnstudio.engine.features import Table
from cnnstudio.engine.passing import output_shape, passing
from cnnstudio.engine.principal import principal
from cnnstudio.engine.scene import Scene
from cnnstudio.engine.tsne import ITERATIONS, check_tsne, tsne

#: Components that t-SNE starts from, as van der Maaten and Hinton (2008) advise: 30 to 50.
_COMPONENTS = 50


def map_digits(look: MapDigits, scene: Scene) -> Iterator[Event | None]:
    """Progress in digits (and iterations of t-SNE), then a DigitMap."""
    if look.method == "tsne":
        check_tsne()
    scene = scene.kept()
    count = min(look.count, len(scene.test_digits))
    table = Table(output_shape(scene, look.layer_id), count)
    answers = torch.full((count,), -1)
    total = count + (ITERATIONS if look.method == "tsne" else 0)
    for start, end, output, logits in passing(scene, look.layer_id, count, to_the_end=True):
        with torch.inference_mode():
            table.fill(start, end, output)
        if logits is not None and logits.dim() == 2 and logits.shape[1] >= CLASSES:
            answers[start:end] = logits[:, :CLASSES].argmax(1)
        yield Progress(look.request, end, total)
    if not bool(table.rows.isfinite().all()):
        raise RefusedError(say("map_needs_numbers"))
    points, explained = yield from _laid_out(look, table.rows, count, total)
    yield DigitMap(
        look.request,
        scene.run_id,
        scene.step,
        look.layer_id,
        look.method,
        points,
        answers.numpy(),
        explained,
        table.numbers,
        table.columns,
        table.pool,
    )


def _laid_out(
    look: MapDigits, rows: Tensor, count: int, total: int
) -> Generator[Event | None, None, tuple[Floats, tuple[float, ...]]]:
    """Points (count, 2), and the shares of the variance along the axes, of PCA."""
    if look.method == "pca":
        found = yield from principal(rows, 2)
        return found.points.numpy(), tuple(found.shares.tolist())
    found = yield from principal(rows, _COMPONENTS)
    work = tsne(found.points.numpy())
    try:
        while True:
            yield Progress(look.request, count + min(next(work), ITERATIONS), total)
    except StopIteration as end:
        return end.value, ()
    finally:
        work.close()
