"""Keys of outside services: from the environment, else from the system's keyring.

In the keyring they stand under the service `waymark`, and nowhere else.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Literal

from base.errors import InvalidInput, NotNow

_SERVICE = "waymark"
_MOST_CHARACTERS = 4_000


def find_key(name: str) -> str | None:
    """The key called `name` (such as `OPENAI_API_KEY`), or None.

    A keyring that is locked, broken or missing counts as empty: the offline mentor needs none.
    """
    return os.environ.get(name) or _in_keyring(name)


def key_source(name: str) -> Literal["environment", "keyring"] | None:
    """Where `find_key` finds the key."""
    if os.environ.get(name):
        return "environment"
    return "keyring" if _in_keyring(name) else None


def keep_key(name: str, key: str) -> None:
    """Put a key into the keyring, in the place of the one that is there.

    Raises:
        InvalidInput: it does not read as a key.
        NotNow: there is no keyring, or it is locked.
    """
    key = key.strip()
    if not key or len(key) > _MOST_CHARACTERS or not key.isascii() or not key.isprintable():
        raise InvalidInput(
            "That does not read as a key.",
            hint="A key is one line of letters, digits and signs, as the provider shows it.",
        )
    if " " in key:
        raise InvalidInput("A key has no spaces in it.", hint="Copy it once more, alone.")
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, OSError, RuntimeError):
        keyring.set_password(_SERVICE, name, key)
    if _in_keyring(name) != key:  # some backends take a key and keep nothing
        raise NotNow(
            "This system has no keyring that can be used, or it is locked.",
            hint=f"Unlock it, or set {name} in the environment instead.",
        )


def forget_key(name: str) -> bool:
    """Take a key out of the keyring; False where none was there.

    Raises:
        NotNow: the keyring does not let go of it.
    """
    if _in_keyring(name) is None:
        return False
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, OSError, RuntimeError):
        keyring.delete_password(_SERVICE, name)
    if _in_keyring(name) is not None:
        raise NotNow(
            f"The keyring does not let go of {name}.",
            hint=f"Take it out with the system's own tool; the service is “{_SERVICE}”.",
        )
    return True


def _in_keyring(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, name) or None
    except (KeyringError, OSError, RuntimeError):
        return None
