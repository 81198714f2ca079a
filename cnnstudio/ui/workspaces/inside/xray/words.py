"""What the X-ray says: a sentence for each line of an arithmetic, and where a number stands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from cnnstudio.core.answer_rules import CLASSES
from cnnstudio.core.arithmetic import Arithmetic, Line
from cnnstudio.core.infer import LayerReport
from cnnstudio.core.labs.pass_links import Spot
from cnnstudio.core.messages import Explained
from cnnstudio.core.sources import is_shortcut
from cnnstudio.ui.marking import QT_TRANSLATE_NOOP
from cnnstudio.ui.numbers import number, shape
from cnnstudio.ui.session.wording import title, word

translate = QCoreApplication.translate

#: Code of a line -> what is done in it. Values of names in `_COUNTS` are whole.
LINES: Mapping[str, str] = {
    "sum_of_products": QT_TRANSLATE_NOOP("XRay", "Sum of all {products} products"),
    "sum_and_bias": QT_TRANSLATE_NOOP("XRay", "Sum of all {products} products and the bias"),
    "branches": QT_TRANSLATE_NOOP("XRay", "Layers and shortcut together: {body} + {shortcut}"),
    "largest": QT_TRANSLATE_NOOP("XRay", "The largest of {numbers} numbers"),
    "sum_of_window": QT_TRANSLATE_NOOP("XRay", "Sum of all {numbers} numbers"),
    "divided": QT_TRANSLATE_NOOP("XRay", "Their average: {sum} / {numbers}"),
    "taken_over": QT_TRANSLATE_NOOP("XRay", "The same number, now in a list"),
    "power": QT_TRANSLATE_NOOP("XRay", "e to the power of {value} − {largest}, the largest of all"),
    "sum_of_powers": QT_TRANSLATE_NOOP("XRay", "Sum of the powers of all {numbers} numbers"),
    "share": QT_TRANSLATE_NOOP("XRay", "Its share: {power} / {sum}"),
    "sum_of_squares": QT_TRANSLATE_NOOP("XRay", "Sum of the squares in {maps} maps at this place"),
    "loudness": QT_TRANSLATE_NOOP("XRay", "k + α / n × sum: {k} + {alpha} / {size} × {squares}"),
    "to_the_power": QT_TRANSLATE_NOOP("XRay", "to the power of β: {base} ^ {beta}"),
    "divided_by": QT_TRANSLATE_NOOP("XRay", "The number, divided by that: {value} / {divisor}"),
    "minus_mean": QT_TRANSLATE_NOOP("XRay", "Minus the map’s mean: {value} − {mean}"),
    "over_spread": QT_TRANSLATE_NOOP("XRay", "Divided by its spread: {value} / {spread}"),
    "times_weight": QT_TRANSLATE_NOOP("XRay", "Times the learned scale: {value} × {weight}"),
    "plus_shift": QT_TRANSLATE_NOOP("XRay", "Plus the learned shift: {value} + {shift}"),
    "batch_norm": QT_TRANSLATE_NOOP(
        "XRay", "Batch norm: ({value} − {mean}) / {spread} × {weight} + {shift}"
    ),
    "relu": QT_TRANSLATE_NOOP("XRay", "ReLU keeps what is above 0: max(0, {value})"),
    "leaky_relu": QT_TRANSLATE_NOOP("XRay", "Leaky ReLU: max({value}, {slope} × {value})"),
    "tanh": QT_TRANSLATE_NOOP("XRay", "Tanh squeezes it between −1 and 1: tanh({value})"),
    "sigmoid": QT_TRANSLATE_NOOP("XRay", "Sigmoid squeezes it: 1 / (1 + e to the −({value}))"),
    "gelu": QT_TRANSLATE_NOOP("XRay", "GELU: {value} × {share}, a bell curve’s share below it"),
    "switched_off": QT_TRANSLATE_NOOP("XRay", "Switched off by hand: 0 instead of {value}"),
    "kept": QT_TRANSLATE_NOOP("XRay", "Dropout drops nothing when answering: {value} stays"),
}

#: The same in fewer words, where there is less room; others have no shorter ones.
BRIEF_LINES: Mapping[str, str] = {
    "sum_of_products": QT_TRANSLATE_NOOP("XRay", "Sum of {products} products"),
    "sum_and_bias": QT_TRANSLATE_NOOP("XRay", "{products} products and the bias"),
    "branches": QT_TRANSLATE_NOOP("XRay", "Both: {body} + {shortcut}"),
    "power": QT_TRANSLATE_NOOP("XRay", "e to the power of {value} − {largest}"),
    "sum_of_powers": QT_TRANSLATE_NOOP("XRay", "Sum of all {numbers} powers"),
    "sum_of_squares": QT_TRANSLATE_NOOP("XRay", "Sum of the squares in {maps} maps"),
    "loudness": QT_TRANSLATE_NOOP("XRay", "{k} + {alpha} / {size} × {squares}"),
    "divided_by": QT_TRANSLATE_NOOP("XRay", "Divided: {value} / {divisor}"),
    "minus_mean": QT_TRANSLATE_NOOP("XRay", "Minus mean: {value} − {mean}"),
    "over_spread": QT_TRANSLATE_NOOP("XRay", "By spread: {value} / {spread}"),
    "times_weight": QT_TRANSLATE_NOOP("XRay", "Scale: {value} × {weight}"),
    "plus_shift": QT_TRANSLATE_NOOP("XRay", "Shift: {value} + {shift}"),
    "batch_norm": QT_TRANSLATE_NOOP("XRay", "({value} − {mean}) / {spread} × {weight} + {shift}"),
    "relu": QT_TRANSLATE_NOOP("XRay", "ReLU: max(0, {value})"),
    "leaky_relu": QT_TRANSLATE_NOOP("XRay", "max(x, {slope} × x)"),
    "tanh": QT_TRANSLATE_NOOP("XRay", "Tanh: tanh({value})"),
    "sigmoid": QT_TRANSLATE_NOOP("XRay", "1 / (1 + e to the −({value}))"),
    "gelu": QT_TRANSLATE_NOOP("XRay", "GELU: {value} × {share}"),
    "switched_off": QT_TRANSLATE_NOOP("XRay", "Switched off: {value}"),
    "kept": QT_TRANSLATE_NOOP("XRay", "Dropout: {value} stays"),
}

_COUNTS = frozenset({"products", "numbers", "maps", "size"})


def sentence(line: Line) -> str:
    """What is done in a line, with its numbers."""
    return _filled(LINES[line.code], line)


def brief_sentence(line: Line) -> str:
    """The same in as few words as there are for it."""
    return _filled(BRIEF_LINES.get(line.code, LINES[line.code]), line)


def _filled(template: str, line: Line) -> str:
    values = {name: _shown(name, value) for name, value in line.values.items()}
    return translate("XRay", template).format(**values)


def _shown(name: str, value: float) -> str:
    if name in _COUNTS:
        return number(int(value))
    text = number(value)
    # A minus that follows another sign is put into brackets.
    return f"({text})" if value < 0 and name not in ("value", "body") else text


def padding(passed_over: bool) -> str:
    """What a number of the window is that lies beyond the maps."""
    if passed_over:
        return translate("XRay", "padding, which the maximum passes over")
    return translate("XRay", "padding, always 0")


def about_padding(passed_over: bool) -> str:
    """The same as a sentence."""
    if passed_over:
        return translate("XRay", "That is padding: the maximum passes it over.")
    return translate("XRay", "That is padding: it is always 0.")


def question(value: str) -> tuple[str, str]:
    """The panel's title as a template, and the number that goes into it."""
    return translate("XRay", "Where does {} come from?"), value


def brief_question(value: str) -> tuple[str, str]:
    return translate("XRay", "Why {}?"), value


def brief_place(report: LayerReport, spot: Spot) -> str:
    """Where in its layer a number stands, in as few words as that takes."""
    if report.output is not None and len(report.output) == 1:
        return place(report, spot)
    template = translate("XRay", "map {map} at {row}, {column}")
    return template.format(map=spot[0] + 1, row=spot[1] + 1, column=spot[2] + 1)


def place(report: LayerReport, spot: Spot) -> str:
    """Where in its layer a number stands."""
    if report.output is not None and len(report.output) == 1:
        if report.output == (CLASSES,):
            return translate("XRay", "for digit {digit}").format(digit=spot[0])
        return translate("XRay", "number {index}").format(index=number(spot[0] + 1))
    template = translate("XRay", "map {map}, row {row}, column {column}")
    return template.format(map=spot[0] + 1, row=spot[1] + 1, column=spot[2] + 1)


def stop_name(report: LayerReport, id: str) -> str:
    """A short name of what is on the trail."""
    return translate("XRay", "Shortcut") if is_shortcut(id) else word(report.layer.word)


def stop_tip(report: LayerReport, id: str, spot: Spot) -> str:
    template = translate("XRay", "{layer}: {place}")
    name = stop_name(report, id) if is_shortcut(id) else title(report.layer.title())
    return template.format(layer=name, place=place(report, spot))


def headings(kind: str, arithmetic: Arithmetic) -> tuple[str, str, str]:
    """What stands above the columns of values, of factors, and of sums."""
    first = arithmetic.readings[0]
    count = first.values[0].size if len(first.values) else 0
    if kind == "Softmax":
        return translate("XRay", "number"), "", translate("XRay", "its power")
    if kind == "LocalResponseNorm":
        return translate("XRay", "number"), translate("XRay", "itself"), translate("XRay", "square")
    if first.branch:
        return translate("XRay", "number"), "", translate("XRay", "what it adds")
    if count == 1 and first.factors is not None:
        names = translate("XRay", "input"), translate("XRay", "weight")
        return *names, translate("XRay", "product")
    if count == 1:
        return translate("XRay", "number"), "", ""
    if first.factors is None:
        return translate("XRay", "window"), "", ""
    sums = translate("XRay", "sum of its {count} products").format(count=number(count))
    return translate("XRay", "window"), translate("XRay", "filter"), sums


def truth(explained: Explained) -> str:
    """That the sum is PyTorch's own value, or that it is not."""
    arithmetic, value = explained.arithmetic, explained.value
    if arithmetic.agrees_with(value):
        template = translate("XRay", "PyTorch computes {value}: the same, to float precision.")
        return template.format(value=exact(value))
    template = translate("XRay", "PyTorch computes {value}, which differs by {difference}.")
    return template.format(value=exact(value), difference=number(arithmetic.result - value))


def brief_truth(explained: Explained) -> str:
    if explained.arithmetic.agrees_with(explained.value):
        template = translate("XRay", "PyTorch: {value}, the same.")
    else:
        template = translate("XRay", "PyTorch: {value}, another.")
    return template.format(value=exact(explained.value))


def exact(value: float) -> str:
    """A float32 number with as many decimals as it is good for: seven figures."""
    if value != value or abs(value) in (0.0, float("inf")) or abs(value) >= 1e6:
        return number(value)
    decimals = max(0, min(9, 6 - int(f"{abs(value):e}".partition("e")[2])))
    return number(value, decimals)


def sees(
    explained: Explained, box: tuple[int, int, int, int] | None
) -> tuple[tuple[str, str], ...]:
    """What of the picture the number sees: lines with their roles in the table of type."""
    if box is None:
        return ((translate("XRay", "It sees only padding"), "label"),)
    if box[2:] == explained.seen.shape:
        whole = translate("XRay", "It sees the picture"), translate("XRay", "as a whole")
        return tuple((line, "label") for line in whole)
    top, left, height, width = box
    rows = translate("XRay", "rows {a} to {b},").format(a=top + 1, b=top + height)
    columns = translate("XRay", "columns {a} to {b}").format(a=left + 1, b=left + width)
    lines = [
        (translate("XRay", "It sees"), "label"),
        (shape((height, width)), "body_strong"),
        (translate("XRay", "input pixels:"), "label"),
        (rows, "label"),
        (columns, "label"),
    ]
    if explained.pads:
        lines.append((translate("XRay", "and zeros around it"), "label"))
    return tuple(lines)


def sees_briefly(box: tuple[int, int, int, int] | None) -> tuple[tuple[str, str], ...]:
    """The same in fewer lines; () where there are none."""
    if box is None:
        return ()
    return (translate("XRay", "It sees"), "label"), (shape(box[2:]), "body_strong")


def product(value: float, factor: float | None, total: float) -> str:
    """The arithmetic of one cell."""
    if factor is None:
        return number(value)
    template = translate("XRay", "{value} × {factor} = {product}")
    factor_text = f"({number(factor)})" if factor < 0 else number(factor)
    return template.format(value=number(value), factor=factor_text, product=number(total))
