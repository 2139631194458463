"""Holds interviews between an interviewer and the simulated candidates."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from base.errors import NotFound
from base.paths import Home
from evals.interviewer.candidates import CANDIDATES, Candidate, Moment
from evals.interviewer.transcript import Interviewer, Said, SimulatedClock, Transcript, Turn
from learning.interview_agenda import Agenda
from learning.interview_results import Report
from learning.interviews import InterviewService
from learning.open_interview import Ask, load_interview
from learning.study import Study
from roadmap.catalogue import Roadmap

SCRIPTS = ("ml-fundamentals", "llm-rag", "system-design", "behavioural", "phone-screen")
_MOST_TURNS = 120
"""Far more than any interview has: an interviewer who gets here finds no end."""
_PICK_UP_EVERY = 5
_SIGN_SECONDS = 50.0
"""Seconds between two signs of the candidate's presence: few, because each is written."""

MakeInterviewer = Callable[[Study], Interviewer]


def the_service(study: Study) -> Interviewer:
    """The interviewer of Waymark, as every process makes it: it knows only what memory holds."""
    return InterviewService(study.memory, study.roadmap, study.clock)


def hold_all(
    make: MakeInterviewer = the_service,
    *,
    candidates: Iterable[str] = tuple(CANDIDATES),
    scripts: Iterable[str] = SCRIPTS,
    seeds: Iterable[int] = (1,),
) -> Iterator[Transcript]:
    """One interview for each script, candidate and seed, all on fresh learners."""
    names, numbers = tuple(candidates), tuple(seeds)
    roadmap = Roadmap.load()
    for script in scripts:
        for seed in numbers:
            for name in names:
                with _fresh_learner(roadmap) as study:
                    yield hold(make, study, name, script, seed)


def hold(make: MakeInterviewer, study: Study, name: str, script: str, seed: int) -> Transcript:
    """One interview from its first question to its report."""
    interviewer, candidate = make(study), CANDIDATES[name]
    clock = cast("SimulatedClock", study.clock)
    first = interviewer.start(script, seed=seed)
    said: Ask | Report = first
    run = study.memory.interviews.get(first.run)
    if run is None:
        raise NotFound(f"There is no interview “{first.run}”.")
    agenda = load_interview(study.memory, study.roadmap, run).agenda
    turns: list[Turn] = []
    while isinstance(said, Ask) and len(turns) < _MOST_TURNS:
        picked_up = None
        if len(turns) % _PICK_UP_EVERY == _PICK_UP_EVERY - 1:
            interviewer = make(study)
            picked_up = interviewer.resume()
        reply = _reply(candidate, said, turns, study, agenda)
        _let_pass(reply.seconds, clock, interviewer)
        turns.append(Turn(said, reply, picked_up))
        said = interviewer.answer(reply.text)
    report = None if isinstance(said, Ask) else said
    return Transcript(name, script, seed, agenda, tuple(turns), report)


def _let_pass(seconds: float, clock: SimulatedClock, interviewer: Interviewer) -> None:
    """The candidate thinks and speaks; the interface gives signs of them, as it does in life."""
    while seconds > 0:
        clock.forward(min(seconds, _SIGN_SECONDS))
        seconds -= _SIGN_SECONDS
        interviewer.attend()


def _reply(candidate: Candidate, ask: Ask, turns: list[Turn], study: Study, agenda: Agenda) -> Said:
    question = study.roadmap.interview_question(ask.question)
    nth = sum(turn.ask.question == ask.question for turn in turns)
    share = agenda.stages[agenda.stage_of(ask.question)].share
    return candidate(Moment(ask, question, nth, share))


@contextmanager
def _fresh_learner(roadmap: Roadmap) -> Iterator[Study]:
    with tempfile.TemporaryDirectory() as folder:
        study = Study.open(Home(Path(folder)), SimulatedClock())
        study.__dict__["roadmap"] = roadmap  # read once for all: nothing in it depends on a learner
        try:
            yield study
        finally:
            study.close()
