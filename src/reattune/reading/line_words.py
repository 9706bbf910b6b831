"""The words that LINE puts into an export, by language: what stands for a picture, and that a message was taken back.

Placeholders stand in brackets in what a phone exports and bare in what a computer does; a bare word is a placeholder only
there, since on a phone it is what somebody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reattune.core.message import Kind

_MEDIA = """
    photo|photos|image|images|picture|video|videos|sticker|stickers|voice message|voice messages|audio|file|files|gif|album|albums|keep
    写真|画像|動画|スタンプ|ボイスメッセージ|音声|ファイル|アルバム|絵文字
    照片|圖片|影片|貼圖|語音訊息|檔案|相簿|表情貼
    图片|视频|贴图|表情贴图|表情贴|语音信息|语音消息|文件|相册
    사진|동영상|스티커|음성메시지|음성 메시지|파일|앨범|이모티콘
    รูป|รูปภาพ|ภาพ|วิดีโอ|สติกเกอร์|ข้อความเสียง|ไฟล์|อัลบั้ม
    foto|stiker|pesan suara|berkas|gambar
    imagen|vídeo|mensaje de voz|archivo|álbum|pegatina|figurinha|adesivo|mensagem de voz|arquivo
    bild|bilder|sprachnachricht|datei|aufkleber|autocollant|message vocal|fichier|immagine|messaggio vocale
    фото|видео|стикер|голосовое сообщение|файл|hình ảnh|ảnh|nhãn dán|tin nhắn thoại|tệp
"""
_OTHER = """
    location|contact|contacts|note|notes|poll|event|gift|link|post|music|flex message
    位置情報|連絡先|ノート|投票|イベント|プレゼント|ギフト|リンク
    位置訊息|位置資訊|聯絡資訊|聯絡人|記事本|投票|活動|禮物|連結
    位置信息|位置|联系人|名片|记事本|活动|礼物
    위치|위치정보|연락처|노트|투표|이벤트|선물
    ตำแหน่ง|ตำแหน่งที่ตั้ง|รายชื่อติดต่อ|รายชื่อ|โน้ต|โพล|ของขวัญ
    lokasi|kontak|catatan|ubicación|contacto|nota|localização|contato|standort|kontakt|notiz|местоположение|контакт|vị trí|danh bạ
"""


def _words(rows: str) -> list[str]:
    return [word.strip() for row in rows.split("\n") for word in row.split("|") if word.strip()]


PLACEHOLDERS: Mapping[str, Kind] = {word: kind for rows, kind in ((_OTHER, Kind.OTHER), (_MEDIA, Kind.MEDIA)) for word in _words(rows)}
# taken back, with or without the name of who did it; one language a row
_UNSENT = tuple(
    re.compile(row, re.IGNORECASE)
    for row in (
        r"(?:(?P<who>.{1,60}?)\s?(?:さん)?[がは]\s?)?メッセージの送信を取り消しました。?",
        r"(?:(?P<who>.{1,60}?) (?:has )?(?:unsent|recalled|deleted) a message|message unsent|unsent message)\.?",
        r"(?P<who>.{0,60}?)\s?(?:已|已經)?(?:收回|撤回)了?(?:一則|一条)?(?:訊息|信息|消息)。?",
        r"(?:(?P<who>.{1,60}?)\s?(?:님이|이|가) )?메시지(?:를|(?:의)? 전송을)? ?(?:삭제|취소)(?:했습니다|하였습니다)\.?",
        r"(?P<who>.{0,60}?)\s?(?:ได้)?ยกเลิก(?:การส่ง)?ข้อความ(?:แล้ว)?\.?",
        r"(?P<who>.{1,60}?) (?:membatalkan pengiriman pesan|batal mengirim pesan|telah membatalkan pesan)\.?",
        r"(?P<who>.{1,60}?) (?:anuló el envío de un mensaje|ha anulado el envío de un mensaje|a annulé l['’]envoi d['’]un message)\.?",
        r"(?P<who>.{1,60}?) (?:cancelou o envio de uma mensagem|hat (?:eine|die) Nachricht zurückgenommen|đã thu hồi (?:một )?tin nhắn)\.?",
    )
)
# what the service says behind a name, needed only where no tab tells that it speaks
SERVICE = re.compile(
    r"^ (?:joined|left|has left) the (?:group|chat)\.?$|^ (?:invited|added|removed) .{1,80} (?:to|from) the (?:group|chat)\.?$"
    r"|^ ?[がは]?.{0,60}(?:グループに参加しました|が参加しました|退出しました|退会しました|招待しました|追加しました|削除しました)。?$"
    r"|^ ?(?:已)?(?:加入|退出|離開)(?:了)?(?:群組|聊天|群组|本群).{0,4}$|^.{0,60}(?:님이 (?:참여|입장|퇴장)|나갔습니다|초대했습니다)\S*$",
    re.IGNORECASE,
)
YOU = frozenset({"you", "あなた", "您", "你", "คุณ", "anda", "나", "회원님"})
CALL = "☎"
LONGEST = 120


def taken_back_by(text: str) -> str | None:
    """Who took a message back, "" where the words name nobody; None where they say something else."""
    if len(text) > LONGEST:
        return None
    found = next((match for row in _UNSENT if (match := row.fullmatch(text.strip()))), None)
    return (found["who"] or "").strip() if found else None


def placeholder(text: str, bare: bool) -> Kind | None:
    """What a body stands for; None where it is somebody's own words. `bare` takes words without brackets, too."""
    inner = text.strip()
    if inner.startswith("[") and inner.endswith("]"):
        return PLACEHOLDERS.get(inner[1:-1].strip().casefold())
    return PLACEHOLDERS.get(inner.casefold()) if bare else None
