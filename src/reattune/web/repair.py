"""Repair: the Builder, one question a page."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
