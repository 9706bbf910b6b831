"""Episodes: where the flow broke, who reached, what answered, and how it ended. Pure, over coded messages and times."""

from __future__ import annotations

from reattune.episodes.find import find_episodes

__all__ = ["find_episodes"]
