"""From which probability on a move counts as heard, which depends on what stands around it.

Most is asked for where a message stands for itself, for most talk carries nothing and a false alarm in it costs trust. Where one of the
earlier messages broke or hurt, less is asked for, since there more is to be expected; and where one move is heard, less is asked for the
others, for moves come together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bars:
    """One probability a move (moves,): for a message by itself, for one after a break, and for a move beside another that is heard."""

    alone: npt.NDArray[np.floating]
    amid: npt.NDArray[np.floating]
    beside: npt.NDArray[np.floating]

    def heard(self, likely: npt.NDArray[np.floating], after: Flags) -> Flags:
        """(n, moves) which moves count as heard, from how likely each is (n, moves) and which messages stand after a break (n)."""
        heard: Flags = likely >= np.where(after[:, None], self.amid, self.alone)
        return heard | (in_company(heard) & (likely >= self.beside))


def in_company(heard: Flags) -> Flags:
    """(n, moves) beside which move another one is heard."""
    found: Flags = heard.sum(1, keepdims=True) > heard
    return found
