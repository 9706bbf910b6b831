"""What importing costs, proven by its causes; and that the contract of the floors refuses what it should."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "onnxruntime", "tokenizers", "pyarrow", "jinja2", "rich", "typer", "torch", "ijson")


def loaded_by(statement: str) -> set[str]:
    words = f"import sys\n{statement}\nprint('\\n'.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    told = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    return set(told.stdout.splitlines())


def test_import_reattune_loads_nothing_heavy() -> None:
    assert not loaded_by("import reattune") & set(HEAVY)


def test_help_loads_no_model_and_no_numbers() -> None:
    seen = loaded_by("import reattune.cli.main")
    assert not seen & {"numpy", "onnxruntime", "tokenizers", "pyarrow", "jinja2", "torch", "ijson"}


def test_reading_loads_no_model() -> None:
    assert not loaded_by("import reattune.reading") & {"numpy", "onnxruntime", "tokenizers", "pyarrow", "torch"}


def test_analysing_never_loads_what_trains() -> None:
    assert not loaded_by("import reattune; reattune.check('ok')") & {"torch", "training", "pyarrow", "jinja2"}


def lint(place: Path) -> subprocess.CompletedProcess[str]:
    words = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run([sys.executable, "-c", words, "--no-cache"], cwd=place, capture_output=True, text=True, check=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src" / "reattune", tmp_path / "src" / "reattune", ignore=shutil.ignore_patterns("model", "__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_floors_hold(house: Path) -> None:
    told = lint(house)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("core/message.py", "from reattune.reading import detect", "floors go down"),
        ("episodes/machine.py", "from reattune.measures import table", "siblings"),
        (
            "measures/table.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from reattune.app import tell",
            "type-only imports count",
        ),
        ("coding/coder.py", "import onnxruntime", "one door"),
        ("app/tell.py", "import rich", "the terminal stays in cli"),
    ],
)
def test_a_planted_import_is_refused(house: Path, file: str, line: str, contract: str) -> None:
    path = house / "src" / "reattune" / file
    path.write_text(
        path.read_text(encoding="utf-8").replace("from __future__ import annotations\n", f"from __future__ import annotations\n{line}\n", 1)
    )
    told = lint(house)
    assert told.returncode != 0, contract
    assert "BROKEN" in told.stdout


def test_a_folder_without_a_floor_is_refused(house: Path) -> None:
    (house / "src" / "reattune" / "attic").mkdir()
    (house / "src" / "reattune" / "attic" / "__init__.py").write_text("")
    assert lint(house).returncode != 0
