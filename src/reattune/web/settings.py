"""Settings: the passphrase, the lock, what is stored where, what goes out and what goes for good."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
