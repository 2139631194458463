"""What the mentor says of itself, in its own words; no tool stands behind these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from roadmap.models import Topic

CONNECT = """\
A language model can take over this chat, with the same tools and the same memory:

- `waymark --model anthropic:claude-sonnet-5-5` with `ANTHROPIC_API_KEY` set,
- `waymark --model openai:NAME` with `OPENAI_API_KEY` set,
- `waymark --model ollama:NAME` for a model that runs on your machine with Ollama.

With `--model auto`, the default, the first of these that is there is taken. Keys are read from \
the environment or the system keyring. `waymark models` shows what is ready here."""

GREETING = """\
Hello. I am Waymark's offline mentor. Where shall we start?

- “Plan my next week, I have 6 hours”
- “What should I learn next?” or “Explain overfitting”
- “Quiz me on transformers”
- “Rehearse a behavioural interview”

“Help” lists the rest."""

HELP = """\
This is what you can ask for, in words like these:

- **Learn**: “explain LoRA”, “how long is phase 3 and what is in it?”, “what should I learn next?”
- **Progress**: “how am I doing?”, “am I ready for AI engineer?”, “mark CNNs as done”
- **Quiz**: “5 questions about RAG”; answer with “B”, a number or a sentence, “B, 80% sure”, \
“hint”, “skip”, “stop the quiz”
- **Review**: “what's due?”, “start review”
- **Week**: “plan my next week, I have 6 hours, not on Wednesday, at most 2 hours a day”, then \
“more RAG”, “not before 10” or “commit it”; “what's on today?”, “export my calendar”
- **Interview**: “which interviews are there?”, “rehearse a behavioural interview, 20 minutes”
- **Papers and resources**: “find papers on RLHF”, “arxiv 1706.03762”, “a book on deep learning”, \
“save that one”
- **Memory**: “remember that I prefer mornings”, “what do you know about me?”, “what did I say \
about PyTorch?”, “forget that”
- **Profile**: “I live in Berlin”, “I have 6 hours a week”, “I'm free mon-fri 7-9pm”, “I want to \
be an ML engineer by June 2027”, “from now on 45-minute blocks”, “I'm away from 24 to 31 December”

I work by rules, without a language model. “How do I connect a model?” tells how to use one."""

WHO = """\
I am Waymark's offline mentor: a program that follows rules, not a language model. I recognise \
requests, use the same tools as a model would (roadmap, quizzes, reviews, the week's plan, \
interviews, papers, memory), and show what they say. I need no key and no network.

What I cannot do: hold a free conversation, judge code or essays, or explain beyond what the \
roadmap's cards say. For that, connect a model: `waymark --model anthropic:NAME` (with \
`ANTHROPIC_API_KEY`), `openai:NAME` (with `OPENAI_API_KEY`) or `ollama:NAME`."""

BEYOND = """\
That is beyond the offline mentor: I follow rules and use Waymark's tools. I cannot write, code, \
translate, calculate, judge a text or answer at large.

What works here: “explain …” with a topic of the roadmap, “find papers on …”, “resources for …”, \
“quiz me on …”. With a model the rest works too: `waymark --model anthropic:NAME`, `openai:NAME` \
(each with its key set) or `ollama:NAME`."""

WELCOME = "You are welcome. “What's on today?” or “what should I learn next?” takes you further."

GOODBYE = "Until next time. Everything is kept; “what's due?” is a good way to begin again."

NOTHING_TO_READ = "I could not read a request in that. Words work best; “help” shows what to type."

NOTHING_OPEN = (
    "No question is open. “Quiz me” or “quiz me on attention” asks one, “start review” goes "
    "through what is due."
)

YES_TO_WHAT = (
    "I am not sure what that refers to: nothing waits for a yes. Say it in a sentence, for "
    "example “commit the plan” or “quiz me on embeddings”."
)

NO_TO_OFFER = "Very well, nothing is changed. What would you like to do instead?"

NOT_UNDERSTOOD = """\
I am the offline mentor and did not find anything on the roadmap for that. You could try:

- “explain …” or “quiz me on …” with a topic, such as attention or overfitting
- “plan my next week, I have 6 hours”
- “find papers on …” or “resources for learning …”
- “help” for the whole list

For open questions connect a model: `waymark --model anthropic:NAME`, `openai:NAME` or \
`ollama:NAME`."""

STUCK = (
    "I keep the answer to the open question until you have tried it: “hint” helps, “skip” moves on."
)

WHICH_HOURS = (
    "I need clock times for that. Write it like “I'm free mon-fri 19:00-21:00; sat 09:00-12:00”."
)

ASSUMED_HOURS = (
    "I take a morning as 9:00 to 12:00, an afternoon as 14:00 to 17:00 and an evening as 19:00 to "
    "21:00. If yours are others, say the clock times, like “I'm free sat 08:00-11:00”."
)

WHICH_ZONE = (
    "I do not know that place's time zone. Name the zone itself, for example “my timezone is "
    "Europe/Berlin”."
)

NO_SUCH_TOOL = "I cannot do that here: the tool for it is not connected to this conversation."

SAVE_WHAT = (
    "I do not know which one you mean. Name it, for example “save 1706.03762”, or say “commit the "
    "plan” if you mean the week."
)

LESSON_ENDS = "**Your turn:**"
"""Begins the question a lesson ends in; the learner's next words are then held against the card."""

DECLINED = "You said no, so nothing was changed."

NEEDS_YES = (
    "Not done: it needs your yes, and there is no terminal to ask you in. Say it again with --yes."
)

NEEDS_YES_TO_COMMIT = (
    "Not committed: it needs your yes, and there is no terminal to ask you in. Say it again with "
    '--yes: `waymark ask --yes "commit it"`. The draft waits until then.'
)

PAUSED = "It stays open, and nothing is graded. “Continue” asks the question again, “stop” ends it."

NO_INTERVIEW = (
    "No interview is open in this conversation. “Which interviews are there?” shows them."
)

REPORT_AT_THE_END = (
    "The feedback comes with the report, once the interview is over. “End the interview” ends it "
    "with what was asked so far."
)

HOURS_TO_PLAN = (
    "I can plan more than 0 and at most 80 hours in a week. Say, for example, “6 hours”."
)

HOW_LONG_BLOCKS = "Say how long a block is to be, for example “30-minute blocks”."

UNDO_ELSEWHERE = (
    "In a chat I take back the last change of a block. A repair goes back with `waymark repair "
    "--undo`, and `waymark undo` takes back your last change, whatever it was: a plan, the "
    "profile, a topic. A draft changes nothing until you commit it."
)

AWAY = (
    "Then there is nothing to plan: a draft changes nothing until you commit it. “Plan the week "
    "of 7 December”, with your own date, plans the week you are back."
)

SORRY = (
    "I did not understand, and I am sorry for that. I follow rules: “help” shows the words I know."
)

RATE_WHAT = "No review is open to rate. “Start review” shows what is due."

FREE_TIMES_SAY_THAT = (
    "Days and times of every week stand in your free times: write them like “I'm free mon-thu "
    "19:00-21:00; sat 09:00-12:00”. For one week say “not Wednesday” after “plan my week”."
)

ENGLISH = (
    "The offline mentor understands English alone. Say it in English, for example “I can't on "
    "Wednesday” or “plan my next week”; a language model, once connected, understands others too."
)

NO_SUCH_WISH = (
    "I did not understand that as a wish for the week, so nothing is changed. What I can change: "
    "hours (“2 hours less”), days (“not Wednesday”), times (“not before 10”, “keep Sunday evening "
    "free”), limits (“at most 2 hours a day”), blocks and breaks (“45-minute blocks”), energy "
    "(“hard topics in the morning”), and more or less of a topic, of theory, practice, projects "
    "or reviews."
)

WHICH_BLOCK = (
    "Which block was that? Say it with its topic or its day, for example “I did the linear algebra "
    "today, 40 minutes” or “I did Tuesday”."
)

ABOUT_WHAT = (
    "I am not sure what that is about. Name the topic, for example “why does dropout work?”."
)


WHAT_IF = (
    "This is the way at the hours you have. To see it at others, say them as your own: “I have 12 "
    "hours a week”, then “when will I be done?”; `waymark undo` takes that back."
)

A_WHOLE_DAY = (
    "I move single blocks to a time you name; of a whole day I keep the time free and find the "
    "nearest other places, which need not be the day you named:"
)


def why_left_out(title: str) -> str:
    """Leads to the plan, whose lists say what is in it and what is not."""
    return (
        f"This is the plan, and under “Not this week” what it leaves out and why. Of {title} it "
        "says nothing there where it holds all that is due, or where that comes later on your way."
    )


def discarded(draft: str) -> str:
    """A draft needs no throwing away."""
    if not draft:
        return "No draft waits, so there is nothing to discard."
    return (
        f"Very well. The draft ({draft}) changes nothing until you commit it, and the next plan of "
        "that week takes its place: “start over” draws it up without your earlier wishes."
    )


def which_week_off(monday: date) -> str:
    """Asks for the week, with the next one as the example."""
    sunday = monday + timedelta(days=6)
    return (
        f"Which week? “I'm away from {monday.isoformat()} to {sunday.isoformat()}” keeps the next "
        "one free in every plan; “take this week off” keeps free what is left of this one. Your "
        "streak and your reviews wait."
    )


def a_draft_waits(draft: str) -> str:
    """For a yes that was said of nothing, while a draft waits."""
    return f"A draft waits: {draft}. “Commit it” makes it your plan."


def how_many_hours(drafted: str | None) -> str:
    """Asks for the figure, beside the hours of the draft where they are known."""
    standing = f"The draft has {drafted} hours. " if drafted else ""
    return f"{standing}Say the hours themselves, for example “make it 5 hours” or “1 hour less”."


def how_long(topic: Topic) -> str:
    """The hours of one topic."""
    hours = topic.hours
    return (
        f"**{topic.title}** takes {hours.low:g} to {hours.high:g} hours; most need about "
        f"{hours.expected:g}."
    )


def what_before(topic: Topic, titles: Sequence[str]) -> str:
    """What is best learned before one topic."""
    if not titles:
        return f"Nothing stands before **{topic.title}**: it can be learned at once."
    return f"Before **{topic.title}**: {'; '.join(titles)}."


def unused(words: str) -> str:
    """Says plainly which words of a request the plan did not take up."""
    return (
        f"Not used for the plan: {words}. I plan by hours, days, times to keep free (“not before "
        "10”), limits (“at most 2 hours a day”), blocks, breaks and topics."
    )
