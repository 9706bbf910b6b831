"""Plain words of danger, as people type them into a search.

The coder's signal was made for what people say to each other, and it is asked about as well; these words hold where it is silent, in some
languages that it does not know, and on a site where no coder runs (they are written so that JavaScript reads them, too). They decide what
stands first. The one thing that they leave out is programs for those who hurt, for whoever is hurt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from reattune.guide.search import spaced

SAFETY = "safety"  # the tag of what may stand beside danger
LOW = "depression"  # and beside thoughts of dying


class Danger(StrEnum):
    """What plain words tell of."""

    HURTING = "hurting"  # done by the one who asks
    HURT = "hurt"
    DYING = "dying"


def _any(words: str) -> str:
    return f"(?:{'|'.join(one.strip() for one in words.split(','))})"


ADULTS = (
    "husband, wife, spouse, partner, boyfriend, girlfriend, bf, gf, ex, fiancee?, dad, father, stepdad, stepfather, mum, mom, mother, "
    "stepmum, stepmom, parents, son, daughter, brother, sister, uncle, aunt, grandad, grandpa, boss, roommate, flatmate, neighbour"
)
WHO = f"(?:he|she|they|{_any(ADULTS)})"
OURS = _any(f"{ADULTS}, kids?, child, children, baby, toddler, mate, friend, dog")
WHOM = f"(?:her|him|them|mum|mom|the (?:kids|children|baby)|my (?:\\w+ )?(?:\\w+ )?{OURS}|my \\d+ year old)"
ALSO = "(?:(?:have|ve|has|had|just|once|almost|nearly|keeps?|kept|also|even|always|sometimes|really|is|was|has been) )*"
STRIKES = _any(
    "hits?, hitting, slap(?:s|ped|ping)?, smack(?:s|ed|ing)?, punch(?:es|ed|ing)?, kick(?:s|ed|ing)?, chok(?:es?|ed|ing), "
    "strangl(?:es?|ed|ing), shov(?:es?|ed|ing), push(?:es|ed|ing)?, grab(?:s|bed|bing)?, beats?, beaten, beating, bites?, bit, "
    "burn(?:s|ed|t)?, shak(?:es|ing), shook, attack(?:s|ed|ing)?, assault(?:s|ed|ing)?, threaten(?:s|ed|ing)?, rape[sd]?, raping, "
    "scratch(?:es|ed|ing)?, stab(?:s|bed|bing)?, headbutt(?:s|ed|ing)?"
)
BUT = (  # it hit me that, he pushed me away, I beat him at chess
    "(?! (?:(?:that|like|too|away|apart|out|off|up|about|at|by|back|buttons?|feelings|for|hard to|why|car|phone|laptop|"
    "with (?:the news|news|a question|"
    "divorce|questions|a surprise)) |into (?!the )|to (?!the |death )|a (?!lot |few )))"
)
FEARED = _any("afraid, scared, frightened, terrified")
MAIM = _any("hurt, kill, hit, beat, choke, strangle, rape, burn, stab, shoot")
NEAR = "(?:next to|beside|near|right by|in front of|behind|above|over)"
THINGS = "(?:(?:a|the|my|our) )?(?:holes? (?:in|into|through) )?(?:(?:a|the|my|our) )?(?:\\w+ )?(?:walls?|doors?|windows?|tables?|mirrors?)"
BEASTS = "(?:my|our|the) (?:\\w+ )?(?:dog|cat|puppy|kitten|pet|rabbit|horse)"
MIGHT = "(?:might|could|may|can|will|ll|would|d|am going to|m going to)"
PILLS = "(?:pills|tablets|meds|medication|painkillers|paracetamol|ibuprofen|tylenol|antidepressants|insulin)"
OTHER = f"(?:he|she|they|him|her|them|{OURS})"
HOW = (
    "(?:(?:being|becoming|getting|too|so|very|quite|really|actually|maybe|just|sometimes|often|also|still|emotionally|verbally|physically|"
    "a|an|the) ){0,3}"
)
# nobody else as the one who does it: in "i said no and he hit her" it is not the one who asks
SAME = "(?:(?!(?:he|she|they|who|that|when|while|because|saw|heard|watched|said|says) )\\w+ ){1,6}"

# of words as `spaced` writes them: small letters, no accents, no apostrophes, a space on either side; ^ is the beginning and $ the end
HARMLESS = (
    "non ?violen(?:t|ce)", "(?:alcohol|drug|drugs|substance|movie|film|films|tv) (?:abuse|violence)",
    "abuse of (?:alcohol|drugs|power|trust)",
    "stalk(?:s|ed|ing)? (?:her|his|their|my ex) (?:instagram|facebook|profile|socials)", "kill(?:ing)? myself (?:at work|working|laughing)",
    "tak(?:e|ing) my life back", "(?:beat|beats|beating) myself up", "dying to",
    "push(?:es|ed|ing)? (?:me|us|him|her|them|you|people|everyone|everybody|my \\w+) away",
    "(?:throws?|threw|throwing|thrown) (?:\\w+ ){1,2}?under the bus",
    f"{FEARED} (?:of|to|that i (?:ll|will|might)) (?:losing|lose) (?:him|her|them|you|my \\w+)",
    f"{WHO} (?:has |just )?blocked me"
    "(?= (?:\\$|and|after|because|everywhere|again|what|how|should|but|on (?:whatsapp|facebook|instagram|snapchat|everything|all|social)))",
)  # fmt: skip
# what one says of oneself: such words tell nothing of being hurt
OWN = (
    f"am i {HOW}(?:abusive|abusing|violent|dangerous|controlling|abuser)",
    f"i (?:have been|ve been|am|m|was|been|can be|get|got|become|became|turn|turned|have become|might be|think i m|think i am) "
    f"{HOW}(?:violent|abusive|abuser)",
    f"(?:i|me|\\^) (?:(?!{OTHER} )\\w+ ){{0,3}}?stop(?:ped)? being (?:\\w+ )?(?:violent|abusive|controlling|an abuser)",
    "my (?:own )?(?:violence|violent (?:temper|anger|outbursts?)|abusive (?:behaviou?r|ways))",
)
# what is told of others: such words tell nothing of what the one who asks would do
THEIRS = (
    f"{WHO} (?:(?!i )\\w+ ){{0,3}}?(?:tried|tries|trying|threatens|threatened|threatening|wants|wanted|is going|was going|used) "
    f"(?:(?!i )\\w+ ){{0,3}}?to (?:{MAIM}|harm) (?:me|us|{WHOM}){BUT}",
    f"{OTHER} (?:to )?(?:stop|stops|keep|keeps|from) (?:hitting|hurting|beating|slapping) (?:me|us|{WHOM}){BUT}",
    f"{OTHER} to stop being (?:\\w+ )?(?:violent|abusive|controlling)",
)
WORDS: Mapping[Danger, tuple[str, ...]] = {
    Danger.HURTING: (
        f"i {ALSO}{STRIKES} {WHOM}{BUT}",
        f"(?:i ll|ill|i will|i might|i could|i may|i want to|i wanna|i m going to|im going to|i am going to|feel like|felt like|of|to) "
        f"(?:{MAIM}|harm|hurting|hitting|killing|harming) (?:{WHOM}|someone|somebody|people){BUT}",
        *OWN,
        f"(?:{FEARED}|worried|fear) (?:of |about |by )?what i (?:{MIGHT} )?do to (?:{WHOM}|someone|somebody)",
        f"(?:{FEARED}|fear) of what i (?:{MIGHT} )?do (?:\\$|(?:when|if) i (?:lose it|snap|drink|get angry|am angry|m angry|see red))",
        f"(?:{FEARED}|worried|fear) (?:of |about |by )?what i (?:am|m|might be) capable of",
        f"(?:{FEARED}|worried) (?:that )?i {MIGHT} (?:do something (?:to {WHOM}|bad|terrible)|lose it with|snap and)",
        f"{FEARED} of (?:my (?:own )?(?:anger|temper|rage|hands|strength)|myself around {WHOM})",
        f"i {SAME}(?:and|then|so|until) (?:i )?(?:then |just |even )?{STRIKES} {WHOM}{BUT}",
        f"i {ALSO}(?:punch(?:ed)?|hit|kick(?:ed)?|smash(?:ed)?|slam(?:med)?) {THINGS} (?:right )?{NEAR} (?:{WHOM}|her|his|their)",
        f"i {ALSO}punch(?:ed)? (?:a |the |my |our )?(?:holes? (?:in|into|through) (?:a |the |my |our )?)?(?:walls?|doors?)",
        f"{FEARED} of me", f"(?:stop|stopped|keep|from) (?:hitting|hurting|beating|slapping) {WHOM}{BUT}",
        f"got physical with {WHOM}",
        f"my hands (?:a?round|on) {WHOM}", f"i {ALSO}(?:throw|threw) (?:\\w+ )+?at {WHOM}", f"i {ALSO}abused? {WHOM}",
        f"i (?:never want to|never meant to|have to stop) (?:hit|hurt) {WHOM}{BUT}", "je suis violent",
        "ich (?:habe (?:sie|ihn|mein kind|meine \\w+|meinen \\w+) geschlagen|schlage)", "je (?:l ai frappee?|la frappe|le frappe)",
        "j ai frappe (?:ma|mon|mes) \\w+", "le (?:pego|pegue)", "la golpee",
        "(?:bati|bato) (?:na minha (?:mulher|esposa|filha)|no meu (?:filho|marido))",
        "ho picchiato (?:mia|mio|la mia|il mio)", "(?:uderzylem|uderzyłem|pobilem|pobiłem) (?:zone|ja|dziewczyne)",
        "kar[ıi]m[ıi] (?:dovdum|dovuyorum)", "я (?:ударил|избил|бью) (?:ее|жену|свою|мою|девушку|ребенка)",
    ),
    Danger.HURT: (
        *THEIRS,
        f"{WHO} {ALSO}(?:punch(?:es|ed)?|hits?|kick(?:s|ed)?|smash(?:es|ed)?) {THINGS} (?:right )?{NEAR} (?:me|us|my|our|{WHOM})",
        f"{WHO} {ALSO}punch(?:es|ed|ing)? (?:a |the |my |our )?(?:holes? (?:in|into|through) (?:a |the |my |our )?)?(?:walls?|doors?)",
        f"{WHO} {ALSO}(?:kill(?:s|ed)?|hurts?|poison(?:s|ed)?|drown(?:s|ed)?|kick(?:s|ed)?|beats?) {BEASTS}", "drew blood",
        f"{WHO} (?:(?:(?!i |it )\\w+|,) ){{1,6}}(?:and|then) (?:then |he |she )?{STRIKES} (?:me|us|{WHOM}){BUT}",
        "\\^ (?:i was |was |being |been |got )?(?:strangled|choked|beaten up|raped) \\$", "(?:strangled|choked) (?:me|by)",
        "(?:spat|spits|spit) (?:on|at|in) (?:me|my)", "bruises? (?:on|all over) (?:me|my)", "left (?:me with )?(?:a )?bruises?",
        f"{WHO} {ALSO}{STRIKES} (?:me|us|{WHOM}){BUT}", f"\\^ {STRIKES} (?:me|us){BUT}",
        f"(?:i was|i been|i ve been|getting) {ALSO}(?:hit|slapped|"
        "punched|kicked|choked|strangled|beaten|attacked|assaulted|molested|raped|groped|stalked)",
        f"(?:tried|tries|trying|threatens|threatened|threatening) to (?:{MAIM}|post|share|leak|take (?:my|the) (?:kids|children|money))",
        f"{WHO} (?:will|ll|would|is going to|going to|wants to|used to) {MAIM} (?:me|us|{WHOM}){BUT}", "death threats?",
        f"{FEARED} of (?:him|her|them|my (?:\\w+ )?{_any(ADULTS)}) (?:\\$|when|if|and|because|at night|coming)",
        f"{FEARED} (?:to go home|for my life|to be alone with)", f"{WHO} (?:really |still )?scares (?:me|us|the kids)",
        "(?:not|dont|don t) (?:feel )?safe(?: at home)?", "violen(?:t|ce)", "abuse[sdr]?|abusive", "assault(?:ed|s)?", "molest(?:ed|s)?",
        "rape",
        "stalk(?:s|ed|ing|er)?", "battered", "black eye", "pinn?ed me (?:down|against|to)", "has a (?:gun|knife)", "(?:gun|knife) to my",
        "(?:throws|threw) (?:\\w+ )+?at (?:me|us)", "(?:lays|laid|put|puts) (?:his |her )?hands on me",
        "hands a?round (?:my|her|his) (?:neck|throat)",
        "touche[sd] me (?:at night|there|down there|when i|in my sleep)", "(?:makes|made|forces|forced) me (?:to )?(?:have sex|sleep with)",
        "(?:pressures|pressured|forced|forces) me into", f"{WHO} forced me \\$", "sex when i don ?t want", "forced (?:himself|herself) on",
        "won ?t let me (?:leave the|go out|out of|have (?:any )?money|work|sleep)",
        "won ?t let me see my (?:friends|family|mum|mom|mother|parents|sister|brother)",
        "won ?t give me (?:any )?money", "not allowed to (?:see|leave|go out|work|talk|have)", "lock(?:s|ed) me (?:in|out)",
        f"{WHO} {ALSO}follow(?:s|ed|ing) me (?:to (?:work|school|my)|home|everywhere|from)",
        "track(?:s|ed|ing) (?:me|my (?:phone|car|location))",
        "(?:tracker|air ?tags?|gps|hidden camera|spyware|stalkerware) (?:on|in|under|inside) my",
        "(?:takes|took|keeps|hides|hid) my (?:money|phone|passport|cards?|wages|salary|papers|medication|meds)",
        "i (?:ll|will) find you", "controls (?:me|my money|the money|what i|who i)",
        "(?:schlagt|schlug|wurgt|bedroht) (?:mich|uns)", "mich (?:geschlagen|gewurgt|bedroht)", "vergewaltigt", "angst vor (?:ihm|meinem)",
        "(?:hausliche )?gewalt", "(?:me|m a|nous) (?:frappee?|bat|battue?|etrangle|menace)", "peur de (?:lui|mon)", "viol",
        "(?:me|nos) (?:pega|golpea|pego|golpeo|ahorca|amenaza)", "miedo (?:de el|a mi)", "maltrato", "violencia",
        "me (?:bate|bateu|agride|ameaca)", "medo (?:dele|do meu)", "mi (?:picchia|minaccia|ha picchiat[ao])", "paura di lui", "violenza",
        "(?:slaat|bedreigt) (?:me|mij)", "bang voor hem", "geweld", "bije mnie", "grozi mi", "boje sie (?:go|meza)", "przemoc",
        "mnie (?:bije|uderzyl|uderzył|pobil|pobił|dusi|dusił)", "(?:uderzyl|uderzył|pobil|pobił)a? mnie",
        "me (?:espanca|espancou|estrangulou|empurrou|ameacou)", "tenho medo (?:dele|do meu)", "estupr(?:o|ou|ada)", "violencia domestica",
        "miedo de mi (?:marido|esposo|novio|pareja|padre|ex)", "me (?:viola|violo|maltrata|estrangula|estrangulo)",
        "beni (?:dovuyor|dovdu|tehdit ediyor|bogdu)", "(?:ondan|kocamdan|esimden|babamdan) korkuyorum", "siddet (?:goruyorum|uyguluyor)",
        "tecavuz", "(?:бьет|избил|ударил|душит|душил|избивает)а? меня", "меня (?:бьет|избил|ударил|душит|душил|избивает)а?",
        "(?:угрожает мне|мне угрожает)", "боюсь (?:мужа|его|своего мужа|отца)", "(?:домашнее )?насилие", "изнасиловал\\w*",
    ),
    Danger.DYING: (
        "suicid(?:e|al|io)", "(?:kill|killing|kills|killed|hang|hanging|shoot|harm|harming) (?:myself|himself|herself|themselves)",
        "(?:cut|cuts|cutting) (?:myself|himself|herself)(?! off )", "hurt(?:ing)? myself (?:\\$|on purpose|again|when)",
        "(?:end|ending|take|taking) my (?:own )?life", "end it all",
        "no (?:point|reason) (?:in |to )?(?:living|live|being alive|being here|going on)",
        "nothing to live for", "not worth living", "(?:want|wants|wanna)(?: to)? die", "wish i (?:was|were) (?:dead|never born)",
        "never been born", "better off (?:dead|without me)", "(?:don ?t|not) want to (?:be alive|exist|be here any ?more|be here any more)",
        "(?:don ?t|not) want to live(?: any ?more)? (?:\\$|if|like this)", "self ?harm(?:s|ed|ing)?", "overdosed?", "kms", "unalive",
        "(?:took|taken|taking|take|swallowed|swallowing) (?:far |way )?(?:too many|all (?:my|the|his|her|of)|"
        f"a (?:whole )?(?:bottle|box|pack|packet|handful) of) (?:my |the )?(?:\\w+ )?{PILLS}(?! (?:away|back))",
        f"(?:took|swallowed) (?:a lot of|lots of|loads of|so many) (?:my |the )?(?:\\w+ )?{PILLS}",
        "i (?:have|ve got|got|own|bought) (?:a|my|the) (?:\\w+ )?gun (?:\\$|(?:\\w+ ){0,6}?us(?:e|ing) it)",
        "(?:us(?:e|ing)|put|putting) (?:the|my|a) gun (?:on myself|to my head|in my mouth)",
        "(?:done|finished) with (?:my )?life (?:\\$|and|now)", "(?:tired|sick) of (?:life|living|being alive) (?:\\$|and|any ?more|now)",
        f"(?:{FEARED}|worried|fear) (?:of |about )?what i (?:{MIGHT} )?do to myself", "do something to myself",
        "(?:want|wish|wanna)(?: to| i could)? (?:just )?(?:disappear|vanish)(?: (?:forever|for good|for ever))? (?:\\$|and (?:not|never))",
        "(?:don ?t|not) want to wake up (?:\\$|any ?more|again|ever|tomorrow)", "i (?:just )?(?:can ?t|cannot) go on (?:\\$|living)",
        "selbstmord", "suizid", "mich umbringen", "nicht mehr leben", "(?:will|mochte) sterben", "me (?:suicider|tuer|matar)",
        "(?:envie de|veux) mourir", "quiero morir(?:me)?", "matarme", "quero morrer", "voglio morire", "ammazzarmi", "zelfmoord",
        "(?:wil|wilde) dood", "niet meer leven", "samobojst\\w+", "chce umrzec", "nie chce (?:juz )?zyc", "chce sie zabic",
        "lebensmude", "veux plus vivre", "envie d en finir", "mettre fin a mes jours",
        "no quiero (?:seguir )?vi(?:vir|viendo)", "quitarme la vida", "me quiero (?:morir|matar)",
        "nao quero (?:mais )?viver", "quero me matar", "suicidio", "non voglio (?:piu )?vivere",
        "intihar", "olmek istiyorum", "yasamak istemiyorum", "kendimi oldur\\w+", "не хочу (?:больше )?жить", "хочу умереть",
        "покончить с собои", "самоубииств\\w+", "суицид\\w*",
    ),
}  # fmt: skip

# what is taken out before the words of a danger are looked for
APART: Mapping[Danger, tuple[str, ...]] = {Danger.HURTING: THEIRS, Danger.HURT: OWN}

# who looks for a program names it; programs for those who hurt are no help to the hurt
OFFERS = (
    "programmes?", "programs?", "courses?", "class(?:es)?", "groups?", "training", "perpetrators?", "men", "male", "charity", "ngo",
    "organi[sz]ations?", "centres?", "centers?", "fur manner", "manner(?:gruppen?|beratung)", "taterarbeit", "hommes", "hombres",
    "stage", "kurs",
)  # fmt: skip


def dangers(query: str) -> frozenset[Danger]:
    """What the plain words of a query tell of, if of any danger."""
    said = _compiled(HARMLESS).sub(" ,", f" ^ {spaced(query)} $ ")
    heard = {kind: _compiled(APART[kind]).sub(" ,", said) if kind in APART else said for kind in Danger}
    return frozenset(kind for kind in Danger if _compiled(WORDS[kind]).search(heard[kind]))


def without_harmless(query: str) -> str:
    """Its words without those that sound like danger and are none (he pushed me away); as they are where there are none of these."""
    said = f" ^ {spaced(query)} $ "
    left = _compiled(HARMLESS).sub(" ,", said)
    return query if left == said else " ".join(word for word in left.split() if word not in {"^", ",", "$"})


def looks_for_a_program(query: str) -> bool:
    """Whether it names what is offered: a course, a group, a charity."""
    return bool(_compiled(OFFERS).search(f" {spaced(query)} "))


def pattern(words: tuple[str, ...]) -> str:
    """Some words as one expression."""
    return f" (?:{'|'.join(words)})(?= )"


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(words))
