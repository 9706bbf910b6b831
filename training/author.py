"""From the short form that examples are written in to the JSON lines that they are kept in.

Writing JSON by hand invites slips and hides the voice, so examples are written as they would be read:

    @missed-recital                     a scenario of this voice (every example belongs to one)
    < where were you {20m}              context: the other person; the gap to the next message in braces (m, h, d)
    > stuck at work                     context: the writer of the example
    = you looked for me all evening. thats on me | impact accountability | r
    = traffic was mad | explaining | s | pair: a1; maybe: dismissal; note: in the place of acknowledgement
    (blank line: the context is over)
    = can u get milk | - | n

A whole dialogue is written as it runs; every line of it is an example, with the lines before it as its context:

    %the-sofa                           a dialogue of this voice
    A: did you ring them                no labels: ordinary talk
    B {40m}: no | dismissal | s         forty minutes after the line before; labels as above
    A: ok then
    ! papered_over | onset 1            after the last line, for each episode: outcome, onset, attempts (0-based turns);
                                        `! calm` where nothing broke. Such a dialogue goes into training/dialogues, too

Verdicts: r repair, p partial, s second_rupture, n neither. Further keys: maybe, safety, pair, note. `\\n` is a line break.

    python -m training.author voice.txt [...]      writes training/examples/<voice>.jsonl, or says which line is wrong
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

MOVES = frozenset(
    [
        "criticism",
        "contempt",
        "dismissal",
        "withdrawal",
        "hostility",
        "pursuit",
        "explaining",
        "minimising",
        "counterattack",
        "conditional_apology",
        "precondition",
        "rushing",
        "denial",
        "acknowledgement",
        "impact",
        "accountability",
        "apology",
        "reconnection",
        "amends",
        "inquiry",
        "self_disclosure",
        "timeout",
        "hurt",
        "bid",
        "acceptance",
        "refusal",
    ]
)
SAFETY = frozenset(["threat", "fear", "force", "control", "sexual_coercion", "stalking", "self_harm"])
VERDICTS = {"r": "repair", "p": "partial", "s": "second_rupture", "n": "neither"}
MINUTES = {"m": 1, "h": 60, "d": 1440}
A_MINUTE = 1.0  # what passes where a dialogue tells nothing
GAP = re.compile(r"\s*\{(\d+(?:\.\d+)?)([mhd])\}\s*$")


class Slip(ValueError):
    """A line that cannot be read; the message names it."""


def context_line(body: str, speaker: str) -> dict[str, object]:
    """One earlier message; the gap in braces becomes minutes."""
    found = GAP.search(body)
    said: dict[str, object] = {"speaker": speaker, "text": GAP.sub("", body).strip().replace("\\n", "\n")}
    if found:
        said["gap_minutes"] = float(found[1]) * MINUTES[found[2]]
    return said


def names(field: str, allowed: frozenset[str]) -> list[str]:
    """The names in a field, each one known."""
    found = [] if field.strip() in {"", "-"} else re.split(r"[\s,]+", field.strip())
    unknown = [name for name in found if name not in allowed]
    if unknown:
        raise Slip(f"unknown name {', '.join(unknown)}")
    return found


def example_line(body: str) -> dict[str, object]:
    """One labelled message."""
    text, *fields = [part.strip() for part in body.split(" | ")]
    if not text or len(fields) not in (2, 3):
        raise Slip("wants: text | moves | verdict [| key: value; …]")
    if fields[1] not in VERDICTS:
        raise Slip(f"verdict {fields[1]!r} is none of r, p, s, n")
    row: dict[str, object] = {
        "text": text.replace("\\n", "\n"),
        "moves": names(fields[0], MOVES),
        "verdict": VERDICTS[fields[1]],
    }
    for extra in re.split(r";\s*(?=maybe:|safety:|pair:|note:)", fields[2]) if len(fields) == 3 else ():
        key, _, value = extra.partition(":")
        match key.strip():
            case "maybe":
                row["maybe"] = names(value, MOVES)
            case "safety":
                row["safety"] = names(value, SAFETY)
            case "pair" | "note" as plain:
                row[plain] = value.strip()
            case other:
                raise Slip(f"unknown key {other!r}")
    return row


def examples(voice: str, lines: list[str]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Every example of a voice, numbered in the order written, and the dialogues whose episodes are told. Raises Slip with the line."""
    rows: list[dict[str, object]] = []
    dialogues: list[dict[str, object]] = []
    turns: list[dict[str, object]] = []
    episodes: list[dict[str, object]] | None = None

    def ended() -> None:
        nonlocal episodes
        if episodes is not None:
            dialogues.append({"id": scenario, "voice": voice, "turns": [*turns], "episodes": episodes})
        turns.clear()
        episodes = None

    scenario = ""
    context: list[dict[str, object]] = []
    answered = False
    said: list[dict[str, object]] | None = None
    for number, line in enumerate(lines, 1):
        mark, body = line[:1], line[1:].strip()
        try:
            if mark in {"@", "%"}:
                ended()
            if not line.strip() or mark == "#":
                context, answered = [], False
            elif mark == "%":
                scenario, said = f"{voice}/{body}", []
            elif said is not None and mark == "!":
                episodes = episodes or []
                episodes += [one for one in [episode_line(body, len(turns))] if one]
            elif said is not None and mark != "@":
                if episodes is not None:
                    raise Slip("a line of the dialogue stands behind its end")
                row, said, minutes = dialogue_line(line, said)
                rows.append({"id": f"{voice}-{len(rows) + 1:03d}", "voice": voice, "scenario": scenario} | row)
                turns.append({"example": rows[-1]["id"], "speaker": said[-1]["who"], "gap_minutes": minutes or A_MINUTE})
            elif mark == "@":
                said = None
                scenario, context, answered = f"{voice}/{body}", [], False
            elif mark in "<>":
                if answered:
                    context, answered = [], False
                context = [*context, context_line(body, "other" if mark == "<" else "self")]
            elif mark == "=":
                if not scenario:
                    raise Slip("no @scenario before the first example")
                if len(context) > 3:
                    raise Slip("more than three context lines")
                head = {"id": f"{voice}-{len(rows) + 1:03d}", "voice": voice, "scenario": scenario, "context": context}
                rows.append(head | example_line(body))
                answered = True
            else:
                raise Slip("a line starts with one of @ % < > = #")
        except Slip as slip:
            raise Slip(f"{voice}, line {number}: {slip}") from None
    ended()
    return rows, dialogues


OUTCOMES = frozenset(["repaired", "refused", "open", "papered_over"])


def episode_line(body: str, turns: int) -> dict[str, object] | None:
    """One episode of a dialogue; None for "calm"."""
    outcome, *fields = [part.strip() for part in body.split("|")]
    if outcome == "calm" and not fields:
        return None
    if outcome not in OUTCOMES:
        raise Slip(f"outcome {outcome!r} is none of {', '.join(sorted(OUTCOMES))}, calm")
    found: dict[str, list[int]] = {"attempts": []}
    for field in fields:
        name, *numbers = field.split()
        if name not in {"onset", "attempts"} or not all(number.isdecimal() and int(number) < turns for number in numbers):
            raise Slip(f"{field!r}: wants onset N or attempts N N, each below {turns}")
        found[name] = [int(number) for number in numbers]
    if len(found.get("onset", [])) != 1:
        raise Slip("wants one onset")
    return {"outcome": outcome, "onset": found["onset"][0], "attempts": found["attempts"]}


SAID = re.compile(r"(?P<who>[^:{|]{1,24}?)\s*(?:\{(?P<number>\d+(?:\.\d+)?)(?P<unit>[mhd])\})?:\s*(?P<rest>.+)")


def dialogue_line(line: str, earlier: list[dict[str, object]]) -> tuple[dict[str, object], list[dict[str, object]], float | None]:
    """One line of a dialogue as an example, what has been said up to it (the speaker under "who"), and the minutes before it if told."""
    found = SAID.fullmatch(line.strip())
    if not found:
        raise Slip("a line of a dialogue wants: Name: text [| moves | verdict]")
    minutes = float(found["number"]) * MINUTES[found["unit"]] if found["number"] else None
    if minutes is not None and earlier:
        earlier = [*earlier[:-1], earlier[-1] | {"gap_minutes": minutes}]
    rest = found["rest"]
    row = example_line(rest if " | " in rest else f"{rest} | - | n")
    context = [
        {"speaker": "self" if said["who"] == found["who"] else "other"} | {key: value for key, value in said.items() if key != "who"}
        for said in earlier[-3:]
    ]
    return {"context": context} | row, [*earlier, {"who": found["who"], "text": row["text"]}], minutes


def main(paths: list[str]) -> int:
    """Convert each file; say what was written, or what is wrong, and where."""
    here = Path(__file__).parent
    for path in map(Path, paths):
        try:
            rows, dialogues = examples(path.stem, path.read_text(encoding="utf-8").splitlines())
        except Slip as slip:
            print(slip, file=sys.stderr)
            return 2
        write(here / "examples" / f"{path.stem}.jsonl", rows)
        if dialogues:
            write(here / "dialogues" / f"{path.stem}.jsonl", dialogues)
        calm = sum(not row["moves"] for row in rows) / max(len(rows), 1)
        print(f"{path.stem}: {len(rows)} examples, {calm:.0%} without a move, {len(dialogues)} dialogues")
    return 0


def write(path: Path, rows: list[dict[str, object]]) -> None:
    """Rows as JSON lines."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
