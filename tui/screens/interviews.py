"""The interviews held: how each came out, how the areas went over time, and each one's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Markdown, OptionList, Static
from textual.widgets.option_list import Option

from base.text import one_line
from learning.interview_results import percent
from learning.interview_trend import AreaTrend, PastInterview
from learning.study import Study
from tui.backstage import Backstage, Closed

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class _Held:
    """What there is to look back on, the newest interview first."""

    past: tuple[PastInterview, ...]
    trends: tuple[AreaTrend, ...]


def _look(study: Study) -> _Held:
    return _Held(study.interviews.history()[::-1][:MOST_SHOWN], study.interviews.trend())


class InterviewsScreen(ModalScreen[None]):
    """The areas' scores over time above the interviews; Enter opens the report of one."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="list.close"),
    ]

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self._backstage = backstage
        self._held: _Held | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static("Interviews", classes="title")
            yield Static("", id="trend", markup=False)
            yield OptionList(markup=False)
            yield Static("Enter opens the report · Esc closes", classes="quiet")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._fill()

    @work(exclusive=True)
    async def _fill(self) -> None:
        options = self.query_one(OptionList)
        try:
            self._held = held = await self._backstage.ask(_look)
        except Closed:
            options.add_option(Option("Your files are still being opened.", disabled=True))
            return
        self.query_one("#trend", Static).update(trend_in_words(held.trends))
        nothing = "None was finished so far. Say, for example: rehearse a phone screen."
        options.add_options([_row(one) for one in held.past] or [Option(nothing, disabled=True)])
        if held.past:
            options.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        past = self._held.past if self._held is not None else ()
        chosen = next((one for one in past if one.id == event.option.id), None)
        if chosen is not None:
            self.app.push_screen(InterviewReportScreen(chosen))


class InterviewReportScreen(ModalScreen[None]):
    """One interview's whole report, to scroll through."""

    CSS_PATH = "../styles/windows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="report.close"),
    ]

    def __init__(self, interview: PastInterview) -> None:
        super().__init__()
        self._interview = interview

    def compose(self) -> ComposeResult:
        from learning.interview_markdown import report_markdown

        with Vertical(classes="window tall"):
            with VerticalScroll():
                yield Markdown(report_markdown(self._interview.report), open_links=False)
            yield Static("Up, Down and Page keys scroll · Esc goes back", classes="quiet")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()


def trend_in_words(trends: tuple[AreaTrend, ...]) -> Content:
    """A line for each area: its scores as bars, the last of them, and the change."""
    lines: list[str | tuple[str, str]] = []
    for trend in trends:
        last = percent(trend.points[-1].score)
        moved = f"  {round(trend.change * 100):+d} points" if len(trend.points) > 1 else ""
        lines += [
            one_line(trend.title, 24).ljust(25),
            (trend.bars, "$accent"),
            f"  {last}",
            (f"{moved}\n", "$foreground-muted"),
        ]
    return Content.assemble(*lines)


def _row(one: PastInterview) -> Option:
    report = one.report
    day = f"{report.date.day} {report.date:%B %Y}"
    about = f"\n  {day} · {report.minutes} minutes · {len(report.questions)} questions"
    return Option(
        Content.assemble(
            one_line(report.title, 50),
            (f"  {percent(report.score)}, {report.verdict}", "bold"),
            (about, "$foreground-muted"),
        ),
        id=one.id,
    )
