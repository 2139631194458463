"""What the mentor remembers of the learner: found again, shown, kept and forgotten."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from langchain.tools import ToolRuntime, tool
from pydantic import Field

from base.errors import InvalidInput, NotFound
from base.text import one_line, quote_outside
from learning.study import Study
from learning.time_off import days_named, days_off, off_words
from memory import forgetting
from memory.learner import LearnerMemory
from memory.records import QUOTES_OUTSIDE, Fact, Message, Profile, Recalled, Trust
from memory.times import day_in
from memory.wording import excerpt, terms
from tools.context import MentorContext, ToolAnswer

Kind = Literal["goal", "background", "preference", "constraint", "interest", "other"]

_TRUST_SAYS = {"said": "you said so", "derived": "concluded"}
_MOST_SHOWN = 40
_RECENT = 50
_FIELD_NAMES = {
    "timezone": "time zone",
    "hours_per_week": "hours a week",
    "availability": "free hours",
    "role": "target role",
    "deadline": "deadline",
    "energy": "time for what is hard",
    "block_minutes": "minutes of a block",
    "break_minutes": "minutes of a break",
    "slack_percent": "percent of the free time left free",
    "at_most": "limit of a day",
}
_HOW_TO_SET = {
    "timezone": "“I live in Lisbon”, or `waymark profile set --timezone Europe/Lisbon`",
    "hours_per_week": "“I have 8 hours a week”, or `waymark profile set --hours 8`",
    "availability": "“I am free mon-fri 19:00-21:00”, or `waymark profile set --availability "
    '"mon-fri 19:00-21:00"`',
    "role": "“I want to be an ML engineer”, or `waymark profile set --role ROLE`",
    "deadline": "“I want to be ready by 1 June”, or `waymark profile set --deadline 2027-06-01`",
}


@tool(response_format="content_and_artifact")
def recall(
    runtime: ToolRuntime[MentorContext],
    query: str,
) -> ToolAnswer:
    """Search by a few words the facts about the learner and all past conversations. Use it before
    saying what the learner said or did earlier."""
    memory = runtime.context.study.memory
    facts = memory.facts.search(query, limit=5)
    latest = _latest_message(runtime.context)
    found = memory.recall(query, limit=24)
    spoken = [hit for hit in found if hit.role in ("learner", "mentor")]
    hits = [hit for hit in spoken if not _is_this_turn(hit, latest)][:8]
    if not facts and not hits:
        about = one_line(query, 80)
        return f"Nothing is remembered about “{about}”.", "Nothing remembered about that"
    zone = memory.profile.load().timezone
    lines: list[str] = []
    if facts:
        lines += ["**Known facts**", *(_fact_line(fact, zone) for fact in facts), ""]
    if hits:
        said = (_hit_line(hit, query, zone, memory) for hit in hits)
        lines += ["**From earlier conversations**", *said]
    return "\n".join(
        lines
    ).strip(), f"Found {_counted(len(facts), 'fact')} and {_counted(len(hits), 'message')}"


@tool(response_format="content_and_artifact")
def show_profile(runtime: ToolRuntime[MentorContext]) -> ToolAnswer:
    """Show all that is known of the learner, and what is not set."""
    study = runtime.context.study
    return _profile_text(study), "Your profile"


@tool(response_format="content_and_artifact")
def remember(
    runtime: ToolRuntime[MentorContext],
    text: Annotated[str, Field(min_length=2, max_length=500, description="One short sentence")],
    kind: Kind = "other",
) -> ToolAnswer:
    """Keep one lasting fact about the learner. Time zone, hours, free times, role and deadline go
    to update_profile."""
    study = runtime.context.study
    before = {fact.id for fact in study.memory.facts.current()}
    message = _latest_message(runtime.context)
    trust = _trust(text, message, runtime)
    fact = study.memory.facts.remember(
        kind,
        text,
        trust,
        confidence=1.0 if trust == "said" else 0.7,
        at=study.clock(),
        source_message=None if message is None else message.id,
    )
    if fact.id in before:
        return f"That is remembered already: “{fact.text}”.", "Already remembered"
    return (
        f"Remembered as a {fact.kind}: “{fact.text}”.",
        f"Remembered: {one_line(fact.text, 60)}",
    )


@tool(response_format="content_and_artifact")
def update_profile(
    runtime: ToolRuntime[MentorContext],
    timezone: Annotated[str | None, Field(description="IANA name or city")] = None,
    hours: Annotated[float | None, Field(gt=0, le=80, description="In a usual week")] = None,
    availability: Annotated[
        str | None, Field(description="Free times: mon-fri 19:00-21:30; sat 09:00-13:00")
    ] = None,
    role: Annotated[str | None, Field(description="Job aimed for")] = None,
    deadline: Annotated[str | None, Field(description="Date to be ready by")] = None,
    energy: str | None = None,
    block_minutes: int | None = None,
    break_minutes: int | None = None,
    slack_percent: int | None = None,
    at_most: str | None = None,
    away: Annotated[str | None, Field(description="Holiday: 2026-12-24 to 2027-01-02")] = None,
) -> ToolAnswer:
    """Change the learner's lasting profile and wishes for every week. What is for a single week
    goes to plan_week."""
    said = (timezone, hours, availability, role, deadline)
    wishes = (energy, block_minutes, break_minutes, slack_percent, at_most, away)
    if all(value is None for value in (*said, *wishes)):
        raise InvalidInput(
            "Nothing to change was given.",
            hint="Give at least one of timezone, hours, availability, role, deadline or a wish.",
        )
    study = runtime.context.study
    holiday = None if away is None else days_named(away)
    if holiday is not None:
        days_off(*holiday, "", study.week.zone, study.clock())
    old = study.memory.profile.load()
    new = study.profile.update(
        timezone,
        hours,
        availability,
        role,
        deadline,
        energy=energy,
        block_minutes=block_minutes,
        break_minutes=break_minutes,
        slack_percent=slack_percent,
        at_most=at_most,
    )
    changed = [name for name in _FIELD_NAMES if getattr(new, name) != getattr(old, name)]
    lines = [f"- {_FIELD_NAMES[name]}: {_field_text(new, name)}" for name in changed]
    names = [_FIELD_NAMES[name] for name in changed]
    if holiday is not None:
        lines += _away_lines(study, *holiday)
        names.append("days off")
    if not lines:
        return "The profile says that already.", "Profile unchanged"
    return "\n".join(["**Profile updated**", *lines]), f"Profile updated: {', '.join(names)}"


def _away_lines(study: Study, first: date, last: date) -> list[str]:
    """Keep the days free of study, and say so, with the blocks that lie in them."""
    span = off_words(study.time_off.add(first, last), study.week.zone)
    lines = [f"- days off: {span}. `waymark busy clear` takes days off back"]
    if clashes := study.week.clashes():
        noun = "block lies" if len(clashes) == 1 else "blocks lie"
        lines.append(f"- {len(clashes)} planned {noun} in a busy time: “fix my week” moves them")
    return lines


@tool(response_format="content_and_artifact")
def forget(
    runtime: ToolRuntime[MentorContext],
    what: Annotated[
        str,
        Field(description="A fact's number or words, a profile field, or “everything”"),
    ],
) -> ToolAnswer:
    """Really delete facts about the learner, or clear a profile field."""
    study = runtime.context.study
    found = forgetting.find(study.memory, what)
    if not found:
        raise _nothing_clear(what, found)
    forgetting.forget(study.memory, found, study.clock())
    lines = ["**Forgotten, for good**"]
    lines += [f"- “{fact.text}”" for fact in found.facts]
    lines += [f"- your {_FIELD_NAMES[name]}" for name in found.fields]
    lines += _what_stays(study, found)
    count = len(found.facts) + len(found.fields)
    return "\n".join(lines), f"Forgot {_counted(count, 'thing')}"


def _what_stays(study: Study, found: forgetting.ToForget) -> list[str]:
    """What the learner may think is gone too, and how to have it gone."""
    lines: list[str] = []
    if found.perhaps:
        lines += ["", "Kept, as it may not be meant (forget one by its number):"]
        lines += [f"- “{fact.text}” `{fact.id}`" for fact in found.perhaps[:_MOST_SHOWN]]
    said = forgetting.still_said(study.memory, found.facts)
    if said:
        names = ", ".join(f"“{c.title}” `{c.id}`" for c in said[:5])
        lines += [
            "",
            f"The words still stand in the transcript of {names}. To delete a whole "
            "conversation: `waymark memory forget CONVERSATION`.",
        ]
    if study.memory.backups():
        folder = study.home.backups
        lines += ["", f"Copies in {folder} were made earlier and may still hold it."]
    return lines


def _nothing_clear(what: str, found: forgetting.ToForget) -> NotFound:
    asked = one_line(what, 80)
    if not found.perhaps:
        return NotFound(
            f"Nothing is remembered about “{asked}”.", hint="show_profile lists what is known."
        )
    named = "; ".join(f"“{one_line(f.text, 80)}” is {f.id}" for f in found.perhaps[:8])
    return NotFound(
        f"“{asked}” may mean several facts; nothing was deleted.",
        hint=f"Ask which one, then give its number: {named}.",
    )


def _profile_text(study: Study) -> str:
    profile = study.memory.profile.load()
    known = [name for name in _FIELD_NAMES if getattr(profile, name) is not None]
    missing = [name for name in _HOW_TO_SET if name not in known]
    lines = ["**Profile**"]
    lines += [f"- {_FIELD_NAMES[name]}: {_field_text(profile, name)}" for name in known]
    lines += [f"- {_FIELD_NAMES[name]}: not set. Say {_HOW_TO_SET[name]}" for name in missing]
    lines += [f"- days off: {off_words(t, study.week.zone)}" for t in study.time_off.coming()]
    facts = study.memory.facts.current()
    lines += ["", "**Remembered facts**"]
    lines += [_fact_line(fact, profile.timezone) for fact in facts[-_MOST_SHOWN:]]
    if not facts:
        lines.append("- none yet. Say “remember that …”")
    if len(facts) > _MOST_SHOWN:
        lines.append(f"- and {len(facts) - _MOST_SHOWN} older: `waymark memory list`")
    return "\n".join(lines)


def _field_text(profile: Profile, name: str) -> str:
    value = getattr(profile, name)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _fact_line(fact: Fact, zone: str | None) -> str:
    day = day_in(fact.valid_from, zone)
    if fact.trust == "read":
        return f"- `{fact.id}` ({fact.kind}; read somewhere, {day}):\n" + quote_outside(
            fact.text, "something that was read"
        )
    return f"- {fact.text} ({fact.kind}; {_TRUST_SAYS[fact.trust]}, {day}) `{fact.id}`"


def _hit_line(hit: Recalled, query: str, zone: str | None, memory: LearnerMemory) -> str:
    who = "you" if hit.role == "learner" else "the mentor"
    if hit.role == "mentor" and _quotes_outside(hit, memory):
        label = f"an answer of {day_in(hit.at, zone)} that quoted it"
        return "\n" + quote_outside(excerpt(hit.text, query), label)
    return f"- {day_in(hit.at, zone)}, {who}: “{excerpt(hit.text, query)}”"


def _quotes_outside(hit: Recalled, memory: LearnerMemory) -> bool:
    """Whether the answer is noted, right behind it, to hold text from outside."""
    behind = memory.transcripts.messages(hit.conversation, limit=1, before=hit.source + 2)
    return any(m.role == "notice" and m.text == QUOTES_OUTSIDE for m in behind)


def _latest_message(context: MentorContext) -> Message | None:
    """What the learner said last in this conversation: the message of this turn."""
    newest = context.study.memory.transcripts.messages(context.conversation, limit=_RECENT)
    return next((m for m in reversed(newest) if m.role == "learner"), None)


def _is_this_turn(hit: Recalled, latest: Message | None) -> bool:
    return (
        latest is not None and hit.conversation == latest.conversation and hit.source >= latest.id
    )


def _trust(text: str, message: Message | None, runtime: ToolRuntime[MentorContext]) -> Trust:
    """“said” when most of the words are the learner's own, in the message of this turn. Anything
    else is the model's conclusion, or from a page it read, and does not bring back what was
    forgotten."""
    words = forgetting.stems(terms(text))
    said = forgetting.stems(terms(message.text)) if message else frozenset()
    if words and len(words & said) * 2 >= len(words):
        return "said"
    seen = runtime.state.get("messages", ())
    return "read" if any("<outside-text " in each.text for each in seen) else "derived"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


TOOLS = (recall, show_profile, remember, update_profile, forget)
