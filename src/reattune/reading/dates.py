"""What an export's dates and clocks mean, decided over the whole file.

A single "03/04/24" cannot be read; a file of them usually can. So a day is kept as it is written (`Day`) until `settle`
has seen them all and says which order they are in, or that nothing tells. Clocks need no file: their words ("p. m.", "오후",
"nachts") are one table. Digits of any script are digits here; Buddhist, Japanese, Minguo and Persian years become common ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from itertools import pairwise

MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff"  # invisible: direction marks, isolates, byte-order mark
SPACES = " \t\u00a0\u2009\u202f\u3000"

CACHED = 1 << 16
ORDERS = ("dmy", "mdy", "ymd")
OLDEST_TWO_DIGIT_YEAR = 52  # two digits from here on are Buddhist: 67 is 2567, which is 2024
FIRST_CHAT_YEAR = 2009  # no two-digit year of a chat is older; used only to doubt a reading
SURE_STEPS_BACK = 2  # one step back may be a wrong clock; two are an order that does not fit
SURE_DISTINCT_LAST = 5

_MARK = re.compile(f"[{MARKS}]")
_ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)})[. ]?(\d{{1,3}}|元)")
_NUMBER_OR_WORD = re.compile(r"\d+|[^\W\d_]+")

_MONTH_NAMES = (
    """jan january januar janvier janv enero ene janeiro gennaio gen januari styczeń stycznia sty leden ledna
    tammikuu tammi январь января янв ocak oca ianuarie ian január ιανουαρίου ιαν""",
    """feb february februar février févr fév febrero fevereiro fev febbraio februari luty lutego lut únor února
    helmikuu helmi февраль февраля февр фев şubat şub februarie február φεβρουαρίου φεβ""",
    """mar march märz mär mrz mars marzo março maart mrt marzec marca březen března maaliskuu maalis март марта
    мар mart martie március μαρτίου μαρ""",
    """apr april avril avr abril abr aprile kwiecień kwietnia kwi duben dubna huhtikuu huhti апрель апреля апр
    nisan nis aprilie április απριλίου απρ""",
    """may mai mayo maio maggio mag mei maj maja květen května toukokuu touko май мая mayıs május maí μαΐου μαϊ""",
    """jun june juni juin junio junho jun giugno giu czerwiec czerwca cze červen června kesäkuu kesä июнь июня
    июн haziran haz iunie iun június ιουνίου ιουν""",
    """jul july juli juillet juil julio julho luglio lug lipiec lipca lip červenec července heinäkuu heinä июль
    июля июл temmuz tem iulie iul július ιουλίου ιουλ""",
    """aug august août agosto ago augustus augusti sierpień sierpnia sie srpen srpna elokuu elo август августа
    авг ağustos ağu augusztus αυγούστου αυγ""",
    """sep sept september septembre septiembre setembro set settembre wrzesień września wrz září syyskuu syys
    сентябрь сентября сент сен eylül eyl septembrie szeptember σεπτεμβρίου σεπ""",
    """oct october okt oktober octobre octubre outubro out ottobre ott październik października paź říjen října
    lokakuu loka октябрь октября окт ekim eki octombrie október οκτωβρίου οκτ""",
    """nov november novembre noviembre novembro listopad listopada lis marraskuu marras ноябрь ноября нояб ноя
    kasım kas noiembrie noi νοεμβρίου νοε""",
    """dec december dez dezember décembre déc diciembre dic dezembro dicembre desember grudzień grudnia gru
    prosinec prosince joulukuu joulu декабрь декабря дек aralık ara decembrie δεκεμβρίου δεκ""",
)
MONTHS: Mapping[str, int] = {name: number for number, row in enumerate(_MONTH_NAMES, start=1) for name in row.split()}

_CLOCK_WORDS = {
    "am": """am a πμ ص صباحا صباحًا قظ قبلازظهر 上午 早上 清晨 早晨 凌晨 半夜 午前 오전 새벽 पूर्वाह्न पूर्वान्ह सुबह सकाळी मपू पूर्वमध्यान्ह
        পূর্বাহ্ণ পূর্বাহ্ন সকাল সকাল ভোর સવારે સવાર વહેલીસવારે முற்பகல் காலை அதிகாலை ఉదయం తెల్లవారుజామున ಪೂರ್ವಾಹ್ನ ಬೆಳಿಗ್ಗೆ രാവിലെ ਪੂਦੁ ਸਵੇਰੇ පෙව ព្រឹក
        နံနက် ກ່ອນທ່ຽງ ก่อนเที่ยง öö de delelőtt pd eparadites fm ap aamupäivä dop dopoledne sa vm vorm vormittags morgens
        früh дп прв пробяд пробед пробод предиобяд преподне утра priešpiet priekšpusdienā ጥዋት үө pg pagi rn yb sn inthemorning
        delamañana manhã matin mattina ochtends לפנהצ לפנהצהריים בבוקר""",
    "pm": """pm p μμ م مساء مساءً بظ بعدازظهر 下午 傍晚 午後 오후 저녁 अपराह्न अपरान्ह शाम सायंकाळी संध्याकाळी मउ अपरमध्यान्ह
        অপরাহ্ণ অপরাহ্ন বিকাল বিকেল সন্ধ্যা સાંજે સાંજ பிற்பகல் மாலை సాయంత్రం ಅಪರಾಹ್ನ ಸಂಜೆ വൈകുന്നേരം ਬਾਦੁ ਸ਼ਾਮ පව ល្ងាច
        ညနေ ຫຼັງທ່ຽງ หลังเที่ยง ös du délután md epasdites em ip iltapäivä odp pop odpoledne popoldne ch nm nachm nachmittags abends
        пп слоб следобед поподне дня вечера popiet pēcpusdienā ከሰዓት үх ptg petang sore malam in yh gn intheafternoon intheevening
        delatarde tarde soir aprèsmidi aprèsmidi pomeriggio sera middags avonds אחהצ אחרהצהריים בערב""",
    "noon": "中午 正午 दोपहर दुपारी দুপুর બપોરે બપોર மதியம் நண்பகல் మధ్యాహ్నం ಮಧ್ಯಾಹ್ನ ഉച്ചയ്ക്ക് mittags siang बजेदोपहर noon ظهرا ظهرًا 낮 정오 בצהריים",
    "night": "晚上 夜晚 夜里 夜裡 深夜 रात रात्री রাত রাত્রি રાત્રે રાત இரவு రాత్రి ರಾತ್ರಿ രാത്രി ਰਾਤ nachts 밤 atnight ночи בלילה",
    # words beside a clock that do not move it
    "": """klo à um kl at alas às as om o saat в lúc об ob ore alle kello uhr hrs h ч год tlh the den
        日 号 일 be ad พศ คศ เวลา น น. г гг р le la las a2 jam pukul""",
}
CLOCK_WORDS: Mapping[str, str] = {word: part for part, words in _CLOCK_WORDS.items() for word in words.split()}
_WEEKDAYS = re.compile(
    r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|[（(]?[月火水木金土日](?:曜日?)?[)）]|[月火水木金土日]曜日?|[월화수목금토일]요일"
)
_NOT_LETTERS = re.compile(rf"[\s.,،、'’`´\"״׳()（）{MARKS}\u00a0\u202f]+")
_BETWEEN = re.compile(r"(?:(?<=[日号일])|[\s,،、()（）]|(?<=\D\D)\.(?=\D\D))+")
_CLOCK = re.compile(r"(\d{1,2})\D{1,3}(\d{2})(?:\D(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written: its three numbers, and where the year stands (None: two digits each, only the file can tell).

    `shape` is what it looks like apart from its numbers, so that headers of one style can be told from others.
    """

    numbers: tuple[int, int, int]
    year_at: int | None
    shape: str

    def open(self) -> bool:
        """Whether day and month (or all three) could be exchanged."""
        return self.year_at != 0

    def under(self, order: str) -> date | None:
        """The date under an order; None where it is impossible there."""
        return _under(self.numbers, self.year_at, order)


@dataclass(frozen=True, slots=True)
class Order:
    """How the days of a file are written, and whether nothing in the file settled it."""

    name: str
    ambiguous: bool


@lru_cache(maxsize=CACHED)
def parse_day(text: str) -> Day | None:
    """The day that a text writes, in numbers, with an era or with a month's name; None where it is no day."""
    plain = _MARK.sub("", text)
    shape = re.sub(r"\d+", "0", plain)
    era = _ERA_YEAR.search(plain)
    if era:
        years = 1 if era[2] == "元" else int(era[2])
        plain = f"{plain[: era.start()]}{_ERAS[era[1]] + years:04d}{plain[era.end() :]}"
    words = _NUMBER_OR_WORD.findall(plain)
    numbers = [word for word in words if word.isdecimal()]
    if len(numbers) == 2:
        return _named_month(words, numbers, shape)
    if len(numbers) != 3:
        return None
    long = [at for at, number in enumerate(numbers) if len(number) > 2]
    if len(long) > 1:
        return None
    first, second, third = (_year(number) if at in long else int(number) for at, number in enumerate(numbers))
    widths = "".join("y" if at in long else "d" for at in range(3))
    return Day((first, second, third), long[0] if long else None, re.sub(r"\s", "", shape) + widths)


def _named_month(words: Sequence[str], numbers: Sequence[str], shape: str) -> Day | None:
    month = next((MONTHS[word.lower()] for word in words if word.lower() in MONTHS), None)
    if month is None:
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) > 2 else (numbers[0], numbers[1])
    return Day((_year(year), month, int(day)), 0, re.sub(r"[^\W\d_]+", "a", shape))


def _year(number: str) -> int:
    value = int(number)
    if len(number) == 3:
        return value + 1911  # Minguo
    if len(number) < 3:
        return value + 2000 if value < OLDEST_TWO_DIGIT_YEAR else value + 1957
    return value - 543 if value >= 2400 else value


@lru_cache(maxsize=CACHED)
def _under(numbers: tuple[int, int, int], year_at: int | None, order: str) -> date | None:
    if year_at is None:
        at = order.index("y")
        rest = numbers[:at] + numbers[at + 1 :]
        year = _year(f"{numbers[at]:02d}")
    else:
        rest = numbers[:year_at] + numbers[year_at + 1 :]
        year = numbers[year_at]
    month_first = rest[1] > 12 or rest[0] <= 12 if year_at == 0 else order in ("mdy", "ymd" if year_at is None else "mdy")
    month, day = rest if month_first else rest[::-1]
    return _date(year, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    if 1300 <= year < 1500:
        return _from_persian(year, month, day)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _persian_days(year: int, month: int, day: int) -> int:
    years = year + 1595
    before = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + before + day


def _from_persian(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    new_year = date(2024, 3, 20)  # 1 Farvardin 1403
    return date.fromordinal(new_year.toordinal() + _persian_days(year, month, day) - _persian_days(1403, 1, 1))


def settle(days: Iterable[Day], chosen: str = "auto", leaning: Mapping[str, int] | None = None, year_first: bool = False) -> Order:
    """The order of a whole file's days, given in the file's order.

    `chosen` settles it. `leaning` counts what else speaks for an order (names of pictures): it may choose a reading, not
    settle it. `year_first` says that the file's language writes the year first.
    """
    if chosen != "auto":
        return Order(chosen, False)
    open_days = [day for day in days if day.open()]
    if not open_days:
        return Order("ymd", False)
    if _short_year_first(open_days, year_first):
        return Order("ymd", False)
    unlike = [day for day in open_days if day.under("dmy") != day.under("mdy")]
    if not unlike:
        return Order("dmy", False)
    return _by_fields(unlike) or _by_steps(open_days) or _by_leaning(leaning or {})


def _short_year_first(days: Sequence[Day], likely: bool) -> bool:
    short = [day for day in days if day.year_at is None]
    if len(short) < len(days) or not all(_plausible(day.under("ymd")) for day in short):
        return False
    distinct = [len({day.numbers[at] for day in short}) for at in range(3)]
    changes_last = distinct[2] >= SURE_DISTINCT_LAST and distinct[0] * 2 <= distinct[2]
    nothing_else = any(not _plausible(day.under("dmy")) and not _plausible(day.under("mdy")) for day in short)
    return likely or changes_last or nothing_else


def _plausible(day: date | None) -> bool:
    return day is not None and FIRST_CHAT_YEAR <= day.year < FIRST_CHAT_YEAR + 43


def _by_fields(days: Sequence[Day]) -> Order | None:
    day_first = sum(day.under("mdy") is None and day.under("dmy") is not None for day in days)
    month_first = sum(day.under("dmy") is None and day.under("mdy") is not None for day in days)
    if not day_first and not month_first:
        return None
    fewer, more = sorted((day_first, month_first))
    return Order("mdy" if month_first > day_first else "dmy", fewer * 20 > more)


def _by_steps(days: Sequence[Day]) -> Order | None:
    back = {order: _steps_back(days, order) for order in ("dmy", "mdy")}
    for order, other in (("dmy", "mdy"), ("mdy", "dmy")):
        if back[other] >= SURE_STEPS_BACK and back[order] * 4 <= back[other]:
            return Order(order, False)
    return None


def _steps_back(days: Sequence[Day], order: str) -> int:
    dates = [found for day in days if (found := day.under(order))]
    return sum(later < earlier for earlier, later in pairwise(dates))


def _by_leaning(leaning: Mapping[str, int]) -> Order:
    return Order("mdy" if leaning.get("mdy", 0) > leaning.get("dmy", 0) else "dmy", True)


@dataclass(frozen=True, slots=True)
class ClockWords:
    """What the words around a clock say: a part of the day ("" for none), and whether a word was not known."""

    part: str
    unknown: str = ""


@lru_cache(maxsize=CACHED)
def clock_words(before: str, after: str = "") -> ClockWords:
    """What the words before and after a clock say, in whatever language and spelling."""
    part, unknown = _said(before)
    part_after, unknown_after = _said(after)
    return ClockWords(part_after or part, unknown or unknown_after)


def _said(text: str) -> tuple[str, str]:
    bare = _bare(text)
    if bare in CLOCK_WORDS:
        return CLOCK_WORDS[bare], ""
    part = unknown = ""
    for word in _BETWEEN.split(_WEEKDAYS.sub(" ", text)):
        known = CLOCK_WORDS.get(_bare(word))
        if known is None and _bare(word):
            unknown += _bare(word)
        part = known or part
    # "p. m." and "in the afternoon" are one word in pieces
    rest = unknown and CLOCK_WORDS.get(unknown)
    return (part, unknown) if rest is None or not unknown else (rest or part, "")


def _bare(word: str) -> str:
    return _NOT_LETTERS.sub("", word).lower()


def clock(text: str, part: str = "") -> time | None:
    """The time of day that a clock and a part of the day write; None where there is none."""
    found = _CLOCK.fullmatch(_MARK.sub("", text).strip())
    if not found:
        return None
    try:
        return time(_hour(int(found[1]), part), int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _hour(hour: int, part: str) -> int:
    if not part or hour > 12 or hour == 0:
        return hour
    turned = {
        "am": hour % 12,
        "pm": hour % 12 + 12,
        "noon": hour if hour >= 10 else hour + 12,
        "night": hour % 12 if hour == 12 or hour < 6 else hour + 12,
    }
    return turned[part]
