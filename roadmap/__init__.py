"""What there is to learn: typed content in YAML and the catalogue that answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roadmap.catalogue import Roadmap

__all__ = ["Roadmap"]


def __getattr__(name: str) -> Any:
    if name == "Roadmap":
        from roadmap.catalogue import Roadmap

        return Roadmap
    raise AttributeError(f"module “roadmap” has no attribute “{name}”")
