"""A threat is heeded by itself, too, where what goes before would hide it."""

from __future__ import annotations

from reattune.coaching.heeding import heeded
from reattune.coding.coder import shipped
from reattune.core.coded import Turn
from tests.stories import ScriptedCoder

BEFORE = ((False, "I can't talk now", None), (True, "Are you there?", None), (False, "Hm.", None))


def test_a_threat_after_an_ordinary_quarrel_is_heeded() -> None:
    threat = "If you don't answer me now I will kill you."
    assert shipped().code([Turn(threat)], scores=True)[0].safety
    (found,) = heeded([Turn(threat, BEFORE)], shipped())
    assert found.safety


def test_all_else_is_as_it_is_in_its_context() -> None:
    turns = [Turn("bus at six", BEFORE), Turn("i did that #accountability"), Turn("sorry #apology", BEFORE)]
    assert heeded(turns, ScriptedCoder()) == ScriptedCoder().code(turns, scores=True)
    (plain,) = heeded([Turn("I see that I hurt you.", BEFORE)], shipped())
    assert plain == shipped().code([Turn("I see that I hurt you.", BEFORE)], scores=True)[0]
