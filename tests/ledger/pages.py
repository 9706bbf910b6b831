"""Every page of a ledger decrypted, the free ones and those of the log too: what a forensic reader with the key would see.

SQLCipher 4: AES-256-CBC, a page of 4096 bytes of which the last 80 are the page's own vector (16) and its seal (64); the first page begins
with the salt, which is not encrypted.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reattune.ledger.key import SALT_BYTES, Key

PAGE, RESERVED, VECTOR = 4096, 80, 16
LOG_HEAD, FRAME_HEAD = 32, 24


def page_of(raw: bytes, key: Key, first: bool) -> bytes:
    """One page's content."""
    start = SALT_BYTES if first else 0
    vector = raw[PAGE - RESERVED : PAGE - RESERVED + VECTOR]
    opened = Cipher(algorithms.AES(key.raw), modes.CBC(vector)).decryptor()
    return opened.update(raw[start : PAGE - RESERVED]) + opened.finalize()


def everything(path: Path, key: Key) -> bytes:
    """All pages of the file, and all frames of the log beside it, in plain."""
    raw = path.read_bytes()
    parts = [page_of(raw[at : at + PAGE], key, at == 0) for at in range(0, len(raw) - PAGE + 1, PAGE)]
    log = path.with_name(path.name + "-wal")
    if log.exists():
        rest = log.read_bytes()[LOG_HEAD:]
        for at in range(0, len(rest) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
            number = int.from_bytes(rest[at : at + 4], "big")
            parts.append(page_of(rest[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], key, number == 1))
    return b"".join(parts)
