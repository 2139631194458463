"""Time zones by name."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from base.errors import InvalidInput
from base.text import fold, one_line

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone called `name`; case, spaces and a missing continent are forgiven.

    Raises:
        InvalidInput: there is none; the hint names those that come near.
    """
    zone = _known(one_line(name, 80))
    if zone is not None:
        return zone
    from rapidfuzz import fuzz, process

    wanted = fold(name).replace(" ", "_")
    zones = _zones()
    for full in (wanted, f"etc/{wanted}"):
        if full in zones:
            return ZoneInfo(zones[full])
    cities = [key for key in zones if key.rpartition("/")[2] == wanted and key.count("/") > 0]
    if len(cities) == 1:
        return ZoneInfo(zones[cities[0]])
    near = process.extract(wanted, [k for k in zones if "/" in k], scorer=fuzz.WRatio, limit=3)
    best = [zones[key] for key, score, _ in near if score >= 75]
    if best and near[0][1] >= 90:
        best = best[:1]
    raise InvalidInput(
        f"“{one_line(name, 60)}” is not a time zone.",
        hint=f"Did you mean {' or '.join(best)}?" if best else "Write it like Europe/Berlin.",
    )


def system_zone() -> ZoneInfo:
    """The zone this machine is set to, UTC where it does not say."""
    named = [os.environ.get("TZ", "").removeprefix(":")]
    with contextlib.suppress(OSError, UnicodeDecodeError):
        named.append(_TIMEZONE.read_text("utf-8").strip())
    if _LOCALTIME.is_symlink():
        named.append(str(_LOCALTIME.resolve()).rpartition("zoneinfo/")[2])
    zones = (_known(name) for name in named if name)
    return next((zone for zone in zones if zone is not None), ZoneInfo("UTC"))


def _known(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name in {"UTC", "GMT"} or "/" in name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zones() -> dict[str, str]:
    from zoneinfo import available_timezones

    return {fold(name): name for name in sorted(available_timezones())}
