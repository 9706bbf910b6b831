"""Conversations: an export is read, looked at, filtered, corrected, and what is wanted of it kept."""

from __future__ import annotations

from fastapi import APIRouter

routes = APIRouter()
