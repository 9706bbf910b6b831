"""What is learned from: the loss against the labels and against a teacher, batches of neighbours, examples with less context."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import torch
from torch import Tensor, nn

from reattune.codebook.grading import grade
from reattune.core.names import Verdict
from training.data import KINDS, MOVES, OUTPUTS, VERDICTS, Example
from training.metrics import ordinary
from training.model import DEPTH, Head
from training.tokens import marks, past_texts

CONTEXT_DROPPED = 0.15
ALONE = 0.3
SPEAKS_FOR_ITSELF = 6  # words
ONE_IN = 2  # of the rows that carry nothing, left out each epoch
MOVE_WEIGHT, SAFETY_WEIGHT = 1.5, 6.0  # what a positive weighs beyond a negative, for positives are rare
VERDICT_WEIGHTS = {Verdict.REPAIR: 1.6, Verdict.PARTIAL: 1.6, Verdict.SECOND_RUPTURE: 1.2, Verdict.NEITHER: 0.6}
SURELY, AHEAD = 2.0, 1.0  # log odds past the middle, and before the next verdict, to which labels move an adviser's judgement
SOFTENED = 2.0  # the temperature at which a student is shown its teacher's judgement
V0 = len(MOVES)
S0 = V0 + len(VERDICTS)


def texts_of(rows: Sequence[Example]) -> list[str]:
    """Each distinct text of examples and of their context, once."""
    return list(dict.fromkeys(text for row in rows for text in [row.text, *past_texts(row)]))


def judge(head: Head, rows: Sequence[Example], vectors: Tensor, place: Mapping[str, int]) -> Tensor:
    """Logits (n, outputs) of examples whose texts' vectors stand in `vectors` at the given places."""
    own = vectors[[place[row.text] for row in rows]]
    past = torch.zeros(len(rows), DEPTH, vectors.shape[1])
    index = [(r, p, place[t]) for r, row in enumerate(rows) for p, t in enumerate(past_texts(row))]
    if index:
        rs, ps, ts = (list(column) for column in zip(*index, strict=True))
        past = past.index_put((torch.tensor(rs), torch.tensor(ps)), vectors[ts])
    found: Tensor = head(own, past, torch.tensor([marks(row.context) for row in rows]))
    return found


def targets(rows: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Move and safety targets (n, outputs), the weight of each (0 where a reader may differ), and verdict indices."""
    wanted, weight = torch.zeros(len(rows), OUTPUTS), torch.ones(len(rows), OUTPUTS)
    for index, row in enumerate(rows):
        wanted[index, [MOVES.index(move) for move in row.moves]] = 1.0
        weight[index, [MOVES.index(move) for move in row.maybe - row.moves]] = 0.0
        wanted[index, S0] = float(bool(row.safety))
        wanted[index, [S0 + 1 + KINDS.index(kind) for kind in row.safety]] = 1.0
    weight[:, V0:S0] = 0.0
    return wanted, weight, torch.tensor([VERDICTS.index(row.verdict) for row in rows])


def _rare() -> Tensor:
    rare = torch.full((OUTPUTS,), MOVE_WEIGHT)
    rare[S0:] = SAFETY_WEIGHT
    return rare


def loss_of(logits: Tensor, rows: Sequence[Example], smoothing: float = 0.02, judged_counts: float = 2.0) -> Tensor:
    """Binary cross-entropy over moves and safety (positives weigh more, for they are rare) plus, so many times, that of the verdict."""
    wanted, weight, verdict = targets(rows)
    soft = wanted * (1 - 2 * smoothing) + smoothing
    each = nn.functional.binary_cross_entropy_with_logits(logits, soft, reduction="none")
    each = each * weight * (1.0 + _rare() * wanted)
    classes = torch.tensor([VERDICT_WEIGHTS[name] for name in VERDICTS])
    judged = judged_counts * nn.functional.cross_entropy(logits[:, V0:S0], verdict, classes, label_smoothing=0.05, reduction="none")
    counts = torch.tensor([row.weight for row in rows])
    return ((each[:, :V0].sum(1) + each[:, S0:].sum(1) + judged) * counts).sum() / counts.sum()


def loss_to(logits: Tensor, taught: Tensor) -> Tensor:
    """How far a student's logits are from its teacher's, both softened (Hinton et al. 2015, but times T, not its square)."""
    moves = torch.sigmoid(taught / SOFTENED)
    each = nn.functional.binary_cross_entropy_with_logits(logits / SOFTENED, moves, reduction="none") * (1.0 + _rare() * moves)
    return SOFTENED * (each[:, :V0].sum(1) + each[:, S0:].sum(1)).mean() + verdict_to(logits, taught)


def verdict_to(logits: Tensor, taught: Tensor) -> Tensor:
    """How far a student's verdicts are from its teacher's, both softened, in the measure of `loss_to`."""
    verdict = torch.softmax(taught[:, V0:S0] / SOFTENED, 1)
    return SOFTENED * -2.0 * (verdict * torch.log_softmax(logits[:, V0:S0] / SOFTENED, 1)).sum(1).mean()


def set_right(judged: Tensor, rows: Sequence[Example]) -> Tensor:
    """An adviser's logits (n, outputs), moved where the labels of examples that somebody read are sure and the adviser is not.

    A move or a signal goes to at least `SURELY` on its side of the middle; a verdict other than the label's stays the next best to it. How
    sure an adviser is of what it is more than that sure of, and what a reader doubted, stays as it was.
    """
    wanted, weight, verdict = targets(rows)
    read = torch.tensor([row.weight >= 1.0 for row in rows])[:, None]
    sure = read & (weight > 0)
    found = torch.where(sure & (wanted > 0.5), judged.clamp(min=SURELY), judged)
    found = torch.where(sure & (wanted < 0.5), judged.clamp(max=-SURELY), found)
    before, named = judged[:, V0:S0], nn.functional.one_hot(verdict, S0 - V0).bool()
    errs = read & (before.argmax(1) != verdict)[:, None]
    found[:, V0:S0] = torch.where(named & errs, before.amax(1, keepdim=True) + AHEAD, before)
    return found


def with_less_context(row: Example, chance: random.Random) -> Example:
    """The example as it is; or now and then alone, where its own words are enough; or without its oldest message.

    A draft is often checked with nothing said before it, so what speaks for itself must be heard by itself. What mends only because
    something had broken before (the grading rule) keeps its context. What carries the safety signal keeps all of it, for danger often
    lies in what went before.
    """
    drawn = chance.random()
    if row.safety:
        return row
    if row.context and drawn < ALONE and len(row.text.split()) >= SPEAKS_FOR_ITSELF:
        moves = tuple(row.moves)
        return replace(row, context=()) if grade(moves, answers_a_rupture=True) is grade(moves, answers_a_rupture=False) else row
    if len(row.context) > 1 and drawn > 1 - CONTEXT_DROPPED:
        return replace(row, context=row.context[1:])
    return row


def thinned(rows: Sequence[Example], chance: random.Random) -> list[Example]:
    """The rows in their order, but of those that carry nothing one in `ONE_IN` left out, others each time."""
    plain = [place for place, row in enumerate(rows) if ordinary(row)]
    left_out = set(chance.sample(plain, len(plain) // ONE_IN))
    return [row for place, row in enumerate(rows) if place not in left_out]


def count_thinned(rows: Sequence[Example]) -> int:
    """How many rows `thinned` gives."""
    return len(rows) - sum(map(ordinary, rows)) // ONE_IN


def in_groups(rows: Sequence[Example], chance: random.Random, together: int) -> list[Example]:
    """The rows shuffled in groups of neighbours, which are other groups each time: neighbours share their context, which is read once."""
    first = chance.randrange(together)
    starts = [0, *range(first or together, len(rows), together), len(rows)]
    groups = [rows[a:b] for a, b in pairwise(starts)]
    chance.shuffle(groups)
    return [row for group in groups for row in group]


class Descent:
    """AdamW with warm-up and linear decay, the head faster than the encoder; only what may be trained is."""

    def __init__(self, encoder: nn.Module, head: nn.Module, rate: float, faster: float, steps: int) -> None:
        """`rate` at its height is the encoder's, `faster` times that the head's; `steps` in all."""
        self._weights = [weights for part in (encoder, head) for weights in part.parameters()]
        slow = [weights for weights in encoder.parameters() if weights.requires_grad]
        groups = [{"params": slow, "lr": rate}, {"params": list(head.parameters()), "lr": faster * rate}]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps))
        )

    def step(self, loss: Tensor) -> None:
        """One step down, of bounded length."""
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._weights, 1.0)
        self._optimiser.step()
        self._schedule.step()
