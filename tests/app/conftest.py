"""The browser for pages that are files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The one of the whole run; what was opened in it is closed again."""
    yield chromium
    for context in chromium.contexts:
        context.close()
