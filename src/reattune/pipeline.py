"""The product on one screen: a conversation and a coder in, a report out."""

from __future__ import annotations

from reattune.coding.window import windows
from reattune.core.coded import Coder, Progress
from reattune.core.finding import Report, Series
from reattune.core.message import Conversation
from reattune.episodes import find_episodes
from reattune.measures import Facts, measure_all
from reattune.measures.debt import VERSION, debt_over_time, loads_of, themes_of


def analyse(conversation: Conversation, coder: Coder, me: str | None = None, progress: Progress | None = None) -> Report:
    """Everything found in one conversation: what each message carries, the episodes, the findings, the debt over time.

    `me` names the reader's own side. Messages whose safety signal fired are in no episode and in no measure.
    """
    messages = conversation.messages
    coded = tuple(coder.code(windows(messages), progress=progress))
    episodes = find_episodes(messages, coded)
    counted = [index for index, one in enumerate(coded) if one.safety is None]
    findings = measure_all(Facts(messages, coded, counted, episodes, me))
    times = [message.time for message in messages if message.time is not None]
    loads = loads_of(episodes, messages, themes_of(episodes, coded))
    points = debt_over_time(loads, max(times)) if times else ()
    series = (Series("debt", VERSION, "reattune's own model, no fixed unit", points),)
    left_out = len(messages) - len(counted)
    return Report(conversation, me, coded, episodes, findings, series, coder.id, coder.codebook, left_out)
