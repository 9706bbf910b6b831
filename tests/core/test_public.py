"""The public names, pinned."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

import reattune


def test_the_public_names() -> None:
    assert reattune.__all__ == ["Checked", "Conversation", "Report", "__version__", "analyse", "check", "read"]
    assert dir(reattune) == sorted(reattune.__all__)
    assert all(getattr(reattune, name) for name in reattune.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'score_of_a_person'"):
        _ = reattune.score_of_a_person


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == reattune.__version__


def test_values_are_frozen() -> None:
    checked = reattune.check("bus is at six")
    with pytest.raises(dataclasses.FrozenInstanceError):
        checked.text = "other"  # type: ignore[misc]
