"""Ledger: what is open, what was, what comes again; by hand in under a minute."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
