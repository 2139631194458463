"""Where Waymark keeps its files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from base.errors import StorageError


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything known of one learner."""

    root: Path

    @classmethod
    def locate(cls, chosen: str | Path | None = None) -> Home:
        """The folder chosen, else `WAYMARK_HOME`, else the platform's user-data folder."""
        named = chosen or os.environ.get("WAYMARK_HOME")
        if named:
            return cls(Path(named).expanduser().absolute())
        from platformdirs import user_data_path

        return cls(user_data_path("waymark", appauthor=False))

    @property
    def learner_db(self) -> Path:
        return self.root / "learner.db"

    @property
    def agent_db(self) -> Path:
        return self.root / "agent.db"

    @property
    def running(self) -> Path:
        """A locked file for each process that has a conversation open."""
        return self.root / "running"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def ensure(self) -> Home:
        """Make the folder, readable by its owner alone, and see that it can be written.

        Raises:
            StorageError: it cannot be made or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.root / f".write-test-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise StorageError(
                f"The folder {self.root} cannot be written ({error.strerror or error}).",
                hint="Choose another with --home DIR or WAYMARK_HOME, or mend its permissions.",
            ) from error
        return self


def config_file() -> Path:
    """The settings file: `WAYMARK_CONFIG`, else `config.toml` in the platform's config folder."""
    named = os.environ.get("WAYMARK_CONFIG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("waymark", appauthor=False) / "config.toml"
