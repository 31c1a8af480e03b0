"""The measures in words: what each means, one thing to try, and where it is heard."""

from __future__ import annotations

import pytest

from mockvoice.domain.assessment import Assessment, Prompt
from mockvoice.domain.delivery import Delivery, Mark, Pause, PauseKind
from mockvoice.domain.question import Kind
from mockvoice.services import report_tiles, report_view
from mockvoice.services.report_view import Tile
from tests import examples

NAMES = {
    "Length",
    "Pace",
    "Articulation",
    "Fillers",
    "Pauses between thoughts",
    "Pauses inside sentences",
    "Long pauses",
    "First word",
    "Hedges",
    "Repeats and restarts",
    "Sentences",
    "Melody",
    "Loudness",
    "Trade-offs argued",
}


HEDGE = Mark(text="maybe", start=1.0, end=1.4)


def shown(made: Assessment) -> dict[str, Tile]:
    """Tiles by name."""
    return {tile.name: tile for tile in report_tiles.tiles(made)}


def measured(**changes: object) -> dict[str, Tile]:
    """Tiles of an answer whose measures are changed."""
    made = examples.assessment()
    return shown(made.model_copy(update={"delivery": made.delivery.model_copy(update=changes)}))


def test_every_measure_is_there_with_its_meaning() -> None:
    """No measure of the list is missing, and each has its sentences, whole."""
    tiles = shown(examples.assessment())

    assert set(tiles) == NAMES
    for tile in tiles.values():
        assert tile.meaning.endswith(".")
        assert tile.try_this.endswith(".") or not tile.try_this


@pytest.mark.parametrize(
    ("name", "fine", "off"),
    [
        ("Pace", {"words_per_minute": 140.0}, {"words_per_minute": 195.0}),
        ("Pace", {"words_per_minute": 140.0}, {"words_per_minute": 90.0}),
        ("First word", {"first_word_after": 1.0}, {"first_word_after": 9.0}),
        ("Sentences", {"sentence_words": 15.0}, {"sentence_words": 44.0}),
        (
            "Melody",
            {"pitch_variation_semitones": 3.0},
            {"pitch_variation_semitones": 1.1},
        ),
        ("Loudness", {"loudness_variation_db": 5.0}, {"loudness_variation_db": 1.5}),
        ("Fillers", {"fillers_per_minute": 2.0}, {"fillers_per_minute": 14.0}),
        ("Hedges", {"hedges": ()}, {"hedges": (HEDGE,) * 6}),
    ],
)
def test_what_to_try_depends_on_the_figure(
    name: str, fine: dict[str, object], off: dict[str, object]
) -> None:
    """A measure outside its norm says what to try; one that is fine asks for nothing."""
    assert not measured(**fine)[name].try_this
    assert measured(**off)[name].try_this.endswith(".")


def test_pauses_are_told_apart_by_where_they_lie() -> None:
    """Those between clauses and those inside one are counted apart, with their seconds."""
    pauses = tuple(
        Pause(start=at, end=at + 0.6, kind=kind)
        for at, kind in ((1.0, PauseKind.BETWEEN), (3.0, PauseKind.INSIDE), (5.0, PauseKind.INSIDE))
    )
    tiles = measured(pauses=pauses)

    assert tiles["Pauses between thoughts"].value == "1"
    assert tiles["Pauses inside sentences"].value == "2"
    assert [mark[1] for mark in tiles["Pauses inside sentences"].marks] == [3.0, 5.0]


def test_length_is_that_of_the_answer_without_replies() -> None:
    """Replies to follow-ups do not count against the time planned for the question."""
    made = examples.assessment()
    reply = Prompt(text="And then?", at=30.6, point="time")
    both = made.model_copy(update={"prompts": (*made.prompts, reply)})

    assert shown(made)["Length"].value == "0:51"
    assert shown(both)["Length"].value == "0:30"
    assert shown(both)["Length"].unit == "of 2:00 min"
    assert "With the follow-up the recording is 0:51 long." in shown(both)["Length"].meaning
    assert "follow-up" not in shown(made)["Length"].meaning


def test_length_means_the_same_at_the_top_of_the_report_and_in_its_measure() -> None:
    """Both say how long the answer was; the recording with the follow-up is named as such."""
    made = examples.assessment()
    reply = Prompt(text="And then?", at=30.6, point="time")
    both = made.model_copy(update={"prompts": (*made.prompts, reply)})

    assert report_view.length(made) == "0:51 of 2:00 min"
    assert report_view.length(both) == "0:30 of 2:00 min, with follow-up 0:51"


def test_fillers_are_told_by_kind() -> None:
    """The commonest are named with their number, and each can be heard."""
    tile = shown(examples.assessment())["Fillers"]

    assert "um 3, uh 3" in tile.meaning
    assert len(tile.marks) == 6


def test_trade_offs_play_and_are_at_least() -> None:
    """Found passages can be heard and are a lower bound; stories of behaviour have none."""
    mark = Mark(text="I'd use trees rather than nets because rows are few.", start=1.0, end=4.0)
    tile = measured(trade_offs=(mark,))["Trade-offs argued"]

    assert tile.value == "at least 1"
    assert tile.marks == ((mark.text, 1.0, 4.0),)
    made = examples.assessment()
    story = made.question.model_copy(update={"kind": Kind.BEHAVIOURAL})
    assert "Trade-offs argued" not in shown(made.model_copy(update={"question": story}))


def test_answers_of_older_versions_are_read_without_it() -> None:
    """A kept document without trade-offs is valid, and the measure is left out."""
    document = examples.assessment().delivery.model_dump(mode="json")
    del document["trade_offs"]
    older = Delivery.model_validate(document)

    assert older.trade_offs is None
    assert "Trade-offs argued" not in measured(trade_offs=None)


def test_what_there_is_none_of_has_no_sum() -> None:
    """A nought stands alone, and less than two seconds are told to the tenth."""
    inside = Pause(start=3.0, end=3.4, kind=PauseKind.INSIDE)
    tiles = measured(pauses=(inside,), repeats=(), restarts=(HEDGE,))
    none = measured(pauses=(), repeats=(), restarts=())

    assert tiles["Pauses inside sentences"].unit == "0.4 s in all"
    assert tiles["Pauses between thoughts"].unit == ""
    assert tiles["Repeats and restarts"].unit == "1 begun again"
    assert none["Repeats and restarts"].unit == ""


def test_an_answer_hardly_begun_is_asked_for_more() -> None:
    """Under a fifth of the time an example is not what is missing; over it, it may be."""
    made = examples.assessment()

    def tip(given: int) -> str:
        asked = made.question.model_copy(update={"answer_seconds": given})
        return shown(made.model_copy(update={"question": asked}))["Length"].try_this

    assert tip(300).startswith("Say more")
    assert tip(200).startswith("Add an example")


def test_a_few_words_get_no_rates_and_no_tips_on_the_voice() -> None:
    """What was counted is shown without a rate, and the voice without something to try."""
    tiles = measured(
        words_per_minute=None,
        articulation_rate=None,
        fillers_per_minute=None,
        pitch_variation_semitones=0.5,
        loudness_variation_db=0.5,
        trade_offs=(),
    )

    assert "Pace" not in tiles
    assert tiles["Fillers"].value == "at least 6"
    assert tiles["Fillers"].unit == "too little said for a rate"
    for name in ("Fillers", "Melody", "Loudness", "Trade-offs argued"):
        assert not tiles[name].try_this
