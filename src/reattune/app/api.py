"""The same through Python: `read`, `analyse`, `check`, with frozen values in and out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reattune import pipeline, reading
from reattune.app import check as checking
from reattune.app.check import Checked
from reattune.app.narrow import Narrowing, narrowed, own_name
from reattune.coding.coder import shipped
from reattune.core.coded import Coder, Progress, Wanted
from reattune.core.finding import Report
from reattune.core.message import Conversation
from reattune.reading import Options

__all__ = ["Checked", "Conversation", "Report", "analyse", "check", "read"]


def read(
    *paths: str | Path,
    format: str = "auto",
    dates: str = "auto",
    me: str | None = None,
    since: str | None = None,
    until: str | None = None,
    with_name: str | None = None,
) -> Conversation:
    """The conversation in one or several export files, zips or folders.

    `format` is a name out of `reattune formats`; `dates` is "auto", "dmy", "mdy" or "ymd"; `since` and `until` are days in
    ISO 8601, both included; `with_name` keeps the exchange with one person of a group. Raises `reattune.core.errors.BadInput`
    saying what is wrong, where, and what to do.
    """
    whole = reading.read([Path(path) for path in paths], format, Options(dates, me))
    return narrowed(whole, Narrowing.of(since, until, with_name), own_name(whole, me))


def analyse(conversation: Conversation, me: str | None = None, coder: Coder | None = None, progress: Progress | None = None) -> Report:
    """Every episode and finding in a conversation. `me` names your own side (one of its speakers).

    Raises `BadOption` where nobody of that name speaks.
    """
    return pipeline.analyse(conversation, coder or shipped(), own_name(conversation, me), progress)


def check(text: str, context: Sequence[str] = (), coder: Coder | None = None, wanted: Wanted | None = None, heed: bool = True) -> Checked:
    """What a draft is and which words make it so. `context` holds "them: …" and "you: …" lines, oldest first.

    `wanted` is asked now and then whether the answer is still wanted, for a check while somebody writes. Raises `BadOption` for an empty
    draft or a context line without its speaker, `NoLongerWanted` where it was called off. `heed`
    off reads this one draft as any other, for a person who says that the safety signal heard it wrong.
    """
    return checking.check(text, coder or shipped(), context, wanted, heed)
