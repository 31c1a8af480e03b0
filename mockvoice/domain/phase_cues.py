"""What people say in each phase of a design answer and of a story: the cues that phases.py reads.

Written from how such answers are usually spoken, not from the bank's wording. A cue is one or more
words of ``words.tokens``; ``*`` at the end of a word stands for any ending. A table in code, not a
data file: the domain opens no files, and whoever follows phases would have to be handed the table.
"""

from __future__ import annotations

from typing import Final

SITUATION: Final = "situation"
TASK: Final = "task"
ACTION: Final = "action"
RESULT: Final = "result"
LESSON: Final = "lesson"
STORY: Final = (SITUATION, TASK, ACTION, RESULT, LESSON)
"""Phases of a behavioural answer, in the order in which a story is told."""


def _cues(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


OPENINGS: Final[dict[str, tuple[str, ...]]] = {
    "requirements": _cues(
        "the goal, requirement*, constraint*, clarify*, let me ask, i'd ask, i ask, scope,"
        " assumption*, let's assume, i'd assume, i assume, use case*, success means, success is,"
        " the objective, business metric*, what matters, cost of errors, cost of an error,"
        " do the arithmetic, i'd start with, i'd start from, i'd begin with, i'd fix, i'd define,"
        " before i draw"
    ),
    "data": _cues(
        "for data, for the data, on data, on the data, next the data, then data, data collection,"
        " training data, the labels, for labels, labels are, labels come, labels need,"
        " ground truth, i log every, i log each, every impression, each impression, is logged"
    ),
    "features": _cues(
        "features are, features, for features, the features, feature engineering, cold start,"
        " cold start*, feature store, point in time"
    ),
    "model": _cues(
        "the model is, the model, for the model, model choice, as a model, the architecture,"
        " two stage*, two tower*, boosted tree*, gradient boosted, neural net*, baseline,"
        " loss function, candidate generat*, ranker, transformer*, logistic regression"
    ),
    "evaluation": _cues(
        "to evaluate, i evaluate, i'd evaluate, for evaluation, evaluation, a b test*, ab test*,"
        " offline metric*, backtest*, back test*, holdout, held out, time split, shadow run,"
        " experiment decides, how do i know, load test*, ndcg, recall at"
    ),
    "serving": _cues(
        "for serving, serving is, serving, at request time, online store, for deployment,"
        " deploy*, latency budget, fallback, fall back, autoscal*, replica*, load balanc*,"
        " rollback, roll back, inference service"
    ),
    "monitoring": _cues(
        "monitor*, in operation, in production, i watch, i'd watch, i alert, i'd alert, alert*,"
        " dashboard*, drift, on call, retrain*, once it is live"
    ),
    "trade_offs": _cues(
        "trade off*, tradeoff*, the price of, at the price, price worth, it costs some,"
        " in exchange, i accept, accepting, on the other hand, downside, pros and cons, versus,"
        " alternative would, i'd give up, weigh*"
    ),
}
"""Words that open a phase or name it: strong evidence."""

SIGNS: Final[dict[str, tuple[str, ...]]] = {
    "requirements": _cues(
        "goal*, wants, target, proxy, how many, how fast, latency requirement*, budget, users,"
        " objective, metric we, cost* the, threshold*, expected cost, expected value,"
        " policy team, horizon"
    ),
    "data": _cues(
        "label*, log*, impression*, negatives, sampl*, annotat*, missing, bias*, join*, raw,"
        " events, collect*, history, chargeback*, delay*, late, impute*, duplicate*, position,"
        " reviewers"
    ),
    "features": _cues(
        "feature*, embedding*, count*, lag*, streamed, hash*, recent, velocity, window*, genre,"
        " attributes, identifiers, freshness, context, weekday"
    ),
    "model": _cues(
        "model*, tree*, network, rank*, candidates, retriev*, train* a, loss, layer*, calibrat*,"
        " quantile*, classifier*, predicts, fine tun*, nearest neighbour*, nearest neighbor*,"
        " ensemble, multi task, score*, two stages"
    ),
    "evaluation": _cues(
        "offline, metric*, test*, experiment*, measure*, compare*, split*, auc, precision,"
        " recall, control, randomise*, randomize*, validat*, challenger*, shadow, by segment,"
        " bootstrap*, significan*, later weeks, following day"
    ),
    "serving": _cues(
        "latency, milliseconds, request*, cache*, batch, queue*, nightly, throughput, cascade,"
        " funnel, service, container*, api, endpoint*, time out, timeout, region*, canary,"
        " scale*, streaming"
    ),
    "monitoring": _cues(
        "watch, watching, coverage, freshness of, staleness, null*, rate of, quality of the live,"
        " distribution shift, live i, daily i, audit*, anomal*, incident*"
    ),
    "trade_offs": _cues(
        "but it costs, cost*, cheap*, lose, worth, explor*, rather than, instead of, although,"
        " compromise, balance, otherwise, sacrific*, at the expense"
    ),
}
"""Words that are more usual in one phase than in the others: weak evidence."""

STORY_OPENINGS: Final[dict[str, tuple[str, ...]]] = {
    SITUATION: _cues(
        "at my last, at my previous, in my last, last year, years ago, when i joined,"
        " i was working, we were working, the situation, the background, some context,"
        " for context, in a team, in my team, on a project, this was at, a while ago"
    ),
    TASK: _cues(
        "my task, my job, my role, my part, i was responsible, i was asked, i was in charge,"
        " responsible for, was mine, were mine, i had to, my goal, our goal, the goal,"
        " i was supposed, i was the engineer, asked me to, one goal, i owned"
    ),
    ACTION: _cues(
        "so i, first i, then i, next i, i decided, i suggested, i proposed, i started by,"
        " what i did, as a first step, i talked, i wrote, i built, i set up, i brought, i asked,"
        " i showed, i compared, i called, i switched, i fixed, i split, i cut, i measured, i put,"
        " i went, i made, i offered, i explained, i told, we agreed, we tried, we paired, i sat,"
        " i met, i ran, i tried, i let"
    ),
    RESULT: _cues(
        "as a result, the result, in the end, by the end, the outcome, went live, were live,"
        " was live, we launched, we shipped, saved, fell by, fell from, fell to, dropped by,"
        " dropped from, went down, went up, rose by, rose from, it had cost, is still in use,"
        " was promoted, per cent, percent"
    ),
    LESSON: _cues(
        "i learned, i learnt, i've learned, what i learned, the lesson, lesson, taught me,"
        " since then, next time, looking back, in hindsight, do differently, these days i, now i,"
        " what changed for good, ever since, from then on"
    ),
}
"""Words that open a part of a story: strong evidence."""

STORY_SIGNS: Final[dict[str, tuple[str, ...]]] = {
    SITUATION: _cues(
        "company, team, customers, colleague, they wanted, there was, noticed, problem was,"
        " relied on, joined, we had, had been, was due, hadn't, wasn't, argument"
    ),
    TASK: _cues(
        "responsib*, asked, expected, deadline, owner, until, goal*, mine, charge, accountable"
    ),
    ACTION: _cues("i, together, meeting*, plan, step, each week, every week, options, then, first"),
    RESULT: _cues(
        "weeks later, months later, live, alone, fewer, faster, a quarter, a month, euros,"
        " dollars, half, agreed, bookings, revenue, finally, afterwards"
    ),
    LESSON: _cues(
        "always, never, every model now, i now, before i, at the very start, earlier, don't, habit"
    ),
}
"""Words more usual in one part of a story than in the others: weak evidence."""
