"""The sentences that Messenger and Instagram write themselves and credit to a person, by what they are.

Meta's exports mark little in their fields, so a placeholder ("Ana sent an attachment."), a deed ("Ana named the group Us.")
and an echo of a reaction ("Liked a message") are known by their words, in the languages that most exports are in. Losing a
person's own "You left the call" would be worse than keeping a notice, so a sentence counts only where it is the whole content,
and a deed only after the sender's own name, or after "You" with its full stop where the sender may be the owner.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reattune.core.message import Kind

LONGEST = 300
_YOU = ("You ", "Du ", "Sie ", "Tú ", "Vous ", "Você ", "Tu ", "Je ", "Jij ", "U ", "Вы ", "Ty ", "Sen ", "Siz ", "Anda ", "Kamu ", "Bạn ")
_YOU_UNSAID = ("Enviaste ", "Has enviado ", "Hai inviato ", "Wysłałeś", "Wysłałaś", "Avez envoyé ")

# after the subject: something was sent that the export does not hold as text
_SENT = r"""
sent (?:a|an|the|\d+|multiple) (?:attachment|photo|picture|video|link|sticker|gif|file|voice message|audio|reel|story|post|clip)s?
shared (?:a|an) (?:story|post|reel|link|photo|video|profile|memory)
ha(?:t|st|ben) (?:einen anhang|ein foto|ein video|einen link|einen sticker|ein gif|eine datei|\d+ fotos) (?:gesendet|geschickt|geteilt)
ha(?:t|st|ben) eine sprachnachricht (?:gesendet|geschickt)
(?:ha enviado|envió|enviaste|has enviado) (?:un archivo adjunto|un adjunto|una foto|un video|un vídeo|un enlace|un sticker|un gif)
(?:ha enviado|envió|enviaste|has enviado) (?:un mensaje de voz|\d+ fotos)
(?:a|avez|as) envoyé (?:une pièce jointe|une photo|une vidéo|un lien|un sticker|un autocollant|un gif|un message vocal|\d+ photos)
envi(?:ou|aste) (?:um anexo|uma foto|um vídeo|um link|uma figurinha|um gif|uma mensagem de voz|\d+ fotos)
(?:ha |hai )?inviato (?:un allegato|una foto|un video|un link|un adesivo|una gif|un messaggio vocale|\d+ foto)
(?:heeft|hebt) (?:een bijlage|een foto|een video|een link|een sticker|een gif) (?:verzonden|gestuurd|verstuurd|gedeeld)
(?:heeft|hebt) (?:een spraakbericht|\d+ foto['’]s) (?:verzonden|gestuurd|verstuurd)
wysłał(?:\(a\)|a|eś|aś|eś\(aś\))? (?:załącznik|zdjęcie|film|link|naklejkę|gif|wiadomość głosową)
skickade (?:en bilaga|en bifogad fil|ett foto|en bild|en video|en länk|ett klistermärke|en gif)
sendte (?:en vedhæftet fil|et vedlegg|et billede|et bilde|en video|et link|en lenke)
lähetti (?:liitteen|kuvan|videon|linkin|tarran)
poslal(?:\(a\)|a)? (?:přílohu|prílohu|fotku|video|odkaz|nálepku|gif)
(?:bir )?(?:ek|fotoğraf|video|bağlantı|çıkartma) gönderdi(?:n|niz)?
отправил(?:\(-?а\)|а|и)? (?:вложение|фото|видео|ссылку|стикер|gif)
mengirim(?:kan)? (?:lampiran|foto|video|tautan|stiker)
đã gửi (?:một )?(?:file đính kèm|tệp đính kèm|ảnh|video|nhãn dán|liên kết)
küldött egy (?:mellékletet|fényképet|videót|linket)
a trimis (?:un fișier atașat|o fotografie|un videoclip|un link)
"""

# after the subject: nothing is left of the message
_UNSENT = r"""
(?:unsent|removed|deleted) a message
ha(?:t|st) eine nachricht (?:zurückgezogen|entfernt|gelöscht)
(?:anuló el envío de|ha anulado el envío de|eliminó|ha eliminado) un mensaje
(?:a|avez) (?:annulé l['’]envoi d['’]un|retiré un|supprimé un) message
(?:cancelou o envio de|removeu|apagou) uma mensagem
ha (?:annullato l['’]invio di|rimosso|eliminato) un messaggio
heeft een bericht (?:verwijderd|ingetrokken)
(?:cofnął|cofnęła|cofnął\(ęła\)|usunął|usunęła) (?:wysłanie wiadomości|wiadomość)
"""

# after the subject: what a person did to the chat, or a call
_DEEDS = r"""
(?:started|joined) (?:a|an|the) (?:video |audio |voice |group )?(?:call|chat|room)
(?:video )?called you
missed (?:your|a|an) (?:video |audio |voice )?(?:call|chat)(?: (?:from|with) (?!me\b).{1,80})?
(?:named|renamed) the (?:group|chat|conversation) .{1,160}
removed the (?:group|chat) (?:name|photo)
(?:set|cleared|changed|removed) (?:the|your|his|her|their) (?:own )?nickname.{0,160}
(?:changed|set|updated|removed) the (?:chat theme|theme|chat colou?rs?|chat photo|emoji|quick reaction|word effects?|read receipts).{0,160}
(?:changed|set|updated|removed) the group (?:photo|name|picture|description|settings).{0,160}
set .{1,60} as (?:the )?(?:emoji|quick reaction|word effect).{0,60}
(?:added|removed|invited) (?!me\b).{1,160} (?:to|from) the (?:group|chat|call|conversation)
(?:left|joined|created) (?:the|this) (?:group|conversation|channel|community).{0,60}
(?:added|removed) (?!me\b).{1,80} as (?:a |an )?(?:group )?admin
made (?!me\b).{1,80} (?:a |an )?(?:group )?admin
turned (?:on|off) (?:disappearing messages|vanish mode|member approval|message requests|read receipts|end-to-end encryption).{0,80}
(?:pinned|unpinned) (?:a|the) message.{0,80}
(?:created|ended|updated) (?:a|the) (?:poll|plan|event|reminder).{0,160}
(?:voted for|changed (?:his|her|their|your) vote to|removed (?:his|her|their|your) vote).{0,160}
responded (?:going|can't go|maybe|interested).{0,160}
waved at (?:you|each other|(?!me\b).{1,60})
(?:liked|reacted .{1,20} to) (?:a|your|his|her|their) message
mentioned you in (?:a|their|his|her) (?:story|comment)
(?:started|stopped) sharing (?:video|live location|location|screen)
ha(?:t|st) (?:die gruppe|das design|die farbe|das emoji|den spitznamen|das gruppenfoto|den gruppennamen|eine umfrage).{0,160}
ha(?:t|st) einen (?:anruf|videochat|audioanruf|videoanruf) (?:gestartet|verpasst)
ha(?:t|st) (?!mich\b).{1,120} (?:zur gruppe hinzugefügt|aus der gruppe entfernt)
hat (?:dich angerufen|deinen (?:anruf|videoanruf|sprachanruf|videochat) verpasst)
ist (?:dem anruf|dem videochat|der gruppe|dem chat) beigetreten
(?:creó|nombró|cambió|eliminó|abandonó|salió|estableció) (?:el|la|del) (?:grupo|chat|tema|emoji|apodo|foto|nombre).{0,160}
(?:añadió|agregó) a (?!mí\b).{1,120} al grupo
(?:te llamó|perdió tu llamada|inició una (?:llamada|videollamada|videoconferencia)|se unió a la (?:llamada|videollamada))
(?:a|avez) (?:créé|nommé|modifié|changé|quitté) (?:le |la |l['’]|votre )(?:groupe|discussion|thème|emoji|pseudo|photo|nom).{0,160}
(?:vous a appelé|a manqué votre appel|a démarré un (?:appel|chat vidéo)|a rejoint l['’]appel).{0,80}
(?:criou|nomeou|mudou|alterou|saiu|definiu|removeu) (?:o|a|do|da) (?:grupo|conversa|tema|emoji|apelido|foto|nome).{0,160}
(?:ligou para você|perdeu sua (?:ligação|chamada)|iniciou uma (?:ligação|chamada|conversa por vídeo)|entrou na chamada)
ha (?:creato|chiamato|cambiato|abbandonato|impostato|modificato) (?:il |la |lo |l['’])(?:gruppo|tema|emoji|soprannome|foto|nome).{0,160}
(?:ti ha (?:chiamato|chiamata)|ha perso la tua (?:chiamata|videochiamata)|ha avviato una (?:chiamata|videochiamata|videochat))
heeft (?:de groep|het thema|de emoji|de bijnaam|de groepsfoto) .{0,160}
heeft (?:je gebeld|je oproep gemist|een (?:videochat|oproep|audiogesprek) gestart)
(?:utworzył|nazwał|zmienił|opuścił|ustawił)(?:\(a\)|a)? (?:grupę|motyw|emoji|nick|pseudonim|zdjęcie grupy|nazwę).{0,160}
"""

# whole contents without a subject
_ROWS = r"""
the (?:video|audio|voice) (?:call|chat) (?:has )?ended|(?:video|audio) (?:call|chat) ended
liked a message
reacted .{1,20} to (?:your|a) message
you are now connected on messenger
you can now (?:message|call) and (?:message|call) each other.{0,160}
you(?:'re| are) now friends on facebook.{0,60}
say hi to your new (?:facebook|instagram|messenger) (?:friend|connection), .{1,80}
(?:messages and calls|this chat|your messages?) (?:are|is) (?:now )?(?:secured|protected) with end-to-end encryption.{0,160}
this poll is no longer available
gefällt eine nachricht|hat eine nachricht mit [„"“]?gefällt mir[“"”]? markiert
hat mit .{1,20} auf (?:deine|eine) nachricht reagiert
der (?:videochat|audioanruf|videoanruf|sprachanruf) (?:wurde|ist) beendet
(?:le|te) (?:gustó|ha gustado) un mensaje|indicó que le gusta un mensaje
(?:reaccionó|ha reaccionado) (?:con )?.{1,20} a (?:tu|un) mensaje
(?:la|el) (?:llamada|videollamada|videochat|chat de video).{0,20} (?:ha terminado|finalizó|terminó)
a aimé un message|a réagi (?:avec )?.{1,20} à (?:votre|un|ton) message
l['’]appel.{0,20} est terminé|le chat vidéo est terminé
curtiu uma mensagem|gostou de uma mensagem|reagiu (?:com )?.{1,20} à (?:sua|tua|uma) mensagem
a (?:chamada|ligação|conversa)(?: de vídeo| de áudio| por vídeo| de voz)? (?:terminou|foi encerrada)
ha messo ["“«]?mi piace["”»]? a un messaggio|ha reagito (?:con )?.{1,20} al (?:tuo )?messaggio
la (?:chiamata|videochiamata|videochat)(?: audio| vocale)? è terminata
vindt een bericht leuk|heeft .{1,20} gereageerd op (?:je|een) bericht|heeft met .{1,20} op je bericht gereageerd
de (?:videochat|oproep|audio-oproep) is beëindigd
polubił(?:\(a\)|a)? wiadomość|zareagował(?:\(a\)|a)? .{1,20} na (?:twoją|tę) wiadomość
bir mesajı beğendi|mesajına .{1,20} ifadesini bıraktı|(?:görüntülü sohbet|sesli arama) sona erdi
gillade ett meddelande|reagerade (?:med )?.{1,20} på ditt meddelande
понравилось сообщение|отреагировал(?:\(-?а\)|а)? .{1,20} на ваше сообщение
menyukai sebuah pesan|menanggapi .{1,20} pesan anda
đã thích một tin nhắn|đã bày tỏ cảm xúc .{1,20} về tin nhắn của bạn
"""
_GONE = r"""
this message (?:was|has been) (?:unsent|deleted|removed)(?: by .{1,60})?
message (?:unsent|unavailable|not available|removed)
nachricht (?:zurückgezogen|nicht verfügbar|entfernt)
mensaje (?:no disponible|eliminado)
message (?:supprimé|indisponible|retiré)
mensagem (?:indisponível|removida|apagada)
messaggio (?:non disponibile|eliminato|rimosso)
"""


class Body(NamedTuple):
    """What a content is and says; `kind` None makes it a notice."""

    kind: Kind | None
    text: str


def _any_of(rows: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in rows.splitlines() if line), re.IGNORECASE)


_WHOLE: tuple[tuple[re.Pattern[str], Kind | None], ...] = ((_any_of(_GONE), Kind.DELETED), (_any_of(_ROWS), None))
_SENT_WORDS = _any_of(_SENT)
_AFTER: tuple[tuple[re.Pattern[str], Kind | None], ...] = (
    (_SENT_WORDS, Kind.MEDIA),
    (_any_of(_UNSENT), Kind.DELETED),
    (_any_of(_DEEDS), None),
)


def understand(content: str, sender: str, may_be_owner: bool) -> Body:
    """What a content is: the person's own TEXT, unless every word of it is Meta's."""
    if len(content) <= LONGEST and "\n" not in content:
        bare = content.strip().rstrip(".! ")
        after = _after_subject(content, bare, sender, may_be_owner)
        for text, table in ((bare, _WHOLE), (after, _AFTER)):
            for pattern, kind in table if text else ():
                if pattern.fullmatch(text):
                    return Body(kind, content if kind is None else "")
    return Body(Kind.TEXT, content)


def _after_subject(content: str, bare: str, sender: str, may_be_owner: bool) -> str:
    """What follows the sender's name or first name, or "You" with its full stop; "" where neither stands there."""
    for subject in (sender, sender.partition(" ")[0]):
        if subject and bare.startswith(subject + " "):
            return bare[len(subject) + 1 :]
    if not may_be_owner or not content.rstrip().endswith("."):
        return ""
    if bare.startswith(_YOU_UNSAID):
        return bare
    return bare.partition(" ")[2] if bare.startswith(_YOU) else ""
