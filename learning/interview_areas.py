"""What the areas of interviews are called."""

from __future__ import annotations

_TITLES = {
    "ml-fundamentals": "ML fundamentals",
    "llm-rag": "LLMs and retrieval",
    "mlops": "MLOps",
    "system-design": "ML system design",
}


def area_title(area: str) -> str:
    """The area's name as it is shown, such as “ML fundamentals”."""
    return _TITLES.get(area) or area.replace("-", " ").capitalize()
