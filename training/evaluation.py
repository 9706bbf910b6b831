"""The page that tells how well the coder hears: `docs/evaluation.md`, from the project's own held-back voices and dialogues.

Everything on it comes from one run on one model, through the quantised files that ship. External figures stand in the model card, apart.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reattune.coding.coder import ShippedCoder
from reattune.coding.evidence import clauses
from reattune.coding.window import windows
from reattune.core.coded import Coded, Turn
from reattune.core.names import DEFENCE, RUPTURE, Move, Verdict
from training import dialogues
from training.data import MOVES, VERDICTS, Example
from training.metrics import MEASURES, Judged, interval, move_f1, ordinary, something
from training.metrics import judged as judge
from training.reword import bare, other_persons, rare_names, told_out, typos

PATH = Path(__file__).parents[1] / "docs" / "evaluation.md"
PLOT = PATH.parent / "img" / "reliability.svg"
INKS = ("#1b5e8c", "#9c3d10")
BINS = 10
Bin = tuple[float, int, float, float]  # where it begins, how many, what was said on average, how often it was there
RESAMPLES = 300
LENGTHS = ((1, 3), (4, 8), (9, 16), (17, 40), (41, 300))
ERRORS = 8  # of each kind
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def turns(rows: Iterable[Example]) -> list[Turn]:
    """Examples as the coder sees them."""
    return [Turn(row.text, row.context) for row in rows]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines]) + "\n"


def share(right: Sequence[bool] | Flags) -> str:
    """A share with its 95 % interval (Wilson) and what it is a share of."""
    n = len(right)
    if not n:
        return "none to ask"
    p, z = float(np.mean(right)), 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * ((p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5) / (1 + z * z / n)
    return f"{p:.3f} ({max(middle - half, 0):.3f} to {min(middle + half, 1):.3f}), n={n}"


def overall(rows: Sequence[Judged]) -> str:
    """The measures of the model card."""

    def cell(measure: Callable[[Sequence[Judged]], float | None]) -> str:
        value, bounds = measure(rows), interval(rows, measure, RESAMPLES)
        return "undefined" if value is None or bounds is None else f"{value:.3f} ({bounds[0]:.3f} to {bounds[1]:.3f})"

    return table(("", "value"), [(says, cell(measure)) for says, measure in MEASURES.items()])


def by_move(rows: Sequence[Judged]) -> str:
    """Precision, recall and F1 of each move; what a careful reader may differ on counts neither way."""

    def line(move: Move) -> tuple[object, ...]:
        counted = [row for row in rows if move not in row.maybe or move in row.sure]
        wanted = [row for row in counted if move in row.sure]
        heard = [row for row in counted if row.coded.has([move])]
        both = sum(row.coded.has([move]) for row in wanted)
        score, bounds = move_f1(rows, move), interval(rows, lambda some: move_f1(some, move), RESAMPLES)
        f1 = "too few" if score is None or bounds is None else f"{score:.2f} ({bounds[0]:.2f} to {bounds[1]:.2f})"
        return move, len(wanted), _part(both, len(heard)), _part(both, len(wanted)), f1

    return table(("move", "positives", "precision", "recall", "F1"), map(line, Move))


def _part(some: int, of: int) -> str:
    return f"{some / of:.2f}" if of else "undefined"


def verdicts(rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """What was wanted down, what was heard across."""
    pairs = Counter((row.verdict, one.verdict) for row, one in zip(rows, coded, strict=True))
    return table(("wanted \\ heard", *VERDICTS), [(wanted, *(pairs[wanted, heard] for heard in VERDICTS)) for wanted in VERDICTS])


def expected_error(p: Numbers, there: Flags) -> float:
    """Expected calibration error over ten bins of like width (Naeini et al. 2015)."""
    place = np.minimum((p * BINS).astype(int), BINS - 1)
    gaps = [abs(p[place == one].mean() - there[place == one].mean()) * (place == one).mean() for one in range(BINS) if (place == one).any()]
    return float(sum(gaps))


def calibration(rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """How far probabilities are from what happens: a mean over moves, the verdict, and a table of bins over all moves."""
    p, there, known = _said(rows, coded)
    errors = [expected_error(p[known[:, m], m], there[known[:, m], m]) for m in range(len(MOVES))]
    sure = np.array([one.confidence for one in coded])
    right = np.array([one.verdict is row.verdict for row, one in zip(rows, coded, strict=True)])
    worst = int(np.argmax(errors))
    moves = binned(p[known], there[known])
    told = [(f"{low:.1f} to {low + 1 / BINS:.1f}", times, f"{said:.2f}", f"{was:.2f}") for low, times, said, was in moves]
    return (
        f"Expected calibration error, mean over moves: {np.mean(errors):.3f} (worst: {MOVES[worst]}, {errors[worst]:.3f}); of the verdict: "
        f"{expected_error(sure, right):.3f}.\n\n"
        f"![What was said against what was there: the table below for moves, and the verdict beside it](img/{PLOT.name})\n\n"
        + table(("said", "times", "mean said", "was there"), told)
    )


def _said(rows: Sequence[Example], coded: Sequence[Coded]) -> tuple[Numbers, Flags, Flags]:
    """(n, moves) each: what was said, what was there, and where that is known."""
    p = np.array([[heard.p for heard in one.scores] for one in coded])
    there = np.array([[move in row.moves for move in MOVES] for row in rows])
    return p, there, np.array([[move in row.moves or move not in row.maybe for move in MOVES] for row in rows])


def reliability(rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """The diagram of what `calibration` tells, as SVG."""
    p, there, known = _said(rows, coded)
    right = np.array([one.verdict is row.verdict for row, one in zip(rows, coded, strict=True)])
    return plotted({"moves": binned(p[known], there[known]), "verdict": binned(np.array([one.confidence for one in coded]), right)})


def binned(p: Numbers, there: Flags) -> list[Bin]:
    """The bins of like width in which anything lies."""
    place = np.minimum((p * BINS).astype(int), BINS - 1)
    inside = [(one, place == one) for one in range(BINS) if (place == one).any()]
    return [(one / BINS, int(some.sum()), float(p[some].mean()), float(there[some].mean())) for one, some in inside]


def plotted(lines: dict[str, list[Bin]]) -> str:
    """A reliability diagram as SVG: what was said to the right, what was there upward; on the diagonal both are the same."""
    side, edge = 320, 44

    def at(said: float, was: float) -> str:
        return f"{edge + said * side:.1f},{edge + (1 - was) * side:.1f}"

    marks = []
    for number, (name, bins) in enumerate(lines.items()):
        dashes = "" if number == 0 else ' stroke-dasharray="5 4"'
        corners = " ".join(at(said, was) for _, _, said, was in bins)
        marks.append(f'<polyline points="{corners}" fill="none" stroke="{INKS[number]}" stroke-width="2"{dashes}/>')
        for _, _, said, was in bins:
            x, y = at(said, was).split(",")
            marks.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{INKS[number]}"/>')
        marks.append(
            f'<text x="{edge + 12}" y="{edge + 20 + 20 * number}" fill="{INKS[number]}">{name}{" (dashed)" if number else ""}</text>'
        )
    ticks = "".join(
        f'<text x="{edge + one * side}" y="{edge + side + 18}" text-anchor="middle">{one}</text>'
        f'<text x="{edge - 8}" y="{edge + (1 - one) * side + 4}" text-anchor="end">{one}</text>'
        for one in (0, 0.5, 1)
    )
    whole = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" height="{whole}" '
        f'font-family="sans-serif" font-size="13" role="img" aria-label="Reliability diagram">\n'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/><path d="M{at(0, 0)} L{at(1, 1)}" stroke="#888"/>'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#888"/>\n'
        f'{ticks}<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">said</text>'
        f'<text x="14" y="{whole / 2}" text-anchor="middle" transform="rotate(-90 14 {whole / 2})">was there</text>\n'
        + "\n".join(marks)
        + "\n</svg>\n"
    )


def unsure(rows: Sequence[Example], coded: Sequence[Coded], bar: float) -> str:
    """How right verdicts are when the least sure ones are set aside."""
    sure = np.array([one.confidence for one in coded])
    right = np.array([one.verdict is row.verdict for row, one in zip(rows, coded, strict=True)])
    attempt = np.array([row.verdict is not Verdict.NEITHER for row in rows])

    def line(name: str, kept: Flags) -> tuple[str, str, str, str]:
        return name, f"{1 - kept.mean():.3f}", share(right[kept]), share(right[kept & attempt])

    bars = [(f"{one:.2f}", sure >= one) for one in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)]
    head = ("confidence at least", "set aside", "right of the rest", "right of the rest that are repair, partial or second rupture")
    return table(head, [line(f"{bar:.2f} (the shipped bar)", sure >= bar), *(line(*one) for one in bars)])


def false_alarms(rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """What is heard in ordinary talk."""
    calm = [one for row, one in zip(rows, coded, strict=True) if ordinary(row)]
    breaks = RUPTURE | DEFENCE
    most = Counter(move for one in calm for move in one.names()).most_common(8)
    return table(
        ("heard in ordinary talk", "share"),
        [
            ("any move", share([bool(one.moves) for one in calm])),
            ("a rupture or defence", share([one.has(breaks) for one in calm])),
            ("a second rupture", share([one.verdict is Verdict.SECOND_RUPTURE for one in calm])),
            ("the safety signal", share([one.safety is not None for one in calm])),
        ],
    ) + ("\nMost often: " + ", ".join(f"{move} ({times})" for move, times in most) + ".\n")


def faithful(coder: ShippedCoder, rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """What the marked words carry: the move's probability without them, against without as many other words.

    Only messages of several clauses are asked, and only where a run of as many other words stands beside the marked ones; one such run is
    drawn by chance.
    """
    chance = random.Random(5)
    several = [(row, one) for row, one in zip(rows, coded, strict=True) if one.moves and len(clauses(row.text)) > 1]
    found = coder.evidence(turns(row for row, _ in several), [one for _, one in several])
    asked: list[tuple[int, float, Turn, Turn]] = []
    marked_words = 0
    for (row, one), marked in zip(several, found, strict=True):
        for heard, evidence in zip(one.moves, marked, strict=True):
            words = [(at, at + len(word)) for at, word in _words(row.text)]
            inside = [index for index, (a, b) in enumerate(words) if any(a < end and b > start for start, end in evidence.spans)]
            marked_words += bool(inside)
            apart = [at for at in range(len(words) - len(inside) + 1) if not set(inside) & set(range(at, at + len(inside)))]
            if not inside or not apart:
                continue
            at = chance.choice(apart)
            without, other = (
                Turn(" ".join(row.text[a:b] for index, (a, b) in enumerate(words) if index not in gone), row.context)
                for gone in (set(inside), set(range(at, at + len(inside))))
            )
            asked.append((MOVES.index(heard.move), heard.p, without, other))
    if not asked:
        return "No message to ask.\n"
    after = coder.code([turn for _, _, *both in asked for turn in both], scores=True)
    drops = np.array([[p - after[2 * index + side].scores[move].p for side in (0, 1)] for index, (move, p, _, _) in enumerate(asked)])
    return (
        f"Asked were {len(asked)} of {marked_words} moves in messages of several clauses: those beside whose marked words as many others stand. The probability falls by {drops[:, 0].mean():.2f} on average without the marked words and by "
        f"{drops[:, 1].mean():.2f} without as many others; it falls further without the marked ones in {(drops[:, 0] > drops[:, 1]).mean():.0%} of them. (The clauses are chosen by what their removal does, so some "
        "of this is given beforehand.)\n"
    )


def _words(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, word))
        at += len(word)
    return found


def robust(coder: ShippedCoder, rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """How often the judgement changes when only the writing does."""
    chance = random.Random(9)
    ways: dict[str, Callable[[str], str]] = {
        "typos": lambda text: typos(text, chance),
        "no capitals, apostrophes or stops": bare,
        "contractions told out": told_out,
        "a thumb put behind": lambda text: text + " 👍",
        "women for men, other names": other_persons,
        "names that stand on no list": rare_names,
    }

    def line(name: str, way: Callable[[str], str]) -> tuple[str, str, str, str]:
        changed = [(place, row, way(row.text)) for place, row in enumerate(rows)]
        changed = [(place, row, text) for place, row, text in changed if text != row.text]
        again = coder.code([Turn(text, row.context) for _, row, text in changed], scores=True)
        verdict = [one.verdict is not coded[place].verdict for (place, _, _), one in zip(changed, again, strict=True)]
        moves = [set(one.names()) != set(coded[place].names()) for (place, _, _), one in zip(changed, again, strict=True)]
        right = [one.verdict is row.verdict for (_, row, _), one in zip(changed, again, strict=True)]
        before = [coded[place].verdict is row.verdict for place, row, _ in changed]
        return name, share(verdict), share(moves), f"{np.mean(before):.3f} to {np.mean(right):.3f}" if changed else "none to ask"

    return table(
        ("what changes", "another verdict", "other moves", "verdicts right, before to after"), [line(*one) for one in ways.items()]
    )


def in_a_record(coder: ShippedCoder, asked: Sequence[Turn]) -> list[Coded]:
    """What is heard in a record if each message of it is read in full."""
    return coder.decide(coder.logits(asked), asked)


def sifted(coder: ShippedCoder, which: str, rows: Sequence[Example]) -> str:
    """What is lost where only that is read which passes the first stage, and how much of ordinary talk passes."""
    quick = coder.code(turns(rows))
    coded = in_a_record(coder, turns(rows))
    there = [something(one) for one in coded]
    kept = [something(fast) for fast, one in zip(quick, there, strict=True) if one]
    calm = [ordinary(row) and not one for row, one in zip(rows, there, strict=True)]
    passed = [bool(one) for one, plain in zip(coder.sift(turns(rows)), calm, strict=True) if plain]
    whole, again = judge(rows, coded), judge(rows, quick)
    lines = [(says, f"{measure(whole):.3f}", f"{measure(again):.3f}") for says, measure in MEASURES.items()]
    return (
        f"Where a whole record is read, a small first stage lets pass what the coder must read (`reattune/coding/sieve.py`). Of the messages "
        f"in which the coder hears anything, something is still heard in {share(kept)}; where whole dialogues are read as records, in {share(kept_in_records(coder, which))}. These test messages are as near to repairs and ruptures "
        f"as honest talk gets, so that of the ordinary ones in which nothing is heard much passes: {share(passed)}.\n\n"
        + table(("", "every message read", "what passes read"), lines)
    )


def kept_in_records(coder: ShippedCoder, which: str) -> list[bool]:
    """Of the dialogues' messages in which the coder hears anything: whether it still does where the dialogue is read as a record."""
    kept = []
    for one in dialogues.dialogues(which):
        stretch = windows(one.messages)
        both = zip(in_a_record(coder, stretch), coder.code(stretch), strict=True)
        kept += [something(fast) for whole, fast in both if something(whole)]
    return kept


def by_length(rows: Sequence[Example], coded: Sequence[Coded], judged: Sequence[Judged]) -> str:
    """Short and long messages apart."""

    def line(shortest: int, longest: int) -> tuple[str, str, str]:
        inside = [place for place, row in enumerate(rows) if shortest <= len(row.text.split()) <= longest]
        f1 = MEASURES["macro-F1 over moves"]([judged[place] for place in inside])
        return (
            f"{shortest} to {longest} words",
            share([coded[place].verdict is rows[place].verdict for place in inside]),
            "too few" if f1 is None else f"{f1:.2f}",
        )

    return table(("length", "verdicts right", "macro-F1"), [line(*one) for one in LENGTHS])


def errors(rows: Sequence[Example], coded: Sequence[Coded]) -> str:
    """The surest errors of each kind, to read."""
    parts = []
    for wanted in VERDICTS:
        for heard in VERDICTS:
            wrong = [
                (row, one)
                for row, one in zip(rows, coded, strict=True)
                if row.verdict is wanted and one.verdict is heard and wanted is not heard
            ]
            wrong.sort(key=lambda pair: -pair[1].confidence)
            if wrong:
                parts.append(f"\n### {wanted}, heard as {heard} ({len(wrong)})\n\n")
                parts += [_error(row, one) for row, one in wrong[:ERRORS]]
    return "".join(parts)


def _error(row: Example, one: Coded) -> str:
    said = f" (after: {_inline(row.context[-1][1])})" if row.context else ""
    wanted, heard = ", ".join(sorted(row.moves)) or "no move", ", ".join(one.names()) or "no move"
    return f"- {_inline(row.text)}{said}: {wanted}; heard {heard} ({one.confidence:.2f})\n"


def _inline(text: str) -> str:
    return f"“{' '.join(text.split()).replace('|', '/').replace('<', '&lt;').replace('`', chr(39)).replace('*', '').replace('_', ' ')}”"


def episodes(rows: Sequence[dialogues.Met]) -> str:
    """Episodes in whole dialogues."""

    def line(says: str, measure: Callable[[Sequence[dialogues.Met]], float | None]) -> tuple[str, str]:
        value, bounds = measure(rows), interval(rows, measure, RESAMPLES)
        return says, "undefined" if value is None or bounds is None else f"{value:.2f} ({bounds[0]:.2f} to {bounds[1]:.2f})"

    return table((f"{len(rows)} dialogues", "value"), [line(*one) for one in dialogues.MEASURES.items()])


def page(coder: ShippedCoder, which: str, rows: Sequence[Example], judged: Sequence[Judged], coded: Sequence[Coded], agrees: float) -> str:
    """The whole page. `coded` with scores."""
    parts = [
        "# How well the coder hears",
        f"<!-- Written by `make evaluate`; the sentences stand in training/evaluation.py. -->\n\nThe coder `{coder.id}`, on {len(rows)} messages of the {which} voices, "
        "which were held back whole: nothing of them was seen in training or in choosing a threshold. Intervals are at 95 %, over messages, with the voices taken as given. Everything is measured through the "
        "quantised files that ship. What other people's messages say of it stands in the model card.",
        "## All in all",
        overall(judged) + "\nA repair heard as partial counts as right, except strictly. "
        f"The trained verdict agrees with the codebook's table on {agrees:.1%} of messages.",
        "## Move by move",
        by_move(judged),
        "## Verdicts",
        verdicts(rows, coded),
        "## Ordinary talk",
        false_alarms(rows, coded),
        "## Is it as sure as it is right?",
        calibration(rows, coded),
        "## When it says that it cannot tell",
        unsure(rows, coded, coder.unsure_below),
        "## Do the marked words carry it?",
        faithful(coder, rows, coded),
        "## Otherwise written",
        "In training the coder was shown examples reworded in the first three ways, with other chances. It is shown one person for every "
        "listed name and word for a woman or a man (`reattune/coding/persons.py`), so the fifth can only change what is on no list.\n\n"
        + robust(coder, rows, coded),
        "## Short and long",
        by_length(rows, coded, judged),
        "## What the first stage leaves out",
        sifted(coder, which, rows),
        "## Episodes in dialogues",
        episodes(dialogues.scored(which, coder))
        + "\nAnd by the labels in place of the coder, which tells what the rules of the episodes lose:\n\n"
        + episodes(dialogues.scored(which, None)),
        "## Errors worth reading",
        errors(rows, coded),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"
