"""The learner's own log file: what went wrong inside, with no key and no address in it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from base.paths import Home


def keep_log(home: Home) -> None:
    """Let what goes wrong inside be written to the learner's log folder, and never to a screen."""
    logger = logging.getLogger("waymark")
    if logger.handlers:
        return
    home.logs.mkdir(exist_ok=True)
    handler = RotatingFileHandler(
        home.logs / "waymark.log", maxBytes=1_000_000, backupCount=1, delay=True, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
