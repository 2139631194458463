"""Keys of outside services: from the environment, else from the system's keyring."""

from __future__ import annotations

import os


def find_key(name: str) -> str | None:
    """The key called `name` (such as `OPENAI_API_KEY`), or None.

    In the keyring it stands under the service `waymark`. A keyring that is locked, broken or
    missing counts as empty: the offline mentor needs none.
    """
    named = os.environ.get(name)
    if named:
        return named
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password("waymark", name) or None
    except (KeyringError, OSError, RuntimeError):
        return None
