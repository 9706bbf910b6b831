"""Plain words of danger are heard whoever types them, and everyday words are not taken for them."""

from __future__ import annotations

import pytest

from reattune.guide import Danger, dangers

HURT = """
He chokes me
my dad beats us
dad hits mum when he drinks
my wife hit me, what do I do
he hits me a lot
he slapped me hard
he pushed me to the ground
he threatened me with a knife
he beats me with a stick
he has been hitting me
hits me when he is drunk
my wife beats me
my parents beat me
he tried to strangle me
he will kill me
my uncle abused me
i was molested
i was sexually assaulted
he gave me a black eye
he pinned me down
he has a gun
my stepdad touches me at night
she pressures me into sex
he makes me have sex
If you leave I’ll find you
my husband follows me to work
I'm scared of my husband
scared of her
i'm afraid for my life
my dad scares me
i am not safe
he won't let me see my friends
I'm not allowed to see my friends
he won't give me any money
he threatens to take the kids
he put his hands round my neck
Er schlägt mich
il m'a frappée
mi marido me pega
domestic violence
is my relationship abusive
am i in an abusive relationship
am i dating an abuser
she scratched me and drew blood
strangled
he killed my dog
my boyfriend kicks the dog
he punched the wall next to me
she put a tracker in my car
he was drunk and hit her
he pushed me away and then hit me
he pushed me and walked away
he threatens to kill my kids
how do i stop him from hitting my son
make my husband stop being abusive
kocam beni dövüyor
ondan korkuyorum
муж меня бьёт
он мне угрожает
meu marido me bate
mąż mnie bije
he blocked me and wouldn't let me out of the room
he blocked me again in the doorway
he keeps pushing me away from the door
he beat me up
my wife beat me up
he hit me at the party
he hit me that night
he hit me back
he hit me too
he hit me for talking back
he hit me out of anger
he pushed me into a wall
he pushed me out of the car
he slapped my face
he hurts me physically
he won't let me leave
raped by my boyfriend
help for men who are hit by their wives
male victim of domestic abuse
am i abusive or is he
"""

HURTING = """
I grabbed her arm
I hit my wife, how do I make it up to her
I once slapped her
I hit her hard
i smacked my child
i hit my 3 year old
i shook the baby
I'm afraid I'll hurt him
I'm afraid I'll hurt my baby
i feel like hurting my baby
I threw a plate at her
i want to hurt someone
I got physical with my wife
I'm going to kill him
my girlfriend is afraid of me
My partner is afraid of me and I want to stop
I have hit her and I never want to again
how do I stop hitting my wife
ich schlage meine Frau
i'm scared of what I might do to her
i lost it and grabbed her arm
i punched the wall next to her
am i abusive
am i the abuser
how do i stop being abusive
i have been violent
i am scared of my own anger
i was angry and hit my wife
uderzyłem żonę
karımı dövdüm
я ударил жену
i beat up my wife
i used to be violent
i used to be abusive
i've become violent
i can get violent
i could be violent
i have violent outbursts
i have violent thoughts about my wife
i emotionally abused my wife
i verbally abused my wife
i physically abused her
i am stalking my ex
i stalked my ex and i want to stop
i was arrested for domestic violence
i committed domestic violence
i've been hitting my wife
i hurt my wife
i pinned her down
i forced myself on her
"""

DYING = """
no point living
I don't want to be here anymore
i dont want to live anymore
I don't want to live if he goes
SUICIDE
life is not worth living
hang myself
i took an overdose
kms
unalive
wish I was never born
my daughter cuts herself
my mother killed herself
ich will mich umbringen
i hit my wife and i want to kill myself
no quiero vivir
i'm done with life
i want to disappear
took too many pills
i have a gun and i'm thinking of using it
afraid of what i might do to myself
não quero mais viver
ölmek istiyorum
intihar
я не хочу жить
покончить с собой
nie chcę żyć
je ne veux plus vivre
i want to kill myself at work
thinking of killing myself at work
i keep thinking about dying to be with my mum
i want to jump in front of a train
how to kill yourself
i wish i could die
i want to be dead
i want to go to sleep and never wake up
i want to slit my wrists
i don't wanna live
life isn't worth living
i'm cutting again
"""

NONE = """
she won't talk to me after I snapped
I'm afraid I'll hurt her feelings
I might hurt him by telling the truth
he pushes me away when I try to talk
it hit me that I was wrong
depression hit me
grief hit me
the divorce hit me harder than her
beats me why she left
they pushed me to sign up
scared of her reaction
my parents won't let me go my own way
my ex won't let me see my kids
my boss won't let me leave early
my wife kicked me out
my wife threatened to divorce me
she threatens to leave every time we argue
my toddler follows me everywhere
my toddler hits me
how to get my toddler to stop hitting
she takes my keys
alcohol abuse
non-violent communication
movie violence
I pushed my son too far
I pushed her buttons
I pushed her too hard to go to therapy
i kicked him out
i beat him at chess
I don't want to live with him anymore
we don't want to live together
taking my life back
I cut myself off from friends
I'm killing myself at work
I am dying to make it up to her
how do I stop being defensive
he hit the wall at work
we keep missing each other
he grabbed me a coffee
she kicks me out of the bed when I snore
he pushed me away
she threw me under the bus
i'm afraid of losing her
my ex blocked me
my ex blocked me on whatsapp
scared of what i might say
worried what i'll do when the kids move out
we can't go on like this
sick of living with his mother
i take a lot of medication
they took all my tablets away
i was tired and snapped at her
he used to beat me at tennis
he hit her car
i played chess and beat my dad
i ran the race and beat him
i threw a party at my parents' house
i threw myself at him
no reason to live with him
no point in going on with couples therapy
should i end it all between us
cut myself shaving
cut myself some slack
i was hit by a car
she shook her head at me
"""


THEIRS = """
he threatens to kill my kids
how do i stop him from hitting my son
make my husband stop being abusive
i got a violent partner
i get abusive texts from my ex
i got abusive messages from my ex
i am a violent man's wife
he won't stop hitting my kids
my dad won't stop hitting my mum
he refuses to stop hitting my kids
he promised to stop hitting my mum
he is about to hurt my kids
he's planning to kill my daughter
someone wants to kill my dad
he admitted to hitting my daughter
i'm scared he's going to hurt my kids
my nephew tried to kill my mum
"""
FLED = """
i grabbed my kids and ran
i grabbed my son and left
i grabbed my kids from school
i kicked him so he would let me go
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize(
    ("query", "heard"),
    [(query, kind) for kind, text in ((Danger.HURT, HURT), (Danger.HURTING, HURTING), (Danger.DYING, DYING)) for query in lines(text)],
)
def test_danger_is_heard_in_plain_words(query: str, heard: Danger) -> None:
    assert heard in dangers(query)


@pytest.mark.parametrize("query", ["", *lines(NONE)])
def test_everyday_words_are_not_taken_for_danger(query: str) -> None:
    assert dangers(query) == frozenset()


@pytest.mark.parametrize(
    "query",
    [
        "am i abusive",
        "i have been violent",
        "how do i stop being abusive",
        "I'm scared of what I might do to her",
        "i used to be violent",
        "i abused my wife",
    ],
)
def test_what_one_says_of_oneself_tells_nothing_of_being_hurt(query: str) -> None:
    assert dangers(query) == {Danger.HURTING}


@pytest.mark.parametrize("query", lines(THEIRS))
def test_what_is_told_of_others_tells_nothing_of_what_one_would_do(query: str) -> None:
    assert dangers(query) == {Danger.HURT}


@pytest.mark.parametrize("query", lines(FLED))
def test_whoever_got_away_is_not_taken_for_one_who_hurts(query: str) -> None:
    assert Danger.HURTING not in dangers(query)


def test_whoever_hurts_is_told_from_whoever_is_hurt_and_both_can_be_said_with_thoughts_of_dying() -> None:
    assert dangers("he hits me") == {Danger.HURT}
    assert dangers("I hit her") == {Danger.HURTING}
    assert dangers("my husband hits me and i want to die") == {Danger.HURT, Danger.DYING}
