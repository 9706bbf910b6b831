"""Whether the links of the guide and of where to turn still answer. Goes to the web, so nothing else calls it.

    python -m docs.links [--entries DIR]

Ends with 1 and a line for each link that does not answer, or answers from another place.
"""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reattune import help as turning
from reattune.app.guide_files import guide_with
from reattune.guide import Guide, Offer

SECONDS, AT_ONCE = 20, 8
AGENT = "reattune-links/1 (checks the links of a guide)"


def links(guide: Guide) -> Iterator[tuple[str, str]]:
    """Every link, and where it stands."""
    for one in guide.entries:
        yield from ((source.link, f"{one.kind}/{one.id}") for source in one.sources)
        if isinstance(one, Offer):
            yield one.link, f"{one.kind}/{one.id}"
    yield from ((one.source, f"where to turn, {one.country}") for one in turning.load().entries)


def wrong_with(link: str) -> str:
    """What is wrong with a link; nothing where it answers."""
    asked = urllib.request.Request(link, headers={"User-Agent": AGENT})  # https alone: the entries are checked for that
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            there = answer.geturl()
            return "" if there.rstrip("/") == link.rstrip("/") else f"leads on to {there}"
    except urllib.error.HTTPError as error:
        return "" if error.code in {401, 403, 429} else f"answers {error.code}"  # those keep programs out, and are there
    except (OSError, ValueError) as error:
        return f"does not answer ({error})"


def main() -> int:
    """Ask all of them."""
    wants = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wants.add_argument("--entries", type=Path)
    where: dict[str, list[str]] = {}
    for link, place in links(guide_with(wants.parse_args().entries)):
        where.setdefault(link, []).append(place)
    with ThreadPoolExecutor(AT_ONCE) as several:
        found = [(link, wrong) for link, wrong in zip(where, several.map(wrong_with, where), strict=True) if wrong]
    for link, wrong in found:
        print(f"{', '.join(where[link])}: {link} {wrong}", file=sys.stderr)
    print(f"{len(where)} links, {len(found)} to look at.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
