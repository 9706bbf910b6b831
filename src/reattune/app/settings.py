"""What was chosen outside: where private things lie, and how they are unlocked. Read once, frozen."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from reattune.core.errors import BadInput

NAME = "reattune"


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds the ledger and its copies; `passphrase` is the one of the environment, if there is one, and
    `new_passphrase` the one that a script changes it to."""

    home: Path
    passphrase: str | None = None
    new_passphrase: str | None = None

    @property
    def ledger(self) -> Path:
        """The one encrypted file."""
        return self.home / "ledger.db"

    @property
    def config(self) -> Path:
        """What is chosen and is not private."""
        return self.home / "config.json"

    def copies(self) -> tuple[Path, ...]:
        """Every other file in the data folder: copies of the ledger, by whatever name."""
        return tuple(
            sorted(
                path
                for path in self.home.glob("*")
                if path.is_file()
                and path not in {self.ledger, self.config}
                and not path.name.endswith(("-wal", "-shm", "-journal", ".new"))
            )
        )


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """From REATTUNE_HOME (else the platform's data folder; it honours XDG_DATA_HOME), REATTUNE_PASSPHRASE, REATTUNE_NEW_PASSPHRASE."""
    found = os.environ if environ is None else environ
    home = found.get("REATTUNE_HOME")
    return Settings(
        Path(home).expanduser() if home else Path(platformdirs.user_data_dir(NAME, appauthor=False)),
        found.get("REATTUNE_PASSPHRASE"),
        found.get("REATTUNE_NEW_PASSPHRASE"),
    )


def chosen(where: Settings) -> dict[str, object]:
    """What was chosen before. Raises BadInput where the file is damaged."""
    if not where.config.exists():
        return {}
    try:
        found = json.loads(where.config.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise BadInput(f"{where.config}: it cannot be read ({error}); mend it or move it away") from None
    if not isinstance(found, dict):
        raise BadInput(f"{where.config}: an object was expected; mend it or move it away")
    return found


def choose(where: Settings, **more: object) -> None:
    """Keep choices; None removes one."""
    kept = {name: value for name, value in (chosen(where) | more).items() if value is not None}
    try:
        where.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = where.config.with_suffix(".new")
        fresh.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        fresh.replace(where.config)
    except OSError as error:
        raise BadInput(f"{where.config}: it cannot be written ({error.strerror or error}); is REATTUNE_HOME a folder of yours?") from None


def own_country(environ: Mapping[str, str] | None = None, where: Settings | None = None) -> str | None:
    """The country that was chosen (`where` things lie, else where the environment says), else the two letters of the locale, else nothing.

    A damaged file of choices hides no help.
    """
    found = os.environ if environ is None else environ
    try:
        named = chosen(where or settings(found)).get("country")
    except (BadInput, OSError, RuntimeError):
        named = None
    if isinstance(named, str):
        return named
    spoken = next((found[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if found.get(name)), "")
    return spoken.partition(".")[0].partition("_")[2] or None
