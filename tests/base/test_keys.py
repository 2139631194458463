"""Keys: from the environment first, kept in the keyring and nowhere else."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest

from base.errors import InvalidInput, NotNow
from base.keys import find_key, forget_key, keep_key, key_source
from tests.base.file_keyring import FileKeyring

NAME = "OPENAI_API_KEY"


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_KEYRING", str(tmp_path / "ring.json"))
    monkeypatch.setattr("keyring.core._keyring_backend", FileKeyring())


@pytest.mark.usefixtures("ring")
def test_a_key_that_is_kept_is_found_until_it_is_forgotten() -> None:
    assert (find_key(NAME), key_source(NAME)) == (None, None)
    keep_key(NAME, " sk-one\n")
    keep_key(NAME, "sk-two")
    assert (find_key(NAME), key_source(NAME)) == ("sk-two", "keyring")
    assert forget_key(NAME)
    assert not forget_key(NAME)
    assert find_key(NAME) is None


@pytest.mark.usefixtures("ring")
def test_the_environment_goes_before_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_key(NAME, "sk-kept")
    monkeypatch.setenv(NAME, "sk-set")
    assert (find_key(NAME), key_source(NAME)) == ("sk-set", "environment")


@pytest.mark.usefixtures("ring")
@pytest.mark.parametrize("text", ["", "  \n", "two words", "sk-ü", "\x1b[2J", "a\nb", "x" * 5_000])
def test_what_does_not_read_as_a_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        keep_key(NAME, text)
    assert find_key(NAME) is None


@pytest.mark.parametrize("backend", ["null", "fail"])
def test_where_no_keyring_is_it_is_said_and_the_environment_named(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = getattr(__import__(f"keyring.backends.{backend}").backends, backend)
    monkeypatch.setattr("keyring.core._keyring_backend", module.Keyring())
    assert keyring.get_keyring().__module__.endswith(backend)
    with pytest.raises(NotNow) as refused:
        keep_key(NAME, "sk-one")
    assert NAME in refused.value.hint
    assert "sk-one" not in f"{refused.value.message}{refused.value.hint}"
