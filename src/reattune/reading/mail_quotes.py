"""A mail's own words: without what it quotes, without signatures, in many languages.

Mail programs mark quotes in three ways: by `>` before each line, by a line that says who wrote what follows, by a block of
headers. The first marks exactly what is quoted, so words below it stay; the others cut off all that follows, unless `>`
lines follow them. Lines are looked at once, then the end is trimmed of signatures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reattune.reading import mail_words as words

WRAPPED = 4  # lines over which "On …, … wrote:" may be broken
LONGEST_LINE = 400
LONGEST_SIGNATURE = 12
LONGEST_SENT_FROM = 140
_WHEN_OR_WHO = re.compile(r"\d|@")
# enough to cut off what no > marks: an address, or both a date and a clock
_SURELY = re.compile(
    r".*@|(?=.*(?:\b(?:19|20)\d\d\b|\d{4}\s?[年년/]|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})).*(?<!\d)\d{1,2}(?:[:.]|\s?h\s?)\d\d(?!\d|\.\d)",
    re.DOTALL,
)
# "On … wrote:" and its like
_WROTE = tuple(
    words.pattern(row)
    for row in (
        r"\W{0,3}On\b.+\bwrote(?: the following)?\s?:",
        rf".+<[^<>\s]+@[^<>\s]+>\)? {words.WROTE}\s?:",
        rf"\W{{0,3}}{words.ON}\b.+\b{words.WROTE}\s?:",
        rf".{{4,200}}\b{words.WROTE}\s?:",
        rf".{{4,200}}{words.WROTE_EASTERN}\s?[:：]",
        r".{6,160}\d{1,2}[:.]\d\d.{0,80}<[^<>\s]+@[^<>\s]+>\s?[:：]",
        rf"(?:在|于|於)?\s?\d{{4}}\s?[年/-].{{1,160}}{words.WROTE_EASTERN}\s?[:：]?",
        rf"\d{{4}}\s?년.{{1,160}}{words.WROTE_EASTERN}\s?:?",
        r"\d{4}\s?年.{1,120}<[^<>\s]+@[^<>\s]+>[:：]?",
    )
)
# beginnings that may be broken over several lines
_MAY_WROTE = words.pattern(rf"\W{{0,3}}(?:On|{words.ON}|在|于|\d{{1,4}})\b|\d{{4}}\s?[年년]|.{{0,160}}(?:<[^<>\s]+@|[:：]\s*\Z)")
_SEPARATOR = re.compile(r"\W{0,3}(?:[_=*‐–—-]\s?){5,}\W*")
_FORWARDED = words.pattern(rf"(?:[-_=*>\s]{{2,20}})?{words.FORWARDED}(?:\s?[-_=*]{{2,}}.*)?")
_MARKED = words.pattern(r"\s*[-_=*>]{2,}|.*[-_=*]{2,}\s*\Z|\s*(?:Begin|Anfang|Début|Inicio|Inizio)\b")
_FROM = words.pattern(rf"[\s>*_]*{words.FROM}\s?\*?\s?[:：]")
_HEADER = words.pattern(rf"[\s>*_]*{words.HEADERS}\s?\*?\s?[:：]")
_SIGNATURE = re.compile(r"(?:--|—|––|__)\s{0,3}")
_SENT_FROM = tuple(
    words.pattern(row)
    for row in (
        r"Sent from (?:my|a|the|an) (?:[\w'’™®+-]+ ){0,4}[\w'’™®+-]+\.?",
        rf"Sent (?:from|via|using|with) (?:\S+ ){{0,4}}<?{words.DEVICE}\b.{{0,60}}",
        rf"{words.SENT_FROM}.{{0,40}}{words.DEVICE}.{{0,40}}",
        rf".{{0,20}}{words.DEVICE}\w{{0,3}}\s?{words.FROM_DEVICE}.{{0,6}}",
        words.GET_OUTLOOK,
    )
)


def own_words(text: str) -> str:
    """The words that the writer of this mail put into it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_without_signature(_without_quotes(lines))).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = _attribution(lines, at)
        if length:
            follows = _next_with_words(lines, at + length)
            marked = follows is not None and lines[follows].lstrip().startswith(">")
            if not marked and _SURELY.match(" ".join(lines[at : at + length])):
                break
            if not marked:
                kept += lines[at : at + length]
            at += length
        elif lines[at].lstrip().startswith(">"):
            at += 1
        elif _begins_block(lines, at):
            break
        else:
            kept.append(lines[at])
            at += 1
    while kept and (not kept[-1].strip() or _SEPARATOR.fullmatch(kept[-1])):
        kept.pop()
    return kept


def _attribution(lines: Sequence[str], at: int) -> int:
    """Over how many lines somebody is said to have written what follows; 0 where nobody is."""
    if len(lines[at]) > LONGEST_LINE or not _MAY_WROTE.match(lines[at]) or lines[at].lstrip().startswith(">"):
        return 0
    whole = ""
    for length in range(1, min(WRAPPED, len(lines) - at) + 1):
        line = lines[at + length - 1].strip()
        if not line or len(whole) + len(line) > LONGEST_LINE:
            return 0
        whole = f"{whole} {line}".strip()
        if _WHEN_OR_WHO.search(whole) and any(row.fullmatch(whole) for row in _WROTE):
            return length
    return 0


def _next_with_words(lines: Sequence[str], at: int) -> int | None:
    return next((index for index in range(at, min(at + 6, len(lines))) if lines[index].strip()), None)


def _begins_block(lines: Sequence[str], at: int) -> bool:
    """Whether a block of headers or a line about a forwarded mail begins here."""
    line = lines[at]
    if len(line) > LONGEST_LINE:
        return False
    if _FORWARDED.fullmatch(line.strip()) and _MARKED.match(line):
        return True
    if not _FROM.match(line):
        return False
    below = [other for other in lines[at + 1 : at + 8] if other.strip()][:4]
    return sum(bool(_HEADER.match(other)) for other in below) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    first = max(len(lines) - LONGEST_SIGNATURE - 1, 0)
    start = next((at for at in range(first, len(lines)) if _SIGNATURE.fullmatch(lines[at])), None)
    # "-- " is the one mark that holds at any length
    marked = next((at for at, line in enumerate(lines) if line == "-- "), None)
    cuts = [cut for cut in (start, marked) if cut is not None]
    kept = lines[: min(cuts)] if cuts else lines
    while kept and (not kept[-1].strip() or _names_device(kept[-1].strip(" \t*_<>"))):
        kept.pop()
    return kept


def _names_device(line: str) -> bool:
    return len(line) < LONGEST_SENT_FROM and any(row.fullmatch(line) for row in _SENT_FROM)
