"""Write the pages that come from the source, or check that none has drifted from it.

python -m docs.build            writes docs/codebook.md, cli.md, measures.md, states.md, where-to-turn.md, the schema of a guide's entry
                                and the README's table of formats
python -m docs.build --check    writes nothing; ends with 1 and names what has drifted, and links that lead nowhere
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reattune import help as turning
from reattune.codebook import Kind, load
from reattune.codebook.book import Entry
from reattune.episodes.machine import TRANSITIONS, Sign
from reattune.guide import schema
from reattune.measures import MEASURES
from reattune.measures.debt import MODEL
from reattune.reading.formats import FORMATS

HERE = Path(__file__).parent
ROOT = HERE.parent
LEDGER = (
    "add", "attempt", "leave", "close", "open", "list", "show", "debt", "patterns", "export",
    "import", "forget", "verify", "backup", "passphrase",
    "unlock", "lock", "remind",
)  # fmt: skip
COMMANDS = (
    "", "read", "check", "repair", "practise", "today", "values", "ledger", *(f"ledger {name}" for name in LEDGER),
    "config", "guide", "where-to-turn", "code", "formats", "codebook",
)  # fmt: skip
MADE = "<!-- Made by `make docs` from the source; change it there. -->\n\n"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
SECTION = re.compile(r"(<!-- formats -->\n).*?(<!-- /formats -->)", re.DOTALL)
TITLES = {
    Kind.MOVE: "Moves",
    Kind.FAMILY: "Families",
    Kind.VERDICT: "Verdicts",
    Kind.SEVERITY: "Severities",
    Kind.OUTCOME: "Outcomes",
    Kind.STANCE: "Stances",
    Kind.ANSWER: "Answers",
    Kind.SIGNAL: "Signals",
    Kind.SAFETY: "Kinds of the safety signal",
}


def codebook_page() -> str:
    """The codebook, entry by entry."""
    book = load()
    parts = [MADE, f"# The codebook, version {book.version}\n\n{book.source}\n"]
    for kind, title in TITLES.items():
        parts.append(f"\n## {title}\n")
        parts += [_entry(entry) for entry in book.of(kind)]
    return "".join(parts)


def _entry(entry: Entry) -> str:
    family = f" ({entry.family}{', a component of repair' if entry.component else ''})" if entry.family else ""
    examples = "".join(f"- {example}\n" for example in entry.examples)
    counters = "".join(f"- {counter.text} ({counter.why})\n" for counter in entry.counter_examples)
    return (
        f"\n### `{entry.name}`{family}\n\n{entry.definition}\n\n*It is not:* {entry.is_not}\n"
        f"\nSuch as:\n\n{examples}\nBut not:\n\n{counters}"
        f"\n*Source:* {entry.source} *Version:* {entry.version}\n"
    )


def cli_page() -> str:
    """Every command's own help."""
    parts = [MADE, "# The command\n"]
    for command in COMMANDS:
        told = _help(command)
        parts.append(f"\n## `reattune {command}`\n\n```text\n{told}\n```\n".replace("reattune `", "reattune`"))
    return "".join(parts)


def _help(command: str) -> str:
    words = [sys.executable, "-m", "reattune.cli.main", *command.split(), "--help"]
    plain = os.environ | {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "TERMINAL_WIDTH": "100"}
    told = subprocess.run(words, capture_output=True, text=True, check=True, env=plain)
    return "\n".join(line.rstrip() for line in told.stdout.strip().splitlines())


def measures_page() -> str:
    """Every measure, and the parameters of the debt model."""
    rows = "".join(f"| `{one.name}` | {one.version} | {one.unit} | {one.says} |\n" for one in MEASURES)
    parameters = "".join(f"| `{name}` | {getattr(MODEL, name)} |\n" for name in MODEL.__slots__)
    says = "Every number comes with its cases, its interval and its unit; what is undefined is empty, with the reason."
    return (
        f"{MADE}# Measures\n\n{says}\n\n"
        f"| measure | version | unit | what it says |\n|---|---|---|---|\n{rows}"
        "\n## Relational debt\n\nreattune's own model, a picture for thinking: no published law says how unmended ruptures add up. "
        "It never scores a person and predicts nothing. Its parameters, in one place (`measures/debt.py`):\n\n"
        f"| parameter | value |\n|---|---|\n{parameters}"
    )


def states_page() -> str:
    """The state machine of an episode as a table."""
    head = "| state | " + " | ".join(Sign) + " |\n|---|" + "---|" * len(Sign) + "\n"
    rows = "".join(f"| **{state}** | " + " | ".join(str(row[sign]) for sign in Sign) + " |\n" for state, row in TRANSITIONS.items())
    says = "A row is where an episode stands, a column what a message is to it, a cell where it stands then."
    return f"{MADE}# The states of an episode\n\n{says}\n\n{head}{rows}"


def formats_table() -> str:
    """The README's table of formats."""
    rows = "".join(
        f"| `{row.name}` | {row.title} | {row.how} | {'real exports' if row.tried == 'real' else 'fixtures'} |\n" for row in FORMATS
    )
    return f"| name | export | how to get it | tried on |\n|---|---|---|---|\n{rows}"


def readme() -> str:
    """The README with its table of formats as the source has it."""
    return SECTION.sub(lambda found: found[1] + formats_table() + found[2], (ROOT / "README.md").read_text(encoding="utf-8"))


def where_page() -> str:
    """Where to turn, with every source, and what is not there."""
    table = turning.load()
    parts = [
        MADE,
        f"# Where to turn\n\n{table.emergency} Every line below stands here because its source was read on the day given; no number was "
        "called. A service can change: look at its own page where you can. What is left empty was not found, or not looked for, and says "
        "nothing about what a country has.\n\n| country | afraid of somebody | frightening somebody | self-harm |\n|---|---|---|---|\n",
    ]
    for name in turning.countries(table):
        near = turning.near(table, name)
        kinds = ["; ".join(f"{one.service}: {one.contact}" for one in near if whom in one.whom) for whom in turning.FOR]
        parts.append(f"| {name} | {' | '.join(kinds)} |\n")
    parts.append("\n## Sources\n\n")
    parts += [f"- {one.country}, {one.service}: <{one.source}> (read {one.read:%Y-%m-%d})\n" for one in table.entries]
    return "".join(parts)


def entry_schema() -> str:
    """What the file of a guide's entry takes."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


PAGES: dict[Path, Callable[[], str]] = {
    HERE / "codebook.md": codebook_page,
    HERE / "cli.md": cli_page,
    HERE / "measures.md": measures_page,
    HERE / "states.md": states_page,
    HERE / "where-to-turn.md": where_page,
    HERE / "schemas" / "reattune.guide-entry-1.json": entry_schema,
    ROOT / "README.md": readme,
}


def dead_links() -> list[str]:
    """Links of the project's pages to files that are not there."""
    pages = [*ROOT.glob("*.md"), *HERE.rglob("*.md"), *(ROOT / "src").rglob("*.md"), *(ROOT / "training").glob("*.md")]
    return [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]


def main(arguments: list[str]) -> int:
    """Write, or check."""
    drifted = []
    for path, made in PAGES.items():
        text = made()
        if "--check" in arguments:
            drifted += [path] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    for path in drifted:
        print(f"has drifted from the source: {path.relative_to(ROOT)}; run make docs", file=sys.stderr)
    dead = dead_links() if "--check" in arguments else []
    for link in dead:
        print(f"leads nowhere: {link}", file=sys.stderr)
    return 1 if drifted or dead else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
