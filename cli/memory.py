"""`waymark memory`: what is known of you, shown, searched, forgotten, taken out and put back."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from base.errors import InvalidInput, NotFound, StorageError
from base.text import one_line
from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from learning.study import Study
    from memory.forgetting import ToForget
    from memory.records import Conversation, Fact, Recalled


# Its first bytes are how an earlier export is told from any other file.
_EXPORT_BEGINS = b'{\n  "format": "waymark-learner"'


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="See what Waymark remembers of you.\n\nSearch it, take it with you, have it "
        "forgotten.\n\nIt all lies in one file on this machine, learner.db in your home folder.\n\n"
        "Example: waymark memory search embeddings",
        rich_markup_mode=None,
    )

    @family.callback(invoke_without_command=True)
    def memory(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    app.add_typer(family, name="memory")
    _register_reading(family)
    _register_forgetting(family)
    _register_archive(family)


def _register_reading(app: typer.Typer) -> None:
    @command(app, "list")
    def list_(
        context: typer.Context,
        kind: Annotated[
            str | None, typer.Option("--kind", help="Only facts of this kind, such as goal.")
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """List the facts remembered about you, each with its number.

        Example: waymark memory list --kind goal
        """
        with opened_study(context) as study:
            facts = study.memory.facts.current(kind)
            zone = study.memory.profile.load().timezone
        if as_json:
            print_json({"facts": [_fact_json(fact) for fact in facts]})
        elif facts:
            typer.echo("\n".join(_fact_line(fact, zone) for fact in facts))
        else:
            of_kind = f" of the kind “{one_line(kind, 40)}”" if kind else ""
            typer.echo(f"No facts{of_kind} are remembered. In a chat, say: remember that …")

    @command(app, "search")
    def search(
        context: typer.Context,
        query: Annotated[list[str], typer.Argument(help="Words to look for; any of them match.")],
        limit: Annotated[
            int, typer.Option("--limit", "-n", min=1, max=200, help="How many of each.")
        ] = 10,
        as_json: JsonOption = False,
    ) -> None:
        """Search the facts about you and all your conversations.

        Example: waymark memory search gradient descent
        """
        words = " ".join(query)
        with opened_study(context) as study:
            facts = study.memory.facts.search(words, limit)
            messages = study.memory.recall(words, limit)
            zone = study.memory.profile.load().timezone
        if as_json:
            print_json(
                {
                    "facts": [_fact_json(fact) for fact in facts],
                    "messages": [_message_json(message) for message in messages],
                }
            )
            return
        lines = [_fact_line(fact, zone) for fact in facts]
        lines += [_message_line(message, words, zone) for message in messages]
        typer.echo("\n".join(lines) or f"Nothing is remembered about “{one_line(words, 80)}”.")

    @command(app, "summaries")
    def summaries(context: typer.Context, as_json: JsonOption = False) -> None:
        """Show what stands for the older part of long conversations.

        A connected model wrote it, and reads it in the place of what it sums up. What you have
        forgotten empties it.

        Example: waymark memory summaries
        """
        with opened_study(context) as study:
            made = study.memory.summaries.all()
            called = {
                summary.conversation: found.title
                for summary in made
                if (found := study.memory.transcripts.conversation(summary.conversation))
            }
        if as_json:
            listed = [
                {"conversation": s.conversation, "title": called[s.conversation], "text": s.text}
                for s in made
            ]
            print_json({"summaries": listed})
        elif made:
            said = (f"“{called[s.conversation]}” ({s.conversation})\n{s.text}" for s in made)
            typer.echo("\n\n".join(said))
        else:
            typer.echo("No conversation is so long that a part of it was summed up.")


def _register_forgetting(app: typer.Typer) -> None:
    @command(app, "forget")
    def forget(
        context: typer.Context,
        what: Annotated[
            list[str],
            typer.Argument(
                metavar="QUERY_OR_ID",
                help="A fact's number or words, a profile field (deadline, role …), a "
                "conversation's id, or “everything” for all facts and the profile.",
            ),
        ],
        yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
    ) -> None:
        """Delete something for good.

        Shows what would go and asks first; then it is gone from the search index and from the
        file's very bytes.

        Example: waymark memory forget 12
        """
        with opened_study(context) as study:
            doomed = _find_doomed(study, " ".join(what))
            typer.echo("\n".join(["This would be deleted for good:", *doomed.lines()]))
            if not yes and not _confirmed():
                typer.echo("Nothing was forgotten.")
                return
            doomed.delete(study)
            typer.echo("Forgotten.")
            for line in doomed.what_stays(study):
                typer.echo(line)


def _register_archive(app: typer.Typer) -> None:
    @command(app, "export")
    def export(
        context: typer.Context,
        file: Annotated[str, typer.Argument(metavar="FILE.json", help="Where to; - prints it.")],
    ) -> None:
        """Write everything that is remembered into one JSON file.

        Example: waymark memory export waymark.json
        """
        with opened_study(context) as study:
            text = study.memory.export().to_json()
        if file == "-":
            sys.stdout.write(text)
            return
        _write_export(Path(file), text)
        typer.echo(f"Everything remembered is in {file}. It is as private as a diary.")

    @command(app, "import")
    def import_(
        context: typer.Context,
        file: Annotated[str, typer.Argument(metavar="FILE.json", help="An export; - reads it.")],
        replace: Annotated[
            bool,
            typer.Option("--replace", help="Take its place of what is here; that is copied first."),
        ] = False,
    ) -> None:
        """Put an exported memory into an empty home folder.

        Example: waymark memory import waymark.json --home ~/new-home
        """
        from memory.archive import LearnerArchive

        archive = LearnerArchive.from_json(_read_export(file))
        with opened_study(context) as study:
            copy = study.memory.import_(archive, replace=replace)
        typer.echo(
            f"Imported {len(archive.messages)} messages, {len(archive.facts)} facts, "
            f"{len(archive.attempts)} answers, {len(archive.plans)} plans and "
            f"{len(archive.reviews)} review cards."
        )
        if copy is not None:
            typer.echo(f"What was here before is in {copy}.")


@dataclass(frozen=True, slots=True)
class _Doomed:
    """What a `forget` is about to delete: facts and profile fields, or one conversation."""

    found: ToForget
    conversation: Conversation | None = None

    def lines(self) -> list[str]:
        if self.conversation is not None:
            c = self.conversation
            return [f"  the conversation “{c.title}” with its {c.messages} messages"]
        return [
            *(f"  {fact.id}  {fact.text}" for fact in self.found.facts),
            *(f"  your {name.replace('_', ' ')}" for name in self.found.fields),
        ]

    def delete(self, study: Study) -> None:
        from memory.forgetting import forget

        if self.conversation is not None:
            study.memory.transcripts.delete(self.conversation.id)
        forget(study.memory, self.found, study.clock())

    def what_stays(self, study: Study) -> list[str]:
        from memory.forgetting import still_said

        lines = [f"Kept: {fact.id}  {fact.text}" for fact in self.found.perhaps]
        lines += [
            f"Still said in the conversation “{c.title}”: waymark memory forget {one_line(c.id)}"
            for c in still_said(study.memory, self.found.facts)
        ]
        if study.memory.backups():
            lines.append(f"Copies in {study.home.backups} may still hold it; delete what you like.")
        return lines


def _find_doomed(study: Study, what: str) -> _Doomed:
    from memory.forgetting import ToForget, find

    conversation = study.memory.transcripts.conversation(what)
    if conversation is not None:
        return _Doomed(ToForget(), conversation)
    found = find(study.memory, what)
    if found:
        return _Doomed(found)
    asked = one_line(what, 80)
    if found.perhaps:
        named = "\n".join(f"  {fact.id}  {one_line(fact.text)}" for fact in found.perhaps)
        raise NotFound(
            f"“{asked}” may mean several facts.", hint=f"Name one by its number:\n{named}"
        )
    raise NotFound(
        f"Nothing is remembered about “{asked}”.", hint="See what is: waymark memory list"
    )


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise InvalidInput(
            "Deleting asks first, and there is no one here to ask.",
            hint="Add --yes to do it without asking.",
        )
    return typer.confirm("Delete it?")


def _fact_line(fact: Fact, zone: str | None) -> str:
    from memory.times import day_in

    return (
        f"{fact.id:>4}  {fact.text}  ({one_line(fact.kind, 40)}, {day_in(fact.valid_from, zone)})"
    )


def _message_line(message: Recalled, query: str, zone: str | None) -> str:
    from memory.times import day_in
    from memory.wording import excerpt

    who = "you" if message.role == "learner" else message.role
    said = excerpt(message.text, query)
    return f"{day_in(message.at, zone)}, {who}: {said}  [{one_line(message.conversation)}]"


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "text": fact.text,
        "trust": fact.trust,
        "confidence": fact.confidence,
        "valid_from": fact.valid_from.isoformat(),
        "source_message": fact.source_message,
    }


def _message_json(message: Recalled) -> dict[str, Any]:
    return {
        "id": message.source,
        "conversation": message.conversation,
        "role": message.role,
        "text": message.text,
        "score": message.score,
        "at": message.at.isoformat(),
    }


def _write_export(path: Path, text: str) -> None:
    """Write beside, then rename: an export is there whole or not at all."""
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        if path.exists() and not _is_export(path):
            raise InvalidInput(
                f"{path} exists and is not an export of Waymark.", hint="Choose another name."
            )
        private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as file:
            file.write(text.encode())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StorageError(
            f"{path} cannot be written ({error.strerror or error}).",
            hint="Choose a file in a folder that exists and can be written.",
        ) from error


def _is_export(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_EXPORT_BEGINS)) == _EXPORT_BEGINS


def _read_export(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"{file} cannot be read ({error.strerror or error}).",
            hint="Give a file written by: waymark memory export FILE.json",
        ) from error
