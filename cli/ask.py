"""`waymark ask`: one turn with the mentor from the shell."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import InvalidInput, WaymarkError
from base.text import one_line
from cli.command import chosen, command, opened_study

if TYPE_CHECKING:
    from agent.events import ApprovalAsked, Decision, Event
    from agent.session import MentorSession
    from learning.study import Study


Render = Callable[["Event"], None]


def register(app: typer.Typer) -> None:
    @command(app, "ask")
    def ask(
        context: typer.Context,
        text: Annotated[
            list[str] | None,
            typer.Argument(help="What you want to say; `-` reads it from a pipe."),
        ] = None,
        conversation: Annotated[
            str | None,
            typer.Option(
                "--conversation", "-c", metavar="ID", help="Go on with this conversation."
            ),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one event a line.")] = False,
        yes: Annotated[
            bool, typer.Option("--yes", "-y", help="Approve what would otherwise be asked.")
        ] = False,
        go_on: Annotated[
            bool, typer.Option("--continue", help="Go on with an answer that was cut off.")
        ] = False,
        drop: Annotated[
            bool, typer.Option("--drop", help="Let go of an answer that was cut off.")
        ] = False,
    ) -> None:
        """Ask the mentor one thing and print the answer.

        Example: waymark ask "plan my next week, I have 6 hours"
        """
        if (go_on or drop) and (text or go_on == drop):
            raise InvalidInput(
                "--continue and --drop stand alone, without words.",
                hint="Take one of them, or say something.",
            )
        words = sys.stdin.read() if text == ["-"] else " ".join(text or ())
        with opened_study(context) as study:
            if go_on or drop:
                conversation = conversation or _cut_off(study)
            model = chosen(context).model
            if drop:
                asyncio.run(_drop(study, model, conversation))
                return
            said = None if go_on else words
            finished = asyncio.run(_one_turn(study, model, conversation, said, as_json, yes))
        if not finished:
            raise typer.Exit(WaymarkError.exit_code)


def _cut_off(study: Study) -> str | None:
    """The conversation in which an answer was cut off last."""
    left = study.memory.turns.open_turns()
    return left[-1].conversation if left else None


async def _drop(study: Study, model: str | None, conversation: str | None) -> None:
    from agent.session import MentorSession

    session = await MentorSession.open(study, model=model, conversation=conversation)
    try:
        dropped = await session.drop()
    finally:
        await session.aclose()
    typer.echo("Dropped; what was said and done stays." if dropped else "No answer was cut off.")


async def _one_turn(
    study: Study,
    model: str | None,
    conversation: str | None,
    text: str | None,
    as_json: bool,
    yes: bool,
) -> bool:
    """Run the turn, or take up the one that was cut off; whether it finished."""
    from learning.open_run import open_token

    # Before the agent is loaded: these words can only answer what was open when they were typed.
    asked = open_token(study.memory)

    from agent.events import ApprovalAsked, TurnFinished
    from agent.session import MentorSession, checked_message

    if text is not None:
        checked_message(text)
    if sys.stderr.isatty():
        sys.stderr.write("one moment …")
        sys.stderr.flush()
    session = await MentorSession.open(study, model=model, conversation=conversation, asked=asked)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    render = _print_json if as_json else _Printer()
    finished = False
    try:
        turn = session.resume() if text is None else session.send(text)
        async with aclosing(turn) as events:
            async for event in events:
                render(event)
                if isinstance(event, ApprovalAsked):
                    session.decide(_decide(event, yes=yes, ask=not as_json))
                finished = isinstance(event, TurnFinished)
        await _settle(session)
    finally:
        await session.aclose()
    return finished


async def _settle(session: MentorSession) -> None:
    """Let older turns be summed up, which else would begin anew after every answer."""
    told = session.sums_up and sys.stderr.isatty()
    if told:
        sys.stderr.write("summing up what was said before …")
        sys.stderr.flush()
    await session.settle()
    if told:
        sys.stderr.write("\r\x1b[K")


def _decide(event: ApprovalAsked, *, yes: bool, ask: bool) -> Decision:
    from agent.events import Decision
    from agent.refusals import NOBODY_HERE

    if yes:
        return Decision(approved=True)
    if ask and sys.stdin.isatty():
        said = _answer_at_terminal(event.preview)
        if said.casefold() in ("y", "yes"):
            return Decision(approved=True)
        return Decision(approved=False, reason="" if said.casefold() in ("n", "no") else said)
    return Decision(approved=False, reason=NOBODY_HERE)


def _answer_at_terminal(preview: str) -> str:
    """The learner's answer; Enter, Ctrl-C and the end of input are a no."""
    # asyncio keeps Ctrl-C for itself while it runs; a prompt that waits would never hear it.
    listening = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        question = f"{preview}\nMay I? y, n, or what to do instead"
        return str(typer.prompt(question, default="n", err=True)).strip()
    except typer.Abort:
        sys.stderr.write("\n")
        return "n"
    finally:
        signal.signal(signal.SIGINT, listening)


def _print_json(event: Event) -> None:
    from agent.events import as_json

    sys.stdout.write(as_json(event) + "\n")
    sys.stdout.flush()


class _Printer:
    """The answer on standard output; everything about it on standard error.

    What a model thinks is no part of the answer: a terminal only says that it does, on a line that
    goes again.
    """

    def __init__(self) -> None:
        self._thinks = False

    def __call__(self, event: Event) -> None:
        from agent import events

        self._show_thinking(isinstance(event, events.ReasoningDelta))
        match event:
            case events.TextDelta(text=text):
                sys.stdout.write(text)
                sys.stdout.flush()
            case events.TurnFinished(conversation=conversation):
                sys.stdout.write("\n")
                _aside(f'go on with: waymark ask -c {conversation} "…"')
            case events.ToolFinished(tool=tool, ok=ok, summary=summary):
                _aside(f"{'✓' if ok else '✗'} {_in_words(tool)}: {one_line(summary, 100)}")
            case events.Notice(text=text):
                _aside(f"! {text}")
            case events.TurnFailed(error=error, hint=hint):
                _aside(f"{error}\n{hint}")

    def _show_thinking(self, thinks: bool) -> None:
        if thinks != self._thinks and sys.stderr.isatty():
            sys.stderr.write("thinking …" if thinks else "\r\x1b[K")
            sys.stderr.flush()
        self._thinks = thinks


def _in_words(tool: str) -> str:
    return tool.replace("_", " ")


def _aside(line: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"{line}\n")
