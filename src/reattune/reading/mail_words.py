"""The words by which mail programs say that they quote, forward or sign, in many languages: one or more languages a row.

Rows are parts of regular expressions and become one alternation; whoever adds a language adds to a row.
"""

from __future__ import annotations

import re


def either(rows: str) -> str:
    """One group that takes any row."""
    return "(?:" + "|".join(row.strip() for row in rows.strip().splitlines()) + ")"


# what begins "On Tuesday Bo wrote:" where it begins with a word
ON = either("""
    Le|El|Il|Em|Am|Op|Den|Dne|Dnia|W dniu|V|На|Pe|La|Ha|Dňa|Dana|Em|Kl
""")
WROTE = either(r"""
    wrote|writes
    schrieb(?: .{1,80})?|schreef(?: .{1,80})?|het geskryf
    a écrit|a écrit ce qui suit|escribió|escreveu|ha scritto|va escriure|a scris
    skrev(?: .{1,80})?|skrifaði|kirjoitti|írta
    napsala?(?: .{1,80})?|napísala?|napisała?(?:\(a\))?(?: .{1,80})?|napisao|je napisala?o?
    написала?|пишет|пише|написав|yazdı|έγραψε
""")
WROTE_EASTERN = either(r"""
    のメール|が書きました|さんは書きました|さんからのメール
    写道|寫道|写到|來信|来信
    님이 작성|작성함|작성했습니다|님의 말
    đã viết|menulis|เขียน(?:ว่า)?|כתב/ה|כתבה?|كتب
""")
FORWARDED = either(r"""
    Original Message|Original Appointment|Forwarded message|Forwarded by .*|Begin forwarded message:?|Reply message
    Ursprüngliche Nachricht|Originalnachricht|Weitergeleitete Nachricht|Anfang der weitergeleiteten (?:Nachricht|E-Mail):?
    Message d['’]origine|Message original|Message transféré|Message transmis|Début du message (?:réexpédié|transféré)\s?:?
    Mensaje original|Mensaje reenviado|Inicio del mensaje reenviado:?|Mensagem original|Mensagem encaminhada
    Messaggio originale|Messaggio inoltrato|Inizio messaggio inoltrato:?
    Oorspronkelijk bericht|Doorgestuurd bericht|Begin doorgestuurd bericht:?
    Ursprungligt meddelande|Vidarebefordrat meddelande|Opprinnelig melding|Videresendt melding|Oprindelig meddelelse
    Alkuperäinen viesti|Wiadomość oryginalna|Oryginalna wiadomość|Wiadomość przekazana|Původní (?:zpráva|e-mail)|Eredeti üzenet
    Mesaj original|Исходное сообщение|Оригинальное сообщение|Пересылаемое сообщение|Переслане повідомлення
    Orijinal İleti|Orijinal Mesaj|Αρχικό μήνυμα|原始邮件|原始郵件|邮件原件|转发的邮件|轉寄的郵件|元のメッセージ|転送メッセージ
    원본 메시지|원본 메일|전달된 메시지|ข้อความต้นฉบับ|Thư gốc|الرسالة الأصلية|رسالة أصلية|הודעה מקורית
""")
FROM = either(r"""
    From|Von|De|Da|Van|Från|Fra|Lähettäjä|Od|Feladó|От|Від|Kimden|Gönderen|Από|Expéditeur|Remitente|Mittente
    发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람|จาก|Dari|Từ|من|מאת
""")
HEADERS = either(r"""
    Sent|Date|To|Cc|Subject|Reply-To|Gesendet|Datum|An|Betreff|Envoyé|À|A|Objet|Enviado(?: el| em)?|Fecha|Para|Asunto|Assunto|Data
    Inviato|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Til|Emne|Lähetetty|Päiväys|Vastaanottaja|Aihe
    Wysłano|Wysłane|Do|Temat|Odesláno|Komu|Předmět|Küldve|Címzett|Tárgy|Отправлено|Дата|Кому|Тема|Надіслано|Tarih|Kime|Konu
    发送时间|发送日期|日期|收件人|抄送|主题|寄件日期|傳送日期|收件者|主旨|送信日時|日付|宛先|件名
    보낸 ?날짜|받는 ?사람|제목|날짜|ถึง|เรื่อง|วันที่|Kepada|Perihal|Tanggal|Đến|Chủ đề|إلى|الموضوع|נשלח|אל|נושא
""")
DEVICE = either(r"""
    iPhone|iPad|iPod|Android|BlackBerry|Samsung|Galaxy|Huawei|Xiaomi|Pixel|Windows|Nokia
    Outlook|Yahoo|Gmail|Mail|Proton|Handy|mobil\w*|Smartphone
""")
SENT_FROM = either(r"""
    Von meine[mr]|Gesendet (?:von|mit|über|aus)|Envoyé (?:de(?:puis)?|à partir de|via|avec)
    Enviado (?:desde|do|da|de|a partir do|con)|Inviato (?:da|dal|con)|Verzonden (?:vanaf|met|van|via)|Verstuurd vanaf
    Skickat från|Sendt fra|Wysłane? z|Odesláno z|Отправлено (?:с|из)|Надіслано з|Trimis de pe|Enviat des de|Küldve
    Lähetetty|Poslano z|Αποστολή από|ส่งจาก|Dikirim dari|Được gửi từ|נשלח מ|أرسلت من|从|從|發自|发自|發送自
""")
# languages that put the device first
FROM_DEVICE = either(r"""
    から送信|で送信|发送|發送|傳送|에서 보냄|에서 전송|['’]?d[ae]n gönderildi|['’]?[ıiuü]md[ae]n gönderildi
""")
GET_OUTLOOK = either(r"""
    (?:Get|Obtener|Obter|Télécharger|Ottieni|Download|Hanki|Hämta|Få|Pobierz|Получить|Загрузить) Outlook\b.{0,60}
    Outlook für (?:iOS|Android)\b.{0,60}|获取 ?Outlook.{0,60}
""")
ANSWER = either(r"""
    re|aw|antw|antwort|sv|vs|rv|r|ref|réf|rép|odp|vá|ynt|atb|отв|ответ
    fw|fwd|wg|tr|enc|i|doorst|vl|pd|továbbítás|ilt|пер
    回复|答复|回覆|转发|轉寄|轉發|返信|転送|회신|답장|전달|ตอบกลับ|trả lời
""")
AUTOMATIC = either(r"""
    automatic reply|auto[- ]?reply|autoreply|auto[- ]?response|out of (?:the )?office
    automatische antwort|abwesenheitsnotiz|abwesend|réponse automatique|absence du bureau
    respuesta automática|fuera de la oficina|resposta automática|risposta automatica|fuori sede|automatisch antwoord|afwezig
    automatiskt svar|autosvar|automaattinen vastaus|autoodpowiedź|automatická odpověď|автоответ|otomatik yanıt
    自动回复|自動回覆|自動返信|自動応答|자동 회신
    undeliverable|undelivered mail|delivery status notification|mail delivery (?:failed|failure|subsystem)|delivery failure
    returned mail|failure notice|unzustellbar|non remis|no se puede entregar
""")


def pattern(text: str) -> re.Pattern[str]:
    """A pattern that does not mind the case of letters."""
    return re.compile(text, re.IGNORECASE)
