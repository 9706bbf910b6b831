"""A report to take away, as a page or as data, made in memory: with a person's corrections, and without names where that is wanted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reattune.app import tell
from reattune.app.anonymise import NOT_COVERED, Anonymiser
from reattune.app.forms import Form, report_form
from reattune.app.page import page
from reattune.app.seen import Seen, as_heard
from reattune.coding.window import windows
from reattune.core.coded import Coded, Coder, Progress
from reattune.core.finding import Report

BATCH = 8  # episodes whose words are found between two looks at whether it is still wanted


@dataclass(frozen=True, slots=True)
class Wants:
    """What was asked for: a page or data; without names, and then with or without the words of messages; with what the safety signal saw;
    of data, each message with its moves."""

    data: bool = False
    anonymise: bool = False
    quotes: bool = True
    safety: bool = False
    messages: bool = False

    @property
    def words(self) -> bool:
        """Whether the words of messages stand in it."""
        return self.quotes or not self.anonymise


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out. Its name says nothing."""

    name: str
    kind: str
    text: str


def made(seen: Seen, wants: Wants, coder: Coder, country: str | None, progress: Progress) -> File:
    """The file that was asked for."""
    report = Anonymiser(seen.report).report(keep_words=wants.quotes) if wants.anonymise else seen.report
    if wants.data:
        return File("notes.json", "application/json", json.dumps(_form(report, seen, wants), ensure_ascii=False) + "\n")
    told = _told(report, seen.listened.coded, coder if wants.words else None, progress)
    text = page(report, told, wants.words, wants.safety, wants.anonymise, country, seen.caveats)
    return File("notes.html", "text/html", text)


def _form(report: Report, seen: Seen, wants: Wants) -> Form:
    form = report_form(report, wants.messages, wants.safety)
    if seen.corrections:
        form["corrected"] = sorted(seen.corrections)
    return form | ({"anonymised": {"not_covered": NOT_COVERED}} if wants.anonymise else {})


def _told(report: Report, heard: Sequence[Coded], coder: Coder | None, progress: Progress) -> list[tell.Story]:
    """Each episode in words, the evidence for what was heard found a few episodes at a time, by the coder where there is one."""
    turns = windows(report.conversation.messages)
    stories: list[tell.Story] = []
    for start in range(0, len(report.episodes), BATCH):
        progress(start, len(report.episodes))
        few = report.episodes[start : start + BATCH]
        telling = [tell.notable(report, one) for one in few]
        every = [index for indices in telling for index in indices] if coder else []
        carried = [as_heard(report.coded[index], heard[index]) for index in every]
        evidence = coder.evidence([turns[index] for index in every], carried) if coder else []
        found = dict(zip(every, evidence, strict=True))
        stories += [tell.story(report, one, indices, found) for one, indices in zip(few, telling, strict=True)]
    return stories
