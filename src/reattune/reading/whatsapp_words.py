"""What WhatsApp itself writes, in its languages: placeholders, markers and notices.

Kept apart from the reader because it is data that grows by a line at a time. Where a phrase has a shape that no person
writes (`<word: file.ext>`, `name.jpg (…)`, a mark before `<…>` at the end) the shape is used and no language is needed; a
notice that is credited to a person must match from its first to its last word, so that nobody's own words are swallowed.
"""

# ruff: noqa: E501  # phrases and patterns stand on one line each
from __future__ import annotations

import re
from functools import lru_cache

from reattune.core.message import Kind


def _rows(text: str) -> list[str]:
    return [row.strip().casefold() for row in text.split("\n") if row.strip()]


# Android: the whole body in angle brackets
_OMITTED = """
media omitted
media weggelaat
تم استبعاد الوسائط
تم حذف الوسائط
media buraxıldı
media çıxarılmışdır
без файл
мултимедията е пропусната
মিডিয়া বাদ দেওয়া হয়েছে
মিডিয়া বাদ দেওয়া হয়েছে
fitxers multimèdia omesos
mitjans omesos
média vynechány
média vynechána
medier udeladt
mediefil udeladt
medien ausgeschlossen
medien ausgelassen
medien weggelassen
medien fehlen
αρχείο παραλήφθηκε
εξαίρεση πολυμέσων
τα πολυμέσα παραλείφθηκαν
multimedia omitido
archivo omitido
archivos omitidos
archivo multimedia omitido
medios omitidos
meedia välja jäetud
meedia ära jäetud
رسانه حذف شد
پيوست نما/آهنگ حذف شد
media jätettiin pois
media jätetty pois
médias omis
média omis
fichier omis
fichier multimédia exclu
મિડિયા છોડી મૂકાયું
મીડિયા અવગણવામાં આવ્યા
મીડિયા અવગણાયું
मीडिया के बिना
मीडिया छोड़ा गया
medijski zapis izostavljen
média elhagyva
médiafájl kihagyva
hiányzó médiafájl
media tidak disertakan
media dihilangkan
media omessi
media omesso
המדיה לא נכללה
מדיה הושמטה
המדיה הושמטה
המדיה הוסרה
メディアなし
メディアは含まれていません
файлдар қосылмаған
файл қосылған жоқ
ಮಾಧ್ಯಮ ಕೈಬಿಡಲಾಗಿದೆ
ಮೀಡಿಯಾ ಕೈಬಿಡಲಾಗಿದೆ
미디어 파일 제외됨
미디어 파일을 생략한 대화내용
미디어 생략됨
미디어 파일 생략됨
ບໍ່ລວມມີເດຍ
medija praleista
praleistas medijos turinys
nav iekļauta multivide
bez multivides
без фајлови
без фајл
മീഡിയ ഒഴിവാക്കി
मीडिया वगळण्यात आला
मीडिया वगळले
media dikecualikan
media disingkirkan
media utelatt
medier utelatt
uten vedlegg
media weggelaten
media niet bijgevoegd
ਮੀਡੀਆ ਛੱਡਿਆ
ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ
ਮੀਡੀਆ ਛਡਿਆ ਗਿਆ
pominięto multimedia
multimedia pominięte
pliki pominięto
mídia omitida
mídia oculta
arquivo de mídia oculto
arquivo de mídia omitido
ficheiro não revelado
multimédia omitido
conținut media omis
conținutul media este omis
без медиафайлов
медиафайл пропущен
файл пропущен
медиа отсутствует
médiá vynechané
datoteke izpuščene
medij izpuščen
media u hoq
media hequr
медији су изостављени
media utelämnat
media har utelämnats
media hazijajumuishwa
media imerukwa
கோப்புகள் விடப்பட்டன
ஊடகங்கள் நீக்கப்பட்டது
మీడియా విస్మరించబడింది
మాధ్యమం విస్మరించబడింది
ไฟล์สื่อถูกลบ
สื่อถูกลบ
ไม่รวมสื่อ
inalis ang media
walang kalakip na media
medya dahil edilmedi
medya atlanmış
medya atlandı
медіа пропущено
медіафайл пропущено
без медіафайлів
میڈیا چھوڑ دیا گیا
میڈیا ہٹا دیا گیا
fayl o‘tkazib yuborildi
bỏ qua tệp phương tiện
bỏ qua media
忽略多媒體檔
省略多媒體檔案
已略去多媒體檔案
多媒體檔案已略去
省略多媒体文件
媒体文件已省略
媒体文件省略
媒体省略
video note omitted
view once voice message omitted
"""

# iOS: a word for what is missing, and how the language says that it is missing
_MISSING = (
    (
        "image photo picture video audio sticker gif document media voice-message video-note album animated-sticker",
        "{} omitted",
    ),
    (
        "bild foto video audio sticker gif dokument medien sprachnachricht videonachricht",
        "{} weggelassen|{} ausgelassen|{} ausgeschlossen",
    ),
    (
        "imagen foto video vídeo audio sticker gif documento multimedia archivo",
        "{} omitido|{} omitida|{} omitidos",
    ),
    (
        "image photo vidéo audio sticker gif document média autocollant",
        "{} absente|{} absent|{} omis|{} omise|{} exclu",
    ),
    (
        "imagem foto vídeo áudio audio figurinha sticker gif documento mídia autocolante ficheiro",
        "{} ocultado|{} oculto|{} oculta|{} omitido|{} omitida|{} não revelado|{} não revelada",
    ),
    (
        "immagine foto video audio sticker gif documento media",
        "{} omesso|{} omessa|{} omessi|{} escluso|{} esclusa|{} non incluso|{} non inclusa",
    ),
    ("afbeelding foto video audio sticker gif document media", "{} weggelaten"),
    (
        "bild bilden foto video videon ljud ljudet sticker gif dokument dokumentet",
        "{} utelämnades|{} utelämnad|{} utelämnat|{} har utelämnats",
    ),
    (
        "bilde billede billedet foto video videoen lyd lyden sticker klistermerke gif dokument dokumentet",
        "{} utelatt|{} er utelatt|{} udeladt|{} er udeladt",
    ),
    ("kuva video ääni ääniviesti tarra gif asiakirja dokumentti", "{} jätetty pois|{} jätettiin pois"),
    (
        "изображение фото видео аудио стикер gif гифка документ медиафайл",
        "{} отсутствует|{} пропущено|{} пропущен|{} не включено|{} не добавлено",
    ),
    ("зображення фото відео аудіо стікер наліпка gif документ", "{} пропущено|{} відсутнє"),
    (
        "görüntü resim fotoğraf video ses sticker çıkartma gif belge medya doküman",
        "{} dahil edilmedi|{} atlandı|{} eklenmedi",
    ),
    (
        "obraz zdjęcie grafika film wideo audio dźwięk naklejka gif dokument",
        "{} pominięto|{} pominięty|{} pominięta|{} pominięte|pominięto {}",
    ),
    (
        "obrázek fotka video zvuk audio nálepka gif dokument",
        "{} vynechán|{} vynecháno|{} vynechána|{} vynechané|{} vynechaný|{} vynechaná",
    ),
    ("kép videó hang hangüzenet matrica gif dokumentum", "{} kihagyva|{} elhagyva"),
    (
        "imagine imaginea videoclip videoclipul audio fișier audio sticker gif document documentul",
        "{} omis|{} omisă|{} este omisă|{} este omis",
    ),
    (
        "gambar foto video audio stiker gif dokumen",
        "{} tidak disertakan|{} dihilangkan|{} tak disertakan|{} dikecualikan",
    ),
    (
        "εικόνα φωτογραφία βίντεο ήχος αυτοκόλλητο gif έγγραφο",
        "{} παραλείφθηκε|το {} παραλείφθηκε|η {} παραλείφθηκε|παράλειψη {}",
    ),
    ("hình_ảnh ảnh video âm_thanh nhãn_dán gif tài_liệu", "đã bỏ qua {}|bỏ qua {}|{} bị bỏ qua|{} đã bị bỏ qua"),
    (
        "画像 写真 動画 ビデオ 音声 オーディオ スタンプ ステッカー gif 文書 ドキュメント",
        "{}は含まれていません|{}は省略されました|{}が省略されました",
    ),
    (
        "이미지 사진 동영상 비디오 오디오 음성 스티커 gif 문서",
        "{} 생략됨|{} 제외됨|{} 생략|{}가 생략되었습니다|{}이 생략되었습니다",
    ),
    (
        "图像 图片 照片 视频 音频 贴图 表情 gif 文档 文件 動態貼圖 圖片 圖像 影片 视讯 音訊 貼圖 文件 相片",
        "已忽略{}|忽略{}|{}已忽略|{}已省略|省略{}|已省略{}|{}已略去|已略去{}|{}略过|{}已略",
    ),
    ("الصورة صورة الفيديو فيديو الصوت الملصق الملف المستند gif", "تم استبعاد {}|{} محذوفة|{} محذوف|تم تجاهل {}"),
    (
        "התמונה תמונה הסרטון סרטון וידאו הקול שמע אודיו הסטיקר סטיקר מדבקה gif המסמך מסמך",
        "{} הושמט|{} הושמטה|{} לא נכלל|{} לא נכללה|השמטת {}",
    ),
    ("تصویر عکس ویدیو ویدئو صدا برچسب استیکر سند gif", "{} حذف شده"),
    (
        "रूप इमेज चित्र फ़ोटो फोटो वीडियो ऑडियो स्टिकर gif दस्तावेज़ डॉक्यूमेंट",
        "{} छोड़ा गया|{} छोड़ी गई|{} शामिल नहीं है|{} वगळले|{} वगळला|{} वगळली",
    ),
    ("ছবি ভিডিও অডিও স্টিকার gif ডকুমেন্ট", "{} বাদ দেওয়া হয়েছে|{} বাদ দেওয়া হয়েছে"),
    ("ภาพ รูปภาพ วิดีโอ เสียง สติกเกอร์ gif เอกสาร", "ละเว้น{}|ไม่รวม{}|{}ถูกละไว้|{}ถูกละเว้น"),
    (
        "slika video_zapis zvučni_zapis naljepnica gif dokument",
        "{} izostavljen|{} izostavljena|{} je izostavljen|{} je izostavljena",
    ),
    ("imatge vídeo àudio adhesiu gif document", "{} omès|{} omesa|{} exclòs|{} exclosa"),
)

_VIEW_ONCE = """
null
you received a view once message. for added privacy, you can only open it on your phone
you sent a view once message. for added privacy, you can only open it on your phone
view once photo
view once video
view once voice message
recibiste un mensaje de visualización única. para mayor privacidad, solo puedes abrirlo en tu teléfono
"""

_CONTACT_CARDS = """
contact card omitted
contact omitted
kontaktkarte ausgelassen
kontaktkarte weggelassen
tarjeta de contacto omitida
fiche contact absente
carte de contact absente
cartão de contato omitido
cartão do contato omitido
cartão de contacto omitido
cartão de contato oculto
scheda contatto omessa
contatto omesso
contactkaart weggelaten
kontaktkort utelämnades
kontaktkort udeladt
kontaktkort utelatt
карточка контакта отсутствует
контакт отсутствует
kişi kartı dahil edilmedi
kartu kontak tidak disertakan
karta kontaktu pominięta
yhteystietokortti jätetty pois
联系人名片已忽略
已忽略联系人
聯絡人名片已略去
連絡先カードは含まれていません
연락처 카드 생략됨
تم استبعاد بطاقة جهة الاتصال
כרטיס איש קשר הושמט
live location shared
live-standort wird geteilt
ubicación en tiempo real compartida
localisation en direct partagée
position en direct partagée
localização atual compartilhada
posizione in tempo reale condivisa
live locatie gedeeld
canlı konum paylaşıldı
transmissão de localização
трансляция геоданных
"""

_DELETED = """
this message was deleted
you deleted this message
this message was deleted by an admin
diese nachricht wurde gelöscht
du hast diese nachricht gelöscht
este mensaje fue eliminado
se eliminó este mensaje
eliminaste este mensaje
has eliminado este mensaje
mensaje eliminado
este mensaje se ha eliminado
ce message a été supprimé
vous avez supprimé ce message
mensagem apagada
essa mensagem foi apagada
esta mensagem foi apagada
você apagou essa mensagem
você apagou esta mensagem
apagou esta mensagem
apagaste esta mensagem
esta mensagem foi eliminada
eliminou esta mensagem
questo messaggio è stato eliminato
hai eliminato questo messaggio
dit bericht is verwijderd
je hebt dit bericht verwijderd
u hebt dit bericht verwijderd
det här meddelandet raderades
det här meddelandet togs bort
meddelandet raderades
du raderade det här meddelandet
du tog bort detta meddelande
denne beskeden blev slettet
denne besked blev slettet
du slettede denne besked
denne meldingen ble slettet
du slettet denne meldingen
tämä viesti poistettiin
poistit tämän viestin
это сообщение удалено
данное сообщение удалено
сообщение удалено
вы удалили данное сообщение
вы удалили это сообщение
це повідомлення було видалено
це повідомлення видалено
ви видалили це повідомлення
bu mesaj silindi
bu mesajı sildiniz
bu mesajı sildin
ta wiadomość została usunięta
wiadomość została usunięta
usunięto tę wiadomość
usunąłeś tę wiadomość
usunęłaś tę wiadomość
ta wiadomość została usunięta przez ciebie
tato zpráva byla odstraněna
tato zpráva byla smazána
smazali jste tuto zprávu
odstranili jste tuto zprávu
táto správa bola odstránená
táto správa bola vymazaná
ezt az üzenetet törölték
törölted ezt az üzenetet
ez az üzenet törölve lett
üzenet törölve
acest mesaj a fost șters
ați șters acest mesaj
ai șters acest mesaj
αυτό το μήνυμα διαγράφηκε
διαγράψατε αυτό το μήνυμα
διαγράψατε αυτό το μήνυμα
това съобщение беше изтрито
изтрихте това съобщение
ova poruka je izbrisana
izbrisali ste ovu poruku
ова порука је избрисана
to sporočilo je bilo izbrisano
pesan ini telah dihapus
anda telah menghapus pesan ini
anda menghapus pesan ini
kamu menghapus pesan ini
mesej ini telah dipadam
mesej ini telah dipadamkan
anda telah memadam mesej ini
anda memadam mesej ini
tin nhắn này đã bị xóa
tin nhắn đã bị xóa
bạn đã xóa tin nhắn này
ข้อความนี้ถูกลบ
ข้อความนี้ถูกลบแล้ว
คุณลบข้อความนี้
คุณลบข้อความนี้แล้ว
คุณได้ลบข้อความนี้
تم حذف هذه الرسالة
لقد حذفت هذه الرسالة
قمت بحذف هذه الرسالة
حذفت هذه الرسالة
این پیام حذف شد
این پیام حذف شده است
شما این پیام را حذف کردید
یہ پیغام حذف کر دیا گیا تھا
یہ پیغام حذف کر دیا گیا
הודעה זו נמחקה
ההודעה נמחקה
מחקת הודעה זו
מחקת את ההודעה הזו
यह मैसेज हटा दिया गया था
यह संदेश हटा दिया गया था
यह मैसेज डिलीट किया गया
आपने यह मैसेज हटा दिया
आपने यह मैसेज डिलीट किया
आपने ये मैसेज डिलीट किया
हा संदेश हटवण्यात आला
এই মেসেজটি মুছে ফেলা হয়েছে
এই বার্তাটি মুছে ফেলা হয়েছে
আপনি এই মেসেজটি মুছে ফেলেছেন
આ મેસેજ ડિલીટ કરવામાં આવ્યો હતો
આ સંદેશ કાઢી નાખવામાં આવ્યો હતો
இந்தச் செய்தி நீக்கப்பட்டது
ఈ సందేశం తొలగించబడింది
ഈ സന്ദേശം ഇല്ലാതാക്കി
このメッセージは削除されました
このメッセージは取り消されました
メッセージを削除しました
このメッセージを削除しました
あなたはこのメッセージを削除しました
あなたがこのメッセージを削除しました
삭제된 메시지입니다
이 메시지는 삭제되었습니다
메시지를 삭제했습니다
이 메시지를 삭제했습니다
메시지를 삭제하셨습니다
이 메시지를 삭제하셨습니다
此消息已被删除
此消息已删除
这条消息已被删除
该消息已被删除
你已删除此消息
您已删除此消息
你删除了此消息
您删除了这条消息
此訊息已刪除
此訊息已被刪除
已刪除此訊息
您已刪除此訊息
你已刪除此訊息
您刪除了這則訊息
你刪除了此訊息
hierdie boodskap is uitgevee
aquest missatge s'ha eliminat
has eliminat aquest missatge
ujumbe huu umefutwa
"""

_EDITED = """
this message was edited
edited
diese nachricht wurde bearbeitet
se editó este mensaje
este mensaje fue editado
este mensaje se editó
mensaje editado
has editado este mensaje
ce message a été modifié
mensagem editada
esta mensagem foi editada
questo messaggio è stato modificato
dit bericht is bewerkt
dit bericht werd bewerkt
det här meddelandet redigerades
meddelandet har redigerats
meddelandet redigerades
denne besked blev redigeret
denne besked er blevet redigeret
denne meldingen ble redigert
tätä viestiä muokattiin
tätä viestiä on muokattu
viestiä muokattu
сообщение изменено
это сообщение изменено
данное сообщение изменено
це повідомлення відредаговано
повідомлення відредаговано
це повідомлення змінено
bu mesaj düzenlendi
ta wiadomość została edytowana
wiadomość edytowana
edytowano tę wiadomość
tato zpráva byla upravena
táto správa bola upravená
ezt az üzenetet szerkesztették
ez az üzenet szerkesztve lett
az üzenet szerkesztve
acest mesaj a fost editat
mesaj editat
αυτό το μήνυμα υποβλήθηκε σε επεξεργασία
ova poruka je uređena
pesan ini diedit
pesan ini telah diedit
mesej ini telah diedit
mesej ini diedit
tin nhắn này đã được chỉnh sửa
tin nhắn đã chỉnh sửa
ข้อความนี้ถูกแก้ไขแล้ว
ข้อความนี้ถูกแก้ไข
มีการแก้ไขข้อความนี้
تم تعديل هذه الرسالة
تم تحرير هذه الرسالة
این پیام ویرایش شد
این پیام ویرایش شده است
הודעה זו נערכה
ההודעה נערכה
यह मैसेज एडिट किया गया
यह मैसेज एडिट किया गया था
इस मैसेज को एडिट किया गया
এই মেসেজটি এডিট করা হয়েছে
このメッセージは編集されました
メッセージは編集されました
編集済み
이 메시지는 수정되었습니다
수정된 메시지입니다
메시지가 수정되었습니다
此消息已编辑
消息已编辑
此訊息已編輯
已編輯此訊息
訊息已編輯
aquest missatge s'ha editat
"""

# whole bodies that are notices wherever they stand
_CALLS = """
missed voice call
missed video call
missed group voice call
missed group video call
missed audio call
silenced voice call
silenced video call
verpasster sprachanruf
verpasster videoanruf
verpasster gruppenanruf
llamada de voz perdida
videollamada perdida
llamada grupal perdida
appel vocal manqué
appel vidéo manqué
chamada de voz perdida
chamada de vídeo perdida
ligação de voz perdida
ligação de vídeo perdida
chiamata vocale persa
videochiamata persa
gemiste spraakoproep
gemiste oproep
gemiste video-oproep
gemiste videogesprek
gemist spraakgesprek
gemist videogesprek
missat röstsamtal
missat videosamtal
mistet taleopkald
mistet videoopkald
ubesvaret stemmeopkald
ubesvaret videoopkald
ubesvart taleanrop
ubesvart videoanrop
vastaamaton äänipuhelu
vastaamatta jäänyt äänipuhelu
vastaamaton videopuhelu
vastaamatta jäänyt videopuhelu
пропущенный аудиозвонок
пропущенный видеозвонок
пропущений аудіодзвінок
пропущений аудіовиклик
пропущений відеодзвінок
пропущений відеовиклик
cevapsız sesli arama
cevapsız görüntülü arama
nieodebrane połączenie głosowe
nieodebrane połączenie wideo
zmeškaný hlasový hovor
zmeškaný videohovor
nem fogadott hanghívás
nem fogadott videohívás
apel vocal pierdut
apel vocal nepreluat
apel video pierdut
apel video nepreluat
αναπάντητη φωνητική κλήση
αναπάντητη βιντεοκλήση
panggilan suara tak terjawab
panggilan video tak terjawab
panggilan suara tidak dijawab
panggilan video tidak dijawab
cuộc gọi thoại nhỡ
cuộc gọi video nhỡ
สายที่ไม่ได้รับ
สายโทรด้วยเสียงที่ไม่ได้รับ
ไม่ได้รับสายโทรด้วยเสียง
مكالمة صوتية فائتة
مكالمة فيديو فائتة
تماس صوتی از دست رفته
تماس تصویری از دست رفته
שיחה קולית שלא נענתה
שיחת וידאו שלא נענתה
मिस्ड वॉइस कॉल
मिस्ड वीडियो कॉल
छूटी हुई वॉइस कॉल
音声通話の不在着信
ビデオ通話の不在着信
부재중 음성통화
부재중 음성 통화
부재중 영상통화
부재중 영상 통화
未接语音通话
未接視訊通話
未接視像通話
未接视频通话
未接語音通話
"""

_WAITING = """
waiting for this message. this may take a while
waiting for this message
warten auf diese nachricht. dies kann etwas dauern
esperando este mensaje. esto puede demorar
esperando el mensaje. esto puede tomar tiempo
en attente de ce message. cela peut prendre un moment
aguardando mensagem. essa ação pode levar alguns instantes
aguardando mensagem
in attesa del messaggio. potrebbe volerci un po' di tempo
in attesa di questo messaggio
wachten op dit bericht. dit kan even duren
ожидание этого сообщения. это может занять некоторое время
bu mesaj bekleniyor. bu biraz zaman alabilir
menunggu pesan ini. ini mungkin memerlukan beberapa saat
"""

SYSTEM_SPEAKERS = frozenset(
    _rows(
        """
system
whatsapp
système
systeme
sistema
sistem
systém
systeem
systemet
system message
system notification
système whatsapp
järjestelmä
rendszer
система
системное сообщение
hệ thống
ระบบ
النظام
نظام
سیستم
מערכת
सिस्टम
সিস্টেম
システム
시스템
系统
系統
系统消息
系統訊息
σύστημα
sustav
"""
    )
)


def _missing() -> list[str]:
    phrases: list[str] = []
    for words, forms in _MISSING:
        for word in words.split():
            bare = word.replace("_", " ").replace("-", " ")
            phrases += [form.format(bare).casefold() for form in forms.split("|")]
    return phrases


def _table() -> dict[str, Kind | None]:
    """Whole bodies, casefolded and without their last stop; None stands for a notice."""
    table: dict[str, Kind | None] = {}
    for row in _rows(_OMITTED):
        table[f"<{row}>"] = Kind.MEDIA
    for row in _missing():
        table[row] = table[f"<{row}>"] = Kind.MEDIA
    table |= dict.fromkeys(_rows(_VIEW_ONCE), Kind.MEDIA)
    for row in _rows(_CONTACT_CARDS):
        table[row] = table[f"<{row}>"] = Kind.OTHER
    table |= dict.fromkeys(_rows(_DELETED), Kind.DELETED)
    table |= dict.fromkeys(_rows(_CALLS) + _rows(_WAITING), None)
    return table


def body_key(text: str) -> str:
    """How a whole body is looked up: casefolded, without marks, edges and its last stop."""
    key = text.casefold().strip("\u200e\u200f\u202a\u202b\u202c\ufeff .。")
    return f"<{key[1:-1].strip(' .。')}>" if key[:1] == "<" and key[-1:] == ">" else key


BODIES: dict[str, Kind | None] = _table()
LONGEST_BODY = max(map(len, BODIES)) + 2
BODY_HEADS = frozenset(key[:4] for key in BODIES)  # a body that begins otherwise is none of them and is not looked up
_BODY_EDGES = frozenset("\u200e\u200f\u202a\u202b\u202c\ufeff .。<")


def may_be_a_body(text: str) -> bool:
    """Whether the table of whole bodies is worth a look."""
    return _may_begin_a_body(text[:4])


@lru_cache(maxsize=4096)
def _may_begin_a_body(first: str) -> bool:
    head = first.casefold()[:4]
    return head in BODY_HEADS or first[:1] in _BODY_EDGES or head.strip(" .。") != head


_EDITED_TAIL = re.compile(
    rf"(?:\s{{0,3}}[\u200e\u200f]{{1,4}}<[^<>\n:]{{4,70}}>|\s{{0,3}}<(?:{'|'.join(re.escape(row) for row in _rows(_EDITED))})[.。]?>)[\u200e\u200f\s]{{0,4}}\Z",
    re.IGNORECASE,
)
_LONGEST_TAIL = 100


def without_edited(text: str) -> str | None:
    """The text before the marker that says it was edited; None where there is no such marker."""
    cut = max(0, len(text) - _LONGEST_TAIL)
    tail = _EDITED_TAIL.search(text, cut)
    if tail is None or body_key(tail[0]) in BODIES or not text[: tail.start()].strip("\u200e\u200f "):
        return None
    return text[: tail.start()]


DELETED_BY = re.compile(
    r"(?:this message was deleted by (?:group )?admin .{1,80}|diese nachricht wurde von .{0,12}admin.{1,80} gelöscht|"
    r"(?:el|la) admin\.? .{1,80} eliminó este mensaje|l.admin.{1,80} a supprimé ce message|.{1,60}admin.{1,60} apagou esta mensagem)",
    re.IGNORECASE,
)

# an attachment: `name.ext (words)`, `name.ext <words>` or `<words: name.ext>`
_FILE = re.compile(r"[^\n<>]*\.[A-Za-z0-9]{1,5}")
_ANGLED = re.compile(r"[^<>:：\d]{2,30}[:：]\s?(?P<file>[^<>\n]+\.[A-Za-z0-9]{1,5})")
_EDGE = "\u200e\u200f \t\u00a0"
LONGEST_ATTACHED = 500
_OWN_NAME = re.compile(
    r"(?:IMG|VID|PTT|AUD|DOC|STK|GIF)-\d{8}-WA\d+|\d{4,8}-(?:PHOTO|VIDEO|AUDIO|STICKER|GIF|PTT)-|\d{4}-\d\d-\d\d-(?:PHOTO|VIDEO|AUDIO|GIF)",
    re.IGNORECASE,
)
_ATTACHED_WORDS = frozenset(
    _rows(
        """
file attached
attached
lêer aangeheg
الملف مرفق
ملف مرفق
fayl əlavə olunub
прикачен файл
ফাইল সংযুক্ত হয়েছে
arxiu adjunt
fitxer adjunt
soubor byl přiložen
soubor přiložen
fil vedhæftet
vedhæftet fil
datei angehängt
angehängt
συνημμένο αρχείο
archivo adjunto
archivo adjuntado
adjunto
fail lisatud
پیوست شد
liitetiedosto
tiedosto liitetty
fichier joint
ફાઇલ જોડાયેલ
फ़ाइल अटैच की गई
फाइल अटैच कर दी गई है
फ़ाइल संलग्न
datoteka u privitku
fájl csatolva
csatolt fájl
file terlampir
file allegato
allegato
קובץ מצורף
ファイル添付
添付ファイル有り
添付ファイル
қосымша файл
ಕಡತ ಸೇರಿಸಲಾಯಿತು
파일 첨부됨
파일 첨부
byla prisegta
pievienots fails
прикачена датотека
ഫയൽ ചേർത്തു
फाइल संलग्न
fail dilampirkan
vedlagt fil
fil vedlagt
bestand bijgevoegd
bijgevoegd bestand
bijgevoegd
ਅਟੈਚ ਕੀਤੀ ਫਾਇਲ
załączony plik
plik dołączony
plik załączony
arquivo anexado
ficheiro anexado
anexado
fișier atașat
файл добавлен
прикреплено
файл прикреплен
súbor pripojený
priložena datoteka
skedë e ngjitur
прикачен фајл
bifogad fil
fil bifogad
faili limeambatanishwa
கோப்பு இணைக்கப்பட்டது
ఫైల్ జోడించబడినది
ไฟล์ที่แนบ
แนบไฟล์แล้ว
nakalakip na file
dosya ekli
dosya eklendi
файл додано
долучено файл
پیوستہ فائل
fayl biriktirildi
tệp đính kèm
đính kèm tệp
附件檔案
附加檔案
檔案已附加
文件附件
附件
文件已附加
"""
    )
)


def attachment(line: str, marked: bool = False) -> tuple[str, str] | None:
    """The words before an attachment and its file's name, where a line ends in one; None where it does not.

    It is WhatsApp's own by its mark, its file's name or its words, never by an ending alone.
    """
    bare = line.strip(_EDGE)
    if len(bare) > LONGEST_ATTACHED or bare[-1:] not in (">", ")"):
        return None
    opening = bare.rfind("<" if bare[-1] == ">" else "(")
    if opening < 0:
        return None
    before, words = bare[:opening].strip(_EDGE), bare[opening + 1 : -1].strip(_EDGE)
    angled = _ANGLED.fullmatch(words) if bare[-1] == ">" else None
    if angled:
        return ("" if DOCUMENT_TITLE.fullmatch(before) else before), angled["file"]
    if _FILE.fullmatch(before) and (marked or words.casefold() in _ATTACHED_WORDS or _OWN_NAME.search(before)):
        return "", before
    return None


PICTURE_DAY = re.compile(r"(?:IMG|VID|PTT|AUD|DOC|STK)-(\d{4})(\d\d)(\d\d)-WA|(?:PHOTO|VIDEO|AUDIO|STICKER|GIF|PTT)-(\d{4})-(\d\d)-(\d\d)-")
DOCUMENT_TITLE = re.compile(r"[^\n]*\.[A-Za-z0-9]{2,5} • [^\n•]*")
MAP = re.compile(
    r"[^\n]{0,160}[:：]? ?\n?https?://(?:maps\.google\.[a-z.]+/\?q=|(?:www\.)?google\.[a-z.]+/maps[/?]|foursquare\.com/v/|maps\.app\.goo\.gl/)\S+\s*"
)
LOCATION_WORD = re.compile(r"(?:[^\W\d_]+\s?){1,4}[:：] ?\s?https?://")
POLL = re.compile(
    r"[\u200e\u200f]*([^\W\d_]{3,20})\s?[:：][\u200e\u200f ]*\n[^\n]+\n[\u200e\u200f]*[^\W\d_]{3,20}\s?[:：] ?[^\n]{1,300}\((?=[^()\n]{0,40}\d)[^()\n]{1,40}\)"
)

# notices that start like this, credited or not; nobody begins a message of their own so
_STARTS = """
messages and calls are (?:now )?(?:secured with )?end-to-end
messages (?:you send )?to this (?:chat|group)\\b.{0,40}\\b(?:are|is) (?:now )?(?:secured|end-to-end)
messages in this chat are (?:now )?(?:secured|end-to-end)
your security code with .{1,80} changed
.{1,80}['’]s security code (?:with .{1,60} )?(?:has )?changed\\.? ?(?:tap|click|learn|$)
this business (?:uses|works|account|is now|chat|is)
this chat is with (?:a|an official) (?:official )?business
this (?:chat|message) (?:with .{1,60} )?(?:is|may be) (?:now )?(?:managed|handled|powered) (?:by|from|with)
the business account
you(?:'re| are) (?:now )?chatting with a? ?business
new messages will disappear from this chat
(?:you|.{1,60}) (?:turned (?:on|off)|updated|changed) (?:the )?(?:disappearing messages|message timer)
.{0,60}uses? a default timer for disappearing messages
disappearing messages (?:were|was|are) turned (?:on|off)
(?:you )?(?:blocked|unblocked) this (?:contact|business|account)
nachrichten und anrufe sind (?:jetzt )?(?:mit )?ende-zu-ende
nachrichten,? (?:die du )?(?:in diesem chat|an diese gruppe|an diesen chat|in dieser gruppe).{0,60}ende-zu-ende
(?:deine|die) sicherheitsnummer .{1,80} hat sich geändert
dieser chat (?:ist|wird) mit (?:einem|einer) (?:offiziellen )?(?:unternehmen|business)
dieses unternehmen (?:nutzt|verwendet|arbeitet)
los mensajes y (?:las )?llamadas .{0,40}cifrad
los mensajes (?:en|de|y|que|enviados).{0,60}cifrad
(?:cambió )?(?:tu|el) código de seguridad (?:con|de) .{1,80} cambió
(?:esta empresa|este negocio) (?:usa|utiliza|trabaja)
les messages et (?:les )?appels sont (?:désormais )?(?:chiffrés|protégés)
les messages (?:envoyés )?(?:dans|à) (?:cette|ce).{0,60}chiffre
(?:votre|le) code de sécurité (?:avec|de) .{1,80} a changé
cette (?:entreprise|discussion) (?:utilise|travaille|est avec)
as mensagens e (?:as )?(?:chamadas|ligações) .{0,40}(?:criptograf|encriptad|protegid)
as mensagens (?:e|desta|deste|que|enviadas).{0,60}(?:criptograf|encriptad)
(?:seu|o seu|o) código de segurança (?:com|de) .{1,80} mudou
essa empresa (?:usa|utiliza|trabalha)
esta empresa (?:usa|utiliza|trabalha)
i messaggi e le chiamate sono .{0,20}crittograf
i messaggi (?:in|inviati|che).{0,60}crittograf
(?:il tuo|il) codice di sicurezza (?:con|di) .{1,80} è cambiato
quest(?:a azienda|a attività|'azienda) (?:usa|utilizza)
berichten en (?:gesprekken|oproepen) (?:zijn|worden) .{0,20}end-to-end
berichten (?:naar|in|die).{0,60}end-to-end
je beveiligingscode (?:met|voor) .{1,80} (?:is )?(?:gewijzigd|veranderd)
dit bedrijf (?:gebruikt|werkt)
meddelanden och samtal (?:är|skyddas)
beskeder og opkald er
meldinger og samtaler er
viestit ja puhelut (?:ovat|on|salataan)
сообщения и звонки (?:теперь )?защищены
(?:ваш )?код безопасности .{1,80} (?:изменился|изменён|изменен)
сообщения,? (?:в этом|в этой|отправ).{0,60}шифрован
повідомлення (?:й|та|і) (?:дзвінки|виклики) (?:тепер )?захищен
mesajlar ve aramalar (?:artık )?uçtan uca
bu (?:sohbetteki|gruba|sohbete|gruptaki).{0,60}uçtan uca
.{1,80} (?:ile|kişisiyle) güvenlik kodu(?:nuz)? değişti
bu işletme .{0,80}(?:kullan|yönet)
wiadomości i (?:połączenia|rozmowy) (?:są|w tym)
kod bezpieczeństwa .{1,80} zmieni
zprávy a hovory jsou
správy a hovory sú
az üzenetek (?:és|ebben).{0,60}titkos
mesajele și apelurile sunt
τα μηνύματα και οι κλήσεις (?:είναι|κρυπτογραφ|προστατ)
els missatges i les trucades
poruke i pozivi (?:su|zaštićeni)
съобщенията и обажданията са
pesan dan (?:panggilan|telepon) .{0,20}(?:terenkripsi|dienkripsi)
pesan (?:yang|ke|di).{0,40}enkripsi
kode keamanan (?:anda )?(?:dengan )?.{1,80} (?:berubah|telah berubah)
mesej dan panggilan (?:disulitkan|kini|dilindungi)
tin nhắn và cuộc gọi (?:được|đã)
ข้อความและการโทร(?:ได้รับ|มี|จะ)?
(?:يتم تشفير )?الرسائل والمكالمات (?:مشفرة|محمية|مشفَّرة)
(?:تتمتع )?الرسائل والمكالمات .{0,30}تشفير
الرسائل (?:التي|في|المرسلة).{0,80}(?:تشفير|مشفرة)
(?:لقد )?تغي[رّ]+ رمز (?:الأمان|أمان)
(?:تم تغيير )?رمز الأمان .{0,80}(?:تغي|تغير)
پیام[‌ ]?ها و تماس[‌ ]?ها
میسجز اور کالز
ההודעות והשיחות (?:מוצפנות|מאובטחות|בצ)
הודעות ושיחות (?:מוצפנות|מאובטחות)
קוד האבטחה (?:שלך )?.{1,80} השתנה
मैसेज(?:ेस)? और कॉल(?:्स)? (?:एंड|पूरी|शुरू|सुरक्षित)
मेसेजेस आणि कॉल्स
মেসেজ এবং কল
মেসেজ ও কল
મેસેજ અને (?:કૉલ|કોલ)
செய்திகளும் அழைப்புகளும்
సందేశాలు మరియు కాల్‌?లు
メッセージと通話は
このグループのメッセージと通話は
.{1,60}のセキュリティコードが変更
메시지(?:와| 및) (?:통화|전화)(?:는|가)
이 (?:채팅|대화|그룹).{0,40}암호화
.{1,60}보안 ?코드가 변경
消息和通话(?:都|已|均|进行|采用|受)
您?在?此?聊天中?的?消息和通话
訊息和通話(?:經|已|受|均|都|透過|採用)
訊息(?:及|與|和)(?:通話|來電)(?:已|受|均|經|都)
(?:您|你)与.{1,60}的安全(?:码|代码)已
(?:您|你)與.{1,60}的(?:安全碼|安全代碼|安全性代碼)已
"""
STARTS = re.compile("|".join(f"(?:{row})" for row in (line.strip() for line in _STARTS.split("\n")) if row), re.IGNORECASE)
_HEAD = re.compile(r"[^\\()\[\].?*{}|+,]{3,}")
_HEADS = frozenset(head[0][:3].casefold() for row in _STARTS.split("\n") if (head := _HEAD.match(row.strip())))
# words of those that may begin with a name or with one of several words
_NEEDLES = re.compile(
    "security code|disappearing|icherheitsnummer|dieses? (?:chat|unternehmen)|code de s|codice di s|business|this (?:contact|account)|"
    "esta empresa|essa empresa|este negocio|cette (?:entreprise|discussion)|quest(?:a a|'a)"
)
_NEEDLES_ELSEWHERE = re.compile(
    f"{_NEEDLES.pattern}|código de seg|güvenlik kodu|uçtan uca|безопасности|セキュリティコード|보안|암호화|安全|消息和通话|رمز|الرسائل|אבטחה|मैसेज"
)
STARTS_LEAST = 20


def starts_notice(text: str) -> bool:
    """Whether a body begins as only a notice does."""
    if len(text) < STARTS_LEAST:
        return False
    low = text[:160].lower()
    if low[:3] not in _HEADS and not (_NEEDLES if low.isascii() else _NEEDLES_ELSEWHERE).search(low):
        return False
    return STARTS.match(text) is not None


# what somebody did to the chat: {who} first, the rest to the last word
_Q = "[\"“”„«»‘’'「」『』]"
_DEEDS = """
created (?:this |the )?group(?: {q}.*{q})?
added .{1,120}
removed .{1,120}
left(?: the group)?
was added
was removed
joined (?:using|from|via) .{1,60}
joined (?:the|this) group.{0,40}
changed the (?:subject|group name)(?: from {q}.*{q})? to {q}.*{q}
changed (?:this group's|the group) (?:icon|description|settings|name|photo|picture).{0,60}
changed (?:their|to|his|her|your) (?:phone number|number|\\+).{0,80}
changed to \\+.{5,40}
deleted (?:this group's|the group) (?:icon|description|photo)
reset this group's invite link
pinned a message
is (?:now|no longer) an admin
is now a group admin
requested to join.{0,40}
(?:turned (?:on|off)|updated|changed) (?:the )?(?:disappearing messages|message timer).{0,160}
started a (?:voice|video|group)? ?call
hat (?:die|diese) gruppe (?:{q}.*{q} )?(?:erstellt|verlassen|gegründet)
hat .{1,100} hinzugefügt
hat .{1,100} entfernt
hat den betreff .{0,100}geändert
hat den (?:namen der gruppe|gruppennamen) .{0,100}geändert
hat (?:das gruppenbild|die gruppenbeschreibung|die gruppeneinstellungen|das gruppensymbol)(?: dieser gruppe)? (?:geändert|gelöscht|entfernt)
hat eine nachricht (?:angeheftet|angepinnt|fixiert)
ist der gruppe (?:über|mit|mithilfe) .{0,60}beigetreten
ist (?:jetzt|nicht mehr) admin
wurde (?:hinzugefügt|entfernt)
creó (?:el|este) grupo(?: {q}.*{q})?\\.?
añadió a .{1,120}
agregó a .{1,120}
eliminó a .{1,120}
salió del grupo\\.?
salió
cambió (?:el asunto|el nombre del grupo|el ícono|el icono|la imagen|la foto|la descripción|los ajustes|su número).{0,160}
fijó un mensaje
se unió (?:usando|con|mediante|desde) .{1,60}
fue (?:añadido|eliminado|agregado)
a créé (?:le|ce) groupe(?: {q}.*{q})?
a ajouté .{1,120}
a retiré .{1,120}
a (?:supprimé|exclu) .{1,120}
a quitté (?:le groupe)?
a quitté
a (?:modifié|changé) (?:le (?:sujet|nom|titre)|l['’]icône|la photo|l['’]image|la description|les paramètres|son numéro|de numéro).{0,160}
a épinglé un message
a rejoint (?:le groupe|en utilisant|via|à l['’]aide).{0,60}
criou (?:o|este) grupo(?: {q}.*{q})?
adicionou .{1,120}
removeu .{1,120}
saiu(?: do grupo)?
mudou (?:o (?:assunto|nome|título|número)|a (?:imagem|foto|descrição)|as (?:configurações|definições)|para).{0,160}
alterou (?:o (?:assunto|nome|título)|a (?:imagem|foto|descrição)|as (?:configurações|definições)).{0,160}
fixou uma mensagem
entrou (?:usando|através|pelo|por meio).{0,60}
ha creato (?:il|questo) gruppo(?: {q}.*{q})?
ha aggiunto .{1,120}
ha rimosso .{1,120}
ha abbandonato(?: il gruppo)?
è uscito(?: dal gruppo)?
ha (?:cambiato|modificato) (?:l['’](?:oggetto|icona|immagine)|il nome|la (?:descrizione|foto)|le impostazioni|numero|il numero).{0,160}
ha fissato un messaggio
heeft (?:de|deze) groep (?:{q}.*{q} )?(?:gemaakt|aangemaakt|verlaten)
heeft de groep verlaten
heeft .{1,100} (?:toegevoegd|verwijderd)
heeft (?:het onderwerp|de groepsnaam|de groepsafbeelding|het groepspictogram|de groepsbeschrijving|de groepsomschrijving).{0,120}(?:gewijzigd|veranderd|verwijderd)
создал(?:\\(а\\)|а)? группу(?: {q}.*{q})?
добавил(?:\\(а\\)|а)? .{1,120}
удалил(?:\\(а\\)|а)? .{1,120}
вышел(?:\\(ла\\)|\\(-ла\\))?(?: из группы)?
вышла(?: из группы)?
покинул(?:\\(а\\)|а)? группу
изменил(?:\\(а\\)|а)? (?:тему|название|иконку|картинку|фото|изображение|описание|настройки|номер).{0,160}
створи(?:в|ла|в\\(ла\\)) групу(?: {q}.*{q})?
{q}.*{q} grubunu (?:oluşturdu|kurdu)
(?:grubu|bu grubu) oluşturdu
.{1,100} (?:kişisini|kişilerini|numarasını) ekledi
.{1,100} (?:kişisini|kişilerini|numarasını) çıkardı
(?:gruptan )?ayrıldı
(?:grup|bu grubun) (?:açıklamasını|simgesini|resmini|konusunu|adını).{0,100}değiştirdi
membuat grup(?: {q}.*{q})?
menambahkan .{1,120}
mengeluarkan .{1,120}
keluar
mengubah (?:subjek|ikon|deskripsi|nama|foto|gambar|nomor|setelan).{0,160}
utworzył(?:\\(a\\)|a)? grupę(?: {q}.*{q})?
dodał(?:\\(a\\)|a)? .{1,120}
usunął .{1,120}
usunęła .{1,120}
opuścił(?:\\(a\\)|a)? grupę
zmienił(?:\\(a\\)|a)? (?:temat|nazwę|ikonę|opis|ustawienia|numer).{0,160}
skapade gruppen(?: {q}.*{q})?
lade till .{1,120}
lämnade(?: gruppen)?
oprettede gruppen(?: {q}.*{q})?
tilføjede .{1,120}
forlod(?: gruppen)?
opprettet gruppen(?: {q}.*{q})?
loi ryhmän(?: {q}.*{q})?
lisäsi .{1,120}
poistui(?: ryhmästä)?
(?:さんが|が).{0,120}(?:作成しました|追加しました|退出しました|変更しました|削除しました)
(?:님이|님께서) .{0,120}(?:만들었습니다|추가했습니다|나갔습니다|변경했습니다|초대했습니다|내보냈습니다|생성했습니다)\\.?
(?:已)?(?:创建|建立|建立了|创建了)(?:了)?(?:此|本)?群组.{0,100}
(?:已)?(?:添加|加入|移除)了?.{1,100}
(?:已)?(?:离开|退出|離開)(?:了)?(?:群组|群組)?
(?:已)?(?:更改|变更|變更)了?(?:群组|群組|此群组|本群組|主题|主旨).{0,120}
建立了?(?:此|本)?群組.{0,100}
"""
DEED = re.compile(
    "(?P<who>.{1,80}?) ?(?:"
    + "|".join(f"(?:{row})" for row in (line.strip().replace("{q}", _Q) for line in _DEEDS.split("\n")) if row)
    + ")[.。]?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:created (?:this )?group|changed the (?:subject|group)|changed this group|changed (?:their|to|your)|security code|pinned a message|"
    r"hat (?:die|den|das) (?:gruppe|betreff|gruppenn|gruppenb)|creó (?:el|este) grupo|cambi(?:ó|aste) (?:el|la|tu|su)|a (?:créé|modifié|changé) (?:le|la|l)|"
    r"avez (?:créé|modifié) (?:le|la|l)|criou (?:o|este) grupo|(?:mudou|alterou) (?:o|a) |ha (?:creato|cambiato|modificato) (?:il|l|la|questo)|"
    r"heeft (?:de|het) (?:groep|onderwerp)|создал.{0,4} группу|изменил.{0,4} (?:тему|название)|grubu(?:nu|n)? |membuat grup|mengubah (?:subjek|nama))",
    re.IGNORECASE,
)
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"), ("„", "“"), ("「", "」"))
LONGEST_NAME = 100


def can_be_name(text: str) -> bool:
    """Whether what stands before a colon can be a person's name, and is no notice with a colon in it."""
    if not text.strip() or len(text) > LONGEST_NAME or _CLAUSE.search(text) or STARTS.match(text):
        return False
    if text.count('"') % 2 or text.count("“") > text.count("”") + text.count("„") or text.count("«") > text.count("»"):
        return False
    return len(text) < 45 or ". " not in text


CREATED = re.compile(
    rf"(?:created (?:this )?group|hat die gruppe|creó el grupo|a créé le groupe|criou o grupo|ha creato il gruppo|heeft de groep|создал\S* группу|changed the subject.* to|changed the group name.* to) {_Q}(?P<name>[^\n]+?){_Q}",
    re.IGNORECASE,
)
