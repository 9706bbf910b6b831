"""Pictures that are also told: the timeline, the debt, the clocks, the arc of a talk. Each is one SVG and the same facts in words.

Drawn with svg.py; shapes and places carry what colour carries, and colours come from the page's style sheet by class, so that light, dark
and high contrast are the page's. The only file that draws.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the same facts in words.

    `svg` is one `<svg class="chart">` element with `role="img"` and its name; `says` tells in a sentence or two what it shows; `rows` is
    the same as a table, its heads first, empty where `says` says all.
    """

    svg: str
    says: str
    rows: tuple[tuple[str, ...], ...] = ()
