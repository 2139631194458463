"""Questions, feedback and summaries in words: Markdown that reads well as plain text too."""

from __future__ import annotations

from learning.choice_answers import LETTERS
from learning.grading import PointGrade, Verdict
from learning.question_views import AnswerView, QuestionView, RunSummary
from learning.replies import Reply

VERDICT_WORDS: dict[Verdict, str] = {
    "right": "Right.",
    "partly": "Partly right.",
    "wrong": "Not right.",
    "unsure": "This could not be graded surely.",
}
_POINT_MARKS = {"met": "✓", "partly": "~", "missed": "✗"}


def question_in_words(question: QuestionView) -> str:
    """The open question: its place, its words, its options, and how to answer."""
    name = "Question" if question.kind == "quiz" else "Review"
    lines = [*(f"{note}\n" for note in question.notes)]
    lines.append(
        f"**{name} {question.number} of {question.total}** · {question.topic_title}\n\n"
        f"{question.stem}"
    )
    if question.code:
        lines.append(f"\n```python\n{question.code.rstrip()}\n```")
    if question.options:
        lines.append("")
        lines += [f"- {LETTERS[n]}) {text}" for n, text in enumerate(question.options)]
    lines.append(f"\n{question.how}")
    return "\n".join(lines)


def answer_in_words(answer: AnswerView) -> str:
    """The verdict first, then what supports it, then the next question or the summary."""
    lines = [f"**{VERDICT_WORDS[answer.verdict]}** {answer.comment}".rstrip()]
    if answer.verdict == "partly":
        lines[0] += f" ({answer.score:.0%})"
    lines += [f"- {flag}" for flag in answer.red_flags if flag.rstrip(".") not in answer.comment]
    if answer.points:
        lines += ["", *(_point_line(point) for point in answer.points)]
    if answer.verdict != "right" or answer.points:
        lines += ["", f"The answer: {_on_own_lines(answer.right_answer)}"]
    lines += [f"\nWhy one might choose {reason}" for reason in answer.tempting]
    if answer.explanation:
        lines += ["", answer.explanation]
    lines += [f"\n{note}" for note in answer.notes]
    if answer.next is not None:
        lines += ["", "---", "", question_in_words(answer.next)]
    if answer.summary is not None:
        lines += ["", "---", "", summary_in_words(answer.summary)]
    return "\n".join(lines)


def reply_in_words(reply: Reply) -> str:
    """What became of the learner's words, and what is open then."""
    if reply.graded is not None:
        return answer_in_words(reply.graded)
    if reply.summary is not None:
        return summary_in_words(reply.summary)
    if reply.what == "hinted":
        return f"Hint: {reply.hint}"
    if reply.question is None:
        return ""
    if reply.what == "paused":
        return _paused_in_words(reply.question)
    lead = "Skipped." if reply.what == "skipped" else "Back at the question before."
    return f"{lead}\n\n{question_in_words(reply.question)}"


def _paused_in_words(question: QuestionView) -> str:
    place = f"{question.number} of {question.total}"
    if question.kind == "quiz":
        return (
            f"Paused at question {place}; what you answered is kept. "
            "“Continue the quiz” goes on with it, at any time."
        )
    return (
        f"Paused at card {place}; what you answered is kept. "
        "“Start the review” goes on with what is due."
    )


def summary_in_words(summary: RunSummary) -> str:
    """How the run went, what was missed, and what to do next."""
    name = "Quiz" if summary.kind == "quiz" else "Review"
    if not summary.answered:
        return f"**{name} ended.** Nothing was answered, so nothing was counted."
    lines = [
        f"**{name} finished: {summary.title}.** {summary.right} of {summary.answered} right, "
        f"score {summary.score:.0%}{_aside(summary)}."
    ]
    if summary.missed:
        lines += ["", "To look at again:"]
        lines += [f"- {missed.topic_title}: {missed.stem}" for missed in summary.missed]
    lines += [f"\n{note}" for note in summary.notes]
    return "\n".join(lines)


def _aside(summary: RunSummary) -> str:
    """How many hints and skips there were, where there were any."""
    parts = []
    if summary.hinted:
        parts.append(f"{summary.hinted} with a hint")
    if summary.skipped:
        parts.append(f"{summary.skipped} skipped")
    return f" ({', '.join(parts)})" if parts else ""


def _point_line(point: PointGrade) -> str:
    said = f" — you said “{point.quote}”" if point.quote else ""
    return f"- {_POINT_MARKS[point.met]} {point.says}{said}"


def _on_own_lines(text: str) -> str:
    return f"\n{text}" if "\n" in text else text
