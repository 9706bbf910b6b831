"""The first pages: what this is and what it is not, the passphrase, three questions for oneself, and an example to play with."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
