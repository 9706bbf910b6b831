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
    "stepmum, stepmom, parents, son, daughter, brother, sister, uncle, aunt, nephew, niece, cousin, grandad, grandpa, grandma, "
    "boss, roommate, flatmate, neighbour"
)
WHO = f"(?:he|she|they|{_any(ADULTS)})"
OURS = _any(f"{ADULTS}, kids?, child, children, baby, toddler, mate, friend, dog")
WHOM = f"(?:her|him|them|mum|mom|the (?:kids|children|baby)|my (?:\\w+ )?(?:\\w+ )?{OURS}|my \\d+ year old)"
ALSO = "(?:(?:have|ve|has|had|am|m|just|once|almost|nearly|keeps?|kept|also|even|always|often|sometimes|really|is|was|been) )*"
CHILD = "(?:them|the (?:kids|children|baby)|my (?:\\w+ )?(?:kids?|child|children|baby|toddler|son|daughter))"
# it hit me that, he pushed me away, I beat him at chess: what makes each verb harmless, whoever it is done to
THEM = "(?:(?:me|us|her|him|them|mum|mom|people) |(?:my|the) (?:(?!and |so |with )\\w+ ){1,2}?)"
PLACES = "(?:car|van|bus|train|boat|doors?|window|room|bed|bathroom|shower|house|home|flat|way)"
HARD = (
    "(?:walls?|doors?|doorframe|tables?|fridge|car|road|street|traffic|river|water|pool|bath|furniture|cupboard|wardrobe|closet|corner|"
    "glass|windows?|tv|radiator|counter|bed|bush|bushes|shelf|shelves|room|sofa|stairs|ditch)"
)
GAMES = "(?:race|games?|match|finals?|chess|tennis|poker|golf|cards|pool|competition|election|argument|debate|set|monopoly|scrabble)"
NOT = (
    f"(?!(?:hit(?:s|ting)? {THEM}(?:that(?! (?:night|day|time|morning|evening|hard) )|like (?:a (?:ton|tonne|train|brick|truck|"
    "wave|rock)|bricks)|"
    "up|why|about|with (?:(?:a|the) )?(?:news|questions?|divorce|surprise|truth|bill))|"
    f"beat(?:s|en|ing)? {THEM}(?:at(?! (?:home|night|work|school|times|the (?:party|weekend|pub|bar)) )|"
    "to(?! (?:death|a|make|get|teach|the (?:ground|floor|point)) )|by|why|how|for (?:the|a|first|it)|out|"
    f"in (?:\\w+ )?{GAMES})|"
    f"push(?:es|ed|ing)? {THEM}(?:away(?! from the (?:door|stairs|phone) )|apart|too|for|hard to|like|"
    f"about(?! (?:\\$|and|when) )|to(?! the )|a (?:bit|little)|up(?! (?:against|the) )|"
    f"out(?! (?:of )?(?:the|a|my|our|his|her) (?:\\w+ )?{PLACES} )|off(?! (?:the|my|our) )|"
    f"into(?! (?:the|(?:a|an|my|our|his|her) (?:\\w+ )?{HARD}) ))|"
    f"kick(?:s|ed|ing)? {THEM}(?:out|off)|grab(?:s|bed|bing)? {THEM}(?:an?|some|lunch|dinner|for)|"
    f"(?:shakes|shaking|shook) {THEM}(?:head|hands?)|chok(?:es?|ed|ing) {THEM}up|burn(?:s|ed|t)? {THEM}(?:a|out)|"
    f"(?:bites?|bit) {THEM}(?:tongue|lips?|nails)|attack(?:s|ed|ing)? {THEM}(?:for|about)|slap(?:s|ped)? {THEM}with (?:divorce|papers)|"
    f"threaten(?:s|ed|ing)? {THEM}(?:about|with (?:divorce|leaving|separation)|that (?:he|she|they) (?:\\w+ )?(?:leave|divorce|go|move) )|"
    f"hurt(?:s|ing)? {THEM}(?:by|about|for|that|with (?:my|what|words))|"
    f"kill(?:ing)? {THEM}(?:for(?! (?:leaving|telling|talking) )|at (?:\\w+ )?{GAMES})|"
    f"\\w+ {THEM}by (?:accident|mistake)) )"
)
STRIKES = NOT + _any(
    "hits?, hitting, slap(?:s|ped|ping)?, smack(?:s|ed|ing)?, punch(?:es|ed|ing)?, kick(?:s|ed|ing)?, chok(?:es?|ed|ing), "
    "strangl(?:es?|ed|ing), shov(?:es?|ed|ing), push(?:es|ed|ing)?, grab(?:s|bed|bing)?, beats?, beaten, beating, bites?, bit, "
    "burn(?:s|ed|t)?, shak(?:es|ing), shook, attack(?:s|ed|ing)?, assault(?:s|ed|ing)?, threaten(?:s|ed|ing)?, rape[sd]?, raping, "
    "scratch(?:es|ed|ing)?, stab(?:s|bed|bing)?, headbutt(?:s|ed|ing)?"
)
BUT = "(?! (?:buttons?|feelings|cars?|phone|laptop|keys|bag|coat) )"  # what is hit is a thing
FEARED = _any("afraid, scared, frightened, terrified")
MAIM = NOT + _any("hurt, kill, hit, beat, choke, strangle, rape, burn, stab, shoot")
HARMS = f"{NOT}(?:hurt|kill|hit|beat|choke|strangle|rape|burn|stab|shoot|harm|hurting|hitting|killing|harming|beating)"
HITTING = NOT + "(?:hitting|hurting|beating|slapping)"
LIMBS = "(?:face|arms?|head|legs?|neck|hair|throat|stomach|wrists?|ears?)"
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
    "stalk(?:s|ed|ing)? (?:her|his|their|my ex) (?:on )?(?:instagram|facebook|profile|socials)",
    "kill(?:ing)? myself (?:working|laughing)", "i a?m killing myself at work(?= \\$)",
    "tak(?:e|ing) my life back", "(?:beat|beats|beating) myself up", "(?:am|m|is|are|be) dying to(?! (?:end|escape|be with) )",
    "push(?:es|ed|ing)? (?:me|us|him|her|them|you|people|everyone|everybody|the kids|my (?:\\w+ )?\\w+) away(?! from the (?:door|"
    "stairs|phone) )",
    "(?:throws?|threw|throwing|thrown) (?:\\w+ ){1,2}?under the bus",
    f"{FEARED} (?:of|to|that i (?:ll|will|might)) (?:losing|lose) (?:him|her|them|you|my \\w+)",
    f"{WHO} (?:has |just )?blocked me"
    "(?= (?:\\$|on (?:whatsapp|facebook|instagram|snapchat|everything|all|social) ))",
    f"(?:i|we) (?:play(?:ed)?|raced|ran (?:a|the) (?:\\w+ )?race) (?:(?!me |us )\\w+ ){{0,3}}?and beat {WHOM}"
    "(?= (?:\\$|at|in|by|easily|again|twice) )",
)  # fmt: skip
# what one says of oneself: such words tell nothing of being hurt
ROUGH = (
    "(?:violent|abusive)(?! or (?:is|are) (?:he|she|they) )(?= (?:\\$|,|and|or|but|when|with|to|towards?|if|after|again|at|in|"
    "because|how|i|too|as|what|once|now) )"
)
ROUGH_ONE = (
    "(?:violent|abusive) (?:man|woman|person|husband|wife|partner|boyfriend|girlfriend|father|mother|dad|mum|mom|"
    "parent)(?= (?:\\$|,|and|who|but|how|i|what) )"
)
NO_ONE_ELSE = (  # a violent man's wife, an abusive partner
    "(?:violent|abusive)(?! (?:or (?:is|are) (?:he|she|they)|man|woman|person|people|husband|wife|partner|boyfriend|girlfriend|father|"
    "mother|dad|mum|mom|parents?|ex|boss|texts?|messages?|emails?|calls?|letters?|relationships?|marriage|home|family|childhood) )"
)
OWN = (
    f"am i {HOW}(?:{ROUGH}|{ROUGH_ONE}|abusing|dangerous|controlling|abuser(?! or (?:is|are) (?:he|she|they) ))",
    f"i (?:(?:can|could|may|might|will|ll|used to|tend to|often|sometimes|always|have|ve|had|just|think i) ){{0,2}}"
    f"(?:(?:get|got) {HOW}{ROUGH}|(?:am|m|was|been|be|become|became|turn|turned) {HOW}(?:{NO_ONE_ELSE}|abuser))",
    f"i (?:have been|ve been|am|m|was|might be|think i m|think i am) {HOW}{ROUGH_ONE}",
    f"(?:i|me|\\^) (?:(?!{OTHER} )\\w+ ){{0,3}}?stop(?:ped)? being (?:\\w+ )?(?:violent|abusive|controlling|an abuser)",
    "my (?:own )?(?:violence|violent (?:temper|anger|outbursts?)|abusive (?:behaviou?r|ways))",
    "i (?:have|ve|had|get|ve had|keep having|have had) (?:\\w+ )?violent (?:outbursts?|thoughts|urges?|temper|rages?|fantasies|"
    "fits|impulses)",
    f"i {ALSO}(?:\\w+ly )?(?:and \\w+ly )?abus(?:e|ed|ing) {WHOM}", f"i {ALSO}stalk(?:ed|ing)? {WHOM}",
    "i (?:was|got|am|m|been|have been|ve been|just got) (?:just |recently )?(?:arrested|charged|convicted|accused) (?:for|with|of) "
    "(?:\\w+ ){0,2}?(?:violence|abuse|battery|assault|dv)",
    "i (?:have |ve )?committed (?:\\w+ ){0,2}?(?:violence|abuse|assault|dv)",
)  # fmt: skip
# or of having got away: nothing of hurting others
FREED = f"i {ALSO}{STRIKES} {WHOM} so (?:that )?(?:he|she|they|i) (?:would|could|d|ll|will|can) (?:let|get|stop|escape|leave)"
FLED = (
    f"i {ALSO}grab(?:bed)? {CHILD} (?:and (?:ran|run|fled|drove|went|got out|left(?! (?:an?|her|him|them|marks?|bruises?) ))|"
    "from (?:\\w+ )?(?:school|nursery|daycare))"
)
# what is told of others: such words tell nothing of what the one who asks would do
THEIRS = (
    f"(?:{WHO}|someone|somebody) (?:(?!i |me )\\w+ ){{0,3}}?(?:tried|tries|trying|threatens|threatened|threatening|wants|wanted|going|"
    f"used|about|planning|plans|planned) (?:(?!i )\\w+ ){{0,3}}?to (?:{MAIM}|harm) (?:me|us|{WHOM}){BUT}",
    f"{OTHER} (?:(?!(?:i|me|and|but|how|so|says?|said) )\\w+ ){{0,3}}?(?:stop|stops|stopped|keep|keeps|from|admits|admitted|"
    "denies|denied) (?:to )?"
    f"{HITTING} (?:me|us|{WHOM}){BUT}",
    f"{OTHER} to stop being (?:\\w+ )?(?:violent|abusive|controlling)",
)
WORDS: Mapping[Danger, tuple[str, ...]] = {
    Danger.HURTING: (
        f"i {ALSO}{STRIKES} {WHOM}{BUT}", f"i {ALSO}(?:beat|beats|beating) up {WHOM}",
        f"(?:i ll|ill|i will|i might|i could|i may|i want to|i wanna|i m going to|im going to|i am going to|feel like|felt like|of|to) "
        f"{HARMS} (?:{WHOM}|someone|somebody|people){BUT}",
        *OWN,
        f"(?:{FEARED}|worried|fear) (?:of |about |by )?what i (?:{MIGHT} )?do to (?:{WHOM}|someone|somebody)",
        f"(?:{FEARED}|fear) of what i (?:{MIGHT} )?do (?:\\$|(?:when|if) i (?:lose it|snap|drink|get angry|am angry|m angry|see red))",
        f"(?:{FEARED}|worried|fear) (?:of |about |by )?what i (?:am|m|might be) capable of",
        f"(?:{FEARED}|worried) (?:that )?i {MIGHT} (?:do something (?:to {WHOM}|bad|terrible)|lose it with|snap and)",
        f"{FEARED} of (?:my (?:own )?(?:anger|temper|rage|hands|strength)|myself around {WHOM})",
        f"i {SAME}(?:and|then|so|until) (?:i )?(?:then |just |even )?{STRIKES} {WHOM}{BUT}",
        f"i {ALSO}(?:punch(?:ed)?|hit|kick(?:ed)?|smash(?:ed)?|slam(?:med)?) {THINGS} (?:right )?{NEAR} (?:{WHOM}|her|his|their)",
        f"i {ALSO}punch(?:ed)? (?:a |the |my |our )?(?:holes? (?:in|into|through) (?:a |the |my |our )?)?(?:walls?|doors?)",
        f"{FEARED} of me", f"(?:stop|stopped|keep|from) {HITTING} {WHOM}{BUT}",
        f"got physical with {WHOM}",
        f"my hands (?:a?round|on) {WHOM}", f"i {ALSO}(?:throw|threw) (?!(?:\\w+ )?(?:party|"
        f"myself) )(?:\\w+ ){{1,5}}?at {WHOM}(?! (?:house|home|place|flat|wedding|party) )",
        f"am i {HOW}(?:abusive|violent|abuser) or (?:is|are) (?:he|she|they)",
        f"i {ALSO}hurt my (?:\\w+ )?{OURS}(?= (?:\\$|again|physically|when i (?:drink|get|lose|lost|snap|am|m|was)|and i want to stop) )",
        f"i {ALSO}pin(?:ned)? {WHOM} (?:down|against|to)", f"i {ALSO}forced myself on",
        f"i (?:never want to|never meant to|have to stop) (?:hit|hurt) {WHOM}{BUT}", "je suis violent",
        "ich (?:habe (?:sie|ihn|mein kind|meine \\w+|meinen \\w+) geschlagen|schlage)", "je (?:l ai frappee?|la frappe|le frappe)",
        "j ai frappe (?:ma|mon|mes) \\w+", "le (?:pego|pegue)", "la golpee",
        "(?:bati|bato) (?:na minha (?:mulher|esposa|filha)|no meu (?:filho|marido))",
        "ho picchiato (?:mia|mio|la mia|il mio)", "(?:uderzylem|uderzyłem|pobilem|pobiłem) (?:zone|ja|dziewczyne)",
        "kar[ıi]m[ıi] (?:dovdum|dovuyorum)", "я (?:ударил|избил|бью) (?:ее|жену|свою|мою|девушку|ребенка)",
    ),
    Danger.HURT: (
        *THEIRS, FREED,
        f"{WHO} {ALSO}(?:beats?|beating) up (?:me|us|{WHOM})", f"{WHO} {ALSO}{STRIKES} my {LIMBS}(?! off )",
        f"{WHO} {ALSO}hurts? (?:me|us|{WHOM}) physically",
        "block(?:s|ed|ing)? (?:(?:me|us) (?:again )?(?:(?:in|at|on) the (?:door|doorway|stairs|hall|hallway|kitchen|bedroom|bathroom|room)|"
        "from leaving)|the door(?:way)?|my way)",
        "(?:hit|beaten|slapped|punched|kicked|choked|strangled|attacked|raped|stabbed) by (?:him|them|(?:(?:my|his|her|their|our) )?"
        f"(?:\\w+ )?(?:{_any(ADULTS)}|husbands|wives|partners|boyfriends|girlfriends))",
        f"{WHO} {ALSO}(?:punch(?:es|ed)?|hits?|kick(?:s|ed)?|smash(?:es|ed)?) {THINGS} (?:right )?{NEAR} (?:me|us|my|our|{WHOM})",
        f"{WHO} {ALSO}punch(?:es|ed|ing)? (?:a |the |my |our )?(?:holes? (?:in|into|through) (?:a |the |my |our )?)?(?:walls?|doors?)",
        f"{WHO} {ALSO}(?:kill(?:s|ed)?|hurts?|poison(?:s|ed)?|drown(?:s|ed)?|kick(?:s|ed)?|beats?) {BEASTS}", "drew blood",
        f"{WHO} (?:(?:(?!i |it )\\w+|,) ){{1,6}}(?:and|then) (?:then |he |she )?{STRIKES} (?:me|us|{WHOM}){BUT}",
        "\\^ (?:i was |was |being |been |got )?(?:strangled|choked|beaten up|raped) \\$", "(?:strangled|choked) (?:me|by)",
        "(?:spat|spits|spit) (?:on|at|in) (?:me|my)", "bruises? (?:on|all over) (?:me|my)", "left (?:me with )?(?:a )?bruises?",
        f"{WHO} {ALSO}{STRIKES} (?:me|us|{WHOM}){BUT}", f"\\^ {STRIKES} (?:me|us){BUT}",
        f"(?:i was|i been|i ve been|getting) {ALSO}(?:hit(?! (?:hard )?(?:by (?:(?:an?|the|this|my|his|her) )?(?:\\w+ )?"
        "(?:car|bus|truck|lorry|van|train|bike|cyclist|motorbike|scooter|ball|wave|storm|lightning|news|grief|guilt|sadness|divorce|bill)|"
        "with (?:an?|the) (?:bill|fee|news|lawsuit)) )|slapped|"
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
        "(?:won|wouldn|doesn|didn) ?t let me (?:leave(?! (?:early|work) )|go out|out of|have (?:any )?money|work|sleep)",
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
        "(?:cut|cuts|cutting) (?:myself|himself|herself)(?! (?:off|shaving|some|an? (?:slice|piece|break|deal)|cooking|short|"
        "loose|on (?!purpose)\\w+) )", "hurt(?:ing)? myself (?:\\$|on purpose|again|when)",
        "(?:end|ending|take|taking) my (?:own )?life", "end it all(?! (?:between|with (?:him|her|them|my)) )",
        "no (?:point|reason) (?:in |to )?(?:(?:living|live)(?! (?:with (?!myself |this |it )|together |apart ))|being alive|being here|"
        "going on(?! (?:with (?!life |this |it |living )|an? |holiday |dates? |about )))",
        "nothing to live for", "(?:not|isn ?t) worth living", "(?:want|wants|wanna)(?: to)? (?:die|be dead)", "wish i could (?:just )?die",
        "(?:think|thinking|thoughts|dream|dreaming) (?:about|of) dying(?! my )",
        "(?:jump|jumping|throw myself|throwing myself|step|walk) (?:in front of|under) (?:an?|the) (?:train|car|bus|truck|lorry|tube)",
        "(?:want to|wanna|going to|thinking of|thinking about) jump(?:ing)? (?:off|from) (?:an?|the) (?:bridge|building|roof|"
        "balcony|cliff)",
        "(?:how (?:to|do you|can you)|ways? to) kill yourself", "(?:sleep|bed) and (?:never|not) wake(?: up)?",
        "(?:slit|slitting|slash|slashing|cut|cutting) my wrists?", "i (?:am|m|ve been|have been|was|started) cutting again",
        "wish i (?:was|were) (?:dead|never born)",
        "never been born", "better off (?:dead|without me)", "(?:don ?t|not) want to (?:be alive|exist|be here any ?more|be here any more)",
        "(?:(?:don ?t|not) want to|don ?t wanna) live(?: any ?more)? (?:\\$|if|like this)", "self ?harm(?:s|ed|ing)?", "overdosed?",
        "kms", "unalive",
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
APART: Mapping[Danger, tuple[str, ...]] = {Danger.HURTING: (*THEIRS, FREED, FLED), Danger.HURT: OWN}

# who looks for a program names it; programs for those who hurt are no help to the hurt: beside being hurt only the first of these count,
# which name just such a program (the one group of the expression, for JavaScript too)
FOR_WHO_HURTS = (
    "perpetrators?", "batterers?", "abusers", "behaviou?r change",
    "(?:violent|abusive|controlling) (?:men|women|fathers|dads|husbands|people)",
    "(?:men|women|fathers|dads|husbands|people|those|someone|somebody) (?:who|that) (?:(?:are|is) (?:\\w+ )?(?:violent|abusive|"
    "controlling)|"
    "(?:hurts?|hits?|beats?|abuses?|harms?)(?! (?:by|me|us|my) ))",
    "anti ?gewalt ?training", "taterarbeit", "auteurs? de violences", "hommes? violents?", "hombres? violentos?", "maltratadores",
)  # fmt: skip
OFFERS = (
    f"({'|'.join(FOR_WHO_HURTS)})",
    "programmes?", "programs?", "courses?", "class(?:es)?", "groups?", "training", "men", "male", "charity", "ngo",
    "organi[sz]ations?", "centres?", "centers?", "fur manner", "manner(?:gruppen?|beratung)", "hommes", "hombres",
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


def looks_for_a_program(query: str, hurt: bool = False) -> bool:
    """Whether it names what is offered: a course, a group, a charity; of somebody who is hurt, whether it names one for those who hurt."""
    return any(not hurt or one[1] for one in _compiled(OFFERS).finditer(f" {spaced(query)} "))


def pattern(words: tuple[str, ...]) -> str:
    """Some words as one expression."""
    return f" (?:{'|'.join(words)})(?= )"


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(words))
