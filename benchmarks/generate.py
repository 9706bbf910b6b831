"""A chat as two people really have it, as large as wanted and the same for the same seed.

Mostly short and repeated messages, some of several lines, some pictures; long calm stretches, and now and then a rupture
with what follows it. All sentences are written for this project. `python -m benchmarks.generate 200000 out.txt`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

NAMES = ("Mara Lindqvist", "Jonas")
FIRST = datetime(2021, 3, 14, 8, 2)


def _rows(text: str) -> list[str]:
    return text.strip("\n").split("\n")


SHORT = _rows("""
ok
yes
no
haha
hahaha
sure
thanks
thank you
love you
❤️
😂
👍
on my way
soon
home now
where are you?
good morning
good night
sleep well
miss you
me too
see you later
running late
5 min
can't talk now
call you later
wow
nice
no way
really?
of course
fine
great
perfect
hmm
maybe
let's see
tomorrow?
tonight?
just got up
at work
in a meeting
on the bus
eating
done
yep
nope
😊
😘
🙈
same
lol
oh no
poor you
good luck!
how was it?
and?
what time?
7?
7:30?
okay see you there
got it
will do
don't forget the keys
bread?
got milk
leaving now
""")

OPENINGS = _rows("""
can you pick up
did you remember
I booked
shall we cancel
I'm thinking about
my sister asked about
your mum called about
work was all about
I found
let's talk about
I forgot
don't worry about
what do you think of
they moved
I paid for
we still need
""")
THINGS = _rows("""
the train tickets
dinner on Friday
the parcel downstairs
the dentist
the blue chairs
that film with the lighthouse
the washing machine
Lena's birthday
the rent
the weekend in the mountains
the swimming course
the recipe with lentils
the bike repair
the insurance letter
the cat food
the concert in May
""")
ENDINGS = _rows("""
?
.
 🙂
 today
 this week, if you can
, no hurry
, otherwise I'll do it
 - what do you say?
, remind me
 before six
 after work
!
""")

LINES = _rows("""
shopping:
tomatoes
rice
the good coffee
soap
something sweet
plan for Saturday:
10 market
12 lunch with Ida
in the evening nothing at all
two things:
first, the keys are with Marek
second, I'll be late
""")

RUPTURES = _rows("""
You never listen when I say something matters to me.
Forget it. I'll do it alone, like always.
You said you'd be there and you weren't.
I can't believe you told your brother about that.
Do what you want, you do anyway.
That joke in front of everyone really hurt.
Why do I always have to ask three times?
You're being completely unreasonable right now.
Great. Another evening with your phone.
I'm not your assistant.
You promised. You actually promised.
Stop telling me how I feel.
So now it's my fault again?
I waited an hour. An hour.
You don't even notice how tired I am.
If it was your friend you'd have found the time.
I don't want to talk to you today.
You rolled your eyes and I saw it.
You made me look stupid in front of my parents.
Sure, whatever you say.
I feel like the last thing on your list.
You forgot. Again.
Don't call me dramatic.
You read it at nine and you answer now?
Maybe we should stop pretending this works.
That was a cruel thing to say.
You always turn it around.
I asked for one thing this week. One.
You left without a word.
I heard what you said on the phone about me.
You laughed at me when I was crying.
I found out from Ida. From Ida, not from you.
Every plan we make, you make smaller.
You spent our savings and told me afterwards.
I'm tired of being the only one who cares about this flat.
You compared me to your ex. Out loud.
When I talk you look at the screen.
You hung up on me.
That's typical of you.
You decided without asking me, like I'm not there.
""")

AFTER = _rows("""
I'm sorry. I was late and I didn't tell you, and you stood there alone.
I didn't mean it like that.
You're too sensitive, honestly.
You're right. I wasn't listening. Tell me again, I'm here.
Can we talk tonight? I don't want to leave it like this.
I'm sorry you feel that way.
I hear that you felt alone with it. I should have come.
Sorry!! Okay?? Can we stop now
I was tired, that's all.
I get why that hurt. I made the joke to be funny and you paid for it.
What do you need from me right now?
You do exactly the same thing to me.
I've been thinking about it all day. I broke a promise and I'm ashamed.
Fine, I'm the bad one.
I want to do that differently. Next time I'll ring before I leave work.
Give me an hour, then I can listen properly.
Let's just forget it.
It wasn't even that bad.
Thank you for telling me. I'd rather know.
I shouldn't have told him. It was yours to tell.
Come here. I'm sorry.
You knew I had a deadline.
I was unfair this morning.
I took it out on you and you hadn't done anything.
Are we okay?
I was scared and I made it your problem.
I don't know what you want me to say.
I miss you. I want to understand what happened.
It's always the same with you.
No excuses. I forgot, and it mattered to you.
You're right to be angry. I decided over your head and I want to undo it.
I didn't laugh at you, you imagine things.
I should have told you first. You had to hear it from Ida and that must have stung.
Whatever I do it's wrong.
I'm listening now. The phone is in the other room.
I was wrong about the money. I'll show you everything tonight, and we decide together.
Don't make such a thing of it.
I hung up because I was about to shout. I should have said that.
How do I make this good again?
If you weren't so cold I wouldn't have to.
""")

ANSWERS = _rows("""
thank you
okay. thank you for saying that
I need a bit more time
it's okay
it's not okay yet
I know. me too
come home
that's not what I asked
you say that every time
can we eat first
I was unfair as well
I love you
let's talk at eight
no
I'm still angry but I'm glad you wrote
that helps
I don't believe you
good. I want that too
hug
don't
""")

MEDIA = ("<Media omitted>", "<Media omitted>", "This message was deleted", "null")


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "the weekend", "the end of the month")
PEOPLE = ("Ida", "Lena", "my brother", "your mum", "Paul", "the twins", "Sami", "Greta", "the neighbour", "Dr Weiss", "Olu", "Katya")
PLACES = (
    "the harbour",
    "the old mill",
    "the station",
    "Linden Street",
    "the pool",
    "the market",
    "the school gate",
    "Bergen",
    "the clinic",
)


def _gap(random: Random) -> timedelta:
    """Mostly within the minute, sometimes hours, sometimes a night."""
    drawn = random.random()
    if drawn < 0.62:
        return timedelta(seconds=random.randint(3, 70))
    if drawn < 0.93:
        return timedelta(minutes=random.randint(1, 40))
    return timedelta(hours=random.randint(1, 11))


def _detail(random: Random) -> str:
    """What makes one message unlike the next in a real chat: a time, a number, a place."""
    return random.choice(
        (
            f"at {random.randint(6, 22)}:{random.choice((5, 10, 15, 20, 25, 35, 40, 45, 50))}",
            f"for {random.randint(3, 240)} euros",
            f"by {random.choice(DAYS)}",
            f"with {random.choice(PEOPLE)} and {random.choice(PEOPLE)}",
            f"on platform {random.randint(1, 24)}",
            f"near {random.choice(PLACES)}",
            f"number {random.randint(2, 180)} in {random.choice(PLACES)}",
            f"since {random.choice(DAYS)}, {random.randint(2, 14)} of them",
        )
    )


def _sentence(random: Random) -> str:
    return f"{random.choice(OPENINGS)} {random.choice(THINGS)} {_detail(random)}{random.choice(ENDINGS)}"


def _calm(random: Random) -> str:
    drawn = random.random()
    if drawn < 0.55:
        return random.choice(SHORT)
    if drawn < 0.93:
        return _sentence(random)
    if drawn < 0.96:
        return random.choice(MEDIA)
    if drawn < 0.98:
        return "\n".join(random.choice(LINES) for _ in range(random.randint(2, 6)))
    return f"{_sentence(random)} {_sentence(random)} https://example.org/{random.randint(1, 9999)}"


def _storm(random: Random) -> list[tuple[int, str]]:
    """A rupture, what the other side makes of it, and an answer or none."""
    hurt = random.randint(0, 1)
    said = [(hurt, random.choice(RUPTURES))]
    for _ in range(random.randint(1, 3)):
        said.append((1 - hurt, random.choice(AFTER)))
        if random.random() < 0.7:
            said.append((hurt, random.choice(ANSWERS)))
    return said


def whatsapp_messages(n: int, seed: int = 1) -> Iterator[tuple[datetime, str, str]]:
    """n messages as (time, speaker, text), deterministic from the seed."""
    random = Random(seed)
    when, who, queue = FIRST, 0, list[tuple[int, str]]()
    for _ in range(n):
        when += _gap(random)
        if not queue and random.random() < 0.004:
            queue = _storm(random)
        if queue:
            who, text = queue.pop(0)
        else:
            who = 1 - who if random.random() < 0.6 else who
            text = _calm(random)
        yield when, NAMES[who], text


def whatsapp_lines(n: int, seed: int = 1) -> Iterator[str]:
    """The lines of an Android export of n messages, the notice at its head included."""
    notice = "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them."
    yield f"{FIRST:%d/%m/%Y, %H:%M} - {notice} Learn more."
    for when, name, text in whatsapp_messages(n, seed):
        yield f"{when:%d/%m/%Y, %H:%M} - {name}: {text}"


def main(arguments: list[str]) -> int:
    """Writes a chat of so many messages to a file."""
    if len(arguments) not in (2, 3) or not arguments[0].isdigit():
        print("use: python -m benchmarks.generate MESSAGES FILE [SEED]", file=sys.stderr)
        return 2
    seed = int(arguments[2]) if len(arguments) == 3 else 1
    with Path(arguments[1]).open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in whatsapp_lines(int(arguments[0]), seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
