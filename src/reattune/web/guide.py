"""Guide: what helps, and where to turn."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
