"""What a table of the codebook must look like, one check a rule.

Each check either hands back a typed value or raises a CodebookError that stands alone: where, what is wrong,
what to do. Nothing here knows what the words mean; `book.py` puts the checks in order. `where` is the path of
the table in the file, and items of a list are counted from 1.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from typing import NoReturn

from reattune.core.errors import CodebookError

Table = dict[str, object]
VERSION = re.compile(r"\d+\.\d+\.\d+")


def fail(where: str, what: str, remedy: str) -> NoReturn:
    """Never returns: raises the error that says where, what, and what to do."""
    raise CodebookError(f"codebook, {where}: {what}; {remedy}")


def document(text: str) -> Table:
    """The file as a table. Raises CodebookError with the line at which it stops being TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"codebook: not valid TOML ({error}); mend that place") from error


def table(value: object, where: str) -> Table:
    """The value as a table."""
    return value if isinstance(value, dict) else fail(where, "no such table", f"add [{where}]")


def known(found: Collection[str], allowed: Collection[str], where: str) -> None:
    """Returns only where every name is an allowed one."""
    for name in found:
        if name not in allowed:
            fail(where, f"unknown name {name!r}", f"use one of {', '.join(allowed)}")


def text(row: Table, key: str, where: str) -> str:
    """The words under `key`, neither missing nor empty."""
    return words(row.get(key), f"{where}.{key}")


def words(value: object, where: str) -> str:
    """The value as words, neither missing nor empty."""
    if not isinstance(value, str) or not value.strip():
        fail(where, "no text", "write it in words, between quotes")
    return value.strip()


def flag(row: Table, key: str, where: str) -> bool:
    """The yes or no under `key`."""
    value = row.get(key)
    if not isinstance(value, bool):
        fail(f"{where}.{key}", "neither true nor false", "write one of them, without quotes")
    return value


def version(row: Table, where: str) -> str:
    """The version under `version`, three numbers with dots."""
    found = text(row, "version", where)
    if not VERSION.fullmatch(found):
        fail(f"{where}.version", f"{found!r} is no version", "write three numbers with dots, such as 1.0.0")
    return found


def items(row: Table, key: str, least: int, where: str) -> list[object]:
    """The list under `key`, with no fewer than `least` items."""
    found = row.get(key)
    if not isinstance(found, list):
        fail(f"{where}.{key}", "no list", "write the examples between square brackets")
    if len(found) < least:
        fail(f"{where}.{key}", f"too few ({len(found)})", f"give at least {least}")
    return found


def distinct(examples: Sequence[str], counter_examples: Sequence[str], where: str) -> None:
    """Returns only where no example stands twice, on one side or on both; case and spacing do not count."""
    _once(examples, f"{where}.examples")
    _once(counter_examples, f"{where}.counter_examples")
    held = {_folded(example) for example in examples}
    for counter in counter_examples:
        if _folded(counter) in held:
            fail(f"{where}.counter_examples", f"{counter!r} is an example, too", "keep it on one side")


def _once(texts: Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for example in texts:
        if _folded(example) in seen:
            fail(where, f"{example!r} stands there twice", "take one out")
        seen.add(_folded(example))


def _folded(example: str) -> str:
    return " ".join(example.casefold().split())
