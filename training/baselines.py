"""What the coder has to beat: a neighbour and a word list, each made with honest effort.

The neighbour takes the labels of the nearest training message by the untuned encoder, where it is near enough; the nearness
is chosen on the calibration voices. The word list was written by reading the codebook, as a careful person would who has no
model at hand. Neither is part of the package.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import torch

from reattune.codebook.grading import grade
from reattune.core.coded import Coded, Heard
from reattune.core.names import Move
from training.data import Example
from training.layers import halves, pack
from training.metrics import judged, macro_f1
from training.model import WIDTH, pretrained
from training.tokens import Tokens

AT_ONCE = 128  # texts
WORDS: dict[Move, str] = {
    Move.CRITICISM: r"you (always|never)|what('s| is) wrong with you|typical|you're (so )?(selfish|lazy|impossible|unbelievable)|every (single )?time",
    Move.CONTEMPT: r"pathetic|idiot|stupid|loser|genius|grow up|clown|moron|oh please|disgust|joke of a|drama queen|poor you",
    Move.DISMISSAL: r"^(k|ok|fine|whatever|sure|right|if you say so)[.!]*$|whatever|not now|can we not|i don't care|who cares",
    Move.WITHDRAWAL: r"leave me alone|i'm done|forget it|don't (text|call|talk to) me|not talking|nothing to say|i'm going to bed",
    Move.HOSTILITY: r"f+u+c+k (you|off)|shut up|screw you|go to hell|get out|or else|i swear|sick of (you|your)|hate you",
    Move.PURSUIT: r"answer me|why (aren't|are) you (not )?(answering|ignoring)|\?\?\?+|pick up|hello\?+|say something|i know you('re| are) (there|reading)",
    Move.EXPLAINING: r"i (didn't|did not) mean|i was (just|only|so)? ?(tired|stressed|busy|trying)|i only|the reason|because i was|i had to|work was",
    Move.MINIMISING: r"too sensitive|overreact|(just|only|was) a joke|not (that )?(big|a big) (of )?(a )?deal|making a fuss|calm down|relax",
    Move.COUNTERATTACK: r"what about (when )?you|you (made|started)|look who|you're one to talk|well you|and you",
    Move.CONDITIONAL_APOLOGY: r"sorry (if|you feel|that you feel|but)|i('m| am) sorry,? but|if i (hurt|upset|offended)",
    Move.PRECONDITION: r"(when|until|unless|if|after) you (apologi[sz]e|say sorry|admit|first)|you first|i'll .{0,30} (when|once|if) you",
    Move.RUSHING: r"(said|already) (i'm |i was )?sorry|can we (just )?(move on|drop it|forget)|how (long|many times)|get over it|over and done|let it go",
    Move.DENIAL: r"(i )?never (said|did)|didn't (say|happen|do)|not true|you're (imagining|making)|that's not what happened|you dreamt",
    Move.ACKNOWLEDGEMENT: r"i (can )?(see|know|understand|hear|get) (that |how |why )?(i |it |you )|must have (felt|been)|you (felt|were) (hurt|alone|scared|small)",
    Move.IMPACT: r"you (were left|had to|waited|sat|stood|ended up|spent)|left you|cost you|because of me",
    Move.ACCOUNTABILITY: r"my fault|on me|i (shouldn't|should) have|i was wrong|i broke|i messed up|no excuse|that was me|my mistake",
    Move.APOLOGY: r"i('m| am) (so |really |truly )?sorry(?! (if|you|but|to hear|for your loss))|i apologi[sz]e|forgive me",
    Move.RECONNECTION: r"come here|i love you|i'm here|i miss you|hug|whenever you('re| are) ready|still us",
    Move.AMENDS: r"i('ll| will) (fix|pay|replace|call|make|change|book|tell|put|bring)|from now on|make it up|next time i",
    Move.INQUIRY: r"how (are|did|was) (you|it|that)|what was (it|that) like|what did you (hear|feel|need)|help me understand|tell me (how|what|more)",
    Move.SELF_DISCLOSURE: r"i (feel|felt|was|am|get) (so )?(ashamed|scared|lonely|afraid|sad|anxious|embarrassed|small)|i need",
    Move.TIMEOUT: r"(need|give me) (a|an|some|\d+|ten|twenty|half) .{0,20}(minute|hour|break|walk|min)|(then )?i'?(ll)? ?(be|come)? back (at|in)|after (lunch|dinner)",
    Move.HURT: r"(that|it) (really )?(hurt|stung)|hurt me|hurts|made me feel|i felt (hurt|left|ignored|forgotten)|you (forgot|left|missed|didn't)",
    Move.BID: r"can (we|i|you) (talk|call|sit|come)|i miss|want to|fancy|got a minute|guess what|look at this|are you (there|free)",
    Move.ACCEPTANCE: r"thank you for (saying|telling|that)|i (accept|forgive)|we're (ok|good)|means a lot|i believe you|thanks for",
    Move.REFUSAL: r"don't want (to hear|your)|save (it|your)|too late|not (good )?enough|keep your|i can't accept|sorry (won't|doesn't|isn't)",
}  # fmt: skip
LIST = {move: re.compile(words, re.IGNORECASE) for move, words in WORDS.items()}


def _coded(moves: Sequence[Move]) -> Coded:
    return Coded(tuple(Heard(move, 1.0) for move in moves), grade(moves), 1.0)


def word_list(rows: Sequence[Example]) -> list[Coded]:
    """What the word list hears."""
    plain = [row.text.replace("’", "'") for row in rows]
    return [_coded([move for move, words in LIST.items() if words.search(text)]) for text in plain]


def nearest_neighbour(train: Sequence[Example], calibration: Sequence[Example], test: Sequence[Example]) -> list[Coded]:
    """What the nearest training message by the untuned encoder carries."""
    known, near, wanted = (_vectors([row.text for row in rows]) for rows in (train, calibration, test))
    place, cosine = _nearest(known, near)

    def labelled(index: int, nearness: float, bar: float) -> Coded:
        row = train[index]
        return Coded(tuple(Heard(move, 1.0) for move in row.moves), row.verdict) if nearness >= bar else Coded()

    bars = np.arange(0.0, 0.95, 0.05)
    scores = [macro_f1(judged(calibration, [labelled(i, c, bar) for i, c in zip(place, cosine, strict=True)])) or 0.0 for bar in bars]
    best = float(bars[int(np.argmax(scores))])
    return [labelled(i, c, best) for i, c in zip(*_nearest(known, wanted), strict=True)]


def _nearest(known: torch.Tensor, wanted: torch.Tensor) -> tuple[list[int], list[float]]:
    cosine, place = (wanted @ known.T).max(1)
    return place.tolist(), cosine.tolist()


@torch.no_grad()
def _vectors(texts: Sequence[str]) -> torch.Tensor:
    encoder, tokens = pretrained(6).eval(), Tokens()
    ids = [tokens.ids(text) for text in texts]
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    with halves():
        parts = [encoder.read(pack([ids[place] for place in order[start : start + AT_ONCE]])) for start in range(0, len(order), AT_ONCE)]
    found = torch.empty(len(texts), WIDTH)
    found[order] = torch.cat(parts)[:, :WIDTH].float()
    return torch.nn.functional.normalize(found, dim=1)
