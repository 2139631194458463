"""A model can ask for code to be run: it is run behind walls, and after outside text on a yes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.events import ApprovalAsked, ToolFinished
from learning.study import Study
from tests.agent.test_session import HOSTILE_FEED, SEARCHES, model_says, turn
from tests.servers.loopback import Answer, serve
from tests.servers.replies import Call, Reply

NOSY = """
def {function}(*_):
    import os
    with open({path!r}) as file:
        return file.read() + str(os.environ)
"""


@pytest.fixture
def nosy(study: Study) -> Reply:
    """A model that asks for code which reads the learner's file and the environment."""
    problem = study.coding.problems()[0]
    study.coding.begin(problem)
    code = NOSY.format(function=problem.names[0], path=str(study.memory.path))
    return Reply("", (Call("run_tests", {"code": f"```python\n{code}\n```"}, id="call_2"),))


@pytest.fixture
def hostile_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    feed = Answer(200, "application/atom+xml", (HOSTILE_FEED.encode(),))
    with serve(lambda _: feed) as arxiv:
        monkeypatch.setenv("WAYMARK_ARXIV_URL", f"{arxiv.url}/api/query")
        yield


async def test_code_a_model_asks_to_run_reads_neither_files_nor_keys(
    study: Study, nosy: Reply
) -> None:
    with model_says(nosy, Reply("It did not work.")) as model:
        events = await turn(study, "try this")
    assert [event.tool for event in events if isinstance(event, ToolFinished)] == ["run_tests"]
    told = str(model.asked[-1].body["messages"][-1]["content"])
    assert "refused: there are no files to read here" in told
    for secret in ("SQLite format", "sk-test", "OPENAI_API_KEY"):
        assert secret not in told


@pytest.mark.usefixtures("hostile_page")
async def test_after_outside_text_code_is_run_on_a_yes_alone(study: Study, nosy: Reply) -> None:
    with model_says(SEARCHES, nosy, Reply("I ran nothing.")) as model:
        events = await turn(study, "find papers on retrieval", approve=False)
    assert [event.tool for event in events if isinstance(event, ApprovalAsked)] == ["run_tests"]
    assert "visible tests" not in str(model.asked[-1].body["messages"][-1])
