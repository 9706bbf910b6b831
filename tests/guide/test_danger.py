"""Plain words of danger are heard whoever types them, and everyday words are not taken for them."""

from __future__ import annotations

import pytest

from reattune.guide import Danger, danger


@pytest.mark.parametrize(
    ("query", "heard"),
    [
        ("He chokes me", Danger.HURT),
        ("my dad beats us", Danger.HURT),
        ("dad hits mum when he drinks", Danger.HURT),
        ("my wife hit me, what do I do", Danger.HURT),
        ("If you leave I’ll find you", Danger.HURT),
        ("my husband follows me to work", Danger.HURT),
        ("I'm scared of my husband", Danger.HURT),
        ("he won't let me see my friends", Danger.HURT),
        ("Er schlägt mich", Danger.HURT),
        ("il m'a frappée", Danger.HURT),
        ("mi marido me pega", Danger.HURT),
        ("I grabbed her arm", Danger.HURTING),
        ("I hit my wife, how do I make it up to her", Danger.HURTING),
        ("I'm afraid I'll hurt him", Danger.HURTING),
        ("my girlfriend is afraid of me", Danger.HURTING),
        ("no point living", Danger.DYING),
        ("I don't want to be here anymore", Danger.DYING),
        ("SUICIDE", Danger.DYING),
        ("ich will mich umbringen", Danger.DYING),
    ],
)
def test_danger_is_heard_in_plain_words(query: str, heard: Danger) -> None:
    assert danger(query) is heard


@pytest.mark.parametrize(
    "query",
    [
        "",
        "she won't talk to me after I snapped",
        "I'm afraid I'll hurt her feelings",
        "he pushes me away when I try to talk",
        "it hit me that I was wrong",
        "they pushed me to sign up",
        "scared of her reaction",
        "my parents won't let me go my own way",
        "I am dying to make it up to her",
        "how do I stop being defensive",
        "he hit the wall at work",
        "we keep missing each other",
    ],
)
def test_everyday_words_are_not_taken_for_danger(query: str) -> None:
    assert danger(query) is None
