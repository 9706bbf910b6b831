"""Every format's exports by its name, for the laws that all formats keep: whole ones, and such as are damaged on the way.

A new format gets a row here with its writer, or `test_every_format_has_a_writer` fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from reattune.core.message import Conversation
from tests.writers import (
    convokit,
    discord,
    googlechat,
    imessage,
    instagram,
    line,
    mail,
    messenger,
    signal,
    slack,
    sms,
    subtitles,
    table,
    telegram,
    whatsapp,
    whisper,
)

Files = dict[str, bytes]


@dataclass(frozen=True)
class Export:
    """One way in which a format writes: what it can express, how it writes it, and what its one file is called."""

    conversations: st.SearchStrategy[Conversation]
    write: Callable[[Conversation], Any]
    name: str = "export.json"

    def files(self, conversation: Conversation) -> Files:
        """The export's files; made outside of strategies, since a mail draws a boundary of its own."""
        made = self.write(conversation)
        return {self.name: made} if isinstance(made, bytes) else dict(made)


EXPORTS: Mapping[str, tuple[Export, ...]] = {
    "whatsapp": (Export(whatsapp.conversations(), whatsapp.write, "_chat.txt"),),
    "messenger": (Export(messenger.conversations(), messenger.write),),
    "instagram": (Export(instagram.conversations(), instagram.write),),
    "telegram": (Export(telegram.conversations(), telegram.write, "result.json"),),
    "imessage": (Export(imessage.conversations(), imessage.write, "Sam.txt"),),
    "sms": (Export(sms.conversations(), sms.write, "sms.xml"),),
    "discord": (Export(discord.conversations(), discord.write),),
    "slack": (Export(slack.conversations(), slack.write),),
    "line": (Export(line.conversations(), line.write, "LINE.txt"),),
    "signal": (
        Export(signal.conversations(owner="Me", service=signal.CALLS, records=False), signal.write, "chat.md"),
        Export(signal.conversations(owner="You", service=signal.SERVICE, records=True), signal.write_records, "Ana.txt"),
    ),
    "email": (Export(mail.conversations(), mail.write, "all.mbox"),),
    "googlechat": (Export(googlechat.conversations(), googlechat.write),),
    "vtt": (Export(subtitles.conversations("vtt"), subtitles.write_vtt, "talk.vtt"),),
    "srt": (Export(subtitles.conversations("srt"), subtitles.write_srt, "talk.srt"),),
    "whisper": (Export(whisper.conversations(), whisper.write, "talk.json"),),
    "convokit": (Export(convokit.conversations(), convokit.write),),
    "table": (
        Export(table.conversations(), table.write, "talk.csv"),
        Export(table.conversations(), table.write_json_lines, "talk.jsonl"),
    ),
}

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(("2024-01-02T03:04:05", "2024-01-02", "1704164645.000100", "0000-00-00", "message", "Ana", "12:34", "9" * 20))
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8
)
PIECES = st.binary(max_size=6) | st.sampled_from(
    [piece.encode() for piece in ("\n", "\n\n", '"', ",", "\t", "<", ">", "&", "]", "[", "}", ":", "99999999999999999999", "-1", "0", "\ufeff", "۱۲", " --> ")]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, whole: Files) -> Files:
    """An export's files with one to three things wrong in them."""
    files = dict(whole)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(sorted(files)))
        files[place] = draw(_other_value(files[place]) | _other_bytes(files[place]) | _other_line(files[place]))
    if len(files) > 1 and draw(st.booleans()):
        del files[draw(st.sampled_from(sorted(files)))]
    return files


@st.composite
def _other_bytes(draw: st.DrawFn, content: bytes) -> bytes:
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, min(len(content), start + 40)) | st.just(len(content)))
    return content[:start] + draw(PIECES | st.just(content[start:end] * 2)) + content[end:]


@st.composite
def _other_line(draw: st.DrawFn, content: bytes) -> bytes:
    lines = content.split(b"\n")
    one, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    lines[one] = draw(st.sampled_from((lines[other], b"", lines[one][len(lines[one]) // 2 :])))
    return b"\n".join(lines)


@st.composite
def _other_value(draw: st.DrawFn, content: bytes) -> bytes:
    """JSON that still is JSON, with one value that is none of what stands there in a real export."""
    try:
        whole = json.loads(content)
    except ValueError:
        return draw(_other_bytes(content))
    places = list(_places(whole))
    if not places:
        return json.dumps(draw(VALUES)).encode()
    holder, key = draw(st.sampled_from(places))
    if draw(st.booleans()):
        holder[key] = draw(VALUES)
    else:
        del holder[key]
    return json.dumps(whole).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a JSON value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [place for key in keys for place in [(value, key), *_places(value[key])]]
