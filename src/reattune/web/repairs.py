"""Repairs on the desk: as the ledger has them where they stand there, kept as they grow, and stopped where they must.

What stands in the ledger counts, so that another window, another program or a new start of the app goes on with the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reattune.app import building, screens, wording
from reattune.app.check import Checked
from reattune.app.screens import Repair, Screen
from reattune.core.coded import Coded
from reattune.web.at import At
from reattune.web.desk import NotHere, Shelf
from reattune.web.pads import Pad, Sheet
from reattune.web.windows import Typing, Windows


@dataclass(slots=True)
class Held:
    """A repair on the desk. `asked` is what was asked back about an answer; `fired` what was heard where the safety signal fired, what
    follows from it, and whether the entry was left with the other before.
    """

    repair: Repair
    windows: Windows[str] = field(default_factory=lambda: Windows(""))
    typed: dict[Screen, Typing] = field(default_factory=dict)
    asked: tuple[str, tuple[str, ...]] = ("", ())
    fired: tuple[Screen, Coded, str, bool] | None = None
    whole: Pad = field(default_factory=Pad)

    def typing(self, screen: Screen) -> Typing:
        """What was typed on a screen."""
        return self.typed.setdefault(screen, Typing())

    def stop(self) -> None:
        """Nothing of it is wanted any more."""
        self.whole.stop()


def shelf(here: At) -> Shelf[Held]:
    """All that are on the desk."""
    return here.desk.shelf("repairs")  # type: ignore[return-value]


def held(here: At, name: str) -> Held:
    """The repair of this name, as the ledger has it where it stands there. Raises NotHere."""
    ledger = here.desk.ledger_or_none
    found = next((one for other, one in shelf(here).all() if other == name), None)
    kept = building.named(name, ledger) if ledger else None
    if kept:
        if found is None:
            found = Held(Repair(given=kept.rupture is not None))
            shelf(here).put(found, name)
        found.repair = replace(found.repair, build=kept.build, rupture=kept.rupture, keep=True, kept=True)
    elif found is None or found.repair.kept:  # it was sent or thrown away elsewhere
        shelf(here).drop(name)
        raise NotHere
    if ledger and found.repair.rupture and not ledger.these([found.repair.rupture]):  # it was forgotten meanwhile
        found.repair = replace(found.repair, rupture=None, given=False)
    return found


def screens_of(here: At, one: Held) -> tuple[Screen, ...]:
    """The questions of this one."""
    ledger = here.desk.ledger_or_none
    values, some = bool(ledger and ledger.values()), bool(ledger and screens.entries(ledger, free=True))
    return screens.screens(one.repair, values, some, building.waits(one.repair.rupture, ledger) is not None)


def keep(here: At, name: str, one: Held) -> None:
    """In the ledger, where it is to be kept and there is something to keep."""
    ledger, repair = here.desk.ledger_or_none, one.repair
    if ledger and repair.keep and (repair.kept or repair.build.kept()):
        building.keep_draft(repair.build, name, repair.rupture, ledger, here.desk.now())
        one.repair = replace(repair, kept=True)


def drop(here: At, name: str) -> None:
    """Out of the ledger and off the desk."""
    if here.desk.ledger_or_none:
        here.desk.ledger.drop_draft(name)
    shelf(here).drop(name)


def stop(here: At, name: str, one: Held, screen: Screen, fired: Coded) -> None:
    """The draft is kept no more, only held, in case it was heard wrong; the entry is left with them."""
    says = wording.SAFETY_CONTEXT if screen is Screen.SAID else wording.SAFETY_DRAFT
    left = building.stop(name, one.repair.rupture, here.desk.ledger_or_none)
    one.repair, one.fired = replace(one.repair, kept=False), (screen, fired, says, left)


def checked(here: At, name: str, one: Held) -> Checked | None:
    """What is heard in the whole; nothing where nothing is written. Where the safety signal fires in it, it stops here."""
    build = one.repair.build
    if not build.draft:
        return None
    sheet = Sheet(build.draft, last=build.said_last)
    if one.whole.sheet != sheet:
        one.whole.write(sheet)
    alone = None if one.whole.known else screens.fired_in_a_part(one.repair, here.desk.coder())
    if alone and not one.fired:
        stop(here, name, one, *alone)
        return None
    found = one.whole.look(here.desk.coder())
    if found and found.coded.safety and not one.fired:
        stop(here, name, one, Screen.WHOLE, found.coded)
    return found
