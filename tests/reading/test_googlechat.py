"""Google Chat's Takeout as people have it; every row here is made up for this test."""

from __future__ import annotations

from datetime import datetime

import pytest

from reattune.core.message import Conversation, Kind
from reattune.reading.format import Options
from reattune.reading.googlechat import FORMAT
from reattune.reading.prose_dates import prose_date
from reattune.reading.source import memory_source
from tests.writers.chats import dumped, source_of

DATE = "Monday, May 6, 2024 at 3:04:05\u202fPM UTC"


def row(who: str = "Ana", **fields: object) -> dict[str, object]:
    return {"creator": {"name": who, "email": f"{who}@example.org", "user_type": "Human"}, "created_date": DATE, **fields}


def read(*rows: object) -> Conversation:
    return FORMAT.read(memory_source("messages.json", dumped({"messages": list(rows)})), Options())


@pytest.mark.parametrize(
    "text",
    """Monday, May 6, 2024 at 3:04:05 PM UTC
    Monday, 6 May 2024 at 15:04:05 UTC
    Montag, 6. Mai 2024 um 15:04:05 UTC
    lundi 6 mai 2024 à 15:04:05 UTC
    lundi 6 mai 2024 à 15 h 04 min 05 s UTC
    lunes, 6 de mayo de 2024, 15:04:05 UTC
    lunes, 6 de mayo de 2024 a las 3:04:05 p. m. UTC
    segunda-feira, 6 de maio de 2024 às 15:04:05 UTC
    lunedì 6 maggio 2024 alle ore 15:04:05 UTC
    maandag 6 mei 2024 om 15:04:05 UTC
    poniedziałek, 6 maja 2024 15:04:05 UTC
    pondělí 6. května 2024 v 15:04:05 UTC
    maanantaina 6. toukokuuta 2024 klo 15.04.05 UTC
    mandag den 6. maj 2024 kl. 15.04.05 UTC
    måndag 6 maj 2024 kl. 15:04:05 UTC
    понедельник, 6 мая 2024 г. в 15:04:05 UTC
    понеділок, 6 травня 2024 р. о 15:04:05 UTC
    6 Mayıs 2024 Pazartesi 15:04:05 UTC
    Δευτέρα, 6 Μαΐου 2024 στις 3:04:05 μ.μ. UTC
    2024. május 6., hétfő 15:04:05 UTC
    luni, 6 mai 2024 la 15:04:05 UTC
    ponedjeljak, 6. svibnja 2024. u 15:04:05 UTC
    Senin, 6 Mei 2024 pukul 15.04.05 UTC
    lúc 15:04:05 UTC Thứ Hai, 6 tháng 5, 2024
    วันจันทร์ที่ 6 พฤษภาคม พุทธศักราช 2567 เวลา 15 นาฬิกา 04 นาที 05 วินาที UTC
    सोमवार, 6 मई 2024 को 3:04:05 pm बजे UTC
    সোমবার, ৬ মে, ২০২৪ ৩:০৪:০৫ PM UTC
    الاثنين، ٦ مايو ٢٠٢٤ في ٣:٠٤:٠٥ م UTC
    יום שני, 6 במאי 2024 בשעה 15:04:05 UTC
    دوشنبه ۱۷ اردیبهشت ۱۴۰۳ ساعت ۱۵:۰۴:۰۵ (UTC)
    2024年5月6日星期一 UTC 15:04:05
    2024年5月6日 星期一 下午3:04:05 [UTC]
    2024年5月6日月曜日 15時04分05秒 UTC
    2024년 5월 6일 월요일 오후 3시 4분 5초 UTC
    Monday, May 6, 2024 at 5:04:05 PM GMT+2""".splitlines(),
)
def test_a_date_in_any_language_is_read(text):
    assert prose_date(text.strip()) == (datetime(2024, 5, 6, 15, 4, 5), True)


def test_one_word_may_be_two_months():
    assert prose_date("petak, 29. listopada 2026. u 15:00:29 UTC")[0] == datetime(2026, 10, 29, 15, 0, 29)
    assert prose_date("niedziela, 29 listopada 2026 15:00:29 UTC")[0] == datetime(2026, 11, 29, 15, 0, 29)


@pytest.mark.parametrize(
    "text", ["", "soon", "Monday, Foo 6, 2024 at 3:04:05 PM UTC", "May 36, 2024 at 3:04:05 PM UTC", "6 May 2024", "15:04:05"]
)
def test_what_does_not_come_apart_is_no_date(text):
    assert prose_date(text) == (None, False)


def test_an_unreadable_date_is_an_issue_and_its_message_stays():
    found = read(row(text="a"), row(text="b", created_date="stardate 4"))
    assert ([message.time for message in found.messages], [issue.line for issue in found.issues]) == (
        [datetime(2024, 5, 6, 15, 4, 5), None],
        [2],
    )


def test_what_a_row_says():
    found = read(
        row(text="hi", updated_date=DATE.replace("3:04", "4:04")),
        row(attached_files=[{"original_name": "v.m4a"}]),
        row(message_state="DELETED"),
        row(deletion_metadata={"deletion_type": "CREATOR"}),
        row(annotations=[{"video_call_metadata": {}}]),
        row(),
    )
    assert [message.kind for message in found.messages] == [Kind.TEXT, Kind.MEDIA, Kind.DELETED, Kind.DELETED, Kind.OTHER, Kind.OTHER]
    assert [message.edited for message in found.messages] == [True, *[False] * 5]


def test_replies_are_by_quote_else_by_topic():
    found = read(
        row(text="a", message_id="m1", topic_id="t1"),
        row("Bo", text="b", message_id="m2", topic_id="t2"),
        row(text="c", topic_id="t1"),
        row(text="d", topic_id="t3", quoted_message_metadata={"message_id": "m2", "text": "b"}),
        row(text="e", quoted_message_metadata={"text": "a"}),
    )
    assert [message.reply_to for message in found.messages] == [None, None, 0, 1, 0]


def test_bots_are_notices_and_rows_that_are_none_are_issues():
    found = read(
        {"creator": {"name": "Meet", "user_type": "Bot"}, "created_date": DATE, "text": "a call"}, row(text="hi"), {"text": "whose?"}
    )
    assert ([notice.text for notice in found.notices], [issue.line for issue in found.issues]) == (["Meet: a call"], [3])


def test_a_takeout_has_its_groups_as_threads_and_tells_its_owner():
    root = "Takeout/Google Chat"
    members = [{"name": name, "email": f"{name}@example.org"} for name in ("Ana", "Bo")]
    files = {
        f"{root}/Users/User 1/user_info.json": dumped({"user": {"name": "Ana R.", "email": "Ana@example.org"}}),
        f"{root}/Groups/DM 1/group_info.json": dumped({"members": members}),
        f"{root}/Groups/DM 1/messages.json": dumped({"messages": [row(text="a")]}),
        f"{root}/Groups/Space 2/group_info.json": dumped({"name": "Allotment", "members": members}),
        f"{root}/Groups/Space 2/messages.json": dumped({"messages": [row("Bo", text="b")]}),
    }
    found = FORMAT.read(source_of(files), Options())
    assert ([message.thread for message in found.messages], found.owner) == (["Bo", "Allotment"], "Ana")
