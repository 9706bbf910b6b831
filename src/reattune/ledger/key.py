"""From a passphrase to the key of the file, and where a key may be kept meanwhile.

Argon2id (RFC 9106) makes 32 bytes of a passphrase and of the salt that stands open in the first sixteen bytes of the file, as SQLCipher
keeps it; the result goes to SQLCipher as a raw key, so that nothing is stretched twice. Everything stays in one file. The
operating system's keyring is asked only where somebody said so; many machines have none.
"""

from __future__ import annotations

import json
import time
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

SALT_BYTES, KEY_BYTES = 16, 32
PASSES, MEMORY_KIB, LANES = 3, 65_536, 4  # the second choice that RFC 9106 recommends, for machines with little memory
SERVICE = "reattune"


@dataclass(frozen=True, slots=True)
class Key:
    """The raw key and the salt of the file that it opens. Never shown."""

    raw: bytes
    salt: bytes

    def __repr__(self) -> str:
        return "Key(…)"

    def pragma(self) -> str:
        """As SQLCipher takes it."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


def key_of(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase and a file's salt make. The same letters typed on another machine make the same key."""
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    return Key(hash_secret_raw(typed, salt, PASSES, MEMORY_KIB, LANES, KEY_BYTES, Type.ID), salt)


class Keyring:
    """The operating system's keyring, where there is one. A key lies there for good or until a time."""

    def __init__(self, name: str) -> None:
        """`name` tells one ledger from another: its path."""
        self._name = name

    @staticmethod
    def there() -> bool:
        """Whether this machine has a keyring."""
        import keyring
        from keyring.backends.fail import Keyring as Fail
        from keyring.backends.null import Keyring as Null

        return not isinstance(keyring.get_keyring(), Fail | Null)

    def put(self, key: Key, until: float | None = None) -> None:
        """Keep a key; with `until` (seconds since 1970) no longer than that."""
        import keyring

        keyring.set_password(SERVICE, self._name, json.dumps({"key": key.raw.hex(), "salt": key.salt.hex(), "until": until}))

    def get(self, now: float | None = None) -> Key | None:
        """The kept key, or nothing where there is none or its time is over; then it is removed."""
        import keyring

        if not self.there():
            return None
        kept = keyring.get_password(SERVICE, self._name)
        if kept is None:
            return None
        told = json.loads(kept)
        if told["until"] is not None and told["until"] <= (time.time() if now is None else now):
            self.drop()
            return None
        return Key(bytes.fromhex(told["key"]), bytes.fromhex(told["salt"]))

    def drop(self) -> None:
        """Forget the kept key, if there is one."""
        import keyring
        from keyring.errors import PasswordDeleteError

        try:
            keyring.delete_password(SERVICE, self._name)
        except PasswordDeleteError:
            return
