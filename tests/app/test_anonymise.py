"""What anonymising covers, measured on examples written for it, and that nothing of it stays anywhere."""

from __future__ import annotations

import json
from dataclasses import replace

from reattune import pipeline
from reattune.app.anonymise import Anonymiser
from reattune.app.forms import report_form
from reattune.app.page import page
from reattune.core.finding import Report
from reattune.core.message import Conversation
from tests.stories import ScriptedCoder, conversation

SECRETS = (
    ("call me on +44 7700 900123 later", "7700 900123"),
    ("my new number is 0151 496 0018", "0151 496 0018"),
    ("(555) 010-4477 is the clinic", "010-4477"),
    ("mail tom.archer+work@example.co.uk then", "tom.archer+work@example.co.uk"),
    ("it's on https://example.org/maya/album?id=77", "example.org/maya"),
    ("see www.example.com/x", "example.com"),
    ("follow @maya.moves", "maya.moves"),
    ("card 4111 1111 1111 1111", "4111"),
    ("policy no 99812734", "99812734"),
    ("night Tommy", "Tommy"),
    ("oh TOM", "TOM"),
    ("maya's car", "maya"),
    ("Mayabug come here", "Mayabug"),
    ("Mr Archer rang", "Archer"),
    ("Thomas Archer, sit down", "Thomas"),
    ("ask Tom's mum", "Tom"),
)
KEPT = ("see you tomorrow at 18:30", "it was 2019, chapter 12", "maybe", "may I", "8.50 for two", "about 12 of them, 400g")


def told() -> Report:
    lines = [f"{'Tom' if n % 2 else 'Maya'}: {text}" for n, (text, _) in enumerate(SECRETS)]
    made = conversation(*lines, "Maya: you never listen Tom #criticism", "Tom: sorry Maya #apology")
    names = {"Tom": "Tom Archer", "Maya": "Maya"}
    messages = tuple(replace(message, speaker=names[message.speaker]) for message in made.messages)
    return pipeline.analyse(Conversation(messages, format="table"), ScriptedCoder(), "Tom Archer")


def test_every_secret_is_replaced_and_ordinary_words_stay() -> None:
    anonymiser = Anonymiser(told(), b"key")
    left = [text for text, secret in SECRETS if secret.casefold() in anonymiser.text(text).casefold()]
    recall = 1 - len(left) / len(SECRETS)
    assert recall == 1.0, left
    assert [anonymiser.text(text) for text in KEPT] == list(KEPT)


def test_no_name_stays_in_any_output() -> None:
    report = Anonymiser(told()).report(keep_words=True)
    outputs = json.dumps(report_form(report, with_messages=True)) + page(report, ScriptedCoder())
    for secret in ("Tom", "Maya", "Archer", "7700", "4111"):
        assert secret not in outputs


def test_the_same_thing_has_the_same_stand_in_in_one_export_and_another_in_the_next() -> None:
    one, two = Anonymiser(told()), Anonymiser(told())
    text = "mail a@example.org or a@example.org"
    first = one.text(text)
    assert first.split()[1:3] == first.split()[4:6]
    assert first != two.text(text)


def test_words_are_left_out_unless_they_are_asked_for() -> None:
    report = told()
    assert {message.text for message in Anonymiser(report).report().conversation.messages} == {""}
    assert all(message.text for message in Anonymiser(report).report(keep_words=True).conversation.messages)


def test_the_structure_stays_the_same() -> None:
    report = told()
    hidden = Anonymiser(report).report()
    assert [(one.id, one.outcome, one.messages) for one in hidden.episodes] == [
        (one.id, one.outcome, one.messages) for one in report.episodes
    ]
    assert hidden.me == "Person B"
