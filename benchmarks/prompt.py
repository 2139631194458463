"""What every request carries before the learner has said a word, in tokens.

    python -m benchmarks.prompt [--turns N]

Tokens are approximate (`count_tokens_approximately`: four characters each), because OpenAI's own
counter downloads its tables. The bytes are compared as they arrive at a loopback server of each
provider's wire format; the usage is what that server was told to report, read back through us.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from langchain_core.messages import HumanMessage
from langchain_core.messages.utils import count_tokens_approximately

from agent.brief import join
from agent.events import Usage
from agent.moment import read_moment
from agent.prefix import MOST_TOKENS, SYSTEM_PROMPT, prefix_tokens
from agent.session import MentorSession
from base.paths import Home
from learning.study import Study
from tests.agent.providers import PROVIDERS
from tests.servers.replies import Reply

PREFIX_FIELDS = ("tools", "system", "instructions")


async def prefixes(provider: str, turns: int, folder: Path) -> tuple[set[bytes], Usage]:
    """The different prefixes that arrived in `turns` turns, and the usage of the last turn."""
    usage = Usage(0, 0, 0)
    study = Study.open(Home(folder / provider))
    reply = Reply("Go on.", input_tokens=4_000, output_tokens=3, cached_tokens=3_900)
    with PROVIDERS[provider].playing([reply]) as server:
        session = await MentorSession.open(study, model=PROVIDERS[provider].spec)
        try:
            for number in range(turns):
                async for event in session.send(f"and number {number}?"):
                    usage = event if isinstance(event, Usage) else usage
        finally:
            await session.aclose()
            study.close()
    seen = set()
    for asked in server.asked:
        fixed = [asked.body.get(name) for name in PREFIX_FIELDS]
        said = asked.body.get("messages") or asked.body["input"]  # the latter over Responses
        fixed += [m for m in said if m.get("role") in ("system", "developer")]
        seen.add(json.dumps(fixed).encode())
    return seen, usage


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
            seen, usage = asyncio.run(prefixes(provider, turns, Path(folder)))
            same = same and len(seen) == 1
            print(
                f"{provider:<10} {turns} turns: {len(seen)} different prefix(es) of "
                f"{max(map(len, seen)):,} bytes; usage of the last turn: {usage.input_tokens} in, "
                f"{usage.output_tokens} out, {usage.cached_tokens} cached"
            )
    print(f"fixed part    {fixed:>6} tokens (aim: under {MOST_TOKENS:,})")
    return 0 if same and fixed < MOST_TOKENS else 1


if __name__ == "__main__":
    sys.exit(main())
