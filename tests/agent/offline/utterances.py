"""What learners type, and what the offline mentor asks for: the specification of its ear.

Each row is the words and the calls they lead to; a group can set the moment they are said in.
Today is Monday, 23 November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from agent.offline.request import Offer, Request

TODAY = date(2026, 11, 23)
DRAFT = "the week of 2026-11-30, 6 h, not committed"

Args = Mapping[str, object]
Wanted = tuple[str, Args]


@dataclass(frozen=True)
class Group:
    """Utterances said in one moment. A row without calls is answered in words alone."""

    name: str
    rows: tuple[tuple[str, tuple[Wanted, ...]], ...]
    moment: Request = field(default_factory=lambda: Request("", today=TODAY))


def call(tool: str, **args: object) -> tuple[Wanted, ...]:
    return ((tool, args),)


def plan(week: str = "next", **args: object) -> tuple[Wanted, ...]:
    """A plan; what is no argument of its own is a wish among its constraints."""
    own: dict[str, object] = {"week": week}
    own.update({name: args.pop(name) for name in ("hours", "focus") if name in args})
    if args:
        own["constraints"] = args
    return (("plan_week", own),)


def mended(*days_off: str, week: str = "this") -> tuple[Wanted, ...]:
    """A week mended, with the days that are lost."""
    lost = {"constraints": {"days_off": list(days_off)}} if days_off else {}
    return (("plan_week", {"week": week, "mend": True, **lost}),)


def block(block: str, action: str, when: str | None = None) -> tuple[Wanted, ...]:
    """One block marked, moved or shortened."""
    return call("update_block", block=block, action=action, **({"when": when} if when else {}))


def half_done(block: str, how: str) -> tuple[Wanted, ...]:
    """A block partly done, and the week mended for the rest."""
    return (*call("update_block", block=block, action="done", when=how), *mended())


MOMENTS_OF_A_DRAFT: tuple[tuple[str, str, Offer | None], ...] = (
    ("with no draft", "", None),
    ("while a draft waits", DRAFT, None),
    ("right after a draft was shown", DRAFT, "commit"),
)
NOTHING: tuple[Wanted, ...] = ()
MENDED = mended()
RAG, RAG_TITLE = "retrieval-strategies", "Retrieval strategies"
TRANSFORMERS = "Transformers (attention mechanism)"
QUESTION = call("current_question")

GROUPS = (
    Group(
        "talk needs no tool",
        (
            ("hello", NOTHING),
            ("Good morning!", NOTHING),
            ("how are you?", NOTHING),
            ("thanks a lot", NOTHING),
            ("bye", NOTHING),
            ("help", NOTHING),
            ("?", NOTHING),
            ("What can you do?", NOTHING),
            ("who are you?", NOTHING),
            ("are you ChatGPT?", NOTHING),
            ("how do I connect a model?", NOTHING),
            ("where do I put my API key?", NOTHING),
            ("write me a poem about gradients", NOTHING),
            ("debug my code", NOTHING),
            ("🎉🎉🎉", NOTHING),
            ("yes", NOTHING),
            ("B", NOTHING),
            ("stop", NOTHING),
            ("you are useless", NOTHING),
            ("hard", NOTHING),
            ("more", NOTHING),
            ("what's 2+2?", NOTHING),
            ("why?", NOTHING),
        ),
    ),
    Group(
        "planning a week",
        (
            ("plan my next week, I have 6 hours", plan(hours=6.0)),
            (
                "Plan my next week. I have 6 hours. Not on Wednesday.",
                plan(hours=6.0, days_off=["wed"]),
            ),
            ("plan this week", plan("this")),
            ("plan the rest of my week", plan("this")),
            ("I have 6 hours next week", plan(hours=6.0)),
            ("I've got 5 hours this week, what should I do?", plan("this", hours=5.0)),
            (
                "schedule 4.5 hours with a focus on RAG, not on Wednesday, mornings only, "
                "45-minute blocks",
                plan(
                    hours=4.5,
                    focus=[RAG_TITLE],
                    days_off=["wed"],
                    parts=["morning"],
                    block_minutes=45,
                ),
            ),
            (
                "make me a study plan for next week, 10 hours, no weekends",
                plan(hours=10.0, days_off=["sat", "sun"]),
            ),
            (
                "plan 6 hours of RAG and vector databases",
                plan(
                    hours=6.0, focus=[RAG_TITLE, "Vector databases (Weaviate, Pinecone, ChromaDB)"]
                ),
            ),
            ("could you please plan my week around transformers?", plan(focus=[TRANSFORMERS])),
            ("plan the week of 7 December", plan("2026-12-07")),
            (
                "plan my week, two hours a day, only on weekdays",
                plan(hours=10.0, days_off=["sat", "sun"]),
            ),
            ("plan tomorrow", plan("this")),
            ("shedule my week", plan()),
            ("6 hours next week, RAG only", plan(hours=6.0, focus=[RAG_TITLE])),
            ("I was sick yesterday, can you fix my plan?", MENDED),
            ("I missed yesterday", MENDED),
            ("I was ill until Thursday", mended("mon", "tue", "wed", "thu")),
            ("I'm sick until tomorrow", mended("mon", "tue")),
            ("mend my week", MENDED),
            ("fix my plan", MENDED),
            ("fix my next week", mended(week="next")),
            ("repair the week of 7 December", mended(week="2026-12-07")),
            ("can you fix my week, thursday is out", mended("thu")),
            ("help me catch up", MENDED),
            ("I missed two blocks", MENDED),
            ("I forgot to study today", MENDED),
            ("I can't on Thursday", mended("thu")),
            ("I can't study tomorrow", mended("tue")),
            ("I won't be able to study on Friday", mended("fri")),
            ("sorry, something came up tonight", mended("mon")),
            ("Thursday doesn't work", mended("thu")),
            ("I can't on next Monday", mended("mon", week="2026-11-30")),
            ("postpone tonight", mended("mon")),
            ("I'm ill until next week Tuesday", mended("mon", "tue")),
            ("I only did half of it", half_done("last", "half")),
            ("I only did half of today's block", half_done("today", "half")),
            ("I only managed 20 minutes", half_done("last", "only 20 minutes")),
            (
                "can you move tonight to tomorrow?",
                call("update_block", block="today", action="move", when="tomorrow"),
            ),
            (
                "move today to friday 18:00",
                call("update_block", block="today", action="move", when="friday 18:00"),
            ),
            ("undo that", call("update_block", block="last", action="undo")),
            ("I didn't do it after all", call("update_block", block="last", action="undo")),
            ("undo the repair", NOTHING),
            ("undo my last profile change", NOTHING),
            ("what did I miss this week?", call("show_schedule", period="this")),
            ("when will I be done?", call("show_progress", outlook=True)),
            ("how long until I'm finished?", call("show_progress", outlook=True)),
            ("when will I finish the roadmap?", call("show_progress", outlook=True)),
            (
                "plan next week: 2h monday, 2h wednesday",
                plan(hours=4.0, days_off=["tue", "thu", "fri", "sat", "sun"]),
            ),
            (
                "plan next week with 3 hours of git and 2 hours of python",
                plan(hours=5.0, focus=["Git", "Python"]),
            ),
            ("plan next week, 6 hours, start at 6am each day", plan(hours=6.0)),
            (
                "I have half an hour a day, plan next week",
                plan(hours=3.5, block_minutes=30),
            ),
            (
                "plan next week, 5 hours, from wednesday on",
                plan(hours=5.0, days_off=["mon", "tue"]),
            ),
            (
                "plan next week, 5 hours, cannot study after 20:00",
                plan(hours=5.0, keep_free=["after 20:00"]),
            ),
            (
                "plan my week with 6 hours, max 1 hour on wednesday, no blocks on friday evening",
                plan(hours=6.0, at_most=["1 h on wed"], keep_free=["fri evening"]),
            ),
            (
                "next week I'm only free on weekdays 9-12",
                plan(free="mon-fri 09:00-12:00"),
            ),
            (
                "plan next week, no more than 3 blocks a day and 20 minute breaks",
                plan(at_most=["3 blocks a day"], break_minutes=20),
            ),
            ("plan next week, start after 7pm", plan(keep_free=["before 19:00"])),
            ("plan next week, only on monday 18-18:30", plan(free="mon 18:00-18:30")),
            ("plan -5 hours next week", NOTHING),
            ("plan 100 hours next week", NOTHING),
            ("I'm on holiday next week", NOTHING),
            ("hi there, plan my week", plan()),
        ),
    ),
    Group(
        "revising the draft just shown",
        (
            ("not Wednesday", plan("2026-11-30", days_off=["wed"])),
            (
                "I'm on holiday from Thursday",
                plan("2026-11-30", days_off=["thu", "fri", "sat", "sun"]),
            ),
            (
                "I'm away from Tuesday to Thursday",
                plan("2026-11-30", days_off=["tue", "wed", "thu"]),
            ),
            ("hard topics in the morning please", plan("2026-11-30", energy="morning")),
            ("20 minute breaks", plan("2026-11-30", break_minutes=20)),
            ("leave 25% of my time free", plan("2026-11-30", slack_percent=25)),
            ("I can't on Friday", plan("2026-11-30", days_off=["fri"])),
            ("wednesday is fine after all", plan("2026-11-30", days_on=["wed"])),
            ("more RAG", plan("2026-11-30", more=[RAG_TITLE])),
            ("less maths, more RAG", plan("2026-11-30", more=[RAG_TITLE], less=["Mathematics"])),
            ("without transformers", plan("2026-11-30", less=[TRANSFORMERS])),
            ("only 45-minute blocks", plan("2026-11-30", block_minutes=45)),
            ("make it 5 hours", plan("2026-11-30", hours=5.0)),
            ("actually, 4 hours", plan("2026-11-30", hours=4.0)),
            ("move everything to the mornings", plan("2026-11-30", parts=["morning"])),
            ("no evenings please", plan("2026-11-30", parts=["morning", "afternoon"])),
            ("quiz me on transformers", call("start_quiz", topic="transformers")),
            ("find papers on RLHF", call("search_papers", query="rlhf")),
            ("keep friday free", plan("2026-11-30", days_off=["fri"])),
            ("make thursday free too", plan("2026-11-30", days_off=["thu"])),
            ("cancel thursday", plan("2026-11-30", days_off=["thu"])),
            ("make the blocks shorter, 30 min", plan("2026-11-30", block_minutes=30)),
            ("make the blocks shorter", NOTHING),
            ("put more rag in it", plan("2026-11-30", more=[RAG_TITLE])),
            ("one hour less", plan("2026-11-30", hours=5.0)),
            ("half an hour more", plan("2026-11-30", hours=6.5)),
            ("10 hours less", NOTHING),
            ("that's too much", NOTHING),
            ("not before 10", plan("2026-11-30", keep_free=["before 10:00"])),
            ("start after 7pm", plan("2026-11-30", keep_free=["before 19:00"])),
            ("nothing after 9pm", plan("2026-11-30", keep_free=["after 21:00"])),
            ("finish by 9pm", plan("2026-11-30", keep_free=["after 21:00"])),
            ("keep Sunday evening free", plan("2026-11-30", keep_free=["sun evening"])),
            ("not on Friday evening", plan("2026-11-30", keep_free=["fri evening"])),
            ("not on friday after 6pm", plan("2026-11-30", keep_free=["fri after 18:00"])),
            ("I'm busy tuesday 18:00-20:00", plan("2026-11-30", keep_free=["tue 18:00-20:00"])),
            ("at most 2 hours a day", plan("2026-11-30", at_most=["2 h a day"])),
            ("not more than one block on Fridays", plan("2026-11-30", at_most=["1 block on fri"])),
            ("only one block on friday", plan("2026-11-30", at_most=["1 block on fri"])),
            ("max 90 minutes on weekdays", plan("2026-11-30", at_most=["1 h 30 on mon-fri"])),
            ("give me a break of 15 minutes", plan("2026-11-30", break_minutes=15)),
            ("no breaks", plan("2026-11-30", break_minutes=0)),
            ("less theory", plan("2026-11-30", less=["theory"])),
            ("more practice, no reviews", plan("2026-11-30", more=["practice"], less=["reviews"])),
            ("make it purple", NOTHING),
            ("start over", plan("2026-11-30", start_over=True)),
            ("two hours less", plan("2026-11-30", hours=4.0)),
            ("commit it", call("commit_plan")),
            ("looks good, save it", call("commit_plan")),
            ("yes", call("commit_plan")),
            ("perfect!", call("commit_plan")),
            ("no", NOTHING),
            ("what is overfitting?", call("show_topic", topic="overfitting-regularization")),
            ("what is prompt injection?", call("show_topic", topic="Prompt injection")),
        ),
        Request("", today=TODAY, draft=DRAFT, offered="commit"),
    ),
    Group(
        "a draft that waits while something else is spoken of",
        (
            ("yes", NOTHING),
            ("commit the plan", call("commit_plan")),
            ("keep friday free", plan("2026-11-30", days_off=["fri"])),
            ("put more rag in it", plan("2026-11-30", more=[RAG_TITLE])),
            ("one hour less", plan("2026-11-30", hours=5.0)),
            ("not on friday", plan("2026-11-30", days_off=["fri"])),
            ("more about RAG", call("show_topic", topic=RAG)),
            ("I have 6 hours a week", call("update_profile", hours=6.0)),
        ),
        Request("", today=TODAY, draft=DRAFT),
    ),
    Group(
        "the week as it is lived",
        (
            ("what's on today?", call("show_schedule", period="today")),
            ("my week", call("show_schedule", period="this")),
            ("what do I have tomorrow?", call("show_schedule", period="2026-11-24")),
            ("show my schedule for next week", call("show_schedule", period="next")),
            ("what is on on Friday?", call("show_schedule", period="2026-11-27")),
            ("mark today's block as done", call("update_block", block="today", action="done")),
            (
                "I did my RAG session",
                call("update_block", block="Retrieval strategies", action="done"),
            ),
            ("skip tomorrow's session", call("update_block", block="2026-11-24", action="skip")),
            ("I missed Tuesday's session", call("update_block", block="2026-11-17", action="skip")),
            ("I missed yesterday's block", call("update_block", block="2026-11-22", action="skip")),
            (
                "move the RAG block to friday 19:00",
                call(
                    "update_block", block="Retrieval strategies", action="move", when="friday 19:00"
                ),
            ),
            (
                "shorten today's block to 30 minutes",
                call("update_block", block="today", action="shorten", when="30 minutes"),
            ),
            ("skip the linear algebra block on Friday", block("Linear Algebra on fri", "skip")),
            ("drop the Linear Algebra block on Monday", block("Linear Algebra on mon", "skip")),
            ("cancel tomorrow's calculus session", block("Calculus tomorrow", "skip")),
            ("skip calculus on Friday", block("Calculus on fri", "skip")),
            ("skip calculus today", block("Calculus today", "skip")),
            (
                "move the linear algebra block on friday to saturday 10:00",
                block("Linear Algebra on fri", "move", "saturday 10:00"),
            ),
            ("move calculus to sunday 9:00", block("Calculus", "move", "sunday 9:00")),
            ("shorten calculus to 30 minutes", block("Calculus", "shorten", "30 minutes")),
            ("mark yesterday's calculus block done", block("Calculus yesterday", "done")),
            (
                "mark the calculus block of 27 November as done",
                block("Calculus on 2026-11-27", "done"),
            ),
            ("export my calendar", call("export_calendar", path="waymark.ics")),
            ("export the plan to week.ics", call("export_calendar", path="week.ics")),
        ),
    ),
    *(
        Group(
            f"questions about the way ahead, {moment}",
            (
                *(
                    (asked, call("show_progress", outlook=True))
                    for asked in (
                        "what can I drop?",
                        "what should I leave out?",
                        "am I on track?",
                        "am I behind?",
                        "how far behind am I?",
                        "can I finish by June 2027?",
                        "will I be done before the deadline?",
                        "what if I study 12 hours a week?",
                        "what happens if I only have 3 hours a week?",
                    )
                ),
                ("what did I plan for Saturday?", call("show_schedule", period="2026-11-28")),
                ("what should I do tonight?", call("show_schedule", period="today")),
                ("how much did I do this week?", call("show_schedule", period="this")),
                ("discard the draft", NOTHING),
                ("throw the draft away", NOTHING),
                ("leave it, never mind", NOTHING),
                ("take the commit back", NOTHING),
                ("undo the commit", NOTHING),
                ("I need a break, take a week off", NOTHING),
                (
                    "I'll take next week off",
                    call("update_profile", away="2026-11-30 to 2026-12-06"),
                ),
                ("I can't tonight", mended("mon")),
                ("swap tuesday and wednesday", NOTHING),
                ("reduce the load on thursday", NOTHING),
            ),
            Request("", today=TODAY, draft=draft, offered=offered),
        )
        for moment, draft, offered in MOMENTS_OF_A_DRAFT
    ),
    Group(
        "the draft of this week, just shown",
        (
            ("I can't tonight", plan("this", days_off=["mon"])),
            ("move saturday's blocks to sunday", plan("2026-11-23", days_off=["sat"])),
            ("is this plan realistic?", call("show_schedule", period="2026-11-23")),
            ("is that doable?", call("show_schedule", period="2026-11-23")),
            ("why is Python not in there?", call("show_schedule", period="2026-11-23")),
            ("why isn't calculus in the plan?", call("show_schedule", period="2026-11-23")),
        ),
        Request(
            "", today=TODAY, draft="the week of 2026-11-23, 6 h, not committed", offered="commit"
        ),
    ),
    Group(
        "left out for a time, not for good",
        (
            ("skip calculus this week", plan("this", less=["Calculus"])),
            ("skip transformers next week", plan(less=[TRANSFORMERS])),
            ("leave out calculus for now", plan("this", less=["Calculus"])),
            ("no calculus this week please", plan("this", less=["Calculus"])),
            ("drop linear algebra from the plan", plan("this", less=["Linear Algebra"])),
            (
                "skip calculus",
                call("set_topic_status", topic="calculus", status="skipped"),
            ),
            ("move saturday's blocks to sunday", mended("sat")),
            ("forget Thursday", mended("thu")),
            ("forget about tonight", mended("mon")),
            ("make it 6 hours a week", call("update_profile", hours=6.0)),
            ("my weekly hours are 8", call("update_profile", hours=8.0)),
        ),
    ),
    *(
        Group(
            f"a lighter week, {moment}",
            (
                ("make it lighter, 3 hours is enough", plan("2026-11-30", hours=3.0)),
                ("3 hours are enough", plan("2026-11-30", hours=3.0)),
                ("make it lighter", NOTHING),
                ("make this a bit easier please", NOTHING),
                ("less maths", plan("2026-11-30", less=["Mathematics"])),
                ("a bit less calculus", plan("2026-11-30", less=["Calculus"])),
                ("less theory", plan("2026-11-30", less=["theory"])),
                ("skip calculus for now", plan("2026-11-30", less=["Calculus"])),
                ("forget Friday evening", plan("2026-11-30", keep_free=["fri evening"])),
                (
                    "forget about Thursday, only until 20:00 on Friday",
                    plan("2026-11-30", days_off=["thu"], keep_free=["fri after 20:00"]),
                ),
                ("forget that I hate mondays", call("forget", what="i hate mondays")),
            ),
            Request("", today=TODAY, draft=draft, offered=offered),
        )
        for moment, draft, offered in MOMENTS_OF_A_DRAFT[1:]
    ),
    *(
        Group(
            f"what was done of the plan, {moment}",
            (
                (
                    "Monday I did the linear algebra, took me 35 minutes",
                    block("Linear Algebra on mon", "done", "35 minutes"),
                ),
                (
                    "I did the linear algebra tonight, 40 minutes",
                    block("Linear Algebra today", "done", "40 minutes"),
                ),
                (
                    "I did linear algebra. It took me 40 minutes.",
                    block("Linear Algebra", "done", "40 minutes"),
                ),
                (
                    "I spent half an hour on calculus last night",
                    block("Calculus yesterday", "done", "30 minutes"),
                ),
                (
                    "I finished calculus today in 50 minutes",
                    block("Calculus today", "done", "50 minutes"),
                ),
                ("actually I did Tuesday", block("2026-11-24", "done")),
                ("I did it yesterday", block("2026-11-25", "done")),
                ("I did do Wednesday after all", block("2026-11-25", "done")),
                ("it took me 40 minutes", NOTHING),
            ),
            Request("", today=date(2026, 11, 26), draft=draft, offered=offered),
        )
        for moment, draft, offered in MOMENTS_OF_A_DRAFT
    ),
    Group(
        "life happened, on a Thursday",
        (
            ("I was ill on Tuesday and Wednesday", mended("tue", "wed")),
            ("I was sick yesterday, can you fix my plan?", mended("wed")),
            ("I've been ill since Monday until Friday", mended("thu", "fri")),
            ("I missed yesterday's block", MENDED),
            ("I missed Tuesday's session", MENDED),
            ("I missed tuesday", MENDED),
            ("I only did half of yesterday's block", half_done("2026-11-25", "half")),
            ("I can't on Monday", mended("mon", week="2026-11-30")),
        ),
        Request("", today=date(2026, 11, 26)),
    ),
    Group(
        "the roadmap",
        (
            ("how long is phase 3 and what is in it?", call("show_topic", topic="phase 3")),
            ("what's in phase two?", call("show_topic", topic="phase two")),
            ("tell me about the prerequisites", call("show_topic", topic="Prerequisites")),
            ("what is overfitting?", call("show_topic", topic="overfitting-regularization")),
            ("explain LoRA", call("show_topic", topic="fine-tuning-lora")),
            ("Teach me about RNNs", call("show_topic", topic="rnn-lstm")),
            ("what is flash attention?", call("show_topic", topic="attention-mechanisms")),
            ("transformers", call("show_topic", topic="transformers")),
            ("explain tranformers", call("show_topic", topic="transformers")),
            ("I don't understand backpropagation", call("show_topic", topic="backpropagation")),
            (
                "retreival augmented generation",
                call("search_roadmap", query="retreival augmented generation"),
            ),
            ("what is retreival augmented generation?", call("show_topic", topic=RAG)),
            (
                "compare k-means and naive bayes",
                (("show_topic", {"topic": "k-means"}), ("show_topic", {"topic": "naive-bayes"})),
            ),
            (
                "what is the house price project?",
                call("show_topic", topic="House price prediction (regression)"),
            ),
            ("what should I learn next?", call("next_topics")),
            ("what's next?", call("next_topics")),
            ("where should I start?", call("next_topics")),
            ("recommend 3 topics", call("next_topics", limit=3)),
            ("how am I doing?", call("show_progress")),
            ("what's my score?", call("show_progress")),
            ("how did I do?", call("show_progress")),
            ("show my progress", call("show_progress")),
            ("how is my streak?", call("show_progress")),
            ("how long is my streak", call("show_progress")),
            ("do I still have a streak?", call("show_progress")),
            ("how many days in a row have I studied?", call("show_progress")),
            (
                "search the roadmap for portfolio tips",
                call("search_roadmap", query="portfolio tips"),
            ),
            ("¿qué es el aprendizaje?", NOTHING),
            ("Mittwoch kann ich nicht", NOTHING),
            ("plane meine Woche", NOTHING),
            ("je ne peux pas mercredi", NOTHING),
        ),
    ),
    Group(
        "where the learner stands with a topic",
        (
            (
                "I finished linear algebra",
                call("set_topic_status", topic="linear-algebra", status="done"),
            ),
            ("mark CNNs as done", call("set_topic_status", topic="cnn", status="done")),
            (
                "I'm learning transformers now",
                call("set_topic_status", topic="transformers", status="learning"),
            ),
            ("skip kubernetes", call("set_topic_status", topic="kubernetes", status="skipped")),
            (
                "I'm not done with calculus yet",
                call("set_topic_status", topic="calculus", status="learning"),
            ),
            (
                "I already know python and git",
                (
                    ("set_topic_status", {"topic": "python", "status": "done"}),
                    ("set_topic_status", {"topic": "git", "status": "done"}),
                ),
            ),
            (
                "I finished calculus, what's next?",
                (
                    ("set_topic_status", {"topic": "calculus", "status": "done"}),
                    ("next_topics", {}),
                ),
            ),
        ),
    ),
    Group(
        "readiness, quizzes and reviews",
        (
            ("am I ready for AI engineer?", call("assess_readiness", role="ai engineer")),
            ("will I be ready by June 2027?", call("show_progress", outlook=True)),
            ("nothing on Wednesday", plan(days_off=["wed"])),
            ("how ready am I?", call("assess_readiness")),
            ("what am I weak at?", call("assess_readiness")),
            ("am I ready to be an ML engineer?", call("assess_readiness", role="ml engineer")),
            (
                "why do you think I know chunking?",
                call("assess_readiness", topic="chunking"),
            ),
            ("quiz me on transformers", call("start_quiz", topic="transformers")),
            ("5 questions about RAG", call("start_quiz", topic=RAG, count=5)),
            (
                "ask me three questions on embeddings",
                call("start_quiz", topic="embedding-models", count=3),
            ),
            ("test my knowledge of backpropagation", call("start_quiz", topic="backpropagation")),
            ("quiz me", call("start_quiz")),
            ("keep the cards", call("start_review", drafts="keep")),
            ("yes, keep both cards please", call("start_review", drafts="keep")),
            ("decline the drafted cards", call("start_review", drafts="decline")),
            ("I don't want these cards", call("start_review", drafts="decline")),
            ("continue the quiz", call("start_quiz")),
            ("qiuz me on docker", call("start_quiz", topic="containerization")),
            ("give me a quiz on phase 2", call("start_quiz", topic="phase-2")),
            ("what's due?", call("show_reviews", period="today")),
            ("do I have any reviews this week?", call("show_reviews", period="week")),
            ("start review", call("start_review")),
            ("where were we?", call("current_question")),
        ),
    ),
    Group(
        "while a quiz question is open",
        (
            ("B", call("answer_quiz", answer="B")),
            ("b)", call("answer_quiz", answer="b)")),
            ("42", call("answer_quiz", answer="42")),
            ("80%", call("answer_quiz", answer="80%")),
            ("recall", call("answer_quiz", answer="recall")),
            (
                "I think it's B because it shrinks the weights",
                call("answer_quiz", answer="I think it's B because it shrinks the weights"),
            ),
            ("B, 80% sure", call("answer_quiz", answer="B", confidence=80)),
            ("I'm 70% confident it's C", call("answer_quiz", answer="C", confidence=70)),
            (
                "It stores what we plan for the week",
                call("answer_quiz", answer="It stores what we plan for the week"),
            ),
            (
                "What matters is the variance.",
                call("answer_quiz", answer="What matters is the variance."),
            ),
            ("is it overfitting?", call("answer_quiz", answer="is it overfitting?")),
            ("I don't know", call("answer_quiz", answer="I don't know")),
            ("skip", call("answer_quiz", answer="skip")),
            ("next question please", call("answer_quiz", answer="skip")),
            ("stop the quiz", call("answer_quiz", answer="stop")),
            ("give me a hint", call("answer_quiz", answer="hint")),
            (
                "what is regularisation?",
                (*call("show_topic", topic="overfitting-regularization"), *QUESTION),
            ),
            (
                "explain dropout",
                (*call("show_topic", topic="Dropout"), *QUESTION),
            ),
            ("why?", QUESTION),
            ("repeat the question", QUESTION),
            ("help", QUESTION),
            ("hi", QUESTION),
            ("thank you", QUESTION),
            ("what should I learn next", (*call("next_topics"), *QUESTION)),
            ("make it 5 hours", (*plan(hours=5.0), *QUESTION)),
            ("not on friday please", (*plan(days_off=["fri"]), *QUESTION)),
            ("forget that I hate maths", (*call("forget", what="i hate maths"), *QUESTION)),
            (
                "mark today's block as done",
                (*call("update_block", block="today", action="done"), *QUESTION),
            ),
            (
                "I finished linear algebra",
                (
                    *call("set_topic_status", topic="linear-algebra", status="done"),
                    *QUESTION,
                ),
            ),
            ("forget gates", call("answer_quiz", answer="forget gates")),
            (
                "skip connections carry the gradient past a block",
                call("answer_quiz", answer="skip connections carry the gradient past a block"),
            ),
            ("good", call("answer_quiz", answer="good")),
            ("I believe it is A", call("answer_quiz", answer="A")),
            ("I think it's B", call("answer_quiz", answer="B")),
            ("the second one", call("answer_quiz", answer="B")),
            ("the second", call("answer_quiz", answer="the second")),
            ("break", call("answer_quiz", answer="break")),
            ("pause", call("answer_quiz", answer="pause")),
            ("pause the quiz", call("answer_quiz", answer="pause")),
            ("change my answer to C", call("answer_quiz", answer="change my answer to C")),
            ("I'd like to change my answer", call("answer_quiz", answer="back")),
            ("oops, I meant B", call("answer_quiz", answer="change my answer to B")),
            ("go back", call("answer_quiz", answer="back")),
            (
                "change it to a smaller learning rate",
                call("answer_quiz", answer="change it to a smaller learning rate"),
            ),
            ("plan my week", (*plan(), *QUESTION)),
            ("quiz me on RAG", call("start_quiz", topic=RAG)),
        ),
        Request("", today=TODAY, open="quiz"),
    ),
    Group(
        "interviews",
        (
            ("which interviews are there?", call("list_interviews")),
            ("mock interview", call("list_interviews")),
            ("rehearse a behavioural interview", call("start_interview", script="behavioural")),
            (
                "mock interview for ML fundamentals, 20 minutes",
                call("start_interview", script="ml-fundamentals", minutes=20),
            ),
            (
                "prepare me for a behavioral interview in half an hour",
                call("start_interview", script="behavioural", minutes=30),
            ),
            ("interview me on system design", call("start_interview", script="system design")),
            ("start the phone-screen interview", call("start_interview", script="phone-screen")),
            ("pause the interview", NOTHING),
            ("resume the interview", QUESTION),
            ("end the interview", call("end_interview")),
        ),
    ),
    Group(
        "while an interview is open",
        (
            (
                "I would plan the week with the team",
                call("answer_interview", answer="I would plan the week with the team"),
            ),
            (
                "What we did was split the data by time.",
                call("answer_interview", answer="What we did was split the data by time."),
            ),
            (
                "Do you mean batch or online?",
                call("answer_interview", answer="Do you mean batch or online?"),
            ),
            ("I don't know", call("answer_interview", answer="I don't know")),
            (
                "what is regularisation?",
                (*call("show_topic", topic="overfitting-regularization"), *QUESTION),
            ),
            ("hint", call("answer_interview", answer="hint")),
            ("pause", NOTHING),
            ("pause the interview", NOTHING),
            ("give me feedback", NOTHING),
            ("resume the interview", call("answer_interview", answer="")),
            ("quit", call("end_interview")),
            ("stop", call("end_interview")),
            ("I want to stop now", call("end_interview")),
            (
                "I stop training when validation error rises",
                call("answer_interview", answer="I stop training when validation error rises"),
            ),
            ("repeat the question", call("answer_interview", answer="")),
            ("end the interview", call("end_interview")),
            ("ok that's enough, finish", call("end_interview")),
        ),
        Request("", today=TODAY, open="interview"),
    ),
    Group(
        "papers and resources",
        (
            ("find papers on RLHF", call("search_papers", query="rlhf")),
            (
                "recent papers about diffusion models since 2023",
                call("search_papers", query="diffusion models", since="2023"),
            ),
            (
                "papers on chunking in cs.CL",
                call("search_papers", query="chunking", category="cs.CL"),
            ),
            ("arxiv 1706.03762", call("show_paper", arxiv_id="1706.03762")),
            ("https://arxiv.org/abs/2005.11401v4", call("show_paper", arxiv_id="2005.11401")),
            ("resources for learning pytorch", call("search_resources", query="pytorch")),
            (
                "a book on deep learning",
                call("search_resources", query="deep learning", kind="book"),
            ),
            ("any good courses on mlops?", call("search_resources", query="mlops", kind="course")),
            ("where can I learn kubernetes?", call("search_resources", query="kubernetes")),
            (
                "show me the paper Attention Is All You Need",
                call("show_paper", arxiv_id="attention is all you need"),
            ),
            ("save the Goodfellow book", call("save_to_library", item="goodfellow")),
            ("save 1706.03762", call("save_to_library", item="1706.03762")),
            ("save that one", NOTHING),
        ),
    ),
    Group(
        "keeping what was just shown",
        (
            ("save that one", call("save_to_library", item="1706.03762")),
            ("save the second one", call("save_to_library", item="2005.11401")),
            (
                "keep the last one because it is short",
                call("save_to_library", item="Deep Learning", note="it is short"),
            ),
        ),
        Request("", today=TODAY, last_ids=("1706.03762", "2005.11401", "Deep Learning")),
    ),
    Group(
        "memory and profile",
        (
            (
                "remember that I prefer mornings",
                call("remember", text="I prefer mornings", kind="preference"),
            ),
            ("I work as a nurse", call("remember", text="I work as a nurse", kind="background")),
            ("what do you know about me?", call("show_profile")),
            ("what did I say about PyTorch?", call("recall", query="pytorch")),
            ("forget that I prefer mornings", call("forget", what="i prefer mornings")),
            ("forget everything", call("forget", what="everything")),
            ("forget fact 12", call("forget", what="12")),
            (
                "I live in Berlin. I'm free mon-fri 19:00-21:00; sat 09:00-12:00. "
                "I have 6 hours a week.",
                call(
                    "update_profile",
                    timezone="Europe/Berlin",
                    hours=6.0,
                    availability="mon-fri 19:00-21:00; sat 09:00-12:00",
                ),
            ),
            ("from now on only 45-minute blocks", call("update_profile", block_minutes=45)),
            ("from now on 15 minute breaks", call("update_profile", break_minutes=15)),
            ("I prefer 30-minute blocks", call("update_profile", block_minutes=30)),
            ("I always want hard topics in the morning", call("update_profile", energy="morning")),
            ("always leave 20% of my time free", call("update_profile", slack_percent=20)),
            (
                "from now on at most 2 hours a day and not more than one block on Fridays",
                call("update_profile", at_most="2 h a day; 1 block on fri"),
            ),
            ("from now on never on Wednesdays", NOTHING),
            ("forget my block length", call("forget", what="my block length")),
            (
                "I have a holiday from 24 to 31 December",
                call("update_profile", away="2026-12-24 to 2026-12-31"),
            ),
            (
                "I'm on holiday from 24 December to 2 January",
                call("update_profile", away="2026-12-24 to 2027-01-02"),
            ),
            ("I'm away on 24 December", call("update_profile", away="2026-12-24")),
            (
                "I live in Berlin, I have 6 hours a week and I'm free mon-fri 18-20; sat 9-13",
                call(
                    "update_profile",
                    timezone="Europe/Berlin",
                    hours=6.0,
                    availability="mon-fri 18:00-20:00; sat 09:00-13:00",
                ),
            ),
            ("I live in Berlin", call("update_profile", timezone="Europe/Berlin")),
            ("I'm based in San Francisco", call("update_profile", timezone="America/Los_Angeles")),
            ("my timezone is europe/lisbon", call("update_profile", timezone="Europe/Lisbon")),
            ("I have 6 hours a week", call("update_profile", hours=6.0)),
            ("I can study 2 hours a day", call("update_profile", hours=14.0)),
            ("I'm free mon-fri 7-9pm", call("update_profile", availability="mon-fri 19:00-21:00")),
            (
                "I want to be an ML engineer by June 2027",
                call("update_profile", role="Machine Learning Engineer", deadline="2027-06-30"),
            ),
            ("my deadline is 2027-06-01", call("update_profile", deadline="2027-06-01")),
            (
                "I live in Munich and have 8 hours a week",
                call("update_profile", timezone="Europe/Berlin", hours=8.0),
            ),
            (
                "I'm free on weekday evenings",
                call("update_profile", availability="mon-fri 19:00-21:00"),
            ),
            (
                "I'm free weekdays 7 to 9 in the evening and Saturday mornings",
                call("update_profile", availability="mon-fri 19:00-21:00; sat 09:00-12:00"),
            ),
            (
                "I'm available Sundays 9 to 11 in the morning",
                call("update_profile", availability="sun 09:00-11:00"),
            ),
        ),
    ),
    Group(
        "what “it” was",
        (
            ("quiz me on it", call("start_quiz", topic="transformers")),
            ("yes", call("start_quiz", topic="transformers")),
            ("plan it", plan(focus=[TRANSFORMERS])),
            ("explain that more", call("show_topic", topic="transformers")),
            ("tell me more", call("show_topic", topic="transformers")),
            ("how long does it take?", call("show_topic", topic="transformers")),
            ("how long?", NOTHING),
            ("what comes before it?", NOTHING),
            ("which is better?", NOTHING),
            ("papers on it", call("search_papers", query="transformers")),
            ("I finished it", call("set_topic_status", topic="transformers", status="done")),
        ),
        Request("", today=TODAY, last_topic="transformers", offered="quiz"),
    ),
    Group(
        "two requests in one message",
        (
            (
                "plan my next week with 6 hours and quiz me on RAG",
                (*plan(hours=6.0), *call("start_quiz", topic=RAG)),
            ),
            (
                "Remember that I dislike videos. What should I learn next?",
                (
                    *call("remember", text="I dislike videos.", kind="preference"),
                    *call("next_topics"),
                ),
            ),
            (
                "Hello! I'm new here. What should I learn first?",
                (*call("remember", text="I'm new here.", kind="other"), *call("next_topics")),
            ),
            (
                "I live in Lisbon. I have 8 hours a week.",
                call("update_profile", timezone="Europe/Lisbon", hours=8.0),
            ),
            (
                "mark python as done, and what's next?",
                (
                    *call("set_topic_status", topic="python", status="done"),
                    *call("next_topics"),
                ),
            ),
            (
                "explain LoRA and give me a paper on it",
                (
                    *call("show_topic", topic="fine-tuning-lora"),
                    *call("search_papers", query="fine tuning lora"),
                ),
            ),
            (
                "tell me about BERT, then quiz me",
                (*call("show_topic", topic="bert-gpt"), *call("start_quiz", topic="bert-gpt")),
            ),
            (
                "I think I know overfitting well, quiz me",
                call("start_quiz", topic="overfitting-regularization"),
            ),
            (
                "explain prompt engineering, then find papers on it",
                (
                    *call("show_topic", topic="prompt-engineering"),
                    *call("search_papers", query="prompt engineering"),
                ),
            ),
        ),
    ),
)
