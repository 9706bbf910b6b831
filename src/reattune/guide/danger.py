"""Plain words of danger, as people type them into a search.

The coder's signal was made for what people say to each other, and it is asked about as well; these words hold where it is silent, in some
languages that it does not know, and on a site where no coder runs (they are written so that JavaScript reads them, too). They decide what
stands first and hide nothing for good.
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
    """What plain words tell of."""

    HURTING = "hurting"  # done by the one who asks
    HURT = "hurt"
    DYING = "dying"


def _any(words: str) -> str:
    return f"(?:{'|'.join(one.strip() for one in words.split(','))})"


ADULTS = (
    "husband, wife, spouse, partner, boyfriend, girlfriend, bf, gf, ex, fiancee?, dad, father, stepdad, stepfather, mum, mom, mother, "
    "stepmum, stepmom, parents, son, daughter, brother, sister, uncle, aunt, grandad, grandpa, boss, roommate, flatmate, neighbour"
)
WHO = f"(?:he|she|they|{_any(ADULTS)})"
OURS = _any(f"{ADULTS}, kids?, child, children, baby, toddler, mate, friend, dog")
WHOM = f"(?:her|him|them|mum|mom|the (?:kids|children|baby)|my (?:\\w+ )?(?:\\w+ )?{OURS}|my \\d+ year old)"
ALSO = "(?:(?:have|ve|has|had|just|once|almost|nearly|keeps?|kept|also|even|always|sometimes|really|is|was|has been) )*"
STRIKES = _any(
    "hits?, hitting, slap(?:s|ped|ping)?, smack(?:s|ed|ing)?, punch(?:es|ed|ing)?, kick(?:s|ed|ing)?, chok(?:es?|ed|ing), "
    "strangl(?:es?|ed|ing), shov(?:es?|ed|ing), push(?:es|ed|ing)?, grab(?:s|bed|bing)?, beats?, beaten, beating, bites?, bit, "
    "burn(?:s|ed|t)?, shak(?:es|ing), shook, attack(?:s|ed|ing)?, assault(?:s|ed|ing)?, threaten(?:s|ed|ing)?, rape[sd]?, raping"
)
BUT = (  # it hit me that, he pushed me away, I beat him at chess
    "(?! (?:(?:that|like|too|away|apart|out|off|up|about|at|by|back|buttons?|feelings|for|hard to|why|with (?:the news|news|a question|"
    "divorce|questions|a surprise)) |into (?!the )|to (?!the |death )|a (?!lot |few )))"
)
FEARED = _any("afraid, scared, frightened, terrified")
MAIM = _any("hurt, kill, hit, beat, choke, strangle, rape, burn, stab, shoot")

# of words as `spaced` writes them: small letters, no accents, no apostrophes, a space on either side; ^ is the beginning and $ the end
HARMLESS = (
    "non ?violen(?:t|ce)", "(?:alcohol|drug|drugs|substance|movie|film|films|tv) (?:abuse|violence)",
    "abuse of (?:alcohol|drugs|power|trust)",
    "stalk(?:s|ed|ing)? (?:her|his|their|my ex) (?:instagram|facebook|profile|socials)", "kill(?:ing)? myself (?:at work|working|laughing)",
    "tak(?:e|ing) my life back", "(?:beat|beats|beating) myself up", "dying to",
)  # fmt: skip
WORDS: Mapping[Danger, tuple[str, ...]] = {
    Danger.HURTING: (
        f"i {ALSO}{STRIKES} {WHOM}{BUT}",
        f"(?:i ll|ill|i will|i might|i could|i may|i want to|i wanna|i m going to|im going to|i am going to|feel like|felt like|of|to) "
        f"(?:{MAIM}|harm|hurting|hitting|killing|harming) (?:{WHOM}|someone|somebody|people){BUT}",
        f"{FEARED} of me", f"(?:stop|stopped|keep|from) (?:hitting|hurting|beating|slapping) {WHOM}{BUT}",
        "(?:stop|stopped) being (?:violent|abusive)", "i (?:get|got|was|am|m|been|turn|turned) violent", f"got physical with {WHOM}",
        f"my hands (?:a?round|on) {WHOM}", f"i {ALSO}(?:throw|threw) (?:\\w+ )+?at {WHOM}", f"i {ALSO}abused? {WHOM}",
        f"i (?:never want to|never meant to|have to stop) (?:hit|hurt) {WHOM}{BUT}", "je suis violent",
        "ich (?:habe (?:sie|ihn) geschlagen|schlage)", "je (?:l ai frappee?|la frappe|le frappe)", "le pego", "la golpee",
    ),
    Danger.HURT: (
        f"{WHO} {ALSO}{STRIKES} (?:me|us|{WHOM}){BUT}", f"\\^ {STRIKES} (?:me|us){BUT}",
        f"(?:i was|i been|i ve been|getting) {ALSO}(?:hit|slapped|"
        "punched|kicked|choked|strangled|beaten|attacked|assaulted|molested|raped|groped|stalked)",
        f"(?:tried|tries|trying|threatens|threatened|threatening) to (?:{MAIM}|post|share|leak|take (?:my|the) (?:kids|children|money))",
        f"{WHO} (?:will|ll|would|is going to|going to|wants to|used to) {MAIM} (?:me|us|{WHOM}){BUT}", "death threats?",
        f"{FEARED} of (?:him|her|them|my (?:\\w+ )?{_any(ADULTS)}) (?:\\$|when|if|and|because|at night|coming)",
        f"{FEARED} (?:to go home|for my life|to be alone with)", f"{WHO} (?:really |still )?scares (?:me|us|the kids)",
        "(?:not|dont|don t) (?:feel )?safe(?: at home)?", "violen(?:t|ce)", "abuse[sdr]?|abusive", "assault(?:ed|s)?", "molest(?:ed|s)?",
        "rape",
        "stalk(?:s|ed|ing|er)?", "battered", "black eye", "pinn?ed me (?:down|against|to)", "has a (?:gun|knife)", "(?:gun|knife) to my",
        "(?:throws|threw) (?:\\w+ )+?at (?:me|us)", "(?:lays|laid|put|puts) (?:his |her )?hands on me",
        "hands a?round (?:my|her|his) (?:neck|throat)",
        "touche[sd] me (?:at night|there|down there|when i|in my sleep)", "(?:makes|made|forces|forced) me (?:to )?(?:have sex|sleep with)",
        "(?:pressures|pressured|forced|forces) me into", f"{WHO} forced me \\$", "sex when i don ?t want", "forced (?:himself|herself) on",
        "won ?t let me (?:leave the|go out|out of|have (?:any )?money|work|sleep)",
        "won ?t let me see my (?:friends|family|mum|mom|mother|parents|sister|brother)",
        "won ?t give me (?:any )?money", "not allowed to (?:see|leave|go out|work|talk|have)", "lock(?:s|ed) me (?:in|out)",
        f"{WHO} {ALSO}follow(?:s|ed|ing) me (?:to (?:work|school|my)|home|everywhere|from)",
        "track(?:s|ed|ing) (?:me|my (?:phone|car|location))",
        "tracker on my", "(?:takes|took|keeps|hides|hid) my (?:money|phone|passport|cards?|wages|salary|papers|medication|meds)",
        "i (?:ll|will) find you", "controls (?:me|my money|the money|what i|who i)",
        "(?:schlagt|schlug|wurgt|bedroht) (?:mich|uns)", "mich (?:geschlagen|gewurgt|bedroht)", "vergewaltigt", "angst vor (?:ihm|meinem)",
        "(?:hausliche )?gewalt", "(?:me|m a|nous) (?:frappee?|bat|battue?|etrangle|menace)", "peur de (?:lui|mon)", "viol",
        "(?:me|nos) (?:pega|golpea|pego|golpeo|ahorca|amenaza)", "miedo (?:de el|a mi)", "maltrato", "violencia",
        "me (?:bate|bateu|agride|ameaca)", "medo (?:dele|do meu)", "mi (?:picchia|minaccia|ha picchiat[ao])", "paura di lui", "violenza",
        "(?:slaat|bedreigt) (?:me|mij)", "bang voor hem", "geweld", "bije mnie", "grozi mi", "boje sie (?:go|meza)", "przemoc",
    ),
    Danger.DYING: (
        "suicid(?:e|al|io)", "(?:kill|killing|kills|killed|hang|hanging|shoot|harm|harming) (?:myself|himself|herself|themselves)",
        "(?:cut|cuts|cutting) (?:myself|himself|herself)(?! off )", "hurt(?:ing)? myself (?:\\$|on purpose|again|when)",
        "(?:end|ending|take|taking) my (?:own )?life", "end it all",
        "no (?:point|reason) (?:in |to )?(?:living|live|being alive|being here|going on)",
        "nothing to live for", "not worth living", "(?:want|wants|wanna)(?: to)? die", "wish i (?:was|were) (?:dead|never born)",
        "never been born", "better off (?:dead|without me)", "(?:don ?t|not) want to (?:be alive|exist|be here any ?more|be here any more)",
        "(?:don ?t|not) want to live(?: any ?more)? (?:\\$|if|like this)", "self ?harm(?:s|ed|ing)?", "overdosed?", "kms", "unalive",
        "selbstmord", "suizid", "mich umbringen", "nicht mehr leben", "(?:will|mochte) sterben", "me (?:suicider|tuer|matar)",
        "(?:envie de|veux) mourir", "quiero morir(?:me)?", "matarme", "quero morrer", "voglio morire", "ammazzarmi", "zelfmoord",
        "(?:wil|wilde) dood", "samobojstwo", "chce umrzec",
    ),
}  # fmt: skip


def dangers(query: str) -> frozenset[Danger]:
    """What the plain words of a query tell of, if of any danger."""
    said = _compiled(HARMLESS).sub(" , ", f" ^ {spaced(query)} $ ")
    return frozenset(kind for kind in Danger if _compiled(WORDS[kind]).search(said))


def pattern(words: tuple[str, ...]) -> str:
    """Some words as one expression."""
    return f" (?:{'|'.join(words)})(?= )"


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(words))
