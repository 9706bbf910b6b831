"""Before you send: a draft read as the other may hear it, while it is being written."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
