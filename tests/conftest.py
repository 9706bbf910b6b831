"""How hypothesis runs here: without a deadline, since machines differ; derandomised in CI, so that a failure can be seen again."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")
