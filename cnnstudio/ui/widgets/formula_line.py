"""A line of arithmetic in which the numbers that matter stand out."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.ui.numbers import NO_BREAK
from cnnstudio.ui.theme import Theme, current_theme, follow_theme

_RESULT = f"{NO_BREAK}={NO_BREAK}{{}}"


class FormulaLine(QLabel):
    """Text with `{}` where values go; the values are bold and purple, or crimson at fault."""

    def __init__(self, role: str = "formula", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template = ""
        self._values: tuple[str, ...] = ()
        self._tone = "accent"
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("role", role)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        follow_theme(self._restyle)

    def set_formula(self, template: str, *values: str, tone: str = "accent") -> None:
        """Show ``template`` with each ``{}`` replaced by a value in that tone."""
        self._template, self._values, self._tone = template, values, tone
        self.setAccessibleName(template.format(*values))
        self._restyle(current_theme())

    def plain_text(self) -> str:
        return self._template.format(*self._values)

    def _restyle(self, theme: Theme) -> None:
        colour = getattr(theme.colour, self._tone).name()
        marked = (
            f'<span style="color:{colour}; font-weight:700">{escape(value)}</span>'
            for value in self._values
        )
        # A result stays with its “=” where a line has to be broken.
        template = escape(self._template, quote=False).replace(" = {}", _RESULT)
        self.setText(template.replace("\n", "<br>").format(*marked))
