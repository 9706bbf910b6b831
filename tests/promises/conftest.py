"""The browser of the web's tests, for the promises that are kept there."""

from __future__ import annotations

from tests.web.conftest import chromium as chromium
