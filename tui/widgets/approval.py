"""A tool waits for the learner's yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, Input, Label, Static

from tui.argument_text import as_text, read_back
from tui.display import shown, shown_line
from tui.wording import tool_in_words

ARMING_SECONDS = 0.4
"""A key pressed before this is one that was on its way already, and answers nothing."""

Answer = Literal["yes", "always", "no"]
_SAID: Mapping[Answer, str] = {"yes": "yes", "always": "yes, for this session", "no": "no"}
_Writing = Literal["changes", "reason"]
_ASKS_FOR: Mapping[_Writing, str] = {
    "changes": "Change what is to be done; Enter does it, Esc goes back.",
    "reason": "Say why not, or what to do instead; Enter sends it, Esc goes back.",
}


class ApprovalCard(Vertical, can_focus=True):
    """Says what will happen, and takes a yes, a yes for the session, a yes to something changed, a
    no, or a no with its reason. Only an explicit yes is one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes, do it", id="approval.yes"),
        Binding("a", "answer('always')", "Yes, and always in this session", id="approval.always"),
        Binding("c", "change", "Yes, but change it first", id="approval.change"),
        Binding("n", "answer('no')", "No, leave it", id="approval.no"),
        Binding("w", "explain", "No, and say why", id="approval.explain"),
        Binding("escape", "back", "Back to the question", show=False),
    ]
    armed = reactive(False)

    @dataclass
    class Answered(Message):
        """As `agent.events.Decision`."""

        approved: bool
        reason: str = ""
        args: Mapping[str, object] | None = None
        always: bool = False

    def __init__(self, tool: str, preview: str, args: Mapping[str, object]) -> None:
        super().__init__()
        self._tool, self._preview, self._args = tool, preview, args
        self._answered = False
        self._writing: _Writing | None = None

    @property
    def answered(self) -> bool:
        return self._answered

    def compose(self) -> ComposeResult:
        yield Static(shown_line(f"{tool_in_words(self._tool)}: may I?"), classes="title")
        yield Static(shown(self._preview), classes="preview")
        with Horizontal(classes="buttons"):
            yield Button("Yes (y)", id="yes", variant="success", compact=True)
            yield Button("Always (a)", id="always", compact=True)
            if self._args:
                yield Button("Change (c)", id="change", compact=True)
            yield Button("No (n)", id="no", compact=True)
            yield Button("No, why (w)", id="explain", compact=True)

    def on_mount(self) -> None:
        self.set_timer(ARMING_SECONDS, self._arm)

    def _arm(self) -> None:
        self.armed = True

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002  # fixed by Textual
    ) -> bool | None:
        if action == "back":
            return self._writing is not None
        if action == "change":
            return bool(self._args) and self._writing is None
        return action not in ("answer", "explain") or self._writing is None

    def action_answer(self, answer: Answer) -> None:
        if self.armed:
            self._answer(answer)

    async def action_change(self) -> None:
        if self.armed and self._args:
            fields = [(name, as_text(value)) for name, value in self._args.items()]
            await self._write("changes", fields)

    async def action_explain(self) -> None:
        if self.armed:
            await self._write("reason", [("", "")])

    async def action_back(self) -> None:
        self._writing = None
        await self.query(".writing").remove()
        self.query_one(".buttons").display = True
        self.focus()

    def withdraw(self) -> None:
        """The turn has ended: nothing is done, and nothing is asked any more."""
        self._close("not done")

    async def _write(self, what: _Writing, fields: list[tuple[str, str]]) -> None:
        """Let the learner write into a field each; their names stand before them."""
        if self._writing is not None or self._answered:
            return
        self._writing = what
        rows = [
            Horizontal(Label(f"{name} " if name else "", markup=False), Input(text, compact=True))
            for name, text in fields
        ]
        self.query_one(".buttons").display = False
        await self.mount(
            Vertical(Static(_ASKS_FOR[what], classes="quiet"), *rows, classes="writing")
        )
        self.query(Input).first().focus()

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        event.stop()
        texts = [field.value for field in self.query(Input)]
        if self._writing == "reason":
            self._answer("no", reason=texts[0].strip())
            return
        try:
            pairs = zip(self._args.items(), texts, strict=True)
            args = {name: read_back(text, value) for (name, value), text in pairs}
        except ValueError as error:
            self.query_one(".writing > Static", Static).update(shown(str(error)))
            return
        self._answer("yes", args=None if args == dict(self._args) else args)

    def _answer(
        self, answer: Answer, *, reason: str = "", args: Mapping[str, object] | None = None
    ) -> None:
        if self._answered:
            return
        changed = ", with changes" if args is not None else ""
        told = f": {reason}" if reason else "."
        self._close(f"you said {_SAID[answer]}{changed}{told}")
        self.post_message(self.Answered(answer != "no", reason, args, answer == "always"))

    def _close(self, outcome: str) -> None:
        if self._answered:
            return
        self._answered, self._writing = True, None
        self.query(".writing").remove()
        self.query(Button).set(disabled=True)
        self.query_one(".title", Static).update(
            shown_line(f"{tool_in_words(self._tool)}: {outcome}")
        )
        self.add_class("-answered")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "change":
                await self.action_change()
            case "explain":
                await self.action_explain()
            case "yes" | "always" | "no" as answer:
                self.action_answer(answer)


def preview_of(preview: str, args: Mapping[str, object]) -> str:
    """What to show as what will happen: the preview, or the bare arguments where there is none."""
    return preview or "\n".join(f"{name}: {value}" for name, value in args.items())
