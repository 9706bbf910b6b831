"""Subtitles and meeting transcripts: WebVTT and SRT, two rows that share one reader.

The two differ in little that matters here, and what tools write keeps to neither, so cues are found by their line of times
and not by the grammar. All cues are read before any is given a speaker: whether "Remember: eat" names somebody is only told
by the other cues (`subtitles_names`). A cue is a message; only where several people are named in one is it divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Issue, Message
from reattune.reading.fields import sound
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.several import in_threads
from reattune.reading.source import Member, Source
from reattune.reading.stamps import offset_of
from reattune.reading.subtitles_names import Names, names_in, spoken

ENDINGS = (".vtt", ".srt", ".txt", "")
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_END = _CLOCK.replace("(\\d", "(?:\\d")
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_END}(?:\s.*)?", re.ASCII)
_TIMES_INSIDE = re.compile(rf"^\s*{_END}\s*-->\s*{_END}", re.MULTILINE | re.ASCII)
_NUMBERED = re.compile(rf"\s*\d{{1,6}}[ \t]*\n\s*{_END}\s*-->", re.ASCII)
_HEADER = re.compile(r"\s*WEBVTT(?:\s|$)")
_ASIDE = re.compile(r"(?:NOTE(?:\s.*)?|STYLE|REGION)\s*")


@dataclass(slots=True)
class Cue:
    """A cue as it stands: its line, start, what stands above its times, and its words."""

    line: int
    seconds: float | None
    label: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Scan:
    """A pass over a file's lines, block by block."""

    vtt: bool
    cues: list[Cue] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    blocks: int = 0
    loose: list[tuple[int, str]] = field(default_factory=list)  # lines of this block that no cue has taken yet
    inside: bool = False  # in the words of a cue
    aside: str = ""  # "header" or "comment" until the next empty line

    def take(self, number: int, line: str) -> None:
        """The next line."""
        if not line.strip():
            self.end_block()
        elif "-->" in line and self._begins(line):
            self._begin(number, line)
        elif self.aside:
            return
        elif self.inside:
            self.cues[-1].lines.append(line)
        else:
            self._outside(number, line)

    def end_block(self) -> None:
        """An empty line, or the end of the file."""
        self._strays(self.loose)
        self.loose, self.inside, self.aside = [], False, ""

    def _begins(self, line: str) -> bool:
        timed = _TIMES.fullmatch(line) is not None
        return timed if self.inside or self.aside == "header" else not self.aside

    def _begin(self, number: int, line: str) -> None:
        self._strays(self.loose[:-1])
        label = self.loose[-1][1].strip() if self.loose else ""
        last = self.cues[-1].lines if self.inside else []
        if last and last[-1].strip().isdecimal():
            label = last.pop().strip()  # cues that no empty line divides
        times = _TIMES.fullmatch(line)
        if times is None:
            self.issues.append(Issue(number, f"the times {line.strip()[:60]!r} are not understood; the words are kept without them"))
        self.cues.append(Cue(number, None if times is None else offset_of(*times.group(1, 2, 3, 4)), label))
        self.blocks += 1
        self.loose, self.inside, self.aside = [], True, ""

    def _outside(self, number: int, line: str) -> None:
        if not self.loose and self.vtt and not self.blocks and _HEADER.match(line):
            self.aside = "header"
        elif not self.loose and self.vtt and _ASIDE.fullmatch(line):
            self.aside = "comment"
        else:
            self.loose.append((number, line))

    def _strays(self, lines: list[tuple[int, str]]) -> None:
        """Lines without times: in SRT a further paragraph of the cue before; else told."""
        if not lines:
            return
        if not self.vtt and self.cues and not all(line.strip().isdecimal() for _, line in lines):
            self.cues[-1].lines += [line for _, line in lines]
            return
        self.blocks += 1
        self.issues.append(Issue(lines[0][0], "a cue number or words without times above them"))


def scan(lines: Iterable[str], vtt: bool) -> Scan:
    """The cues among lines."""
    found = Scan(vtt)
    for number, line in enumerate(lines, 1):
        found.take(number, line)
    found.end_block()
    return found


# --- a file ---------------------------------------------------------------------------------------------------------


def read_member(member: Member, source_name: str, vtt: bool) -> Conversation:
    """The conversation in one file. Raises NotAConversation where there is no cue with words."""
    found = scan(map(sound, member.lines()), vtt)
    issues = list(found.issues)
    if vtt and not _HEADER.match(member.head):
        issues.append(Issue(1, "the file does not begin with WEBVTT"))
    messages = tuple(_messages(found, issues))
    if not messages:
        first = f" (line {issues[0].line}: {issues[0].why})" if issues else ""
        raise NotAConversation(
            f"{source_name}: no cue with words in it (looked for a line like 00:01:02.000 --> 00:01:04.000 and words below it){first}; "
            "export the transcript again"
        )
    issues.sort(key=lambda issue: issue.line)
    return Conversation(messages, issues=tuple(issues), format="vtt" if vtt else "srt", lines=found.blocks)


def _messages(found: Scan, issues: list[Issue]) -> Iterator[Message]:
    names: Names = names_in(["\n".join(cue.lines) for cue in found.cues])
    before = ""
    for cue in found.cues:
        pieces = spoken("\n".join(cue.lines), cue.label, names, before)
        if not pieces:
            issues.append(Issue(cue.line, "a cue without words"))
            continue
        before = pieces[-1][0]
        for speaker, text in pieces:
            yield Message(speaker, text, seconds=cue.seconds)


# --- the formats ----------------------------------------------------------------------------------------------------


def _likeness_vtt(member: Member) -> Likeness:
    if member.ending not in ENDINGS:
        return Likeness.NO
    if _HEADER.match(member.head):
        return Likeness.CERTAIN
    return Likeness.LIKELY if member.ending == ".vtt" and _TIMES_INSIDE.search(member.head) else Likeness.NO


def _likeness_srt(member: Member) -> Likeness:
    if member.ending not in ENDINGS or member.ending == ".vtt" or _HEADER.match(member.head):
        return Likeness.NO
    if _NUMBERED.match(member.head.replace("\r\n", "\n").replace("\r", "\n")):
        return Likeness.CERTAIN
    return Likeness.LIKELY if member.ending == ".srt" and _TIMES_INSIDE.search(member.head) else Likeness.NO


def likeness_vtt(source: Source) -> Likeness:
    """How much a source looks like WebVTT: its first word, else its ending and its times."""
    return max(map(_likeness_vtt, source.members), default=Likeness.NO)


def likeness_srt(source: Source) -> Likeness:
    """How much a source looks like SRT: a number and a line of times, else its ending and its times."""
    return max(map(_likeness_srt, source.members), default=Likeness.NO)


def read_vtt(source: Source, options: Options) -> Conversation:  # noqa: ARG001 - every reader is called alike
    """The WebVTT transcript in a source, or its transcripts as threads. Raises NotAConversation where there is none."""
    chosen = [member for member in source.members if _likeness_vtt(member)] or list(source.members[:1])
    return in_threads([(member.stem, read_member(member, source.name, vtt=True)) for member in chosen])


def read_srt(source: Source, options: Options) -> Conversation:  # noqa: ARG001 - every reader is called alike
    """The SRT transcript in a source, or its transcripts as threads. Raises NotAConversation where there is none."""
    chosen = [member for member in source.members if _likeness_srt(member)] or list(source.members[:1])
    return in_threads([(member.stem, read_member(member, source.name, vtt=False)) for member in chosen])


VTT = Format(
    name="vtt",
    title="WebVTT transcript",
    how="In Zoom, Teams, Webex or any transcription tool: download the transcript as .vtt, with speaker names where it offers them.",
    likeness=likeness_vtt,
    read=read_vtt,
    tried="real",
)
SRT = Format(
    name="srt",
    title="SRT transcript",
    how="In the transcription or subtitle tool: export as .srt, with speaker names where it offers them.",
    likeness=likeness_srt,
    read=read_srt,
    tried="real",
)
