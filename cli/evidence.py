"""`waymark evidence`: the answers behind a figure, to be seen, disputed or deleted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from base.errors import InvalidInput
from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from learning.ledger import Entry, LedgerService, TopicEvidence
    from learning.study import Study


def register(app: typer.Typer) -> None:
    @command(app, "evidence")
    def evidence(
        context: typer.Context,
        topic: Annotated[
            list[str] | None,
            typer.Argument(help="A topic, section or phase; nothing shows every figure there is."),
        ] = None,
        dispute: Annotated[
            int | None,
            typer.Option("--dispute", metavar="NUMBER", help="Leave this answer out of figures."),
        ] = None,
        undo: Annotated[
            int | None,
            typer.Option("--undo", metavar="NUMBER", help="Let a disputed answer count again."),
        ] = None,
        delete: Annotated[
            int | None,
            typer.Option("--delete", metavar="NUMBER", help="Delete this answer for good."),
        ] = None,
        yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.")] = False,
        as_json: JsonOption = False,
    ) -> None:
        """Open a figure to the answers behind it.

        Each has its number and says what it did to the figure.

        An answer that should not count, because the grader erred or somebody else typed, can be
        disputed: it stays in sight and counts for nothing, until --undo. Deleted, it is gone and
        does not come back, not even from an older export; in an interview's own report it stays.

        \b
        Examples:
          waymark evidence
          waymark evidence embeddings
          waymark evidence --dispute 12
        """
        if sum(number is not None for number in (dispute, undo, delete)) > 1:
            raise InvalidInput(
                "One thing at a time.", hint="Give one of --dispute, --undo and --delete."
            )
        name = " ".join(topic or ()).strip()
        with opened_study(context) as study:
            if dispute is not None:
                _say_changed(study, study.ledger.dispute(dispute), "disputed", as_json)
            elif undo is not None:
                _say_changed(study, study.ledger.stand_by(undo), "counting", as_json)
            elif delete is not None:
                _delete(study, delete, as_json, yes=yes)
            elif name:
                _show(study, name, as_json)
            else:
                _show_all(study.ledger, as_json)


def _show(study: Study, name: str, as_json: bool) -> None:
    from learning.ledger_wording import evidence_in_words

    found = study.ledger.evidence(name)
    if as_json:
        print_json({"title": found.title, "topics": [_topic_json(t) for t in found.topics]})
        return
    _say(evidence_in_words(found, study.memory.profile.load().timezone))


def _show_all(ledger: LedgerService, as_json: bool) -> None:
    from learning.ledger_wording import heading

    topics = ledger.overview()
    if as_json:
        print_json({"title": None, "topics": [_topic_json(topic) for topic in topics]})
    elif not topics:
        typer.echo("No evidence yet: nothing was graded. A quiz begins it: waymark quiz")
    else:
        _say("\n".join(heading(topic) for topic in topics))
        typer.echo("\nThe answers behind one: waymark evidence TOPIC")


def _delete(study: Study, number: int, as_json: bool, *, yes: bool) -> None:
    from learning.ledger_wording import entry_in_words

    entry = study.ledger.entry(number)
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise InvalidInput(
                "Deleting cannot be undone, so it is asked about first.",
                hint="Add --yes to delete without being asked.",
            )
        _say(entry_in_words(entry, study.memory.profile.load().timezone))
        if not typer.confirm("Delete this answer for good?"):
            typer.echo("Nothing was deleted.")
            return
    study.ledger.delete(number)
    _say_changed(study, entry, "deleted", as_json)


def _say_changed(study: Study, entry: Entry, state: str, as_json: bool) -> None:
    topic = entry.attempt.topic
    figure = study.ledger.figure(topic)
    if as_json:
        print_json({"id": entry.attempt.id, "topic": topic, "state": state, "figure": figure})
        return
    told = {
        "disputed": "is disputed and does not count",
        "counting": "counts again",
        "deleted": "is deleted for good",
    }
    if state == "counting" and entry.weight != "counts":
        told["counting"] = f"is no longer disputed; it still counts for nothing ({entry.weight})"
    stands = "no figure is left" if figure is None else f"{figure:.0%} known"
    typer.echo(f"Answer {entry.attempt.id} {told[state]}. {topic}: {stands}.")
    if state == "disputed":
        typer.echo(f"Take it back with: waymark evidence --undo {entry.attempt.id}")


def _topic_json(topic: TopicEvidence) -> dict[str, Any]:
    return {
        "topic": topic.topic,
        "title": topic.title,
        "figure": topic.figure,
        "answers": topic.answers,
        "entries": [_entry_json(entry) for entry in topic.entries],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    attempt = entry.attempt
    return {
        "id": attempt.id,
        "at": attempt.at.isoformat(),
        "source": attempt.source,
        "topic": attempt.topic,
        "item": attempt.item,
        "question": entry.question,
        "answer": attempt.answer,
        "difficulty": attempt.difficulty,
        "verdict": attempt.verdict,
        "score": attempt.score,
        "confidence": attempt.confidence,
        "grader": attempt.grader,
        "counts": entry.weight in ("counts", "flows"),
        "weight": entry.weight,
        "before": round(entry.before, 4),
        "after": round(entry.after, 4),
    }


def _say(text: str) -> None:
    typer.echo(text.replace("**", ""))
