"""The week as it is lived: its blocks, marked, moved and repaired by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from base.errors import WaymarkError
from base.text import one_line
from learning.agenda import Agenda, AgendaDay, is_missed
from learning.plan_model import hours_text
from learning.study import Study
from learning.week import BlockAction
from memory.records import StoredBlock
from tui.backstage import Backstage, Closed
from tui.display import shown

T = TypeVar("T")

KEYS = "d done · s skip · m move · u undo · r repair · n next week · Esc closes"
NO_PLAN = "Nothing is committed for {week} week. Say, for example: plan {week} week."
WORKING = "Looking for the smallest change…"
MOVE_TO = "Move it to, such as “wed 19:00” (Enter moves it)"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A week with what waits in it: blocks that were missed, and those a busy time came over."""

    agenda: Agenda
    clashes: int


class WeekScreen(ModalScreen[None]):
    """This week or the next. What is done here is written at once, and `u` takes it back; a repair
    is shown first and applied on a yes."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2", "dismiss", "Close", id="week.close"),
        Binding("d", "mark('done')", "Mark the block done", id="week.done"),
        Binding("s", "mark('skip')", "Skip the block", id="week.skip"),
        Binding("m", "move", "Move the block to another time", id="week.move"),
        Binding("u", "undo", "Take the last change back", id="week.undo"),
        Binding("r", "repair", "Repair the week with the least change", id="week.repair"),
        Binding("n", "turn", "This week, or the next", id="week.turn"),
    ]

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self._backstage = backstage
        self._week = "this"
        self._repaired = False
        self._blocks: tuple[StoredBlock, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="window tall"):
            yield Static("", classes="title", id="week-title", markup=False)
            yield OptionList(markup=False)
            yield Static("", id="week-note", markup=False)
            yield Static(KEYS, classes="quiet", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._look()

    def action_mark(self, action: BlockAction) -> None:
        if (block := self._open_block()) is not None:
            self._repaired = False
            self._change(lambda s: s.week.update_block(block, action))

    def on_option_list_option_selected(self) -> None:
        self.action_mark("done")

    def action_turn(self) -> None:
        self._week = "next" if self._week == "this" else "this"
        self._look()

    @work(exclusive=True, group="asking")
    async def action_move(self) -> None:
        """Ask where to, and move the block there."""
        from tui.screens.line import LineScreen

        block = self._open_block()
        if block is None:
            return
        when = await self.app.push_screen_wait(LineScreen(MOVE_TO))
        if when is not None:
            self._repaired = False
            self._change(lambda s: s.week.update_block(block, "move", when))

    def action_undo(self) -> None:
        """Take back the repair that was just applied, else the last change of a block."""
        if self._repaired:
            self._repaired = False
            self._change(lambda s: s.repairs.undo(self._week))
        else:
            self._change(lambda s: s.week.update_block("last", "undo"))

    @work(exclusive=True, group="asking")
    async def action_repair(self) -> None:
        """Show the least change that mends the week, and apply it on a yes."""
        from learning.repair_diff import repair_lines
        from tui.screens.confirm import ConfirmScreen

        self._say(WORKING)
        repair = await self._ask(lambda s: s.repairs.propose(week=self._week))
        if repair is None:
            return
        lines = repair_lines(repair)
        if repair.draft is None:
            self._say("\n".join(lines[:1] + lines[-1:] * (len(lines) > 1)))
            return
        question = "Apply this repair?"
        if not await self.app.push_screen_wait(ConfirmScreen(question, "\n".join(lines))):
            self._say("Nothing was changed.")
        elif await self._ask(lambda s: s.repairs.apply(repair)) is not None:
            self._repaired = True
            await self._show("Repaired; u takes it back.")

    @work(exclusive=True, group="week")
    async def _change(self, change: Callable[[Study], object]) -> None:
        """Make a change and show the week after it."""
        if await self._ask(change) is not None:
            await self._show()

    @work(exclusive=True, group="week")
    async def _look(self) -> None:
        await self._show()

    async def _show(self, said: str = "") -> None:
        seen = await self._ask(self._seen)
        if seen is None:
            return
        agenda, options = seen.agenda, self.query_one(OptionList)
        self._blocks = agenda.blocks
        marked = self._marked() or _first_open(agenda)
        self.query_one("#week-title", Static).update(_title(agenda))
        options.clear_options()
        options.add_options(
            _rows(agenda) or [Option(NO_PLAN.format(week=self._week), disabled=True)]
        )
        ids = [option.id for option in options.options]
        options.highlighted = ids.index(marked) if marked in ids else None
        self._say(said or _note(seen))

    def _seen(self, study: Study) -> _Seen:
        agenda = study.agenda.week(self._week)
        own = {block.id for block in agenda.blocks}
        return _Seen(agenda, sum(block.id in own for block in study.week.clashes()))

    async def _ask(self, question: Callable[[Study], T]) -> T | None:
        """What the services answer; None where they cannot, and then it is said why."""
        try:
            return await self._backstage.ask(question)
        except WaymarkError as error:
            self._say(f"{error.message} {error.hint or ''}".strip())
        except Closed:
            self._say("Your files are still being opened.")
        return None

    def _marked(self) -> str | None:
        """The id of the block the learner is on."""
        option = self.query_one(OptionList).highlighted_option
        return None if option is None else option.id

    def _open_block(self) -> str | None:
        """The id of the block the learner is on, where it is still to do."""
        marked = self._marked()
        block = next((b for b in self._blocks if b.id == marked), None)
        if block is not None and block.status != "planned":
            self._say(f"That block is {block.status} already; u takes the last change back.")
            return None
        return marked

    def _say(self, text: str) -> None:
        self.query_one("#week-note", Static).update(shown(text))


def _title(agenda: Agenda) -> str:
    from learning.plan_wording import week_words

    done = hours_text(agenda.done_minutes) if agenda.done_minutes else "nothing so far"
    sums = f": {hours_text(agenda.planned_minutes)} planned, done: {done}" * bool(agenda.blocks)
    return f"Week of {week_words(agenda.days[0].day)}{sums}"


def _note(seen: _Seen) -> str:
    """What waits to be done about the week, else the streak."""
    from learning.streaks import streak_words

    agenda = seen.agenda
    if (missed := len(agenda.missed)) or seen.clashes:
        said = []
        if missed:
            said.append(f"{_counted(missed)} not marked.")
        if seen.clashes:
            said.append(f"{_counted(seen.clashes)} in a busy time.")
        return f"{' '.join(said)} d marks one as done; r offers a repair."
    return streak_words(agenda.streak, agenda.today) if agenda.streak.days else ""


def _counted(number: int) -> str:
    return "1 block is" if number == 1 else f"{number} blocks are"


def _first_open(agenda: Agenda) -> str | None:
    """The block to begin on: the next one, else the last that nobody marked."""
    own = [block.id for block in agenda.blocks]
    if agenda.following is not None and agenda.following.id in own:
        return agenda.following.id
    return agenda.missed[-1].id if agenda.missed else next(iter(own), None)


def _rows(agenda: Agenda) -> list[Option]:
    return [
        option
        for day in agenda.days
        if day.blocks
        for option in (
            Option(_heading(day, agenda), disabled=True),
            *(Option(_row(block, agenda), id=block.id) for block in day.blocks),
        )
    ]


def _heading(day: AgendaDay, agenda: Agenda) -> Content:
    from learning.plan_wording import day_words

    done = f", done {hours_text(day.done_minutes)}" if day.done_minutes else ""
    today = " · today" if day.day == agenda.today else ""
    return Content.assemble(
        (day_words(day.day), "bold"),
        (f"  {hours_text(day.planned_minutes)}{done}{today}", "$foreground-muted"),
    )


def _row(block: StoredBlock, agenda: Agenda) -> Content:
    from learning.plan_wording import block_status
    from tui.widgets.plan_block import sign_of

    start, end = block.start.astimezone(agenda.zone), block.end.astimezone(agenda.zone)
    state = block_status(block) or ("not marked" if is_missed(block, agenda.now) else "")
    return Content.assemble(
        f"  {sign_of(block)} ",
        (f"{start:%H:%M}–{end:%H:%M} ", "$foreground-muted"),
        one_line(block.title, 46),
        (f"  {state}", "$text-warning" if is_missed(block, agenda.now) else "$text-success"),
    )
