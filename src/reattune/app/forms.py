"""Reports and checks as plain data: the stable, versioned JSON contracts.

Message references are 0-based indices over messages (notices excluded); times are ISO 8601, local as in the file; what is
undefined is null and never 0. The schemas stand in `docs/schemas/` and tests hold these forms to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from reattune.core.coded import Coded, Heard
from reattune.core.episode import Attempt, Episode
from reattune.core.finding import Finding, Report, Series, Slice
from reattune.core.message import Conversation, written

REPORT_SCHEMA = "reattune.report/1"
CHECK_SCHEMA = "reattune.check/1"
Form = dict[str, Any]


def report_form(report: Report, with_messages: bool = False, include_safety: bool = False) -> Form:
    """The report as `reattune.report/1`."""
    utc = _all_utc(report.conversation)
    form: Form = {
        "schema": REPORT_SCHEMA,
        "source": source_form(report.conversation),
        "episodes": [episode_form(episode) for episode in report.episodes],
        "findings": [finding_form(finding) for finding in report.findings],
        "series": [series_form(series, utc) for series in report.series],
        "safety": {"left_out": report.left_out} if include_safety and report.left_out else None,
        "coder": {"id": report.coder, "codebook": report.codebook},
    }
    if with_messages:
        form["messages"] = [message_form(report, index) for index in range(len(report.coded))]
    return form


def source_form(conversation: Conversation) -> Form:
    """Where it came from, what was understood, and what was not."""
    dated = [(message.time, message) for message in conversation.messages if message.time is not None]
    first = min(dated, key=itemgetter(0))[1] if dated else None
    last = max(dated, key=itemgetter(0))[1] if dated else None
    return {
        "format": conversation.format,
        "messages": len(conversation.messages),
        "notices": len(conversation.notices),
        "unparsed": len(conversation.issues),
        "date_order": conversation.date_order,
        "ambiguous_date_order": conversation.ambiguous_date_order,
        "speakers": [{"name": name, "messages": count} for name, count in conversation.speakers()],
        "first": first.written_at() if first else None,
        "last": last.written_at() if last else None,
        "issues": [{"line": issue.line, "why": issue.why} for issue in conversation.issues],
    }


def episode_form(episode: Episode) -> Form:
    """One episode."""
    return {
        "id": episode.id,
        "onset": episode.onset,
        "end": episode.end,
        "severity": episode.severity.value,
        "reasons": list(episode.reasons),
        "rupturing": list(episode.rupturing),
        "ruptured": list(episode.ruptured),
        "outcome": episode.outcome.value,
        "reached_first": episode.reached_first,
        "stance": {name: stance.value for name, stance in episode.stance},
        "second_ruptures": list(episode.second_ruptures),
        "attempts": [attempt_form(attempt) for attempt in episode.attempts],
        "clocks": {
            "heard_minutes": _rounded(episode.clocks.heard_minutes),
            "owned_minutes": _rounded(episode.clocks.owned_minutes),
            "repair_minutes": _rounded(episode.clocks.repair_minutes),
        },
    }


def attempt_form(attempt: Attempt) -> Form:
    """One attempt at repair."""
    return {
        "message": attempt.message,
        "by": attempt.by,
        "verdict": attempt.verdict.value,
        "unsure": attempt.unsure,
        "components": [move.value for move in attempt.components],
        "answer": attempt.answer.value if attempt.answer else None,
    }


def finding_form(finding: Finding) -> Form:
    """One measured number with its doubt."""
    form: Form = {
        "measure": finding.measure,
        "version": finding.version,
        "value": finding.value,
        "n": finding.n,
        "low": finding.low,
        "high": finding.high,
        "unit": finding.unit,
        "by": slice_form(finding.by),
    }
    return form | ({"reason": finding.reason} if finding.reason else {})


def slice_form(by: Slice | None) -> Mapping[str, str] | None:
    """What a finding is about."""
    if by is None:
        return None
    named = {"person": by.person, "move": by.move, "severity": by.severity}
    return {name: str(value) for name, value in named.items() if value is not None}


def series_form(series: Series, utc: bool = False) -> Form:
    """One measure over time, with Z where the record's times are UTC."""
    points = [[written(moment, utc), value] for moment, value in series.points]
    return {"measure": series.measure, "version": series.version, "unit": series.unit, "points": points}


def message_form(report: Report, index: int) -> Form:
    """One message with its moves; without its words, which stay in the person's own file."""
    message, coded = report.conversation.messages[index], report.coded[index]
    moves = [] if coded.safety else [heard_form(heard) for heard in coded.moves]  # never shown as a rupture to repair
    return {"index": index, "speaker": message.speaker, "time": message.written_at(), "moves": moves}


def heard_form(heard: Heard) -> Form:
    """One move with its probability."""
    return {"move": heard.move.value, "p": heard.p}


def safety_form(coded: Coded) -> Form | None:
    """The safety signal of one message."""
    return {"kinds": [kind.value for kind in coded.safety.kinds], "p": coded.safety.p} if coded.safety else None


def _all_utc(conversation: Conversation) -> bool:
    dated = [message.utc for message in conversation.messages if message.time is not None]
    return bool(dated) and all(dated)


def _rounded(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 2)
