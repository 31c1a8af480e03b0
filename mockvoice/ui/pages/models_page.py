"""Models: which profile, what is on this computer, fetch and check."""

from __future__ import annotations

from mockvoice.ui.desk import Desk
from mockvoice.ui.model_shelf import ModelShelf
from mockvoice.ui.widgets import Page, text


class ModelsPage(Page):
    """What is installed, with one button to fetch what is missing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "Models", "models-page")
        self.body.addWidget(
            text(
                "MockVoice listens, judges and speaks on this computer. What it needs is fetched"
                " once; after that nothing leaves the machine and no network is needed.",
                "soft",
            )
        )
        self._shelf = ModelShelf(desk)
        self.body.addWidget(self._shelf)
        self.body.addStretch(1)

    def shown(self) -> None:
        """Look at the disk again."""
        self._shelf.look()

    def close_page(self) -> None:
        """Let go of a fetch under way; what has arrived is kept."""
        self._shelf.stop()
