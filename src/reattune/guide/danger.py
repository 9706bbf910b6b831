"""Plain words of danger, as people type them into a search.

The coder's signal was made for what people say to each other, and it is asked about as well; these words hold where it is silent, in some
languages that it does not know, and on a site where no coder runs (`WORDS` is written for JavaScript's expressions, too). They only decide
what stands first, so a few too many do little harm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from reattune.guide.search import spaced

SAFETY = "safety"  # the tag of what may stand beside danger
LOW = "depression"  # and beside thoughts of dying


class Danger(StrEnum):
    """What plain words tell of; the first that is found counts."""

    HURTING = "hurting"  # by the one who asks
    HURT = "hurt"
    DYING = "dying"


def _any(words: str) -> str:
    return f"(?:{'|'.join(one.strip() for one in words.split(','))})"


CLOSE = _any(
    "husband, wife, partner, boyfriend, girlfriend, bf, gf, ex, fiance, dad, father, stepdad, mum, mom, mother, stepmum, stepmom, son, "
    "daughter, kids?, child, children, brother, sister, boss, roommate, flatmate"
)
THEM = f"(?:her|him|them|mum|mom|the kids|my {CLOSE})"
STRIKES = _any(
    "hits?, hitting, slaps, slapped, punche[sd], kicks, kicked, chokes?, choked, choking, strangle[sd], shove[sd], pushe[sd], grabs, "
    "grabbed, beats, beaten, beating, threatens, threatened, rape[sd]"
)
BUT = "(?! (?:feelings|that|hard|like|with|to|away|apart|a) )"  # it hit me that, he pushed me away
FEARED = _any("afraid, scared, frightened, terrified")

# of words as `spaced` writes them: small letters, no accents, no apostrophes, a space on either side, and $ at the end of all
WORDS: Mapping[Danger, tuple[str, ...]] = {
    Danger.HURTING: (
        f"i (?:hit|slapped|punched|kicked|choked|strangled|shoved|pushed|grabbed|beat|threatened|raped|forced) {THEM}{BUT}",
        f"(?:i ll|ill|i will|i might|i could|i may) (?:hurt|hit) {THEM}{BUT}",
        f"{FEARED} (?:of|to) hurt(?:ing)? {THEM}{BUT}",
        f"{FEARED} of me \\$",
        "stop (?:hitting|being violent|being abusive)",
        f"my hands (?:around|round|on) {THEM}",
        "ich (?:habe sie geschlagen|schlage|habe ihn geschlagen)", "je (?:l ai frappee?|la frappe|le frappe)", "le pego", "la golpee",
    ),
    Danger.HURT: (
        f"{STRIKES} (?:me|us){BUT}",
        f"(?:he|she|{CLOSE}) {STRIKES} {THEM}{BUT}",
        f"{FEARED} of (?:him|her|them|my {CLOSE}) \\$",
        f"{FEARED} to go home",
        "violen(?:t|ce)", "abuse[sdr]?|abusive", "rape", "stalk(?:s|ed|ing|er)?", "(?:threatens|threatened) to", "beats? me up",
        "(?:throws|threw) things at", "(?:lays|laid) hands on", "hands (?:around|round) my (?:neck|throat)",
        "(?:will|ll|wants to|going to) kill (?:me|us|him|her)", "force[sd] me", "(?:makes|made) me have sex",
        "sex when i don ?t want",
        "won ?t let me (?:leave|see|work)", "lock(?:s|ed) me (?:in|out)", "follow(?:s|ed|ing) me (?:to|home|everywhere)",
        "track(?:s|ed|ing) (?:me|my phone)", "tracker on my", "(?:takes|took) my (?:money|phone|passport|keys|card|wages)",
        "i (?:ll|will) find you",
        "controls (?:me|my money|the money|what i)",
        "(?:schlagt|schlug|wurgt|bedroht) mich", "mich (?:geschlagen|gewurgt|bedroht)", "vergewaltigt",
        "angst vor (?:ihm|meinem)", "(?:hausliche )?gewalt",
        "(?:me|m a) (?:frappee?|bat|battue?|etrangle|menace)", "peur de (?:lui|mon)", "viol",
        "me (?:pega|golpea|pego|golpeo|ahorca|amenaza)", "miedo (?:de el|a mi)", "maltrato", "violencia",
        "me (?:bate|bateu|agride|ameaca)", "medo (?:dele|do meu)", "mi (?:picchia|minaccia|ha picchiat[ao])", "paura di lui", "violenza",
        "(?:slaat|bedreigt) (?:me|mij)", "bang voor hem", "geweld", "bije mnie", "grozi mi", "boje sie (?:go|meza)", "przemoc",
    ),
    Danger.DYING: (
        "suicid(?:e|al|io)", "(?:kill|killing|cut|cutting|hurt|hurting|harm|harming) myself", "(?:end|ending|take|taking) my (?:own )?life",
        "end it all", "no (?:point|reason) (?:in |to )?(?:living|live|being alive|being here)",
        "nothing to live for", "(?:want|wants|wanna)(?: to)? die",
        "wish i (?:was|were) dead",
        "better off (?:dead|without me)", "(?:don ?t|not) want to (?:live|be alive|be here anymore|be here any more|exist)",
        "self ?harm", "selbstmord", "suizid", "mich umbringen", "nicht mehr leben", "(?:will|mochte) sterben", "me (?:suicider|tuer|matar)",
        "(?:envie de|veux) mourir", "quiero morir(?:me)?", "matarme", "quero morrer", "voglio morire", "ammazzarmi", "zelfmoord",
        "(?:wil|wilde) dood",
        "samobojstwo", "chce umrzec",
    ),
}  # fmt: skip


def danger(query: str) -> Danger | None:
    """What the plain words of a query tell of, if of any danger."""
    said = f" {spaced(query)} $ "
    return next((kind for kind in Danger if _pattern(kind).search(said)), None)


def pattern(kind: Danger) -> str:
    """Its words as one expression, for what `danger` searches."""
    return f" (?:{'|'.join(WORDS[kind])}) "


@cache
def _pattern(kind: Danger) -> re.Pattern[str]:
    return re.compile(pattern(kind))
