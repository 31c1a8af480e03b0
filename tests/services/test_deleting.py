"""What is deleted is gone and stays gone; recordings go when the user's time for them is over."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mockvoice.domain.errors import BadAudio
from mockvoice.domain.ports import Progress, TranscribeRequest, no_progress
from mockvoice.domain.transcript import Transcript
from mockvoice.services import retention, review
from mockvoice.services.review import Assessors, Draft, Library, Part, Review
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples
from tests.cli.stage import FakeAudio
from tests.services.people import Ear, Mind, question, recovered

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Between(Ear):
    """An ear during whose hearing something happens."""

    def __init__(self, happens: object) -> None:
        super().__init__({"answer-1.pcm": "the bias"})
        self.happens = happens

    def transcribe(
        self, request: TranscribeRequest, progress: Progress = no_progress
    ) -> Transcript:
        """Let it happen, then hear."""
        assert callable(self.happens)
        self.happens()
        if not request.audio.is_file():
            raise BadAudio(f"There is no file {request.audio}.")
        return super().transcribe(request, progress)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of its own."""
    return Library(tmp_path / "library.sqlite", tmp_path / "sessions")


@pytest.fixture
def store(library: Library) -> Iterator[Store]:
    """The library, open."""
    opened = library.open()
    yield opened
    opened.close()


def session(store: Store, name: str = "s1", started: datetime = NOW) -> Path:
    """Add a session; return its folder."""
    store.add_session(
        SessionRow(id=name, started=started.isoformat(timespec="seconds"), title="Practice")
    )
    return store.folder(name)


def answered(store: Store, name: str, position: int, *, judged: bool = True) -> Path:
    """Add an answer with its recording and an attempt put aside; return the recording."""
    audio = store.folder(name) / f"answer-{position}.flac"
    audio.write_bytes(b"sound")
    audio.with_name(f"answer-{position}-attempt-2-aside.flac").write_bytes(b"aside")
    made = examples.assessment() if judged else None
    store.save_answer(
        AnswerRow(session=name, position=position, question_id="q", audio=audio, assessment=made)
    )
    return audio


def drafted(store: Store, name: str = "s1") -> Draft:
    """Record an answer that is not assessed yet."""
    folder = store.folder(name)
    (folder / "answer-1.pcm").write_bytes(b"\1\2" * 16_000)
    draft = Draft(
        session=name,
        position=1,
        question_id="q",
        question=question("one"),
        parts=(Part(prompt="Tell me.", file="answer-1.pcm"),),
    )
    review.save(draft, folder)
    return draft


def gone(library: Library) -> None:
    """Delete the session, from whatever thread."""
    store = library.open()
    store.delete("s1")
    store.close()


def raw(library: Library) -> bytes:
    """Every byte of the library file and its log."""
    files = library.file.parent.glob(f"{library.file.name}*")
    return b"".join(file.read_bytes() for file in files)


def test_one_answer_goes_with_all_that_is_its(library: Library, store: Store) -> None:
    """Sound, attempts, draft, rows, search index and cards of the answer go; the others stay."""
    folder = session(store)
    for position in (1, 10):
        answered(store, "s1", position)
    (folder / "answer-1.json").write_text("{}")
    (folder / "answer-1-reply-1.pcm").write_bytes(b"raw")
    store.delete("s1", 1)

    assert sorted(file.name for file in folder.iterdir()) == [
        "answer-10-attempt-2-aside.flac",
        "answer-10.flac",
    ]
    assert [row.position for row in store.answers("s1")] == [10]
    assert {found[1] for found in store.search("leakage shuffle") + store.search("shuffle")} == {10}
    assert all(record.asked == 1 for record in store.points())


def test_with_the_last_answer_the_session_goes(library: Library, store: Store) -> None:
    """Nothing of it is left on disk, in any table, or readable in the bytes of the file."""
    session(store)
    answered(store, "s1", 1)
    assert b"never shuffle" in raw(library)
    store.delete("s1", 1)

    assert store.sessions() == ()
    assert not (library.recordings / "s1").exists()
    assert b"never shuffle" not in raw(library)
    with sqlite3.connect(library.file) as db:
        for table in ("session", "answer", "point", "card", "said"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    db.close()


def test_a_session_being_given_outlives_its_first_answer(store: Store) -> None:
    """While another answer is recorded the session stays, for that answer needs it."""
    folder = session(store)
    answered(store, "s1", 1)
    (folder / "answer-2.pcm").write_bytes(b"raw")
    store.delete("s1", 1)

    assert store.holds("s1")
    assert [file.name for file in folder.iterdir()] == ["answer-2.pcm"]


@pytest.mark.parametrize("position", [None, 1])
def test_what_is_deleted_while_it_is_judged_is_not_made_again(
    library: Library, store: Store, position: int | None
) -> None:
    """Deleted under the judge's hands, session or answer leave no folder and no row."""
    session(store)
    draft = drafted(store)
    ear = Between(lambda: store.delete("s1", position))
    by = Assessors(ear, Mind(), FakeAudio())

    assert review.assess(store, draft, by) is None
    assert not store.holds("s1", 1)
    assert not (library.recordings / "s1").exists()
    assert recovered(store, library) == ()


def test_a_failure_that_no_deletion_explains_is_told(store: Store) -> None:
    """When the answer is still there, what went wrong is raised as before."""
    folder = session(store)
    draft = drafted(store)
    ear = Between((folder / "answer-1.pcm").unlink)

    with pytest.raises(BadAudio):
        review.assess(store, draft, Assessors(ear, Mind(), FakeAudio()))


@pytest.mark.parametrize("when", ["before it is kept", "before it is judged"])
def test_the_review_forgets_what_was_deleted(library: Library, store: Store, when: str) -> None:
    """An answer that was deleted while it waited is neither told as judged nor as failed."""
    session(store)
    draft = drafted(store)
    told: list[object] = []
    by = Assessors(Ear({}), Mind(), FakeAudio())
    waiting = Review(library, by, told.append, lambda *failed: told.append(failed))
    if when == "before it is kept":
        store.delete("s1")
        waiting.add(draft)
    else:
        waiting.hold()
        waiting.add(draft)
        deleted = threading.Event()
        waiting._keeping.do(lambda: (gone(library), deleted.set())[0])
        assert deleted.wait(20)
    waiting.close()

    assert waiting.join(20)
    assert told == []
    assert not (library.recordings / "s1").exists()


def test_old_recordings_go_and_what_was_made_of_them_stays(store: Store) -> None:
    """After the chosen days the sound is gone, attempts too; transcript and scores stay."""
    old, new = NOW - timedelta(days=31), NOW - timedelta(days=29)
    session(store, "old", old)
    session(store, "new", new)
    gone, stays = answered(store, "old", 1), answered(store, "new", 1)

    assert retention.apply(store, 0, NOW) == 0
    assert gone.is_file()
    assert retention.apply(store, 30, NOW) == 1
    assert not list(gone.parent.iterdir())
    assert stays.is_file()
    (row,) = store.answers("old")
    assert row.audio is None
    assert row.assessment == examples.assessment()
    assert retention.apply(store, 30, NOW) == 0
    assert retention.apply(store, 30, NOW + timedelta(days=2)) == 1


def test_why_nothing_can_be_heard_depends_on_the_length() -> None:
    """A recording without a word was deleted, too; only what lasted no second was typed."""
    made = examples.assessment()
    wordless = {"words": (), "text": "", "verbatim_text": ""}
    silent = made.transcript.model_copy(update=wordless)
    typed = silent.model_copy(update={"seconds": 0.0, "text": "Never."})

    assert "deleted" in retention.no_sound(made)
    assert retention.no_sound(examples.assessment(silent)) == retention.no_sound(made)
    assert retention.no_sound(examples.assessment(typed)) == "Typed, so there is no sound."


def test_what_is_not_assessed_keeps_its_recording(store: Store) -> None:
    """However old: an answer without an assessment, or with its draft, is never touched."""
    session(store, "s1", NOW - timedelta(days=4000))
    waiting = answered(store, "s1", 1, judged=False)
    again = answered(store, "s1", 2)
    again.with_suffix(".json").write_text("{}")

    assert retention.apply(store, 30, NOW) == 0
    assert waiting.is_file()
    assert again.is_file()


def test_what_the_library_takes_is_measured(library: Library, store: Store) -> None:
    """Recordings and texts are counted apart, and said in words."""
    session(store)
    answered(store, "s1", 1).write_bytes(bytes(3_400_000))
    found = retention.storage(store, library.file, library.recordings)

    assert found.recordings == 3_400_000 + len(b"aside")
    assert found.texts > 10_000
    assert found.sessions == 1
    assert [retention.shown(n) for n in (0, 3_400_000, 250e6, 1.25e9)] == [  # type: ignore[arg-type]
        "0 MB",
        "3.4 MB",
        "250 MB",
        "1.2 GB",
    ]
