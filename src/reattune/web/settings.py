"""Settings: the passphrase, the lock, what is stored where, what goes out and comes in, what goes for good, and the few choices.

Each is a small page of its own. What changes anything is a form that leads to a page which says what was done. What cannot be taken back
asks once, on a page that says what will be gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import FileResponse, Response

import reattune
from reattune import help as turning
from reattune.app import carrying, first_words, keeping, ledger_words, stored
from reattune.app.voice import KEY_NAME, Endpoint, endpoint, switch_off, switch_on
from reattune.coaching import values
from reattune.core.errors import BadInput, BadOption, WrongPassphrase
from reattune.ledger import opening
from reattune.ledger.key import Key, Keyring
from reattune.ledger.opening import SHORTEST
from reattune.web.at import LOOKS, At, Here, look_of
from reattune.web.desk import MOST_MINUTES, NotHere

routes = APIRouter(prefix="/settings")
Text = Annotated[str, Form()]
MINUTES = (2, 5, 15, 30, 60, 240)
FORGET = "forget"  # typed, so that no stray press forgets everything
QUESTIONS = 30  # of values, at most
ONE = "one"  # the name of what there is only one of on its shelf


@routes.get("")
def index(here: Here) -> Response:
    """Everything that can be set, a line each."""
    chosen = endpoint(here.desk.where)
    return here.page("settings/index.html", version=reattune.__version__, words=first_words, voice=chosen, country=_country(here))


def _country(here: At) -> str:
    kept = here.desk.chosen("country")
    return kept if isinstance(kept, str) else ""


# the passphrase and the lock


@routes.get("/passphrase")
def passphrase_page(here: Here) -> Response:
    """Another passphrase."""
    _ = here.ledger
    return here.page("settings/passphrase.html", words=first_words, least=SHORTEST)


@routes.post("/passphrase")
def passphrase(here: Here, old: Text = "", passphrase: Text = "", again: Text = "") -> Response:
    """Change it, once the old one was said."""
    held, where = here.desk.unlocked, here.desk.where
    try:
        _alike(passphrase, again)
        ledger = here.desk.reopen(lambda: stored.change_passphrase(where, held, old, passphrase).ledger)
    except WrongPassphrase:
        return here.page("settings/passphrase.html", 422, words=first_words, least=SHORTEST, wrong=OLD_IS_WRONG)
    except BadInput as error:
        return here.page("settings/passphrase.html", 422, words=first_words, least=SHORTEST, wrong=str(error))
    names = ", ".join(one.path.name for one in stored.copies(where, ledger.key))
    more = f" {ledger_words.OLD_COPIES.format(names=names)}" if names else ""
    return here.go("/settings", f"Changed. {ledger_words.PASSPHRASE}{more}")


OLD_IS_WRONG = "The passphrase you have now is another one. Nothing was changed."
DIFFER = "The two new ones were not the same. Nothing was changed."


def _alike(passphrase: str, again: str) -> None:
    if passphrase != again:
        raise BadOption(DIFFER)
    if len(passphrase.strip()) < SHORTEST:
        raise BadOption(first_words.TOO_SHORT.format(least=SHORTEST))


@routes.get("/lock")
def lock_page(here: Here) -> Response:
    """The lock: now, by itself, and the keyring."""
    offered = sorted({*MINUTES, here.desk.minutes})
    keyring = {"there": Keyring.there(), "keeps": bool(here.desk.chosen("keyring"))}
    return here.page("settings/lock.html", offered=offered, keyring=keyring, most=MOST_MINUTES)


@routes.post("/lock")
def lock_after(here: Here, minutes: Text = "") -> Response:
    """How long until it locks by itself."""
    if not minutes.isdecimal() or len(minutes) > 4 or not 0 < int(minutes) <= MOST_MINUTES:
        raise BadOption(f"Choose between 1 minute and {MOST_MINUTES} minutes.")
    here.desk.choose(lock_minutes=int(minutes))
    return here.go("/settings", f"Kept: it locks after {'a minute' if int(minutes) == 1 else f'{int(minutes)} minutes'} without you.")


@routes.post("/keyring")
def keyring(here: Here, keep: Text = "") -> Response:
    """Leave the key with this machine's keyring, or take it back."""
    if keep == "yes":
        keeping.keep_unlocked(here.desk.where, here.desk.unlocked, None)
        return here.go("/settings", "Kept in the keyring. reattune opens your ledger by itself when it starts.")
    keeping.lock(here.desk.where)
    return here.go("/settings", "Taken back. The passphrase is asked for at each start.")


# out and in


@routes.get("/export")
def export_page(here: Here) -> Response:
    """In which form it goes out."""
    return here.page("settings/export.html", counts=here.ledger.counts())


@routes.post("/export")
def export(here: Here, form: Text = "") -> Response:
    """Everything as a file to keep elsewhere; not encrypted."""
    made = carrying.carried(here.ledger, form, here.desk.now())
    return Response(made.content, media_type=made.kind, headers={"content-disposition": f'attachment; filename="{made.name}"'})


@routes.get("/import")
def import_page(here: Here) -> Response:
    """An exported ledger is handed in."""
    _ = here.ledger
    return here.page("settings/import.html", taken=None, other=False)


@routes.post("/import")
def import_(here: Here, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """What an exported ledger brings, and what could not be taken."""
    content = file.file.read() if file is not None else b""
    if not content:
        return here.page("settings/import.html", 422, taken=None, other=False, wrong="Choose a file first.")
    try:
        taken = carrying.brought(content, here.ledger)
    except BadInput as error:
        return here.page("settings/import.html", 422, taken=None, other=False, wrong=f"{error}.")
    if taken is None:
        return here.page("settings/import.html", 422, taken=None, other=True)
    return here.go(f"/settings/import/{here.desk.shelf('imports').put(taken)}")


@routes.get("/import/{name}")
def imported(name: str, here: Here) -> Response:
    """What came of it."""
    return here.page("settings/import.html", taken=here.desk.shelf("imports").get(name), other=False)


# copies, a check, what lies where, and forgetting


@routes.get("/copies")
def copies_page(here: Here) -> Response:
    """Copies beside the ledger, and how to go back to one."""
    return here.page("settings/copies.html", copies=stored.copies(here.desk.where, here.desk.unlocked.key), found=None)


@routes.post("/copies")
def copy_now(here: Here) -> Response:
    """Make one."""
    path = stored.back_up(here.desk.where, here.desk.unlocked.key, here.desk.now())
    return here.go("/settings/copies", f"Written: {path.name}. It opens with the passphrase that you have now.")


@routes.post("/copies/get")
def copy_taken(here: Here, name: Text = "") -> Response:
    """One of them, to be put elsewhere; encrypted as it lies."""
    one = stored.copy_named(here.desk.where, here.desk.unlocked.key, name)
    return FileResponse(one.path, media_type="application/octet-stream", filename=f"notes-copy-{one.at:%Y-%m-%d}.db")


@routes.post("/check")
def check(here: Here) -> Response:
    """Every page's seal and the file's structure."""
    where, key = here.desk.where, here.desk.unlocked.key
    found = opening.verify(where.ledger, key)
    if not found.wrong:
        return here.go("/settings/copies", "All is well with your ledger: every page of it is sealed and in its place.")
    return here.page("settings/copies.html", copies=stored.copies(where, key), found=found)


@routes.get("/stored")
def what_is_stored(here: Here) -> Response:
    """What lies where, how large, what is in it, and what is never stored."""
    where = here.desk.where
    return here.page(
        "settings/stored.html",
        home=where.home,
        ledger=next(iter(stored.lying([where.ledger])), None),
        config=next(iter(stored.lying([where.config])), None),
        copies=stored.copies(where, _key(here)),
        counts=here.desk.ledger.counts() if here.desk.ledger_or_none else None,
        shown=_size,
    )


def _key(here: At) -> Key | None:
    return here.desk.unlocked.key if here.desk.ledger_or_none else None


def _size(count: int) -> str:
    return f"{count} bytes" if count < 1024 else f"{count / 1024:.0f} kB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"


@routes.get("/forget")
def forget_page(here: Here) -> Response:
    """What will be gone."""
    return _forgetting(here)


def _forgetting(here: At, status: int = 200, wrong: str = "") -> Response:
    held = here.desk.unlocked if here.desk.there_is_a_ledger else None
    counts = held.ledger.counts() if held else None
    found = stored.copies(here.desk.where, held.key) if held else ()
    return here.page("settings/forget.html", status, counts=counts, copies=found, word=FORGET, wrong=wrong)


@routes.post("/forget")
def forget(here: Here, word: Text = "") -> Response:
    """Everything, for good; then it is as on the first day."""
    if word.strip().casefold() != FORGET:
        return _forgetting(here, 422, f"Nothing was forgotten. Type {FORGET} if you want it all gone.")
    unreached = stored.forget_everything(here.desk.where, here.desk.unlocked if here.desk.there_is_a_ledger else None)
    here.desk.drop_all()
    left = f" {ledger_words.NOT_REACHED.format(names=', '.join(path.name for path in unreached))}." if unreached else ""
    return here.go("/welcome", f"Everything is gone. {ledger_words.ELSEWHERE}{left}")


# the few choices


@routes.get("/country")
def country_page(here: Here) -> Response:
    """Which services stand first where one is pointed to help."""
    return here.page("settings/country.html", countries=turning.countries(turning.load()), now=_country(here))


@routes.post("/country")
def country(here: Here, country: Text = "") -> Response:
    """Keep it, or none."""
    named = turning.country(turning.load(), country) if country else None
    here.desk.choose(country=named)
    return here.go("/settings", f"Kept: {named}." if named else "No country is kept.")


@routes.get("/look")
def look_page(here: Here) -> Response:
    """Light, dark, or as the system has it."""
    return here.page("settings/look.html", now=look_of(here.desk))


@routes.post("/look")
def look(here: Here, look: Text = "") -> Response:
    """Keep it."""
    if look not in LOOKS:
        raise BadOption("Choose one of the three.")
    here.desk.choose(look=look)
    return here.go("/settings", "Kept.")


@routes.get("/voice")
def voice_page(here: Here) -> Response:
    """Whose words the practice partner speaks."""
    return here.page("settings/voice.html", now=endpoint(here.desk.where), key_name=KEY_NAME, url="", model="")


@routes.post("/voice")
def voice_named(here: Here, url: Text = "", model: Text = "") -> Response:
    """Look at an address; nothing is switched on yet."""
    try:
        one = Endpoint(url.strip(), model.strip() or "default")
    except BadOption as error:
        now = endpoint(here.desk.where)
        return here.page("settings/voice.html", 422, now=now, key_name=KEY_NAME, url=url, model=model, wrong=f"{error}.")
    return here.go(f"/settings/voice/{here.desk.shelf('voice').put(one)}")


@routes.get("/voice/{name}")
def voice_notice(name: str, here: Here) -> Response:
    """What would be sent where, before anybody agrees."""
    return here.page("settings/voice_notice.html", one=here.desk.shelf("voice").get(name), name=name, key_name=KEY_NAME)


@routes.post("/voice/on")
def voice_on(here: Here, name: Text = "") -> Response:
    """Agreed to: the one whose notice was read, and no other."""
    one = here.desk.shelf("voice").get(name)
    if not isinstance(one, Endpoint):
        raise NotHere
    switch_on(here.desk.where, one)
    here.desk.shelf("voice").drop(name)
    return here.go("/settings", "On. It can be switched off here at any time.")


@routes.post("/voice/off")
def voice_off(here: Here) -> Response:
    """No longer."""
    switch_off(here.desk.where)
    return here.go("/settings", "Off. The practice partner speaks reattune's own lines.")


# what matters to one


@routes.get("/values")
def values_page(here: Here) -> Response:
    """Two at a time; at the end what comes first."""
    choosing = _choosing(here)
    choices = choosing.choices
    kept = here.desk.ledger.values() if here.desk.ledger_or_none else ()
    if choosing.over:
        found = values.ranked(choices)[: values.FIRST] if values.enough(choices) else ()
        return here.page("settings/values_found.html", found=found, kept=kept, sure=ledger_words.sure)
    pair = values.next_pair(choices)
    enough = values.enough(choices)
    return here.page("settings/values.html", pair=pair, count=len(choices), most=QUESTIONS, enough=enough, kept=kept)


@dataclass(frozen=True, slots=True)
class Choosing:
    """What was chosen between so far, and whether that is all."""

    choices: tuple[values.Choice, ...] = ()
    over: bool = False


def _choosing(here: At) -> Choosing:
    try:
        found = here.desk.shelf("values").get(ONE)
    except NotHere:
        return Choosing()
    return found if isinstance(found, Choosing) else Choosing()


def _chose(here: At, choices: tuple[values.Choice, ...], over: bool = False) -> Response:
    here.desk.shelf("values").put(Choosing(choices, over or len(choices) >= QUESTIONS), ONE)
    return here.go("/settings/values")


@routes.post("/values")
def values_chosen(here: Here, better: Text = "", count: Text = "") -> Response:
    """One more choice; the same one pressed twice counts once."""
    choosing = _choosing(here)
    pair = values.next_pair(choosing.choices)
    if choosing.over or count != str(len(choosing.choices)) or better not in pair:
        return here.go("/settings/values")
    other = next(one for one in pair if one != better)
    return _chose(here, (*choosing.choices, (better, other)))


@routes.post("/values/back")
def values_back(here: Here) -> Response:
    """Take the last one back."""
    return _chose(here, _choosing(here).choices[:-1])


@routes.post("/values/end")
def values_end(here: Here) -> Response:
    """That is enough."""
    return _chose(here, _choosing(here).choices, True)


@routes.post("/values/again")
def values_again(here: Here) -> Response:
    """From the beginning."""
    return _chose(here, ())


@routes.post("/values/keep")
def values_keep(here: Here) -> Response:
    """In the ledger, in the place of those that stood there."""
    choices = _choosing(here).choices
    if not values.enough(choices):
        raise BadOption(ledger_words.FEW_CHOICES)
    here.ledger.put_values([one.value for one in values.ranked(choices)[: values.FIRST]], here.desk.now())
    here.desk.shelf("values").drop(ONE)
    return here.go("/settings", "Kept in your ledger.")
