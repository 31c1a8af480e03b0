"""Lint finds what makes a question bad, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockvoice.services.lint import lint
from tests.services import packs

WRONGS = {
    "an unknown key": ("    tip: Say", "    hint: x\n    tip: Say", "hint", "Extra inputs"),
    "no YAML": ("    rubric: #", "    rubric: [ #", "", ""),
    "a point's id": ("id: data-growth", "id: Data Growth", "id: Data Growth", "hyphens"),
    "a weight above 3": ("weight: 0.5", "weight: 3.5", "weight: 3.5", "less than or equal to 3"),
    "a weight of 0": ("weight: 0.5", "weight: 0", "weight: 0", "greater than 0"),
    "one way to say it": (
        "          - I compare the row counts of the old and the new runs\n",
        "",
        "says:",
        "1 ways to say it",
    ),
    "no false statement": (
        "        wrong:\n          - library updates never make a program slower\n",
        "",
        "id: last-change",
        "0 false statements",
    ),
    "no must": ("        must: true", "        must: false", "rubric:", "no point is a must"),
    "no question": ("next time?", "next time.", "probe:", "should be a question"),
    "a long probe": (
        "What could have changed",
        "What" + " of all" * 14 + " could have changed",
        "probe:",
        "fewer than 30",
    ),
    "a told answer": (
        "How would you learn where those five hours are spent?",
        "Would timing each stage of the job show which one became slow?",
        "probe:",
        "gives the answer away",
    ),
    "a short sample answer": (
        packs.example().partition("I ask what changed.")[2].partition("    mistakes:")[0],
        "\n",
        "sample_answer:",
        "words, should have 120 to 220",
    ),
    "too little time": (
        "answer_seconds: 120",
        "answer_seconds: 60",
        "answer_seconds: 60",
        "4 points want at least 80 s, not 60",
    ),
    "a long question": (
        "It used to take one hour and now takes five.",
        "It used to take one hour and now takes five. " + "Consider everything carefully. " * 8,
        "text:",
        "to say, more than 15",
    ),
    "signs": ("takes five.", "takes 5h (500%).", "text:", "cannot be spoken: ( % )"),
    "a sign in an answer": ("Say reading went", "Say reading → went", "sample_answer:", "→"),
    "a related id": ("related: []", "related: [nothing]", "[nothing]", "my-pack/nothing"),
    "itself": ("related: []", "related: [slow-batch-job]", "[slow", "not related to itself"),
    "spelling": ("Changing several", "Chanigng several", "- Chanigng", "spelling: Chanigng"),
    "a kind without its points": ("kind: technical", "kind: behavioural", "rubric:", "situation"),
    "a lone A": ("{text: regression}", "{text: AI, say: A I}", "A I", "is read as the article"),
    "no solution": ("kind: technical", "kind: coding", "kind: coding", "reference solution"),
    "no facts": ("kind: technical", "kind: system_design", "kind:", "has facts"),
    "a phase of another kind": (
        "    related:",
        "    phases: [{name: data, share: {mid: 1}}]\n    related:",
        "phases:",
        "only system design",
    ),
}


@pytest.mark.parametrize("name", WRONGS)
def test_each_wrong_is_found_on_its_line(name: str, tmp_path: Path) -> None:
    """One change makes findings of which one tells its reason and stands on the right line."""
    old, new, line, reason = WRONGS[name]
    file = packs.write(tmp_path, packs.changed(old, new))
    lines = file.read_text("utf-8").splitlines()

    found = lint([file])

    assert [
        str(problem)
        for problem in found
        if problem.file == file and reason in problem.reason and line in lines[problem.line - 1]
    ], [str(problem) for problem in found]


def test_the_example_has_no_finding(tmp_path: Path) -> None:
    """What `mockvoice questions new` writes is clean."""
    assert lint([packs.write(tmp_path, packs.example())]) == []


def test_a_weight_may_be_up_to_what_the_example_says(tmp_path: Path) -> None:
    """The example names the bounds that hold, so that 3 is right."""
    assert "# how much it counts: above 0, to 3" in packs.example()
    assert lint([packs.write(tmp_path, packs.changed("weight: 0.5", "weight: 3"))]) == []


def test_shares_of_phases_add_up(tmp_path: Path) -> None:
    """A level whose shares are not 1 is named, another is not; points need a phase there is."""
    design = "system_design\n    phases: [{name: data, share: {junior: 0.9, mid: 1.0}}]"
    file = packs.write(tmp_path, packs.changed("technical # technical", f"{design} # technical"))

    reasons = [problem.reason for problem in lint([file])]

    assert sum("add up to 0.90" in reason and "junior" in reason for reason in reasons) == 1
    assert not any("mid add up" in reason for reason in reasons)
    assert sum("belongs to none of the phases" in reason for reason in reasons) == 4
    assert sum("no point belongs to the phase data" in reason for reason in reasons) == 1


def test_a_question_asked_in_two_packs_is_found(tmp_path: Path) -> None:
    """The later of two like questions is reported, with its like points."""
    one = packs.write(tmp_path, packs.example())
    other = packs.example().replace("pack: my-pack", "pack: other").replace("five times", "5 times")
    two = packs.write(tmp_path, other, "other.yaml")

    found = lint([one, two])

    asked = [p for p in found if "nearly the same as my-pack/slow-batch-job" in p.reason]
    assert [(p.file, p.line) for p in asked] == [(two, 13)]
    assert sum("says nearly the same as the point" in problem.reason for problem in found) == 4


def test_related_questions_may_share_a_point(tmp_path: Path) -> None:
    """Like points of questions that are never asked together are no finding."""
    one = packs.write(tmp_path, packs.example())
    other = packs.example().replace("pack: my-pack", "pack: other")
    other = other.replace("related: []", "related: [my-pack/slow-batch-job]")
    two = packs.write(tmp_path, other, "other.yaml")

    assert [problem.reason for problem in lint([one, two])] == [
        "slow-batch-job: asks nearly the same as my-pack/slow-batch-job"
    ]


def test_a_broken_pack_hides_no_other(tmp_path: Path) -> None:
    """Findings of a sound pack stand beside those of one that is not YAML."""
    broken = packs.write(tmp_path, "pack: [", "a.yaml")
    other = packs.write(tmp_path, packs.changed("several", "sevreal"), "b.yaml")

    assert {problem.file for problem in lint([broken, other])} == {broken, other}


def test_british_american_and_own_words_are_right(tmp_path: Path) -> None:
    """Both spellings pass, and a word of a dictionary beside the pack does."""
    told = "Optimising or optimizing the colour or color of the centre or center, frobnicating."
    packs.write(tmp_path, "frobnicating # ours\n", "dictionary.txt")
    file = packs.write(tmp_path, packs.changed("Changing several things at once.", told))

    assert lint([file]) == []


def test_known_questions_of_other_packs_may_be_related(tmp_path: Path) -> None:
    """A full id outside the files is accepted when it is known."""
    file = packs.write(tmp_path, packs.changed("related: []", "related: [maths/pca]"))

    assert lint([file], known=["maths/pca"]) == []
    assert len(lint([file])) == 1
