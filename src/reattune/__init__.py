"""reattune: rupture and repair in relationships, made visible and learnable, on your own machine.

    import reattune
    conversation = reattune.read("chat.txt")
    report = reattune.analyse(conversation, me="Tom")
    checked = reattune.check("I see that I hurt you when I said that.")

Importing loads nothing heavy: each name is fetched when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reattune.app.api import Checked, Conversation, Report, analyse, check, read

__version__ = "0.1.0"
__all__ = ["Checked", "Conversation", "Report", "__version__", "analyse", "check", "read"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from reattune.app import api

        return getattr(api, name)
    raise AttributeError(f"module 'reattune' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
