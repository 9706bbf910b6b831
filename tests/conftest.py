"""How hypothesis runs here: without a deadline, since machines differ; derandomised in CI, so that a failure can be seen again.

And the one browser of a whole run, opened when first asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := Path("/usr/bin") / name).exists()), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP evil.test 127.0.0.1"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, for which one foreign name is this machine."""
    from playwright.sync_api import expect, sync_playwright

    if CHROMIUM is None and "CI" not in os.environ:
        pytest.skip("there is no chromium here")
    expect.set_options(timeout=15_000)  # a machine that does other things beside is slow, not wrong
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()
