"""The box that asks before something is deleted is read whole, in every size of text."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mockvoice.settings import Settings
from mockvoice.ui.confirming import Loss, confirm_delete
from mockvoice.ui.theme import Theme

LOSS = Loss(
    name="box",
    title="Delete",
    asks="Delete this session for good?",
    means="Mid ML engineer, 20 min, Yesterday, 18:30. Its recordings, transcripts and scores are"
    " removed from this computer and cannot be brought back.",
)


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_word_of_the_question_is_cut_off(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    """Qt makes a message box no wider than the screen less a margin; its words keep within it."""
    theme = Theme(qapp, Settings(text_scale=scale))
    above = QWidget()
    qtbot.addWidget(above)
    box = confirm_delete(above, LOSS, lambda: None)
    qtbot.waitUntil(box.isVisible)
    labels = [label for label in box.findChildren(QLabel) if label.isVisible() and label.text()]
    assert [label.text() for label in labels] == [LOSS.asks, LOSS.means]
    for label in labels:
        assert label.geometry().right() <= box.width() - 10
    with qtbot.waitSignal(box.destroyed):
        box.close()
    theme.deleteLater()
