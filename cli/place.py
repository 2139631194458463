"""`waymark place`: test out of a topic, a section or a phase."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from base.errors import InvalidInput
from cli.command import JsonOption, command, opened_study, print_json
from cli.quiz import AnswersOption

if TYPE_CHECKING:
    from cli.answers_file import GivenAnswers
    from learning.placing import Placement, PlacementAnswer, PlacementService

_UNKNOWN = "I don't know"


def register(app: typer.Typer) -> None:
    @command(app, "place")
    def place(
        context: typer.Context,
        part: Annotated[
            list[str] | None, typer.Argument(help="A topic, section or phase; else phase 0.")
        ] = None,
        answers: AnswersOption = None,
        undo: Annotated[
            bool, typer.Option("--undo", help="Take back what today's test marked done.")
        ] = False,
        as_json: JsonOption = False,
    ) -> None:
        """Test out of what you know already. The test asks what tells most about you, stops when
        it is sure, and marks done what it proved; --undo takes that back.

        Each answer is kept at once, as evidence (see waymark evidence): leave with Ctrl-C and go
        on the same day. “skip” counts as not known.

        Unattended: --answers FILE is YAML, a list in the order of the questions or a mapping from
        question id; a question that a mapping leaves out is not asked.

        \b
        Examples:
          waymark place phase 1
          waymark place retrieval --answers a.yaml --json
        """
        from cli.answers_file import read_answers

        name = " ".join(part or ()).strip() or "phase-0"
        given = read_answers(answers) if answers else None
        with opened_study(context) as study:
            service = study.placement
            if undo:
                _undo(service, name, as_json)
                return
            if given is not None:
                placement = _from_file(service, name, given)
            elif as_json:
                placement = service.stand(name)
            else:
                placement = _at_terminal(service, name)
        if as_json:
            print_json(_json(placement))
        else:
            typer.echo(_in_words(placement, name))


def _undo(service: PlacementService, name: str, as_json: bool) -> None:
    taken_back = service.undo(name)
    if as_json:
        print_json({"undone": list(taken_back)})
    elif taken_back:
        typer.echo(f"No longer marked done: {', '.join(taken_back)}.")
    else:
        typer.echo("Today's test of this marked nothing that is left to take back.")


def _from_file(service: PlacementService, name: str, given: GivenAnswers) -> Placement:
    placement, without = service.stand(name), set[str]()
    before = placement.asked
    while placement.question is not None:
        answer = given.find(placement.question, before)
        if answer is None and not given.by_id:
            break
        if answer is None:
            without.add(placement.question.item)
            placement = service.stand(name, without)
            continue
        try:
            said = _UNKNOWN if _is_skip(answer.text) else answer.text
            answered = service.answer(name, said, answer.confidence, without)
        except InvalidInput as error:
            raise given.unreadable(answer, error) from error
        placement = service.stand(name, without) if answered is None else answered.after
    return placement


def _at_terminal(service: PlacementService, name: str) -> Placement:
    from learning.question_wording import question_in_words

    placement = service.stand(name)
    if placement.question is not None:
        typer.echo(
            f"At most {placement.most} questions on {placement.title}; fewer when it is sure "
            "before. (skip if you do not know; Ctrl-C leaves, and all is kept)\n"
        )
    while placement.question is not None:
        typer.echo(question_in_words(placement.question).replace("**", ""))
        try:
            said = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            typer.echo("")
            return placement
        if not said.strip():
            continue
        try:
            answered = service.answer(name, _UNKNOWN if _is_skip(said) else said)
        except InvalidInput as error:
            typer.echo(f"{error.message} {error.hint}\n")
            continue
        if answered is None:
            return service.stand(name)
        typer.echo(_verdict(answered))
        placement = answered.after
    return placement


def _is_skip(text: str) -> bool:
    from learning.answer_controls import control_in

    return control_in(text) == "skip"


def _verdict(answered: PlacementAnswer) -> str:
    from learning.question_wording import VERDICT_WORDS

    words = {str(verdict): said for verdict, said in VERDICT_WORDS.items()}
    right = "" if answered.verdict == "right" else f" The answer: {answered.right}"
    return f"{words[answered.verdict]}{right}\n"


def _in_words(placement: Placement, name: str) -> str:
    over = placement.question is None
    lines = [f"{placement.title}: {placement.asked} questions answered."]
    for outcome, said in (
        ("proved", "Proved, and marked done" if over else "Proved so far"),
        ("not yet", "Not yet"),
        ("open", "Not sure"),
    ):
        titles = [topic.title for topic in placement.topics if topic.outcome == outcome]
        if titles:
            lines.append(f"{said}: {', '.join(titles)}.")
    if not over:
        lines.append(f"Nothing is marked before the end. Go on today with: waymark place {name}")
    elif placement.proved:
        lines.append(f"Take the marks back with: waymark place {name} --undo")
    return "\n".join(lines)


def _json(placement: Placement) -> dict[str, Any]:
    from cli.question_loop import question_json

    data = asdict(placement)
    data["question"] = question_json(placement.question) if placement.question else None
    return {**data, "over": placement.question is None, "proved": list(placement.proved)}
