"""Dates written out in a language, as Google's exports write them: "Friday, May 29, 2026 at 3:00:29 AM UTC".

Nothing says which language it is, so a date is taken apart instead: the clock, the words beside it, the zone, a four-digit year, a
month's name from one table over all languages, and the day that is left. What does not come apart is None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from reattune.reading.dates import CACHED, MARKS, MONTHS, Day, clock, clock_words

_MORE_MONTHS = (
    """يناير जनवरी जाने জানুয়ারি জানুয়ারী జనవరి ஜனவரி ಜನವರಿ ജനുവരി જાન્યુઆરી ਜਨਵਰੀ มกราคม ינואר בינואר січня gener sausio
    janvāris janvāri jaanuar siječnja јануар januára januarja enero januarie urtarrila իানվার հունվարի იანვარი қаңтар enero janeiro""",
    """فبراير شباط फ़रवरी फरवरी फेब्रुवारी ফেব্রুয়ারি ফেব্রুয়ারী ఫిబ్రవరి பிப்ரவரி ಫೆಬ್ರವರಿ ഫെബ്രുവരി ફેબ્રુઆરી ਫ਼ਰਵਰੀ กุมภาพันธ์ פברואר בפברואר
    лютого febrer vasario februāris veebruar veljače фебруар februára februarja pebrero februarie փետրվարի თებერვალი ақпан""",
    """مارس آذار मार्च মার্চ మార్చి மார்ச் ಮಾರ್ಚ್ മാർച്ച് માર્ચ ਮਾਰਚ มีนาคม מרץ במרץ березня març kovo marts märts ožujka март marca
    maaliskuuta mac maart március մարտի მარტი наурыз""",
    """أبريل إبريل نيسان अप्रैल एप्रिल এপ্রিল ఏప్రిల్ ஏப்ரல் ಏಪ್ರಿಲ್ ഏപ്രിൽ એપ્રિલ ਅਪ੍ਰੈਲ เมษายน אפריל באפריל квітня abril balandžio
    aprīlis aprill travnja април apríla aprila huhtikuuta abril ապրիլի აპრილი сәуір""",
    """مايو أيار मई मे মে మే மே ಮೇ മേയ് મે ਮਈ พฤษภาคม מאי במאי травня maig gegužės maijs mai svibnja мај mája maja toukokuuta mei mayo
    մայիսի მაისი мамыр máj""",
    """يونيو حزيران जून জুন జూన్ ஜூன் ಜೂನ್ ജൂൺ જૂન ਜੂਨ มิถุนายน יוני ביוני червня juny birželio jūnijs juuni lipnja јун júna junija
    kesäkuuta jun hunyo junie հունիսի ივნისი маусым""",
    """يوليو تموز जुलाई जुलै জুলাই జులై ஜூலை ಜುಲೈ ജൂലൈ જુલાઈ ਜੁਲਾਈ กรกฎาคม יולי ביולי липня juliol liepos jūlijs juuli srpnja јул júla
    julija heinäkuuta julai hulyo julie հուլիսի ივლისი шілде""",
    """أغسطس آب अगस्त ऑगस्ट আগস্ট ఆగస్టు ஆகஸ்ட் ಆಗಸ್ಟ್ ഓഗസ്റ്റ് ઑગસ્ટ ਅਗਸਤ สิงหาคม אוגוסט באוגוסט серпня agost rugpjūčio augusts
    kolovoza август augusta avgusta elokuuta ogos agosto augustus օգոստոսի აგვისტო тамыз""",
    """سبتمبر أيلول सितंबर सप्टेंबर সেপ্টেম্বর సెప్టెంబర్ செப்டம்பர் ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റംബർ સપ્ટેમ્બર ਸਤੰਬਰ กันยายน ספטמבר בספטמבר
    вересня setembre rugsėjo septembris rujna септембар septembra syyskuuta setyembre սեպտեմբերի სექტემბერი қыркүйек""",
    """أكتوبر अक्टूबर अक्तूबर ऑक्टोबर অক্টোবর అక్టోబర్ அக்டோபர் ಅಕ್ಟೋಬರ್ ഒക്‌ടോബർ ઑક્ટોબર ਅਕਤੂਬਰ ตุลาคม אוקטובר באוקטובר жовтня
    octubre spalio oktobris oktoober октобар októbra oktobra lokakuuta oktobre հոկտեմբերի ოქტომბერი қазан октомври""",
    """نوفمبر नवंबर नवम्बर नोव्हेंबर নভেম্বর నవంబర్ நவம்பர் ನವೆಂಬರ್ നവംബർ નવેમ્બર ਨਵੰਬਰ พฤศจิกายน נובמבר בנובמבר листопада lapkričio
    novembris studenoga studenog новембар novembra listopadu marraskuuta nobyembre նոյեմբերի ნოემბერი қараша ноември""",
    """ديسمبر दिसंबर दिसम्बर डिसेंबर ডিসেম্বর డిసెంబర్ டிசம்பர் ಡಿಸೆಂಬರ್ ഡിസംബർ ડિસેમ્બર ਦਸੰਬਰ ธันวาคม דצמבר בדצמבר грудня desembre
    gruodžio decembris detsember prosinca децембар decembra joulukuuta disember disyembre դեկտեմբերի დეკემბერი желтоқсан декември""",
)
# Persian months belong to another calendar, whose years are told by their number
_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
NAMES: Mapping[str, int] = {
    **MONTHS,
    **{name: number for number, row in enumerate(_MORE_MONTHS, start=1) for name in row.split()},
    **{name: number for number, name in enumerate(_PERSIAN.split(), start=1)},
}
_CROATIAN_OCTOBER = re.compile(r"\d\. listopada")  # Polish, which writes no point, means November

_HIDDEN = re.compile(f"[{MARKS}]")
_WORD = re.compile(r"[^\s\d,.،、()年月日년월일/-]+")
_ZONE = re.compile(r"\(?\b(?:UTC|GMT|Z)(?![a-z])\s*(?:([+\-−])(\d{1,2})(?::?(\d{2}))?)?\)?")
_CLOCK = re.compile(
    r"(?<![\d.])(?:(\d{1,2}):(\d{2}):(\d{2})|(\d{1,2})\.(\d{2})\.(\d{2})(?![\d.])"
    r"|(\d{1,2})\s?(?:時|时|點|点|시|h|นาฬิกา)\s?(\d{1,2})\s?(?:分|분|min|นาที)\s?(?:(\d{1,2})\s?(?:秒|초|s|วินาที))?|(\d{1,2}):(\d{2}))"
)
_AFTER_DIGIT = re.compile(r"[^\d,]*$")
_BEFORE_DIGIT = re.compile(r"^[^\d,]*")


@lru_cache(maxsize=CACHED)
def prose_date(text: str) -> tuple[datetime | None, bool]:
    """The naive time that a sentence writes, and whether it is UTC; None where it does not come apart into one."""
    plain = _HIDDEN.sub("", text).replace("\u202f", " ").replace("\u00a0", " ")
    zone = _ZONE.search(plain)
    rest = plain[: zone.start()] + plain[zone.end() :] if zone else plain
    found = _CLOCK.search(rest)
    if found is None:
        return None, False
    before, after = rest[: found.start()], rest[found.end() :]
    moment = clock(_clock_text(found), _part(before, after))
    day = _day(f"{before} {after}")
    date = day.under("ymd") if day else None
    if date is None or moment is None:
        return None, False
    try:
        return datetime.combine(date, moment) - _offset(zone), zone is not None
    except OverflowError:
        return None, False


def _clock_text(found: re.Match[str]) -> str:
    hour, minute, second = ([int(part) for part in found.groups() if part] + [0, 0])[:3]
    return f"{hour}:{minute:02d}:{second:02d}"


def _part(before: str, after: str) -> str:
    """The part of the day, from the words right beside the clock."""
    left, right = _AFTER_DIGIT.search(before), _BEFORE_DIGIT.search(after)
    return clock_words(left[0] if left else "", right[0] if right else "").part


def _offset(zone: re.Match[str] | None) -> timedelta:
    if zone is None or not zone[1]:
        return timedelta()
    away = timedelta(hours=int(zone[2]), minutes=int(zone[3] or 0))
    return away if zone[1] == "+" else -away


def _day(text: str) -> Day | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    years = [number for number in numbers if number > 999]
    month = _month(text)
    if len(years) != 1 or len(numbers) != (2 if month else 3):
        return None
    rest = [number for number in numbers if number not in years]
    if len(rest) != len(numbers) - 1:
        return None
    year = years[0] - 543 if years[0] >= 2400 else years[0]
    if month:
        return Day((year, month, rest[0]), 0, "")
    # in numbers alone a year in front is followed by the month, and a year behind comes after it
    first, second = rest if numbers[0] == years[0] else rest[::-1]
    return Day((year, first, second), 0, "")


def _month(text: str) -> int | None:
    if _CROATIAN_OCTOBER.search(text):
        return 10
    return next((NAMES[word] for found in _WORD.findall(text) if (word := found.lower()) in NAMES), None)
