"""What people read where they find the right fit."""

from __future__ import annotations

from collections.abc import Mapping

from reattune.guide.fit import How, Means, Ready, What, Why, With

TITLE = "Find the right fit"
ABOUT = "Five questions, and then a short list with the reason for each thing on it. What you choose is kept nowhere."
LEAD = "Not sure where to begin?"
ASK_WHAT = "What is it about, most of all?"
ASK_WHO = "Who is it with?"
ASK_READY = "How ready is the other?"
ASK_HOW = "What would suit you?"
ASK_MEANS = "What can you pay?"
ASK_COUNTRY = "Where are you?"
ANYWHERE = "It does not matter"
SHOW = "Show what fits"
WHAT: Mapping[What, str] = {
    What.HURT: "I said or did something that hurt them",
    What.LOUD: "We fight, and it gets loud",
    What.SILENT: "One of us goes silent or away",
    What.DEFEND: "I cannot hear it without defending myself",
    What.PLEASE: "I go along with things, and then I am angry",
    What.TRUST: "Trust was broken: an affair, a lie, money",
    What.LOW: "I feel low, numb or angry most days",
    What.WHO: "I do not know what I want, or who I am",
    What.AFRAID: "I am afraid of somebody",
    What.FRIGHTEN: "Somebody is afraid of me, or I fear what I might do",
}
WITH: Mapping[With, str] = {
    With.PARTNER: "My partner, now or before",
    With.CHILD: "My child, small or grown",
    With.PARENT: "My parents or my family",
    With.FRIEND: "A friend",
    With.COLLEAGUE: "Somebody at work",
    With.MYSELF: "Nobody but me",
}
READY: Mapping[Ready, str] = {
    Ready.YES: "They want to mend it, too",
    Ready.UNSURE: "I do not know",
    Ready.NO: "They do not want to, or not yet",
    Ready.AWAY: "They asked me to leave them alone",
}
HOW: Mapping[How, str] = {
    How.ALONE: "To read and practise by myself",
    How.ONE: "To talk with one person",
    How.TWO: "To go together, as two",
    How.GROUP: "A group",
    How.ONLINE: "Something online",
}
MEANS: Mapping[Means, str] = {
    Means.NOTHING: "Nothing",
    Means.SOME: "A little",
    Means.ANY: "What it costs",
}
WHY: Mapping[Why, str] = {
    Why.SAFE: "This comes before all else",
    Why.LEAVE: "Because they asked to be left alone",
    Why.WITH: "Because of who it is with",
    Why.ABOUT: "Because of what it is about",
    Why.WITHOUT: "What you can do while they do not want to",
    Why.CHOOSE: "Before you choose somebody",
    Why.BOOK: "To read or to work with by yourself",
    Why.FORM: "Help in the form that you named",
}
TODAY = "Start with this today"
EXERCISE = "It takes about five minutes, and nobody sees it."
PROFESSIONAL = "Talk to a professional, too"
PROFESSIONAL_WHY = (
    "This is more than a page or an exercise can carry. A doctor or a therapist has seen it before, and may be told all of it."
)
NO_FORM = "The guide holds nothing yet that fits all that you chose. It would rather name nobody than somebody who does not fit."
NO_BOOK = "The guide knows no book yet for just this."
NO_BOOK_NEXT = "The exercise above works without one. With another form than by yourself, somebody may be named."
NO_TWO = "To go as two, the guide knows only help for couples, and that does not fit here."
NO_FORM_NEXT = "Another form, another country or another price may show more. A doctor can also tell you who helps where you live."
AGAIN = "Answer anew"
LACKING = "One question has no answer yet. Every answer counts, also that you do not know."
VALUES = "What matters most to you"
