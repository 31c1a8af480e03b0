"""A correction is kept whatever the judge does, and verdicts are those of the words that stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mockvoice.domain import amending
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import RoleOff, StoreProblem
from mockvoice.domain.verdict import Judgement, Verdict
from mockvoice.engine.fakes import FakeJudge
from mockvoice.services import assessing, rejudging, report, report_view, review
from mockvoice.services import store as store_module
from mockvoice.services.review import Assessors, Draft, Library, Part
from mockvoice.services.store import AnswerRow, SessionRow, Store
from tests import examples
from tests.services import people

SESSION = "20261121-100000-aa"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A library with one answer that is judged and one that is not."""
    made = Store(tmp_path / "library.sqlite", tmp_path / "recordings")
    made.add_session(SessionRow(id=SESSION, started="2026-11-21T10:00:00+00:00", title="Leakage"))
    for position, assessment in ((1, examples.assessment()), (2, None)):
        made.save_answer(
            AnswerRow(
                session=SESSION,
                position=position,
                question_id="data-and-features/leakage",
                audio=None,
                assessment=assessment,
            )
        )
    yield made
    made.close()


def kept(store: Store) -> Assessment:
    """What the library holds."""
    made = store.answers(SESSION)[0].assessment
    assert made is not None
    return made


def corrected(made: Assessment, said: str = "Quixotry") -> Assessment:
    """Put the sixth word right."""
    word = made.transcript.words[5]
    return amending.correct(made, word.start, word.end, said)


def covering(point: str) -> Judgement:
    """The example's judgement with one more point covered."""
    verdicts = tuple(
        v.model_copy(update={"verdict": Verdict.COVERED, "probability": 0.9})
        if v.point == point
        else v
        for v in examples.judgement().verdicts
    )
    return examples.judgement().model_copy(update={"verdicts": verdicts})


def test_a_correction_is_saved_and_found(store: Store) -> None:
    """The library holds the corrected words, and the search finds them, not those of before."""
    heard = kept(store).transcript.words[5].text
    row = store.amend(SESSION, 1, corrected)
    assert row.assessment == kept(store)
    assert kept(store).outdated
    assert [found[1] for found in store.search("Quixotry")] == [1]
    assert kept(store).corrections[0].heard == heard


def test_what_is_not_judged_cannot_be_amended(store: Store) -> None:
    """An answer that is not there, or not judged, is said so."""
    for position, why in ((2, "not judged yet"), (7, "not in the library")):
        with pytest.raises(StoreProblem, match=why):
            store.amend(SESSION, position, corrected)


def test_of_two_windows_neither_undoes_what_the_other_put_right(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one amends an answer the other waits, and then amends what the first one saved."""
    monkeypatch.setattr(store_module, "_WAIT_SECONDS", 0.0)
    other = Store(tmp_path / "library.sqlite", tmp_path / "recordings")

    def meanwhile(made: Assessment) -> Assessment:
        with pytest.raises(StoreProblem, match="could not be written"):
            other.amend(SESSION, 1, lambda one: corrected(one, "Zeugma"))
        return corrected(made)

    store.amend(SESSION, 1, meanwhile)
    quote = amending.quote_of(kept(store), "groups", 0.0, 4.0)
    other.amend(SESSION, 1, lambda made: amending.overrule(made, "groups", quote))
    other.close()
    assert [one.said for one in kept(store).corrections] == ["Quixotry"]
    assert [one.point for one in kept(store).rulings] == ["groups"]


def test_an_amendment_that_fails_changes_nothing(store: Store) -> None:
    """The answer stays as it was, and the library can be written again."""
    before = kept(store)
    with pytest.raises(ZeroDivisionError):
        store.amend(SESSION, 1, lambda _made: 1 // 0)
    assert kept(store) == before
    store.amend(SESSION, 1, corrected)
    assert kept(store).corrections


def test_the_judge_reads_the_corrected_words() -> None:
    """What is judged is the transcript as corrected; what changed is told."""
    judge = FakeJudge(covering("target"))
    judge.wordings.enqueue("What else would you look at?")
    again = rejudging.judge_again(corrected(examples.assessment()), judge)
    assert "Quixotry" in judge.asked[0].answer
    assert [change.point for change in again.changes] == ["target"]
    assert not again.outdated


def test_a_judge_that_fails_leaves_the_verdicts(store: Store) -> None:
    """The error is passed on, and nothing is saved over what was judged before."""
    store.amend(SESSION, 1, corrected)
    with pytest.raises(RoleOff):
        rejudging.judge_again(kept(store), FakeJudge(RoleOff("The judge is off.", "Wait.")))
    judge = FakeJudge(assessing.not_judged(examples.question().rubric, "It stopped twice."))
    with pytest.raises(RoleOff, match="It stopped twice"):
        rejudging.judge_again(kept(store), judge)
    assert kept(store).outdated
    assert kept(store).judgement.verdicts[0] == examples.judgement().verdicts[0]


def test_words_corrected_meanwhile_wait_for_the_next_judgement(store: Store) -> None:
    """What the judge says of words that do not stand any more is dropped."""
    first = store.amend(SESSION, 1, corrected).assessment
    assert first is not None
    store.amend(SESSION, 1, lambda made: corrected(made, "Zeugma"))
    judged = amending.judged_again(first, covering("target"))
    assert rejudging.keep_judged(store, SESSION, 1, judged) is None
    assert kept(store).outdated


def test_a_ruling_made_meanwhile_stays(store: Store) -> None:
    """The user's word is not lost when the judge is done."""
    first = store.amend(SESSION, 1, corrected).assessment
    assert first is not None
    quote = amending.quote_of(first, "groups", 0.0, 4.0)
    store.amend(SESSION, 1, lambda made: amending.overrule(made, "groups", quote))
    judged = amending.judged_again(first, covering("target"))
    row = rejudging.keep_judged(store, SESSION, 1, judged)
    assert row is not None
    assert row.assessment == kept(store)
    assert not kept(store).outdated
    assert [ruling.point for ruling in kept(store).rulings] == ["groups"]
    assert [change.point for change in kept(store).changes] == ["target"]


def test_an_answer_the_judge_failed_on_is_judged_at_last() -> None:
    """Its note goes with the failure, and there are scores."""
    failed = assessing.not_judged(examples.question().rubric, "The judge stopped twice.")
    judge = FakeJudge(covering("target"))
    judge.wordings.enqueue("What else would you look at?")
    again = rejudging.judge_again(examples.assessment(None, failed), judge)
    assert again.note == ""
    assert again.scores.overall is not None
    assert again.changes == ()
    assert again.follow_up is not None


def test_the_users_word_is_marked_wherever_verdicts_are_shown() -> None:
    """A ruled point says so and what the judge had said; a corrected word says what was heard."""
    made = corrected(examples.assessment())
    ruled = amending.overrule(made, "groups", amending.quote_of(made, "groups", 0.0, 4.0))
    row = next(row for row in report_view.rows(ruled) if row.point.id == "groups")
    assert row.word == "Covered, by your ruling"
    assert "The judge alone: not heard." in row.ruled
    assert sum(bool(row.ruled) for row in report_view.rows(ruled)) == 1
    assert "With your ruling; by the judge alone: " in report_view.meaning(ruled)
    assert "ruling" not in report_view.meaning(made)
    marked = [token for token in report_view.tokens(ruled) if "corrected" in token.kind]
    assert [token.text.strip(",.") for token in marked] == ["Quixotry"]
    assert examples.transcript().words[5].text in marked[0].note


def test_the_users_word_is_marked_in_what_is_taken_along() -> None:
    """The page says whose verdict it is, and what the judge alone had said."""
    made = examples.assessment()
    ruled = amending.overrule(made, "groups", amending.quote_of(made, "groups", 0.0, 4.0))
    page = report.page([corrected(ruled)], [None])
    assert "Covered, by your ruling" in page
    assert "The judge alone: not heard." in page
    assert "corrected by you" in page


def test_what_the_user_put_right_outlives_a_restart(store: Store, tmp_path: Path) -> None:
    """An answer the judge failed on is judged at the next start in the user's words, not those
    heard anew."""
    draft = Draft(
        session=SESSION,
        position=3,
        question_id="q",
        question=people.question("one"),
        parts=(Part(prompt="One?", file="answer-3.pcm"),),
    )
    folder = store.folder(SESSION)
    (folder / "answer-3.pcm").write_bytes(bytes(64_000))
    review.save(draft, folder)
    ear, mind = people.Ear({"answer-3.pcm": "the buyers"}), people.Mind()
    off = FakeJudge(RoleOff("The judge is off.", "Wait."))
    review.assess(store, draft, Assessors(ear, off, people.Tape()))
    right = store.amend(SESSION, 3, lambda made: amending.correct(made, 0.5, 0.9, "bias"))
    library = Library(tmp_path / "library.sqlite", tmp_path / "recordings")

    assert people.recovered(store, library) == (draft,)
    assert store.answer(SESSION, 3) == right
    made = review.assess(store, draft, Assessors(ear, mind, people.Tape()))
    assert made == store.answer(SESSION, 3).assessment
    assert made is not None
    assert made.transcript.text == "the bias"
    assert made.scores.overall is not None
    assert len(ear.asked) == 1
    assert people.recovered(store, library) == ()
    assert [file.name for file in folder.iterdir()] == ["answer-3.flac"]


def test_what_is_put_right_while_the_sound_is_joined_stays(store: Store, tmp_path: Path) -> None:
    """At the start of the program joining takes seconds, in which the user can open the answer."""
    draft = Draft(
        session=SESSION,
        position=1,
        question_id="q",
        question=people.question("one"),
        parts=(Part(prompt="One?", file="answer-1.pcm"),),
    )
    folder = store.folder(SESSION)
    (folder / "answer-1.pcm").write_bytes(bytes(64_000))
    window = Store(tmp_path / "library.sqlite", tmp_path / "recordings")

    class Slow(people.Tape):
        def join(self, parts: tuple[Path, ...], out: Path, gap: float = 0.6) -> None:
            super().join(parts, out, gap)
            window.amend(SESSION, 1, corrected)

    row = review.keep(store, draft, Slow())
    window.close()
    assert row == store.answer(SESSION, 1)
    assert "Quixotry" in kept(store).transcript.text
