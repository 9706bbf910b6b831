"""An optional voice for the simulated partner: an OpenAI-compatible endpoint that somebody chose. Off by default.

Only the words come from there: the partner's state and all feedback stay ours. What is sent is the situation, the last lines of the talk
and the
mood, and only after the person was told so and where to, once for each endpoint. Whatever goes wrong (no answer in time, an
error, an answer that is none) the line comes from the bank, and the talk goes on.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from reattune.app.settings import Settings, choose, chosen
from reattune.coaching.scenarios import Mood, Talk
from reattune.core.errors import BadOption

SECONDS = 20.0
LONGEST = 400  # characters of a line
LINES_SENT = 6
KEY_NAME = "REATTUNE_LLM_KEY"
MOODS = {
    Mood.HURTING: "You are still hurt and able to listen. Say a little of how it was.",
    Mood.PROTESTING: "You are getting louder, because it has not been heard. No insults, no threats.",
    Mood.WITHDRAWING: "You pull back and become short.",
    Mood.DOUBTING: "You have heard something good and do not trust it yet.",
    Mood.SOFTENING: "You begin to let them in.",
    Mood.RECEIVING: "You take it in, in your own way.",
    Mood.REFUSING: "You turn it down for now, plainly and without an attack.",
    Mood.FLOODED: "It is too much for you just now, and you can take nothing in.",
    Mood.BLANK: "You are far away in thought and give nothing back: one word, or none.",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the words come from: a base address such as http://127.0.0.1:8080/v1, and the model's name there."""

    url: str
    model: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
        except ValueError:
            raise BadOption(f"{self.url!r} is no address: give one such as http://127.0.0.1:8080/v1") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadOption(f"{self.url!r} is no address: give one such as http://127.0.0.1:8080/v1")
        if parts.scheme == "http" and not self.local:
            raise BadOption("an endpoint that is not on this machine must be reached by https")

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def notice(self) -> str:
        """What would be sent where, in plain words."""
        where = (
            f"a program on this machine ({self.url})"
            if self.local
            else f"another computer, over the internet ({urlsplit(self.url).hostname})"
        )
        return (
            f"In scenarios the situation, the last lines of your talk with what you typed, "
            f"the simulated partner's mood, and a key in {KEY_NAME} if you set one would be sent to {where}, "
            "each time the partner speaks. Nothing of your ledger or your conversations is sent. "
            "It can be switched off at any time: in Settings, or with reattune config llm --off."
        )


def endpoint(where: Settings) -> Endpoint | None:
    """The endpoint that was chosen and agreed to, if there is one."""
    told = chosen(where).get("llm")
    return Endpoint(str(told["url"]), str(told["model"])) if isinstance(told, dict) and told.get("agreed") else None


def switch_on(where: Settings, one: Endpoint) -> None:
    """Keep an endpoint that the person agreed to."""
    choose(where, llm={"url": one.url, "model": one.model, "agreed": True})


def switch_off(where: Settings) -> None:
    """No endpoint any more."""
    choose(where, llm=None)


def voiced(one: Endpoint, talk: Talk, mood: Mood, otherwise: str, said: str) -> tuple[str, bool]:
    """The partner's line in other words, and whether the endpoint gave it; the bank's own line where it did not."""
    import httpx  # here and nowhere else, so that nothing that could reach out is even loaded before

    try:
        with httpx.Client(timeout=SECONDS, trust_env=False) as asked:
            answer = asked.post(f"{one.url.rstrip('/')}/chat/completions", json=_asks(one, talk, mood, otherwise, said), headers=_headers())
            answer.raise_for_status()
            content = answer.json()["choices"][0]["message"]["content"]
            words = " ".join(content.split()).strip('"“” ') if isinstance(content, str) else ""
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError, TypeError):
        return otherwise, False
    return (words, True) if 0 < len(words) <= LONGEST else (otherwise, False)


def _headers() -> dict[str, str]:
    key = os.environ.get(KEY_NAME)
    return {"Authorization": f"Bearer {key}"} if key else {}


def _asks(one: Endpoint, talk: Talk, mood: Mood, otherwise: str, said: str) -> dict[str, object]:
    scene = (
        "You play the other person in a practice talk about making up after a hurt. Stay in the part. "
        "Answer with one or two short spoken sentences, no stage directions. "
        f"The situation, told to the one who practises: {talk.scenario.you} {MOODS[mood]} "
        f"Say in your own words what this line says: {otherwise}"
    )
    lines: list[dict[str, str]] = [{"role": "assistant", "content": talk.opening}]
    for turn in talk.turns:
        lines += [{"role": "user", "content": turn.said or "(says nothing)"}, {"role": "assistant", "content": turn.answer}]
    return {
        "model": one.model,
        "max_tokens": 120,
        "messages": [{"role": "system", "content": scene}, *_last(lines), {"role": "user", "content": said or "(says nothing)"}],
    }


def _last(lines: Sequence[dict[str, str]]) -> Sequence[dict[str, str]]:
    return lines[-LINES_SENT:]
