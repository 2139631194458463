"""An interview in Markdown: what is asked, and its report, whole or as much as fits in a chat."""

from __future__ import annotations

from collections.abc import Iterator

from learning.interview_results import (
    AreaComparison,
    CompetencyResult,
    QuestionResult,
    Report,
    percent,
)
from learning.open_interview import Ask


def ask_markdown(ask: Ask) -> str:
    """What the interviewer says, under a line on where the interview stands."""
    minutes = "1 minute" if ask.remaining_minutes == 1 else f"{ask.remaining_minutes} minutes"
    header = f"*{ask.title} · {place_of(ask)} · {minutes} left*"
    return "\n\n".join(part for part in (header, ask.note, ask.text) if part)


def place_of(ask: Ask) -> str:
    return f"question {ask.position} of {ask.of}"


def report_markdown(report: Report) -> str:
    """The whole report, with every quote, missed point and model answer."""
    lines = [f"# Interview: {report.title}", "", *_head(report), ""]
    lines += _competencies(report)
    lines += _comparison(report)
    for result in report.questions:
        lines += _question(result)
    if report.next_steps:
        lines += ["## Next", "", *(f"- {step}" for step in report.next_steps), ""]
    if report.cards:
        lines += ["Drafted review cards:", "", *(f"- {card.front}" for card in report.cards), ""]
    return "\n".join(lines)


def _competencies(report: Report) -> Iterator[str]:
    if not report.competencies:
        return
    yield "## Competencies"
    yield ""
    yield "| Competency | Questions | Score |"
    yield "|---|---:|---:|"
    for one in report.competencies:
        yield f"| {one.title} | {one.questions} | {percent(one.score)} |"
    yield ""
    for one in report.competencies:
        if one.kind == "area":
            yield from _shown(one)


def _shown(one: CompetencyResult) -> Iterator[str]:
    """What earned an area its score, and what it lacks most."""
    yield f"**{one.title}**"
    yield ""
    for evidence in one.evidence:
        quote = f"“{_inline(evidence.quote)}”"
        yield f"- ✓ {evidence.says} {quote} (question {evidence.question})"
    yield from (f"- ✗ {says}" for says in one.missed)
    if not one.evidence and not one.missed:
        yield "- Nothing that was said could be placed."
    yield ""


def _comparison(report: Report) -> Iterator[str]:
    if not report.comparison:
        return
    yield "## Beside earlier interviews"
    yield ""
    yield from (f"- {comparison_in_words(one)}" for one in report.comparison)
    yield ""


def comparison_in_words(one: AreaComparison) -> str:
    """An area beside its earlier runs, in one sentence."""
    points = round(one.score * 100) - round(one.last * 100)
    change = "as" if points == 0 else f"{abs(points)} points {'above' if points > 0 else 'below'}"
    runs = "one earlier interview" if one.runs == 1 else f"{one.runs} earlier interviews"
    day = f"{one.last_on.day} {one.last_on:%B %Y}"
    return (
        f"{one.title}: {percent(one.score)}, {change} on {day} ({percent(one.last)}); "
        f"the best of {runs} was {percent(one.best)}."
    )


def summary_markdown(report: Report) -> str:
    """Verdict, scores and what was missed; the model answers stay in the whole report."""
    lines = [*_head(report), ""]
    for result in report.questions:
        if result.score is None:
            continue
        lines.append(f"{result.number}. {result.question} **{percent(result.score)}**")
        missed = [point.says for point in result.points if point.met == "missed"]
        lines += [f"   - To set right: {flag}" for flag in result.red_flags]
        lines += [f"   - Missed: {says}" for says in missed[:3]]
    lines += [f"\n{comparison_in_words(one)}" for one in report.comparison]
    if report.next_steps:
        lines += ["", "**Next**", *(f"- {step}" for step in report.next_steps)]
    return "\n".join(lines)


def _head(report: Report) -> Iterator[str]:
    yield f"**{percent(report.score)}: {report.verdict}**"
    yield ""
    yield from (f"- {reason}" for reason in report.reasons)
    yield from (f"- {note}" for note in report.notes)
    yield ""
    used = "" if report.minutes_used is None else f", {report.minutes_used} used"
    day = f"{report.date.day} {report.date:%B %Y}"
    yield f"{day} · {report.minutes} minutes{used} · seed {report.seed}"


def _question(result: QuestionResult) -> Iterator[str]:
    shown = "not reached" if result.score is None else percent(result.score)
    yield f"## {result.number}. {result.question}"
    yield ""
    took = "" if result.seconds is None else f" · {_clock(result.seconds)} min"
    if took and result.planned_seconds is not None:
        took += f" of {_clock(result.planned_seconds)}"
    status = f" · {result.status}" if result.status in ("gave up", "not answered") else ""
    yield f"**{shown}**{status}{took}"
    yield ""
    if result.score is None:
        return
    if result.answer:
        yield from _quoted(result.answer)
    for aside in result.asides:
        yield "You asked:"
        yield ""
        yield from _quoted(aside.asked)
        yield f"*{aside.told}*"
        yield ""
    for probe in result.probes:
        yield f"*{probe.asked}*"
        yield ""
        yield from _quoted(probe.answer or "(no answer)")
    yield from _points(result)
    if result.stages:
        yield f"A good answer goes through: {'; '.join(result.stages)}."
        yield ""
    yield "A strong answer to compare with:"
    yield ""
    yield from _quoted(result.model_answer)


def _points(result: QuestionResult) -> Iterator[str]:
    for flag in result.red_flags:
        yield f"- **To set right:** {flag}"
    for point in result.points:
        must = " (essential)" if point.must else ""
        if point.met == "missed":
            yield f"- ✗ {point.says}{must}"
            continue
        mark = "✓" if point.met == "met" else "~"
        helped = "a hint" if point.hinted else "a probe"
        prompted = f", after {helped}" if point.prompted else ""
        quote = f" “{_inline(point.quote)}”{prompted}" if point.quote else prompted
        yield f"- {mark} {point.says}{must}{':' if point.quote else ''}{quote}"
    yield ""


def _quoted(text: str) -> Iterator[str]:
    """A block quote, in which nothing the learner wrote can become a heading of the report."""
    yield from (f"> {line}" if line else ">" for line in text.strip().split("\n"))
    yield ""


def _inline(text: str) -> str:
    return text.replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
