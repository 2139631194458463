"""Time zones by name and by city, as learners say where they live."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from base.text import fold

_ZONE = re.compile(r"\b(?P<area>[a-z]+)/(?P<place>[a-z_]+(?:/[a-z_]+)?)\b", re.IGNORECASE)

# Large cities and small countries after which no zone is named.
_ALSO = {
    "aachen": "Europe/Berlin",
    "austin": "America/Chicago",
    "bangalore": "Asia/Kolkata",
    "barcelona": "Europe/Madrid",
    "beijing": "Asia/Shanghai",
    "bengaluru": "Asia/Kolkata",
    "birmingham": "Europe/London",
    "bordeaux": "Europe/Paris",
    "boston": "America/New_York",
    "cape town": "Africa/Johannesburg",
    "chennai": "Asia/Kolkata",
    "cologne": "Europe/Berlin",
    "dallas": "America/Chicago",
    "delhi": "Asia/Kolkata",
    "edinburgh": "Europe/London",
    "england": "Europe/London",
    "france": "Europe/Paris",
    "frankfurt": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "germany": "Europe/Berlin",
    "gothenburg": "Europe/Stockholm",
    "hamburg": "Europe/Berlin",
    "hanoi": "Asia/Ho_Chi_Minh",
    "houston": "America/Chicago",
    "hyderabad": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "italy": "Europe/Rome",
    "krakow": "Europe/Warsaw",
    "lyon": "Europe/Paris",
    "manchester": "Europe/London",
    "miami": "America/New_York",
    "milan": "Europe/Rome",
    "montreal": "America/Toronto",
    "mumbai": "Asia/Kolkata",
    "munich": "Europe/Berlin",
    "netherlands": "Europe/Amsterdam",
    "new delhi": "Asia/Kolkata",
    "nyc": "America/New_York",
    "osaka": "Asia/Tokyo",
    "philadelphia": "America/New_York",
    "poland": "Europe/Warsaw",
    "porto": "Europe/Lisbon",
    "pune": "Asia/Kolkata",
    "rio de janeiro": "America/Sao_Paulo",
    "rotterdam": "Europe/Amsterdam",
    "saint petersburg": "Europe/Moscow",
    "san diego": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "shenzhen": "Asia/Shanghai",
    "stuttgart": "Europe/Berlin",
    "sweden": "Europe/Stockholm",
    "tel aviv": "Asia/Jerusalem",
    "the netherlands": "Europe/Amsterdam",
    "turin": "Europe/Rome",
    "uk": "Europe/London",
    "valencia": "Europe/Madrid",
    "washington": "America/New_York",
}


def zone_named(text: str) -> str | None:
    """The zone written out in `text` (“Europe/Berlin”, “UTC”), spelt as it is registered."""
    for found in _ZONE.finditer(text):
        if (zone := _zones().get(found[0].casefold())) is not None:
            return zone
    return "UTC" if re.search(r"\b(?:utc|gmt)\b(?![+-])", text, re.IGNORECASE) else None


def zone_of(place: str) -> str | None:
    """The zone of a city or small country: “Berlin”, “New York”, “Munich, Germany”."""
    for part in (place, *place.split(",")):
        name = " ".join(re.findall(r"[^\W\d_]+", fold(part)))
        if (zone := _ALSO.get(name) or _cities().get(name)) is not None:
            return zone
    return None


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    """Zones by their city. Of two in one city the one named in full (area/city) is taken."""
    cities: dict[str, str] = {}
    for zone in sorted(available_timezones(), key=lambda name: (name.count("/") != 1, name)):
        area, _, city = zone.rpartition("/")
        if area and not area.startswith(("Etc", "SystemV", "US", "posix", "right")):
            cities.setdefault(city.replace("_", " ").casefold(), zone)
    return cities
