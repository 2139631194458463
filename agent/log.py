"""The learner's own log file: what went wrong inside, with no key and no address in it."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler

from base.paths import Home

_SECRETS = (
    re.compile(r"\b(?:sk|pk|rk|tvly|ghp|xox[a-z])[-_][\w-]{8,}"),
    re.compile(r"(?i)(?<=bearer )[\w.~+/=-]{8,}"),
    re.compile(r"(?i)(?<=key[=:])\s*[\w-]{8,}"),
    re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w.])\+\d[\d ()/-]{7,}\d"),
)


def redacted(text: str) -> str:
    """`text` without what looks like a key, a password, an e-mail address or a phone number."""
    for secret in _SECRETS:
        text = secret.sub("[…]", text)
    return text


class RedactingFormatter(logging.Formatter):
    """Writes a record, its trace included, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def keep_log(home: Home) -> None:
    """Let what goes wrong inside be written to the learner's log folder, and never to a screen."""
    logger = logging.getLogger("waymark")
    if logger.handlers:
        return
    home.logs.mkdir(exist_ok=True)
    handler = RotatingFileHandler(
        home.logs / "waymark.log", maxBytes=1_000_000, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
