"""What the interview page shows follows from the events alone."""

from __future__ import annotations

from mockvoice.domain import events
from mockvoice.domain.events import SignalQuality
from mockvoice.domain.session import State
from mockvoice.ui import state
from mockvoice.ui.state import Happening, Tick, View, reduce

S = "20261121-100000-c3"


def after(*happened: Happening, view: View | None = None) -> View:
    """Return the view after these events."""
    shown = view or View()
    for event in happened:
        shown = reduce(shown, event)
    return shown


def asking(text: str = "What is bias?", turn: int = 1) -> tuple[Happening, ...]:
    """The interviewer begins to ask; a word every half second."""
    ends = tuple(0.5 * (place + 1) for place in range(len(text.split())))
    return (
        events.StateChanged(session=S, turn=turn, state=State.ASKING),
        events.PromptSpoken(session=S, turn=turn, text=text, follow_up=False, word_ends=ends),
    )


def test_words_are_marked_as_they_sound() -> None:
    """A word counts as said once its end has passed on the screen's clock."""
    shown = after(*asking(), Tick(100.0))
    assert shown.said == 0
    assert after(Tick(100.49), view=shown).said == 0
    assert after(Tick(100.5), view=shown).said == 1
    assert after(Tick(104.0), view=shown).said == 3


def test_all_words_are_said_when_the_voice_ends() -> None:
    """Nothing stays grey after the interviewer has finished."""
    shown = after(*asking(), events.StateChanged(session=S, turn=1, state=State.LISTENING))
    assert shown.said == 3


def test_a_tick_without_a_change_gives_the_same_view() -> None:
    """The page is not drawn again when nothing changed."""
    shown = after(*asking(), Tick(100.0), Tick(100.6))
    assert reduce(shown, Tick(100.61)) is shown
    listening = after(events.StateChanged(session=S, turn=1, state=State.LISTENING))
    assert reduce(listening, Tick(5.0)) is listening


def test_events_of_another_session_change_nothing() -> None:
    """A late event of a session that is over does not touch this one."""
    shown = after(*asking())
    other = events.StateChanged(session="other", turn=1, state=State.PAUSED)
    assert reduce(shown, other) is shown


def test_late_gauges_of_an_earlier_turn_are_ignored() -> None:
    """A caption of question one does not appear under question two."""
    shown = after(*asking(), *asking("And variance?", turn=2))
    late = events.CaptionReady(session=S, turn=1, text="bias is")
    assert reduce(shown, late).caption == ""


def test_a_late_assessment_still_counts() -> None:
    """Facts of earlier turns are never lost."""
    shown = after(
        *asking(),
        events.AnswerRecorded(session=S, turn=1, seconds=40),
        *asking("And variance?", turn=2),
    )
    assert shown.open_assessments == 1
    assert after(events.AnswerAssessed(session=S, turn=1), view=shown).open_assessments == 0


def test_a_new_question_starts_clean() -> None:
    """Caption, time and warnings of the last answer are gone."""
    shown = after(
        *asking(),
        events.StateChanged(session=S, turn=1, state=State.LISTENING),
        events.CaptionReady(session=S, turn=1, text="bias is"),
        events.Level(session=S, turn=1, peak=1, quality=SignalQuality.CLIPPED, seconds=31),
        *asking("And variance?", turn=2),
    )
    assert (shown.caption, shown.elapsed, shown.peak) == ("", 0.0, 0.0)
    assert shown.quality is SignalQuality.FINE


def test_a_nudge_goes_when_one_speaks() -> None:
    """Speaking takes "take your time" away; silence does not."""
    shown = after(
        events.StateChanged(session=S, turn=1, state=State.LISTENING),
        events.Nudge(session=S, turn=1, text="Take your time."),
    )
    quiet = events.Level(session=S, turn=1, peak=0.01, quality=SignalQuality.FINE, seconds=9)
    assert after(quiet, view=shown).nudge == "Take your time."
    loud = quiet.model_copy(update={"peak": 0.4})
    assert after(loud, view=shown).nudge == ""


def test_a_countdown_ends_with_its_state() -> None:
    """Going on talking takes the countdown away."""
    shown = after(
        events.StateChanged(session=S, turn=1, state=State.FINISHING),
        events.Countdown(session=S, turn=1, seconds=2),
        events.StateChanged(session=S, turn=1, state=State.LISTENING),
    )
    assert shown.countdown is None


def test_every_state_has_words_and_an_offer() -> None:
    """No state leaves the page without a heading, and all but four have a main action."""
    without = {State.READY, State.TYPING, State.REPLYING, State.ENDED}
    for value in State:
        assert value in state.HEADINGS
        assert value in state.ABOUT
        offer = state.offer(View(state=value))
        assert bool(offer.main) == (value not in without)


def test_preparing_is_not_called_speaking() -> None:
    """Until the first word sounds the page does not claim that the interviewer speaks."""
    asked, spoken = asking()
    assert state.heading(after(asked)) == "One moment…"
    assert state.heading(after(asked, spoken)) == "The interviewer is speaking"


def test_a_follow_up_that_is_not_yet_heard_is_not_called_speaking() -> None:
    """While the reply's sound is made, the old question is not said to be spoken."""
    replying = events.StateChanged(session=S, turn=1, state=State.REPLYING)
    again = events.StateChanged(session=S, turn=1, state=State.ASKING)
    spoken = events.PromptSpoken(session=S, turn=1, text="Why?", follow_up=True)
    assert state.heading(after(*asking(), replying, again)) == "One moment…"
    spoken_view = after(*asking(), replying, again, spoken)
    assert state.heading(spoken_view) == "The interviewer is speaking"


def test_that_the_reply_takes_long_is_said_while_it_does() -> None:
    """The word stands under the heading until the reply comes, or the answer goes on."""
    replying = events.StateChanged(session=S, turn=1, state=State.REPLYING)
    long = events.Nudge(session=S, turn=1, text="Still thinking.")
    assert after(*asking(), replying, long).nudge == "Still thinking."
    for then in (State.ASKING, State.LISTENING):
        gone = events.StateChanged(session=S, turn=1, state=then)
        assert after(*asking(), replying, long, gone).nudge == ""


def test_the_end_is_shown_though_answers_are_still_judged() -> None:
    """The session can be over while an assessment is open."""
    shown = after(
        *asking(),
        events.AnswerRecorded(session=S, turn=1, seconds=40),
        events.SessionEnded(session=S),
    )
    assert shown.ended
    assert shown.open_assessments == 1


def test_a_failed_stage_is_told_in_words() -> None:
    """What failed and what to do are on the page."""
    failed = events.StageFailed(
        session=S, turn=1, stage="captions", message="Hearing stopped.", hint="It goes on."
    )
    assert after(failed).trouble == "Hearing stopped. It goes on."


def lost(*before: events.Event) -> View:
    """A microphone that is gone."""
    return after(*before, events.StateChanged(session=S, turn=1, state=State.DEVICE_LOST))


def test_nothing_is_called_kept_where_nothing_was_recorded() -> None:
    """Without a microphone the page offers to type; after some words, to finish the answer."""
    without = lost(*asking())
    assert state.heading(without) == "No microphone"
    assert "kept" not in state.about(without)
    assert state.offer(without).main_command == "type"
    assert "resume" in state.offer(without).commands
    level = events.Level(session=S, turn=1, peak=0.3, quality=SignalQuality.FINE, seconds=4)
    listening = events.StateChanged(session=S, turn=1, state=State.LISTENING)
    some = lost(*asking(), listening, level)
    assert "kept" in state.about(some)
    assert state.offer(some).main_command == "done"


def test_a_microphone_lost_at_a_follow_up_leaves_the_answer_before_it_safe() -> None:
    """What was said to the question is on disk, and can be handed in as it is."""
    shown = lost(
        *asking(),
        events.StateChanged(session=S, turn=1, state=State.LISTENING),
        events.Level(session=S, turn=1, peak=0.3, quality=SignalQuality.FINE, seconds=4),
        events.StateChanged(session=S, turn=1, state=State.REPLYING),
        events.AnswerRecorded(session=S, turn=1, seconds=4),
        events.StateChanged(session=S, turn=1, state=State.ASKING),
        events.PromptSpoken(session=S, turn=1, text="And noise?", follow_up=True),
    )
    assert shown.elapsed == 0
    assert state.offer(shown).main_command == "done"
    assert "Nothing is recorded" not in state.about(shown)


def test_what_fails_while_the_microphone_is_lost_is_told() -> None:
    """The first message has a card of its own; a failed second try and a full disk have not."""
    gone = events.StageFailed(session=S, turn=1, stage="microphone", message="Gone.", hint="")
    first = lost(*asking(), gone)
    assert first.trouble == ""
    assert after(gone, view=first).trouble == "Gone."
    full = events.StageFailed(session=S, turn=1, stage="recording", message="Full.", hint="")
    assert after(full, view=first).trouble == "Full."


def test_an_answer_whose_judging_failed_is_not_waited_for() -> None:
    """It is not open any more, and the reason is known."""
    failed = events.StageFailed(session=S, turn=1, stage="review", message="Off.", hint="")
    shown = after(*asking(), events.AnswerRecorded(session=S, turn=1, seconds=40), failed)
    assert shown.open_assessments == 0
    assert shown.not_judged == ((1, "Off."),)


def test_an_answer_is_called_safe_only_when_it_is_recorded() -> None:
    """While the next question is prepared after a skip, nothing is claimed."""
    replying = events.StateChanged(session=S, turn=1, state=State.REPLYING)
    assert "safe" not in state.about(after(*asking(), replying))
    recorded = events.AnswerRecorded(session=S, turn=1, seconds=3)
    assert "safe" in state.about(after(*asking(), replying, recorded))


def test_words_of_a_follow_up_stand_apart_from_those_before() -> None:
    """What was said to the question does not look like the follow-up's, and its clock begins."""
    shown = after(
        *asking(),
        events.StateChanged(session=S, turn=1, state=State.LISTENING),
        events.Level(session=S, turn=1, peak=0.3, quality=SignalQuality.FINE, seconds=40),
        events.CaptionReady(session=S, turn=1, text="It is the bias."),
        events.StateChanged(session=S, turn=1, state=State.REPLYING),
        events.StateChanged(session=S, turn=1, state=State.ASKING),
        events.PromptSpoken(session=S, turn=1, text="And noise?", follow_up=True),
    )
    assert (shown.before, shown.said_now, shown.elapsed) == ("It is the bias.", "", 0.0)
    more = events.CaptionReady(session=S, turn=1, text="It is the bias. And noise stays.")
    listening = events.StateChanged(session=S, turn=1, state=State.LISTENING)
    shown = state.reduce(state.reduce(shown, listening), more)
    assert (shown.before, shown.said_now) == ("It is the bias.", "And noise stays.")
    again = events.StateChanged(session=S, turn=1, state=State.ASKING)
    assert state.reduce(shown, again).said_now == ""


def test_what_was_skipped_is_counted_until_the_end() -> None:
    """A skipped question is known when its turn is long over."""
    skipped = events.QuestionSkipped(session=S, turn=1)
    shown = after(*asking(), skipped, *asking(turn=2), events.SessionEnded(session=S))
    assert shown.skipped == {1}


def test_nothing_is_waited_for_where_an_answer_was_taken_back() -> None:
    """Recorded, then started over and left: there is no assessment to come."""
    recorded = events.AnswerRecorded(session=S, turn=1, seconds=4.0)
    skipped = events.QuestionSkipped(session=S, turn=1)
    shown = after(*asking(), recorded, skipped, events.SessionEnded(session=S))
    assert (shown.skipped, shown.recorded) == ({1}, frozenset())
    assert shown.open_assessments == 0
