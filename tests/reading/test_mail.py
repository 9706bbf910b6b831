"""Mails and mailboxes; every line here is made up for this test."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.format import Likeness, Options
from reattune.reading.mail import FORMAT, subject_of
from reattune.reading.mail_body import from_html
from reattune.reading.mail_quotes import own_words
from reattune.reading.source import memory_source, open_source
from tests.writers.mail import conversations, mails, write

HEAD = "From: Bo Lin <bo@example.org>\nTo: Ana <ana@example.org>\nSubject: garden\nDate: Mon, 6 May 2024 10:11:12 +0200\n"


def mail(body: str, *headers: str, head: str = HEAD, name: str = "a.eml") -> Conversation:
    content = head + "".join(f"{line}\n" for line in headers) + "\n" + body
    return FORMAT.read(memory_source(name, content.encode()), Options())


@given(conversations())
def test_what_is_written_reads_back(conversation):
    source = memory_source("all.mbox", write(conversation))
    assert FORMAT.likeness(source) is Likeness.CERTAIN
    assert FORMAT.read(source, Options()) == conversation


@given(
    st.binary(max_size=300), st.sampled_from((b"", HEAD.encode(), b"From a@b Mon Jan 1 10:11:12 2024\n" + HEAD.encode(), b"From: =?x?q?"))
)
def test_arbitrary_bytes_never_crash(content, start):
    source = memory_source("a.eml", start + content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


TAGS = [
    "<p>",
    "</p>",
    "<div class='gmail_quote'>",
    "</div>",
    "<blockquote>",
    "<pre>",
    "<style>",
    "<!--",
    "<![if",
    "a\n b",
    "<br>",
    "&nbsp;",
]


@given(st.lists(st.sampled_from(TAGS), max_size=30))
def test_tags_in_any_order_never_crash(tags):
    assert isinstance(own_words(from_html("".join(tags))), str)


@given(st.text(max_size=300))
def test_own_words_are_words_of_the_text(text):
    lines = set(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(any(line in whole for whole in lines) for line in own_words(text).split("\n"))


def test_a_folder_of_mails_is_one_conversation(tmp_path):
    for index, content in enumerate(mails(_three())):
        (tmp_path / f"{index}.eml").write_bytes(content)
    read = FORMAT.read(open_source(tmp_path), Options())
    assert [(message.speaker, message.text, message.reply_to) for message in read.messages] == [
        ("Ana", "one", None),
        ("Bo", "two", 0),
        ("Ana", "", 1),
    ]
    assert [message.kind for message in read.messages] == [Kind.TEXT, Kind.TEXT, Kind.MEDIA]


def _three() -> Conversation:
    when = datetime(2024, 5, 6, 10, 11)
    parts = (Message("Ana", "one", when), Message("Bo", "two", when, reply_to=0), Message("Ana", "", when, Kind.MEDIA, reply_to=1))
    return Conversation(parts)


@pytest.mark.parametrize(
    "quote",
    [
        "On Tue, Mar 12, 2024 at 10:11 AM Bo Lin <bo@example.org> wrote:\n\n> hello\n> there",
        "On Tue, Mar 12, 2024 at 10:11 AM Bo Lin <bo@example.org>\nwrote:\n\nhello",
        "On 12 Mar 2024, at 10:11, Bo Lin wrote:\n\nhello",
        "Le mar. 12 mars 2024 à 10:11, Bo Lin <bo@example.org> a\nécrit :\n\n> salut",
        "Am 12.03.24 um 10:11 schrieb Bo Lin:\n\nhallo",
        "Am Di., 12. März 2024 um 10:11 Uhr schrieb Bo Lin <\nbo@example.org>:\n\n> hallo",
        "El mar, 12 mar 2024 a las 10:11, Bo Lin (<bo@example.org>) escribió:\n\nhola",
        "Em ter., 12 de mar. de 2024 às 10:11, Bo Lin <bo@example.org> escreveu:\n\n> oi",
        "Il giorno mar 12 mar 2024 alle ore 10:11 Bo Lin <bo@example.org> ha scritto:\n\n> ciao",
        "Op di 12 mrt 2024 om 10:11 schreef Bo Lin <bo@example.org>:\n\n> hoi",
        "Den tis 12 mars 2024 kl 10:11 skrev Bo Lin <bo@example.org>:\n\n> hej",
        "ti 12. maalisk. 2024 klo 10.11 Bo Lin (bo@example.org) kirjoitti:\n\n> hei",
        "wt., 12 mar 2024 o 10:11 Bo Lin <bo@example.org> napisał(a):\n\n> hej",
        "12.03.2024 10:11, Bo Lin пишет:\n> привет",
        "вт, 12 мар. 2024 г. в 10:11, Bo Lin <bo@example.org>:\n\n> привет",
        "2024年3月12日(火) 10:11 Bo Lin <bo@example.org>:\n\n> やあ",
        "Bo Lin <bo@example.org> 于2024年3月12日周二 10:11写道：\n\n> 你好",
        "2024년 3월 12일 (화) 오전 10:11, Bo Lin <bo@example.org>님이 작성:\n\n> 안녕",
        "12 Mar 2024 Sal 10:11 tarihinde Bo Lin <bo@example.org> şunu yazdı:\n\n> selam",
        "-----Original Message-----\nFrom: Bo\nhello",
        "---------- Forwarded message ---------\nFrom: Bo",
        "Begin forwarded message:\n\n> From: Bo",
        "-------- Ursprüngliche Nachricht --------\nVon: Bo",
        "________________________________\nFrom: Bo Lin <bo@example.org>\nSent: Tuesday, 12 March 2024 10:11\nTo: Ana\nSubject: garden\n\nhello",
        "*Von:* Bo Lin\n*Gesendet:* Dienstag\n*An:* Ana\n*Betreff:* Garten\n\nhallo",
        "De : Bo Lin\nEnvoyé : mardi\nÀ : Ana\nObjet : jardin\n\nsalut",
        "发件人: Bo\n发送时间: 2024年3月12日\n收件人: Ana\n主题: 花园\n\n你好",
    ],
)
def test_what_is_quoted_is_not_the_writers(quote):
    assert own_words(f"I am sorry.\nTruly.\n\n{quote}\n") == "I am sorry.\nTruly."


@pytest.mark.parametrize(
    "end",
    [
        *(
            "-- \nBo Lin\nTel. 123",
            "--\nBo",
            "—\nYou are receiving this because",
            "Sent from my iPhone",
            "Sent from Outlook for iOS<https://aka.ms/x>",
        ),
        *(
            "Von meinem iPhone gesendet",
            "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
            "Inviato da iPhone",
            "Verzonden vanaf mijn iPhone",
        ),
        *(
            "Skickat från min iPhone",
            "Wysłane z iPhone'a",
            "Отправлено с iPhone",
            "iPhoneから送信",
            "从我的iPhone发送",
            "나의 iPhone에서 보냄",
        ),
        *(
            "iPhone'umdan gönderildi",
            "Get Outlook for Android",
            "Sent from my Samsung Galaxy smartphone.",
            "Sent from my iPhone\n\n> On Monday\n> you",
        ),
    ],
)
def test_signatures_are_not_words(end):
    assert own_words(f"I am sorry -- truly.\n\n{end}\n") == "I am sorry -- truly."


@pytest.mark.parametrize(
    "text",
    [
        "On Saturday 4 May 2024 you said:\nI am selfish",
        "On Saturday at 10:30 you wrote:\nI am selfish",
        "On 3 May I wrote:\nno",
        "The original message\nwas lost",
        "From: what I want\nto what you want",
        "Sent from my desk, which is colder than my phone",
        "a - b\n----\nc",
    ],
)
def test_the_writers_own_words_stay(text):
    assert own_words(text) == text


def test_words_below_a_quote_stay():
    assert (
        own_words("> why?\n\nbecause\n\nOn Mon, 1 Jan 2024 at 10:11, Bo <b@x.org> wrote:\n> and now?\n\nnothing") == "because\n\n\nnothing"
    )


def test_html_becomes_lines_without_what_it_quotes():
    page = (
        "<html><head><style>p {}</style></head><body><p>I am&nbsp;sorry,<br>truly.</p><ul><li>one</li><li>two</li></ul>"
        "<div class='gmail_signature'>Bo, CEO</div><div class='gmail_quote'>On Mon, 1 Jan 2024 at 10:11 Ana &lt;a@example.org&gt; wrote:<br>"
        "<blockquote>why &amp; when?</blockquote></div></body></html>"
    )
    (message,) = mail(page, "Content-Type: text/html; charset=utf-8").messages
    assert message.text == "I am sorry,\ntruly.\n\none\ntwo"


def test_the_header_tells_who_and_when_as_the_senders_clock_showed_it():
    head = "From: =?utf-8?q?J=C3=BCrgen?= <J@Example.org>\nSubject: x\nDate: Mon, 6 May 2024 23:11:12 -0700\n"
    (message,) = mail("hi", head=head).messages
    assert (message.speaker, message.time, message.utc) == ("Jürgen", datetime(2024, 5, 6, 23, 11, 12), False)


def test_a_name_may_hold_a_comma_or_come_undeclared():
    head = "From: =?utf-8?q?Lin=2C_Bo?= <bo@example.org>\nSubject: x\nDate: Mon, 6 May 2024 23:11:12 -0700\n"
    assert mail("hi", head=head).messages[0].speaker == "Lin, Bo"
    assert mail("hi", head=head.replace("=?utf-8?q?Lin=2C_Bo?=", "小雪")).messages[0].speaker == "小雪"


@pytest.mark.parametrize("broken", ["=?utf-8?b?2ALHZhtin?=", "=?no-such-charset?q?Bo?=", "=?utf-8?x?Bo?="])
def test_a_name_whose_encoding_is_broken_is_shown_as_it_stands(broken):
    head = f"From: {broken} <bo@example.org>\nSubject: x\nDate: Mon, 6 May 2024 23:11:12 -0700\n"
    assert mail("hi", head=head).messages[0].speaker == broken


def test_a_name_that_decodes_to_nothing_gives_way_to_the_address():
    head = "From: =?utf-8?b?=?= <bo@example.org>\nSubject: x\nDate: Mon, 6 May 2024 23:11:12 -0700\n"
    assert mail("hi", head=head).messages[0].speaker == "bo@example.org"


def test_one_address_is_one_person_whatever_the_mails_call_them():
    box = "".join(
        f"From x Mon Jan 01 00:00:00 2024\nFrom: {who}\nTo: Ana <ana@example.org>\nSubject: {subject}\nDate: Mon, 6 May 2024 10:11:12 +0200\n"
        f"X-Gmail-Labels: {label}\n\n>From you\n{who}\n\n"
        for who, subject, label in (
            ("bo@example.org", "a", "Inbox"),
            ("Bo Lin <BO@example.org>", "Re: a", "Inbox"),
            ("ana@example.org", "AW: a", "Sent,Opened"),
        )
    )
    read = FORMAT.read(memory_source("x.mbox", box.encode()), Options())
    assert [name for name, _ in read.speakers()] == ["Bo Lin", "Ana"]
    assert (read.owner, read.threads()) == ("Ana", ("",))
    assert read.messages[0].text.startswith("From you\n")


def test_mails_of_several_subjects_are_threads():
    box = "".join(
        f"From x Mon Jan 01 00:00:00 2024\nFrom: {who}@example.org\nTo: {to}@example.org\nSubject: {subject}\n"
        f"Date: Mon, 6 May 2024 10:11:12 +0200\nMessage-ID: <{index}@x>\n{more}\n{index}\n\n"
        for index, (who, to, subject, more) in enumerate(
            [
                ("bo", "ana", "garden", ""),
                ("ana", "bo", "Re: garden", ""),
                ("kim", "lee", "garden", ""),
                ("ana", "bo", "the car", ""),
                ("bo", "ana", "a new subject", "In-Reply-To: <3@x>\n"),
            ]
        )
    )
    read = FORMAT.read(memory_source("x.mbox", box.encode()), Options())
    assert [message.thread for message in read.messages] == ["garden", "garden", "garden (2)", "the car", "the car"]
    assert read.messages[4].reply_to == 3


@pytest.mark.parametrize(
    "headers",
    [
        ("Auto-Submitted: auto-replied",),
        ("X-Autoreply: yes",),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x",),
    ],
)
def test_automatic_mails_are_notices(headers):
    read = mail("away", *headers)
    assert (read.messages, [notice.text for notice in read.notices]) == ((), ["garden"])


@pytest.mark.parametrize("subject", ["Automatic reply: garden", "Re: Abwesenheitsnotiz: Urlaub", "Undeliverable: garden", "自動返信: 休み"])
def test_automatic_subjects_are_notices(subject):
    assert mail("away", head=HEAD.replace("garden", subject)).messages == ()


def test_subjects_lose_the_marks_of_answers():
    assert [
        subject_of(written) for written in ("Re: AW: garden", "[list] Fwd: garden", "回复：garden", "RE[2]: garden", "Reason: none")
    ] == [*("garden", "garden", "garden", "garden", "Reason: none")]


def test_the_same_mail_in_two_folders_counts_once():
    one = "From x Mon Jan 01 00:00:00 2024\n" + HEAD + "Message-ID: <1@x>\n\nhi\n\n"
    assert len(FORMAT.read(memory_source("x.mbox", (one + one).encode()), Options()).messages) == 1


def test_flowing_text_is_joined_again():
    (message,) = mail("one long \nline\n\n> quoted \n> too\nend\n", "Content-Type: text/plain; format=flowed").messages
    assert message.text == "one long line\n\nend"


def test_a_mail_without_sender_or_date_is_told():
    box = "From x Mon Jan 01 00:00:00 2024\nSubject: x\nDate: Mon, 6 May 2024 10:11:12 +0200\n\nhi\n\nFrom x Mon Jan 01 00:00:00 2024\nFrom: bo@x.org\n\nhi\n"
    read = FORMAT.read(memory_source("x.mbox", box.encode()), Options())
    assert ([message.time for message in read.messages], [issue.line for issue in read.issues]) == ([None], [1, 2])


def test_what_is_no_mail_is_a_clear_error():
    with pytest.raises(NotAConversation, match="mail"):
        FORMAT.read(memory_source("x.eml", b"Dear diary\ntoday nothing"), Options())
    assert FORMAT.likeness(memory_source("x.txt", b"Dear diary\ntoday nothing")) is Likeness.NO
    assert FORMAT.likeness(memory_source("x.txt", b"From: You\nType: outgoing\nSent: Mon, 6 May 2024 10:11:12 +0200\n\nhi")) is Likeness.NO


@pytest.mark.parametrize(
    "line", ["On " * 200, "a schrieb " * 40, "<" * 30000, "Sent from my " * 9000, "-" * 30000, "x\n" * 20000, "1 " * 199 + "\n"]
)
def test_long_odd_lines_take_no_longer_than_they_are(line):
    assert own_words(f"hi\n{line}\nend").startswith("hi")


def test_a_clock_with_endless_digits_is_no_time_and_loses_no_words():
    read = mail("see you then", head=HEAD.replace("10:11:12", "10:99999999999999999999"))
    assert [(message.text, message.time) for message in read.messages] == [("see you then", None)]
