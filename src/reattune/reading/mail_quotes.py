"""A mail's own words: without what it quotes, without signatures, in many languages.

Mail programs mark quotes in three ways: by `>` before each line, by a line that says who wrote what follows, by a block of
headers. The first marks exactly what is quoted, so words below it stay; the others cut off all that follows, unless `>`
lines follow them. Lines are looked at once, then the end is trimmed of signatures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

WRAPPED = 4  # lines over which "On …, … wrote:" may be broken
LONGEST_LINE = 400
LONGEST_SIGNATURE = 12
LONGEST_SENT_FROM = 140
_WHEN_OR_WHO = re.compile(r"\d|@")
_SURELY = re.compile(r"@|\b\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d|\d{4}\s?[年년]")  # enough to cut off what no > marks
# "On … wrote:", one language a row: how it begins, how it ends
_WROTE = tuple(
    re.compile(row, re.IGNORECASE)
    for row in (
        r"\W{0,3}On\b.+\b(?:wrote|said|writes)(?: the following)?\s?:",
        r".+<[^<>\s]+@[^<>\s]+> (?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał\(a\)|пишет)\s?:",
        r"\W{0,3}(?:Le|El|Il|Em|Am|Op|Den|Dne|Dnia|W dniu|V|На|Am|Pe|La|Ha|Dňa|Dana)\b.+\b(?:a écrit|a écrit ce qui suit|escribió|ha scritto|"
        r"escreveu|schrieb(?: .{1,80})?|schreef(?: .{1,80})?|skrev(?: .{1,80})?|napsala?(?: .{1,80})?|napisała?(?:\(a\))?(?: .{1,80})?|"
        r"написала?|пишет|a scris|va escriure|het geskryf|kirjoitti|írta|napísala?|napisao|je napisala?o?)\s?:",
        r".{4,200}\b(?:kirjoitti|írta|yazdı|написала?|пишет|napisał\(a\)|skrev|schrieb|escribió|a écrit|ha scritto|escreveu)\s?:",
        r".{4,200}(?:のメール|が書きました|さんは書きました|wrote|写道|寫道|写到|님이 작성|작성함|작성했습니다|đã viết|menulis|เขียน(?:ว่า)?)\s?[:：]",
        r".{6,160}\d{1,2}[:.]\d\d.{0,80}<[^<>\s]+@[^<>\s]+>\s?[:：]",
        r"(?:在|于|於)?\s?\d{4}\s?[年/-].{1,160}(?:写道|寫道|wrote|來信|来信)\s?[:：]?",
        r"\d{4}\s?년.{1,160}(?:작성|님이)\s?:?",
        r"\d{4}\s?年.{1,120}<[^<>\s]+@[^<>\s]+>(?:[:：]| wrote:)?",
    )
)
# beginnings that may be broken over several lines
_MAY_WROTE = re.compile(
    r"\W{0,3}(?:On|Le|El|Il|Em|Am|Op|Den|Dne|Dnia|W dniu|V|На|Pe|La|Dňa|Dana|在|于|\d{1,4})\b|\d{4}\s?[年년]|.{0,80}<[^<>\s]+@",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\W{0,3}(?:[_=*‐–—-]\s?){5,}\W*")
_FORWARDED = re.compile(
    r"(?:[-_=*>\s]{2,}\s?)?(?:Original Message|Original Appointment|Forwarded message|Forwarded by .*|Begin forwarded message:?|Reply message|"
    r"Ursprüngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht|Anfang der weitergeleiteten (?:Nachricht|E-Mail):?|"
    r"Message d['’]origine|Message original|Message transféré|Message transmis|Début du message (?:réexpédié|transféré)\s?:?|"
    r"Mensaje original|Mensaje reenviado|Inicio del mensaje reenviado:?|Mensagem original|Mensagem encaminhada|"
    r"Messaggio originale|Messaggio inoltrato|Inizio messaggio inoltrato:?|Oorspronkelijk bericht|Doorgestuurd bericht|Begin doorgestuurd bericht:?|"
    r"Ursprungligt meddelande|Vidarebefordrat meddelande|Opprinnelig melding|Videresendt melding|Oprindelig meddelelse|Alkuperäinen viesti|"
    r"Wiadomość oryginalna|Oryginalna wiadomość|Wiadomość przekazana|Původní zpráva|Původní e-mail|Eredeti üzenet|Mesaj original|"
    r"Исходное сообщение|Оригинальное сообщение|Пересылаемое сообщение|Переслане повідомлення|Orijinal İleti|Orijinal Mesaj|Αρχικό μήνυμα|"
    r"原始邮件|原始郵件|邮件原件|转发的邮件|轉寄的郵件|Forwarded Message|元のメッセージ|転送メッセージ|원본 메시지|원본 메일|전달된 메시지|ข้อความต้นฉบับ|Thư gốc|"
    r"الرسالة الأصلية|רسالة أصلية|הודעה מקורית)(?:\s?[-_=*]{2,}.*)?",
    re.IGNORECASE,
)
_BARE_FORWARDED = re.compile(r"\s*[-_=*>]{2,}|.*[-_=*]{2,}\s*$|\s*(?:Begin|Anfang|Début|Inicio|Inizio)\b", re.IGNORECASE)
_FROM = re.compile(
    r"[\s>*_]*(?:From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|Feladó|От|Від|Kimden|Gönderen|Από|发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람|"
    r"Expéditeur|Remitente|Mittente|จาก|Dari|Từ|من|מאת)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"[\s>*_]*(?:Sent|Date|To|Cc|Subject|Reply-To|Gesendet|Datum|An|Betreff|Envoyé|À|A|Objet|Enviado(?: el| em)?|Fecha|Para|Asunto|Assunto|Data|"
    r"Inviato|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Til|Emne|Lähetetty|Päiväys|Vastaanottaja|Aihe|Wysłano|Wysłane|Do|Temat|"
    r"Odesláno|Komu|Předmět|Küldve|Címzett|Tárgy|Отправлено|Дата|Кому|Тема|Надіслано|Tarih|Kime|Konu|发送时间|发送日期|日期|收件人|抄送|主题|"
    r"寄件日期|傳送日期|收件者|主旨|送信日時|日付|宛先|件名|보낸 ?날짜|받는 ?사람|제목|날짜|ถึง|เรื่อง|วันที่|Kepada|Perihal|Tanggal|Đến|Chủ đề|"
    r"إلى|الموضوع|נשלח|אל|נושא)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?:--|—|––|__)\s{0,3}")
_DEVICE = r"(?:iPhone|iPad|iPod|Android|BlackBerry|Blackberry|Samsung|Galaxy|Huawei|Xiaomi|Pixel|Windows|Outlook|Yahoo|Gmail|Mail|Proton|Handy|mobil\w*|Smartphone|Nokia)"
_SENT_FROM = tuple(
    re.compile(row, re.IGNORECASE)
    for row in (
        r"Sent from (?:my|a|the|an) (?:[\w'’™®+-]+ ){0,4}[\w'’™®+-]+\.?",
        rf"Sent (?:from|via|using|with) (?:\S+ ){{0,4}}<?{_DEVICE}\b.{{0,60}}",
        rf"(?:Von meine[mr]|Gesendet (?:von|mit|über|aus)|Envoyé (?:de(?:puis)?|à partir de|via|avec)|Enviado (?:desde|do|da|de|a partir do|con)|"
        rf"Inviato (?:da|dal|con)|Verzonden (?:vanaf|met|van|via)|Verstuurd vanaf|Skickat från|Sendt fra|Wysłane? z|Odesláno z|Отправлено (?:с|из)|"
        rf"Надіслано з|Trimis de pe|Enviat des de|Küldve)\b.{{0,40}}{_DEVICE}.{{0,40}}",
        rf".{{0,20}}{_DEVICE}(?:['’]?\w+)?\s?(?:から送信|で送信|发送|發送|傳送|에서 보냄|에서 전송|dan gönderildi|umdan gönderildi|lta|sta).{{0,6}}",
        rf"(?:从|從|从我的|發自|发自|發送自|Lähetetty|Poslano z|Αποστολή από|ส่งจาก|Dikirim dari|Được gửi từ|أُ?رسلت? من|נשלח מ).{{0,20}}{_DEVICE}.{{0,20}}",
        r"(?:Get|Obtener|Obter|Télécharger|Ottieni|Download|Hanki|Hämta|Få|Pobierz|Получить|Загрузить) Outlook\b.{0,40}|Outlook für (?:iOS|Android)\b.{0,30}|获取 ?Outlook.{0,20}",
    )
)


def own_words(text: str) -> str:
    """The words that the writer of this mail put into it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_without_signature(_without_quotes(lines))).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = _attribution(lines, at)
        if length:
            follows = _next_with_words(lines, at + length)
            marked = follows is not None and lines[follows].lstrip().startswith(">")
            if not marked and _SURELY.search(" ".join(lines[at : at + length])):
                break
            if not marked:
                kept += lines[at : at + length]
            at += length
        elif lines[at].lstrip().startswith(">"):
            at += 1
        elif _begins_block(lines, at):
            break
        else:
            kept.append(lines[at])
            at += 1
    while kept and (not kept[-1].strip() or _SEPARATOR.fullmatch(kept[-1])):
        kept.pop()
    return kept


def _attribution(lines: Sequence[str], at: int) -> int:
    """Over how many lines somebody is said to have written what follows; 0 where nobody is."""
    if len(lines[at]) > LONGEST_LINE or not _MAY_WROTE.match(lines[at]) or lines[at].lstrip().startswith(">"):
        return 0
    whole = ""
    for length in range(1, min(WRAPPED, len(lines) - at) + 1):
        line = lines[at + length - 1].strip()
        if not line or len(whole) + len(line) > LONGEST_LINE:
            return 0
        whole = f"{whole} {line}".strip()
        if _WHEN_OR_WHO.search(whole) and any(row.fullmatch(whole) for row in _WROTE):
            return length
    return 0


def _next_with_words(lines: Sequence[str], at: int) -> int | None:
    return next((index for index in range(at, min(at + 6, len(lines))) if lines[index].strip()), None)


def _begins_block(lines: Sequence[str], at: int) -> bool:
    """Whether a block of headers or a line about a forwarded mail begins here."""
    line = lines[at]
    if len(line) > LONGEST_LINE:
        return False
    if _FORWARDED.fullmatch(line.strip()) and _BARE_FORWARDED.match(line):
        return True
    if not _FROM.match(line):
        return False
    below = [other for other in lines[at + 1 : at + 8] if other.strip()][:4]
    return sum(bool(_SENT.match(other)) for other in below) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    first = max(len(lines) - LONGEST_SIGNATURE - 1, 0)
    start = next((at for at in range(first, len(lines)) if _SIGNATURE.fullmatch(lines[at])), None)
    # "-- " is the one mark that holds at any length
    marked = next((at for at, line in enumerate(lines) if line == "-- "), None)
    cuts = [cut for cut in (start, marked) if cut is not None]
    kept = lines[: min(cuts)] if cuts else lines
    while kept and (not kept[-1].strip() or _names_device(kept[-1].strip(" \t*_<>"))):
        kept.pop()
    return kept


def _names_device(line: str) -> bool:
    return len(line) < LONGEST_SENT_FROM and any(row.fullmatch(line) for row in _SENT_FROM)
