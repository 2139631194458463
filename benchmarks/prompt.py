"""What every request carries before the learner has said a word, and what of it is cached.

    python -m benchmarks.prompt [--turns N]

Tokens are approximate (`count_tokens_approximately`: four characters each), because OpenAI's own
counter downloads its tables. The bytes are compared as they arrive at a loopback server of each
provider's wire format; the usage is what that server was told to report, read back through us.
Providers cache what a request begins with as the one before it did: that share is held against a
window that moves on by a message at a time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from langchain_core.messages import HumanMessage
from langchain_core.messages.utils import count_tokens_approximately

from agent.brief import join
from agent.events import Usage
from agent.moment import read_moment
from agent.prefix import MOST_TOKENS, SYSTEM_PROMPT, prefix_tokens
from agent.session import MentorSession
from agent.window import WINDOW_MESSAGES
from base.paths import Home
from learning.study import Study
from prompts.loader import load_prompt
from tests.agent.providers import PROVIDERS
from tests.servers.replies import Reply

PREFIX_FIELDS = ("tools", "system", "instructions")
SYSTEM_ROLES = ("system", "developer")
ANSWER = "An embedding is a vector that stands for a text. " * 12


@dataclass(frozen=True)
class Sent:
    """One request: what stands in front, and its messages, as JSON in the order of a provider."""

    prefix: str
    messages: tuple[str, ...]

    @property
    def whole(self) -> str:
        return self.prefix + "".join(self.messages)


async def requests(provider: str, turns: int, folder: Path) -> tuple[list[Sent], Usage]:
    """What was sent in `turns` turns, and the usage of the last."""
    usage = Usage(0, 0, 0)
    study = Study.open(Home(folder / provider))
    reply = Reply(ANSWER, input_tokens=4_000, output_tokens=3, cached_tokens=3_900)
    with PROVIDERS[provider].playing([reply]) as server:
        session = await MentorSession.open(study, model=PROVIDERS[provider].spec)
        try:
            for number in range(turns):
                async for event in session.send(f"and what about number {number}, then?"):
                    usage = event if isinstance(event, Usage) else usage
                await session.settle()
        finally:
            await session.aclose()
            study.close()
    sent = [as_sent(asked.body) for asked in server.chats]
    summing = load_prompt("summary").splitlines()[0]
    return [one for one in sent if summing not in one.prefix], usage


def as_sent(body: Any) -> Sent:
    said = body.get("messages") or body["input"]  # chat completions and Anthropic, or Responses
    fixed = [body.get(name) for name in PREFIX_FIELDS]
    fixed += [m for m in said if m.get("role") in SYSTEM_ROLES]
    rest = [m for m in said if m.get("role") not in SYSTEM_ROLES]
    return Sent(json.dumps(fixed), tuple(map(wording, rest)))


def wording(message: Any) -> str:
    """A message without the marks for the cache, which are no part of what is cached."""
    content = message["content"]
    if isinstance(content, list):
        content = [
            b.get("text", b.get("content", "")) if isinstance(b, dict) else b for b in content
        ]
        content = "".join(map(str, content))
    return json.dumps([message.get("role"), content])


def sliding(sent: Sequence[Sent]) -> Iterator[Sent]:
    """The same conversation, where each request shows the newest messages and no more."""
    said: list[str] = []
    for one in sent:
        yield Sent(one.prefix, (*said[-WINDOW_MESSAGES:], one.messages[-1]))
        said += [json.dumps(["user", f"and what about number {len(said) // 2}, then?"])]
        said += [json.dumps(["assistant", ANSWER])]


def repeated(sent: Sequence[Sent]) -> float:
    """The share of a request that begins as the one before, once the window has been full."""
    late = pairwise(sent[WINDOW_MESSAGES // 2 :])
    return statistics.mean(alike(a.whole, b.whole) / len(b.whole) for a, b in late)


def alike(first: str, second: str) -> int:
    """How many characters the two have in common before they differ."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--turns", type=int, default=50)
    turns = parser.parse_args().turns
    by_tool = dict(prefix_tokens())
    fixed = sum(by_tool.values())
    print(f"system prompt {by_tool.pop(SYSTEM_PROMPT):>6} tokens")
    print(f"{len(by_tool)} tools      {sum(by_tool.values()):>6} tokens")
    for name, tokens in sorted(by_tool.items(), key=lambda item: -item[1]):
        print(f"  {name:<18} {tokens:>4}")
    same = True
    with tempfile.TemporaryDirectory() as folder:
        study = Study.open(Home(Path(folder) / "brief"))
        brief = count_tokens_approximately([HumanMessage(join(read_moment(study, "c"), ""))])
        study.close()
        print(f"brief         {brief:>6} tokens, of a new learner")
        for provider in PROVIDERS:
            sent, usage = asyncio.run(requests(provider, turns, Path(folder)))
            prefixes = {one.prefix for one in sent}
            same = same and len(prefixes) == 1
            print(
                f"{provider:<16} {turns} turns: {len(prefixes)} different prefix(es) of "
                f"{max(map(len, prefixes)):,} bytes; usage of the last turn: {usage.input_tokens} "
                f"in, {usage.output_tokens} out, {usage.cached_tokens} cached"
            )
            if len(sent) > WINDOW_MESSAGES // 2 + 1:
                print(
                    f"{'':<16} {repeated(sent):.0%} of a request begins as the one before it "
                    f"({repeated(list(sliding(sent))):.0%} where the window slides)"
                )
    print(f"fixed part    {fixed:>6} tokens (aim: under {MOST_TOKENS:,})")
    return 0 if same and fixed < MOST_TOKENS else 1


if __name__ == "__main__":
    sys.exit(main())
