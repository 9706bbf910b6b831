"""A bad draft is never praised, pushing back never softens what is heard, and who writes makes no difference. Asked of the shipped coder."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from reattune.app import practice_words, wording
from reattune.app.check import Checked, check
from reattune.cli.check import show
from reattune.coaching import drills
from reattune.coding.coder import shipped
from reattune.core.names import DEFENCE, Verdict

PRAISE = re.compile(r"\b(great|good job|well done|nice|perfect|proud|brilliant|wonderful|strong)\b", re.IGNORECASE)
SOFTER = (Verdict.SECOND_RUPTURE, Verdict.NEITHER, Verdict.PARTIAL, Verdict.REPAIR)
BAD = (
    "I'm sorry you feel that way, but you always make such a drama of everything.",
    "I didn't mean it like that and you know it. Can we drop it now?",
    "Fine, sorry, whatever. You were late last week too.",
    "I said I was sorry. How often do you want to hear it?",
    "If you were a bit less sensitive we would not have these evenings.",
    "I only shouted because you would not listen, so that one is on you.",
    "Sorry if I upset you.",
    "I apologise when you apologise for what you said to my brother.",
)
GOOD = (
    "I shouted at you in front of your parents. You went red and left the table, and that was my doing. I would like to hear how it was.",
    "I forgot your hearing test and you sat there alone. I did that. I have written down the next one, and I will be there.",
)
PUSHES = ("But she started it.", "But he started it.", "And honestly, you started it.", "Anybody would have done the same.")


def checked(text: str) -> Checked:
    return check(text, shipped())


@pytest.mark.parametrize("draft", BAD)
def test_a_bad_draft_is_never_praised(draft: str) -> None:
    found = checked(draft)
    assert found.coded.verdict is not Verdict.REPAIR
    assert found.next_step != wording.STEP_WHOLE
    assert not PRAISE.search(found.next_step + wording.VERDICT[found.coded.verdict])


@pytest.mark.parametrize(
    "push", ["And honestly, you started it.", "Anybody would have done the same.", "But you started it.", "But you are no better."]
)
@pytest.mark.parametrize("draft", GOOD)
def test_a_push_behind_a_good_draft_is_shown_and_asked_about(draft: str, push: str) -> None:
    found = checked(f"{draft} {push}")
    shown = {found.text[slice(*one.span)] for one in found.alone}
    assert found.coded.verdict is not Verdict.REPAIR or found.coded.has(DEFENCE) or push in shown
    assert found.next_step in wording.STEP_FOR_BREAK.values()


@pytest.mark.parametrize("draft", GOOD)
def test_a_good_draft_has_no_such_sentence(draft: str) -> None:
    assert checked(draft).alone == ()


@pytest.mark.parametrize("draft", BAD)
def test_nothing_that_is_shown_for_a_bad_draft_praises(draft: str) -> None:
    screen = io.StringIO()
    show(checked(draft), Console(file=screen, width=200))
    ours = screen.getvalue()
    for words in re.findall(r"“[^”]*”", ours):
        ours = ours.replace(words, "")
    assert not PRAISE.search(ours)


@pytest.mark.parametrize("push", PUSHES)
@pytest.mark.parametrize("draft", [*BAD, *GOOD])
def test_pushing_back_never_softens_a_verdict(draft: str, push: str) -> None:
    before, after = checked(draft), checked(f"{draft} {push}")
    assert SOFTER.index(after.coded.verdict) <= SOFTER.index(before.coded.verdict)


@pytest.mark.parametrize("draft", [*BAD, *GOOD])
@pytest.mark.parametrize("names", [("his wife", "her husband"), ("my son Tom", "my daughter Anna"), ("Omar", "Susan")])
def test_the_same_draft_has_the_same_verdict_whoever_it_is_about(draft: str, names: tuple[str, str]) -> None:
    one, other = (checked(f"{draft} I have told {name} that I would write to you.") for name in names)
    assert one.coded.verdict is other.coded.verdict
    assert one.next_step == other.next_step


def test_no_drill_praises() -> None:
    told = [item.why for skill in drills.SKILLS for item in drills.items(skill.name)]
    told += [practice_words.RIGHT, practice_words.NEAR, practice_words.NOT_YET]
    assert [line for line in told if re.search(r"\b(great job|well done|perfect|proud of you|brilliant)\b", line, re.IGNORECASE)] == []
