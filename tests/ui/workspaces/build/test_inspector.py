"""The inspector, by typing into its fields."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.core.edits import Insert, Place, Remove, Replace
from cnnstudio.core.layers import KINDS, Conv2d, MaxPool2d
from cnnstudio.core.settings import settings_of
from cnnstudio.core.starters import starter
from cnnstudio.ui.forms.setting_fields import (
    ChoiceField,
    PairField,
    SwitchField,
    WholeField,
)
from cnnstudio.ui.session import Session
from cnnstudio.ui.workspaces.build.inspector import Inspector
from tests.ui.showing import shown as put_on_screen


@pytest.fixture
def inspector(session: Session, qtbot: QtBot) -> Inspector:
    return put_on_screen(Inspector(session), qtbot, 404, 748)


def type_into(box: QAbstractSpinBox, text: str) -> None:
    """Replace what a field holds by typing, and press Enter."""
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def conv(session: Session) -> Conv2d:
    layer = session.document.network.find("conv1")
    assert isinstance(layer, Conv2d)
    return layer


def pair(inspector: Inspector, name: str) -> PairField:
    field = inspector.layer_page.form.fields[name]
    assert isinstance(field, PairField)
    return field


def number_box(inspector: Inspector, name: str) -> QAbstractSpinBox:
    field = inspector.layer_page.form.fields[name]
    assert isinstance(field, WholeField)
    return field.box


def shown(inspector: Inspector) -> list[str]:
    return [one.text() for one in inspector.layer_page.sections if one.isVisible()]


def test_it_names_the_layer_and_pytorchs_name_for_it(
    inspector: Inspector, session: Session
) -> None:
    session.select(("conv1",))
    assert inspector.header.title.whole_text() == "Conv 6 @ 5×5, pad 2"
    assert inspector.header.kind.text() == "Conv2d"


def test_typing_a_number_of_filters_changes_the_network(
    inspector: Inspector, session: Session
) -> None:
    session.select(("conv1",))
    type_into(number_box(inspector, "out_channels"), "8")
    assert conv(session).out_channels == 8
    assert "5·5·1·8 + 8 = 208" in shown(inspector)[1]


def test_a_field_survives_the_edit_that_it_makes(inspector: Inspector, session: Session) -> None:
    session.select(("conv1",))
    box = number_box(inspector, "out_channels")
    type_into(box, "8")
    assert number_box(inspector, "out_channels") is box
    assert box.hasFocus()


def test_clicks_on_one_arrow_are_one_step_of_undo(inspector: Inspector, session: Session) -> None:
    session.select(("conv1",))
    box = number_box(inspector, "out_channels")
    for _ in range(3):
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert conv(session).out_channels == 9
    session.document.undo_stack.undo()
    assert conv(session).out_channels == 6
    assert box.value() == 6


def test_undo_shows_the_old_value_again(inspector: Inspector, session: Session) -> None:
    session.select(("conv1",))
    field = pair(inspector, "kernel_size")
    type_into(field.rows, "3")
    assert conv(session).kernel_size == (3, 3)
    session.document.undo_stack.undo()
    assert field.rows.value() == 5


def test_a_number_outside_its_range_cannot_be_entered(
    inspector: Inspector, session: Session
) -> None:
    session.select(("conv1",))
    type_into(number_box(inspector, "out_channels"), "99999")
    assert conv(session).out_channels <= 4096
    type_into(pair(inspector, "stride").rows, "0")
    assert conv(session).stride == (1, 1)


def test_an_undone_link_sets_rows_and_columns_apart(inspector: Inspector, session: Session) -> None:
    session.select(("conv1",))
    field = pair(inspector, "kernel_size")
    assert not field.columns.isVisible()
    QTest.mouseClick(field.link, Qt.MouseButton.LeftButton)
    assert field.columns.isVisible()
    type_into(field.columns, "3")
    assert conv(session).kernel_size == (5, 3)
    QTest.mouseClick(field.link, Qt.MouseButton.LeftButton)
    assert conv(session).kernel_size == (5, 5)


def test_a_layer_with_unequal_rows_and_columns_shows_both(
    inspector: Inspector, session: Session
) -> None:
    session.edit(Replace(Conv2d(id="conv1", out_channels=6, kernel_size=(5, 3))))
    session.select(("conv1",))
    field = pair(inspector, "kernel_size")
    assert field.columns.isVisible()
    assert (field.rows.value(), field.columns.value()) == (5, 3)


def test_a_click_on_the_switch_takes_the_biases_away(
    inspector: Inspector, session: Session
) -> None:
    session.select(("conv1",))
    field = inspector.layer_page.form.fields["bias"]
    assert isinstance(field, SwitchField)
    QTest.mouseClick(field.toggle, Qt.MouseButton.LeftButton)
    assert conv(session).bias is False
    assert session.document.report.by_id["conv1"].parameters == 150


def test_advanced_settings_wait_behind_more(inspector: Inspector, session: Session) -> None:
    session.select(("conv1",))
    groups = inspector.layer_page.form.fields["groups"]
    assert not groups.isVisible()
    QTest.mouseClick(inspector.layer_page.form.more, Qt.MouseButton.LeftButton)
    assert groups.isVisible()


def test_the_wheel_over_a_field_without_focus_changes_nothing(
    inspector: Inspector, session: Session
) -> None:
    session.select(("conv1",))
    box = number_box(inspector, "out_channels")
    inspector.setFocus()
    middle = QPointF(box.rect().center())
    wheel = QWheelEvent(
        middle,
        box.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert conv(session).out_channels == 6


def test_a_kernel_that_is_too_large_is_marked_and_explained(
    inspector: Inspector, session: Session
) -> None:
    session.edit(Replace(Conv2d(id="conv1", kernel_size=31)))
    session.select(("conv1",))
    assert pair(inspector, "kernel_size").rows.property("fault") is True
    assert not number_box(inspector, "out_channels").property("fault")
    note = inspector.layer_page.note
    assert (note.isVisible(), note.tone) == (True, "problem")
    assert "31×31" in note.label.text()


def test_advice_is_amber_and_marks_no_field(inspector: Inspector, session: Session) -> None:
    session.edit(Replace(Conv2d(id="conv1", kernel_size=5, stride=4)))
    session.select(("conv1",))
    assert inspector.layer_page.note.tone == "advice"
    assert not pair(inspector, "stride").rows.property("fault")


def test_several_layers_show_their_sums(inspector: Inspector, session: Session) -> None:
    session.select(("conv1", "pool1", "dense1"))
    assert inspector.header.title.whole_text() == "3 layers selected"
    assert inspector.selection_page.isVisible()
    assert inspector.selection_page.totals.texts() == ("48,276", "165,600")


def test_a_layer_selected_with_its_block_counts_once(
    inspector: Inspector, session: Session
) -> None:
    session.open(starter("resnet20"), {})
    block = next(r for r in session.document.report.layers if r.body)
    session.select((block.layer.id, block.body[0].layer.id))
    assert inspector.selection_page.totals.texts()[0] == f"{block.parameters:,}"


def test_without_a_selection_the_input_can_be_set(inspector: Inspector, session: Session) -> None:
    session.select(())
    page = inspector.input_page
    assert page.isVisible()
    assert page.sentence.text() == "Digits go in as they are: 28×28 pixels from 0 to 1."
    height = page.form.fields["height"]
    assert isinstance(height, WholeField)
    type_into(height.box, "32")
    assert session.document.network.input.height == 32
    assert page.sentence.text().startswith("Black pixels are added")


def test_the_way_a_digit_fits_is_chosen_with_the_keyboard(
    inspector: Inspector, session: Session
) -> None:
    fit = inspector.input_page.form.fields["fit"]
    assert isinstance(fit, ChoiceField)
    fit.box.setFocus()
    QTest.keyClick(fit.box, Qt.Key.Key_Down)
    assert session.document.network.input.fit == "resize"


def test_the_network_is_renamed_when_its_name_is_done(
    inspector: Inspector, session: Session
) -> None:
    name = inspector.input_page.name
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "My first CNN")
    assert session.document.network.name == "LeNet-5"
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert session.document.network.name == "My first CNN"


def test_every_setting_of_every_kind_of_layer_has_a_field_with_help(
    inspector: Inspector, session: Session
) -> None:
    for kind in KINDS.values():
        layer = kind(id="probe")
        session.edit(Insert((layer,), Place(0)))
        session.select(("probe",))
        fields = inspector.layer_page.form.fields
        assert set(fields) == {setting.name for setting in settings_of(kind)}
        assert all(field.toolTip() for field in fields.values())
        assert session.document.network.find("probe") == layer
        session.edit(Remove(("probe",)))


def test_a_preview_says_what_the_drop_would_change(inspector: Inspector, session: Session) -> None:
    session.edit(Remove(("pool2",)))
    after = session.document.preview(Insert((MaxPool2d(),), Place(5)))
    inspector.show_preview(after, "If you drop Max pool 2×2 here")
    card = inspector.drop_card
    assert card.isVisible()
    assert card.heading.text() == "If you drop Max pool 2×2 here"
    lines = [line.plain_text() for line in card.lines]
    assert lines == [
        "16 × 10 × 10  →  16 × 5 × 5",
        "Dense 120 needs 144,000 fewer parameters and starts afresh.",
    ]
    inspector.show_preview(None, "")
    assert not card.isVisible()


def test_a_drop_that_breaks_the_network_says_why(inspector: Inspector, session: Session) -> None:
    after = session.document.preview(Remove(("flatten1",)))
    inspector.show_preview(after, "If you take Flatten out")
    assert inspector.drop_card.is_problem
    assert "flatten first" in inspector.drop_card.lines[0].plain_text()


def test_out_of_sight_it_waits_and_shows_the_current_layer_when_it_comes_back(
    inspector: Inspector, session: Session
) -> None:
    session.select(("conv1",))
    inspector.hide()
    session.select(("dense1",))
    assert inspector.header.title.text() == "Conv 6 @ 5×5, pad 2"
    inspector.show()
    assert inspector.header.title.text() == "Dense 120"
