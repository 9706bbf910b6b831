"""The product on one screen: a conversation and a coder in, a report out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reattune.coding.window import windows
from reattune.core.coded import Coded, Coder, Progress
from reattune.core.finding import Report, Series
from reattune.core.message import Conversation
from reattune.episodes import find_episodes
from reattune.measures import Facts, measure_all
from reattune.measures.debt import VERSION, Load, loads_of, themes_of


def analyse(conversation: Conversation, coder: Coder, me: str | None = None, progress: Progress | None = None) -> Report:
    """Everything found in one conversation: what each message carries, the episodes, the findings, the debt over time.

    `me` names the reader's own side. Messages whose safety signal fired are in no episode and in no measure.
    """
    return report_of(conversation, coder.code(windows(conversation.messages), progress=progress), coder, me)


def report_of(conversation: Conversation, coded: Sequence[Coded], coder: Coder, me: str | None = None) -> Report:
    """The same from what each message carries, so that a corrected one needs no coding again; `coder` only names the maker."""
    messages = conversation.messages
    episodes = find_episodes(messages, coded)
    counted = [index for index, one in enumerate(coded) if one.safety is None]
    findings = measure_all(Facts(messages, coded, counted, episodes, me))
    times = [message.time for message in messages if message.time is not None]
    loads = loads_of(episodes, messages, themes_of(episodes, coded))
    points = _debt(loads, max(times)) if times else ()
    series = (Series("debt", VERSION, "reattune's own model, no fixed unit", points),)
    left_out = len(messages) - len(counted)
    return Report(conversation, me, tuple(coded), episodes, findings, series, coder.id, coder.codebook, left_out)


def _debt(loads: Sequence[Load], until: datetime) -> tuple[tuple[datetime, float], ...]:
    from reattune.measures.debt_line import debt_over_time  # with numpy, so not before it is needed

    return debt_over_time(loads, until)
