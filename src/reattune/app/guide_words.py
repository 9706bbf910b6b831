"""What people read in the guide beside its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reattune.app.wording import listed
from reattune.guide import Cost, Facet, Form, Ground, Kind, Seen, Sort

KIND: Mapping[Kind, str] = {
    Kind.TOPIC: "Topic",
    Kind.BOOK: "Book",
    Kind.TOOL: "Tool",
    Kind.PERSON: "Person",
    Kind.PROGRAM: "Program",
}
KINDS: Mapping[Kind, str] = {
    Kind.TOPIC: "Topics",
    Kind.BOOK: "Books",
    Kind.TOOL: "Tools",
    Kind.PERSON: "People",
    Kind.PROGRAM: "Programs",
}
FACET: Mapping[Facet, str] = {
    Facet.KIND: "What it is",
    Facet.TAG: "What it is about",
    Facet.FORMAT: "In what form",
    Facet.AUDIENCE: "For whom",
    Facet.COUNTRY: "Country",
    Facet.LANGUAGE: "Language",
    Facet.COST: "Cost",
}
FORM: Mapping[Form, str] = {
    Form.ONE_TO_ONE: "one to one",
    Form.COUPLES: "couples",
    Form.GROUP: "in a group",
    Form.RETREAT: "some days away",
    Form.ONLINE: "online",
}
SORT: Mapping[Sort, str] = {
    Sort.COURSE: "a course",
    Sort.GROUP: "a group that meets",
    Sort.ORGANISATION: "an organisation",
}
WHAT_SORT = "What it is"
NO_COST = "We found no price."
NO_PLACE = "We do not know where it can be had."
MORE_WAYS = "More ways to say it"
ANY_OF = "Of one kind, any that you choose will do. Of different kinds, all must fit."
COST: Mapping[Cost, str] = {Cost.FREE: "free", Cost.SLIDING: "by what you can pay", Cost.PAID: "paid"}
GROUND: Mapping[Ground, str] = {
    Ground.STRONG: "Well founded.",
    Ground.MODERATE: "Fairly well founded, with open questions.",
    Ground.WEAK: "Thin ground: few studies, small ones, or ones that are only near to the matter.",
    Ground.PRACTICE: "From practice: people who do this work say so. It is not well tested.",
    Ground.OURS: "Our own words, not a finding.",
}
SEEN: Mapping[Seen, str] = {
    Seen.WHOLE: "read in full",
    Seen.ABSTRACT: "read in its summary",
    Seen.PAGE: "this page was read",
    Seen.NAMED: "named to us, not read",
}
OWN_WORDS = "Where no source stands under a part, it is in our own words. It is no finding."
ABOUT = "What helps, and where to turn. Each page says where it has its facts from, and how firm the ground is."
NO_ORDER = "Nothing here is ranked, rated or paid for."
OUTSIDE_SITE = "Links to sources and websites leave this site, and others can see that you were there."
LEAVE = "If somebody may see this screen: a page that you opened stays in the browser's history until you clear it."
OUTSIDE = "Links to sources and websites leave this app and open on the web, where others can see that you were there."
SAFE = "If anyone is afraid or in danger, or thinks of dying, begin here."
NOTHING = "Nothing in the guide fits these words yet. It is still small."
NOTHING_LEFT = "Nothing is left with these choices. Take one of them away."
TRY = (
    "Try one word, such as silence or shame.",
    "Or look through the topics below.",
    "If you want to talk to a person, see where to turn.",
)
FIRST = "This comes before anything that one can read."
TOO_LONG = "That is more than can be looked up at once. Which few words matter most?"
NO_CHOICE = "One of these choices is not there any more. Choose again."
BUILD = "Build a repair"
LEAD = "You could read about what came more than once"
LEAD_SAFE = "You could read this first"
NOT_NOW = "Not now"
PERHAPS = "Or was it about one of these?"
LOOKS = "What it can look like"
HELPS = "What helps"
QUESTIONS = "Common questions"
SOURCES = "Sources"
WHAT_IT_IS = "What this is, and what it is not"
WHY_NAMED = "Why they may be named here"
SAFE_TERMINAL = "If anyone is afraid or in danger, or thinks of dying: reattune where-to-turn."
READ_ONE = "To read one: reattune guide and its name."
ASK_TERMINAL = "Or say it as you would: reattune guide she does not talk to me. Books, people and programs are found like that, too."
TAGS_TERMINAL = "By a tag: reattune guide --tag and one of {tags}."
NO_SAFETY = "No topic here is about safety. Where to turn stands on every site all the same."
MORE_FOUND = "And {count} more. A word or a tag more finds less."
NO_ADDRESS = "Without --address there is no site map, and the feed's links work only from the same folder."

# a site of its own
SITE = "Rupture and repair: a guide"
START = "What helps, and where to turn"
BROWSE = "Browse"
SEARCH = "Search"
LOOKING = "What are you looking for?"
FIND = "Find"
DEALING = "What I am dealing with"
NARROW = "Narrow it down"
CHOSEN = "Chosen"
TAKE_AWAY = "take away"
HELPLINES = "Helplines, by country"
SKIP = "Skip to the page"
CHANGES = "What changed"
NO_TRACE = "This site sets no cookies and counts nobody."
MADE_WITH = "Made with reattune."
TRY_IT = "Try it"
IN_THE_APP = "The reattune app, which keeps everything on your own machine, has these to practise:"
NO_SCRIPT = "Searching needs JavaScript, which is off here. All else works without it."
TRY_SITE = ("Try one word, such as silence or shame.", "Or browse by what it is about.")
READ_ON = "read on {day}"


def value(facet: Facet, name: str) -> str:
    """A value of a facet, in words."""
    if facet is Facet.KIND:
        return KINDS[Kind(name)]
    if facet is Facet.FORMAT:
        return FORM[Form(name)]
    return COST[Cost(name)] if facet is Facet.COST else name


def forms(some: Sequence[Form]) -> str:
    """In what forms help comes."""
    return listed([FORM[one] for one in some])


def how_many(count: int) -> str:
    """How many were found."""
    return "One was found." if count == 1 else f"{count} were found."
