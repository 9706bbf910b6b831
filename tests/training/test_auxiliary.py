"""Public talk is known by name, read by two, and never the same on both sides of the division."""

from __future__ import annotations

import json

import pytest

from training import auxiliary
from training.auxiliary import DATA, READINGS, digest, held_back_talk, negotiation_turns, public_talk, read_talk

present = pytest.mark.skipif(not DATA.is_dir(), reason="the public auxiliary sets are absent")


def test_readings_are_two_and_carry_no_words() -> None:
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert set(row) == {"of", "digest", "readings"} and len(row["readings"]) == 2
        assert all(set(one) <= {"moves", "maybe", "verdict", "safety"} for one in row["readings"])


@present
def test_every_reading_finds_its_comment() -> None:
    found = {part: {row.id for row in read_talk(part)} for part in ("train", "dev", "test")}
    known = len(READINGS.read_text(encoding="utf-8").splitlines())
    assert len(found["train"]) > 8000 and 0 <= known - sum(map(len, found.values())) < 30  # a few stand in two parts word for word


@present
def test_what_is_held_back_is_not_trained_on() -> None:
    kept = {row.id for row in held_back_talk()}
    assert len(kept) >= 3000
    trained = [*negotiation_turns(), *public_talk(7)]
    assert not kept & {row.id for row in trained}
    apart = [*read_talk("dev"), *read_talk("test")]
    assert len(apart) > 3000
    assert not {row.text for row in apart} & {row.text for row in trained}


@present
def test_another_text_under_a_known_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    name = json.loads(READINGS.read_text(encoding="utf-8").splitlines()[0])["of"]
    monkeypatch.setattr(auxiliary, "comments", lambda part: iter([(name, "quite another text", "27")]))
    monkeypatch.setattr(auxiliary, "thread_lines", lambda: iter(()))
    with pytest.raises(ValueError, match=name):
        read_talk("train")


def test_without_the_sets_there_is_no_public_talk(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(auxiliary, "DATA", DATA / "nowhere")
    assert public_talk(7) == [] and read_talk("train") == read_talk("test") == [] and held_back_talk() == []


def test_a_digest_is_short_and_the_same() -> None:
    assert digest("hello") == digest("hello") != digest("hello!") and len(digest("")) == 8
