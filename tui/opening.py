"""Opening the interface on a learner's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from base.errors import InvalidInput
from base.paths import Home, config_file

if TYPE_CHECKING:
    from learning.study import Study
    from tui.mentor import Mentor, OpenMentor, OpenStudy

PRELOAD = (
    "pydantic",
    "langchain_core.messages",
    "langchain_core.language_models.chat_models",
    "langgraph.graph",
    "langgraph.checkpoint.sqlite.aio",
    "langchain.agents",
    "langchain.agents.middleware",
    "agent.session",
)
"""What the mentor loads, in steps of a few hundred milliseconds."""

_KEYS_HINT = 'Write lines like "turn.stop" = "ctrl+s"; F1 shows the names.'


def open_chat(home: Home, model: str | None) -> None:
    """Open the interface and stay until the learner leaves.

    Raises:
        StorageError: the learner's files cannot be used.
        InvalidInput: the file of keys cannot be read.
    """
    from tui.app import WaymarkApp
    from tui.backstage import Backstage

    backstage = Backstage(_study_opener(home), _mentor_opener(model), PRELOAD)
    app = WaymarkApp(backstage, first_time=not home.learner_db.exists(), keymap=chosen_keys())
    try:
        error = app.run()
    finally:
        backstage.close()
    if error is not None:
        raise error


def _study_opener(home: Home) -> OpenStudy:
    def open_study() -> Study:
        from learning.study import Study

        return Study.open(home)

    return open_study


def _mentor_opener(model: str | None) -> OpenMentor:
    async def open_mentor(study: Study, conversation: str | None) -> Mentor:
        from agent.session import MentorSession

        return await MentorSession.open(study, model=model, conversation=conversation)

    return open_mentor


def chosen_keys() -> dict[str, str]:
    """The learner's own keys, by the name of what they do: `keys.toml` beside the settings file.

    Raises:
        InvalidInput: the file is not TOML, or a line of it does not name a key.
    """
    file = config_file().with_name("keys.toml")
    if not file.exists():
        return {}
    import tomllib

    try:
        keys = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The file {file} is not TOML: {error}.", hint=_KEYS_HINT) from error
    for name, key in keys.items():
        if not isinstance(key, str):
            raise InvalidInput(f"In {file}, “{name}” is not a key in quotes.", hint=_KEYS_HINT)
    return keys
