"""Requests for room as people put them, and what only sounds like one."""

from __future__ import annotations

import pytest

from reattune.codebook.room import asks_for_room


@pytest.mark.parametrize(
    "text",
    [
        "I need space.",
        "Give me a few days.",
        "Not now. I need time.",
        "I need some time. Please don't write to me this week.",
        "I'd like some distance for a while.",
        "Let me come to you when I'm ready.",
        "Let it be, please.",
        "I need two weeks where we don't talk.",
        "Please don't contact me again",
        "I don't want any contact with you anymore",
        "Do not write to me",
        "Give me some room",
        "leave me alone",
        "stop texting me",
        "I want some time to myself tonight",
        "don’t call me",
    ],
)
def test_a_request_for_room_is_one(text: str) -> None:
    assert asks_for_room(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is there space in the car?",
        "The living room needs paint.",
        "Give me a call when you're done",
        "What time do you need me?",
        "I don't write well",
        "Don't forget to call the plumber",
        "We talked for hours",
        "The contact lenses are in the bathroom",
        "See you at six",
        "I have no time tonight",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert not asks_for_room(text)
