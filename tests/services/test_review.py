"""What lies between a recorded answer and an assessed one."""

from __future__ import annotations

from pathlib import Path

from mockvoice.services import review
from mockvoice.services.review import Assessors, Draft, Library, Part, Review
from mockvoice.services.store import SessionRow
from tests.services.people import Ear, Mind, Tape, question


def test_the_end_is_told_when_all_is_assessed(tmp_path: Path) -> None:
    """Whoever holds the folders of what is assessed learns when they can be let go."""
    library = Library(tmp_path / "library.sqlite", tmp_path / "recordings")
    store = library.open()
    store.add_session(SessionRow(id="s1", started="2026-01-01T00:00:00+00:00", title="Test"))
    told: list[str] = []
    reviewing = Review(
        library,
        Assessors(Ear({}), Mind(), Tape()),
        lambda draft: told.append(draft.name),
        lambda _draft, error: told.append(error.message),
        lambda: told.append("over"),
    )
    for position in (1, 2):
        draft = Draft(
            session="s1",
            position=position,
            question_id="q",
            question=question("one"),
            parts=(Part(prompt="Tell me.", typed="the bias"),),
        )
        review.save(draft, store.folder("s1"))
        reviewing.add(draft)
    reviewing.close()
    assert reviewing.join(10)
    assert told == ["answer-1", "answer-2", "over"]
    store.close()
