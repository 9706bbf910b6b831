"""Practise: drills and talks, an answer to every turn, how it goes."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
