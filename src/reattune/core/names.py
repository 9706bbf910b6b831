"""The words that everything else is said in: moves, families, verdicts and the rest, in the codebook's order.

The order is part of the promise: a model's outputs stand in it. What the words mean is kept as data in the
codebook; here are only the names, so that a slip is caught before anything runs. Members are strings, and two
enums may hold equal ones (`Verdict.PARTIAL == Answer.PARTIAL`): never mix enums in one mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Move(StrEnum):
    """What a message can do between two people."""

    CRITICISM = "criticism"
    CONTEMPT = "contempt"
    DISMISSAL = "dismissal"
    WITHDRAWAL = "withdrawal"
    HOSTILITY = "hostility"
    PURSUIT = "pursuit"
    EXPLAINING = "explaining"
    MINIMISING = "minimising"
    COUNTERATTACK = "counterattack"
    CONDITIONAL_APOLOGY = "conditional_apology"
    PRECONDITION = "precondition"
    RUSHING = "rushing"
    DENIAL = "denial"
    ACKNOWLEDGEMENT = "acknowledgement"
    IMPACT = "impact"
    ACCOUNTABILITY = "accountability"
    APOLOGY = "apology"
    RECONNECTION = "reconnection"
    AMENDS = "amends"
    INQUIRY = "inquiry"
    SELF_DISCLOSURE = "self_disclosure"
    TIMEOUT = "timeout"
    HURT = "hurt"
    BID = "bid"
    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"


class Family(StrEnum):
    """The four kinds of move."""

    RUPTURE = "rupture"
    DEFENCE = "defence"
    REPAIR = "repair"
    RECEIVING = "receiving"


class Verdict(StrEnum):
    """What a message amounts to as an attempt at repair."""

    REPAIR = "repair"
    PARTIAL = "partial"
    SECOND_RUPTURE = "second_rupture"
    NEITHER = "neither"


class Severity(StrEnum):
    """How deep a break goes."""

    MICRO = "micro"
    MODERATE = "moderate"
    MAJOR = "major"


class Outcome(StrEnum):
    """What became of an episode."""

    REPAIRED = "repaired"
    REFUSED = "refused"
    OPEN = "open"
    PAPERED_OVER = "papered_over"


class Stance(StrEnum):
    """How somebody conducts themselves in one episode; never what they are."""

    REACHING = "reaching"
    ESCALATING = "escalating"
    WITHDRAWING = "withdrawing"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Answer(StrEnum):
    """How an attempt at repair was met."""

    ACCEPTANCE = "acceptance"
    PARTIAL = "partial"
    REFUSAL = "refusal"
    IGNORED = "ignored"


class SafetyKind(StrEnum):
    """The kinds of the safety signal, which is no move and is never scored."""

    THREAT = "threat"
    FEAR = "fear"
    FORCE = "force"
    CONTROL = "control"
    SEXUAL_COERCION = "sexual_coercion"
    STALKING = "stalking"
    SELF_HARM = "self_harm"


RUPTURE: frozenset[Move] = frozenset({Move.CRITICISM, Move.CONTEMPT, Move.DISMISSAL, Move.WITHDRAWAL, Move.HOSTILITY, Move.PURSUIT})
DEFENCE: frozenset[Move] = frozenset(
    {
        Move.EXPLAINING,
        Move.MINIMISING,
        Move.COUNTERATTACK,
        Move.CONDITIONAL_APOLOGY,
        Move.PRECONDITION,
        Move.RUSHING,
        Move.DENIAL,
    }
)
REPAIR: frozenset[Move] = frozenset(
    {
        Move.ACKNOWLEDGEMENT,
        Move.IMPACT,
        Move.ACCOUNTABILITY,
        Move.APOLOGY,
        Move.RECONNECTION,
        Move.AMENDS,
        Move.INQUIRY,
        Move.SELF_DISCLOSURE,
        Move.TIMEOUT,
    }
)
RECEIVING: frozenset[Move] = frozenset({Move.HURT, Move.BID, Move.ACCEPTANCE, Move.REFUSAL})

_MEMBERS = {
    Family.RUPTURE: RUPTURE,
    Family.DEFENCE: DEFENCE,
    Family.REPAIR: REPAIR,
    Family.RECEIVING: RECEIVING,
}
FAMILY_OF: Mapping[Move, Family] = MappingProxyType(
    {move: family for move in Move for family, members in _MEMBERS.items() if move in members}
)

# the parts that make a repair whole, in the order in which they are shown
COMPONENTS: tuple[Move, ...] = (Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.ACCOUNTABILITY, Move.RECONNECTION)
