"""What can go wrong, as a tree.

Every error that a person can cause or mend is a `BadInput`: its text says what is wrong, where, and what to do, in one
line that stands alone on a screen. Anything else that is raised is a fault of ours, but for what the caller called off.

    ReattuneError
    ├─ BadInput                 bad use or bad input; the command ends with code 2
    │  ├─ UnreadableSource      missing, empty, truncated, too large, a zip bomb, binary junk
    │  ├─ NotAConversation      a readable file that holds no conversation that we know
    │  ├─ AmbiguousFormat       two formats fit equally well; the text names them
    │  ├─ BadOption             an option or a draft that cannot be used
    │  └─ LedgerProblem         the ledger cannot be opened, read or written
    │     ├─ NoLedger           there is none yet
    │     ├─ WrongPassphrase    this passphrase does not open it
    │     ├─ LedgerBusy         another program holds it
    │     ├─ LedgerFull         there is no room to write
    │     ├─ LedgerDamaged      it is no ledger, or bytes in it have changed
    │     └─ OtherSchema        it was written by a newer reattune
    ├─ CodebookError            the codebook file breaks its own rules
    └─ NoLongerWanted           work that the caller called off
"""

from __future__ import annotations


class ReattuneError(Exception):
    """The root of every error that reattune raises on purpose."""


class BadInput(ReattuneError):
    """Something handed in cannot be used; the text says what, where, and what to do."""


class UnreadableSource(BadInput):
    """A file or folder that cannot be read at all."""


class NotAConversation(BadInput):
    """A readable file in which no conversation was found."""


class AmbiguousFormat(BadInput):
    """Several formats fit equally well; the text names the candidates."""


class BadOption(BadInput):
    """An option whose value cannot be used."""


class CodebookError(ReattuneError):
    """The codebook breaks its own rules; the text says where."""


class NoLongerWanted(ReattuneError):
    """Work was given up because the caller said that it is not wanted any more."""


class LedgerProblem(BadInput):
    """The ledger cannot be opened, read or written; the text says why, and what is still as it was."""


class NoLedger(LedgerProblem):
    """There is no ledger yet."""


class WrongPassphrase(LedgerProblem):
    """This passphrase does not open the ledger."""


class LedgerBusy(LedgerProblem):
    """Another program holds the ledger."""


class LedgerFull(LedgerProblem):
    """There is no room to write; nothing that was kept before is lost."""


class LedgerDamaged(LedgerProblem):
    """The file is no ledger, or bytes in it have changed."""


class OtherSchema(LedgerProblem):
    """The ledger was written by a newer reattune."""
