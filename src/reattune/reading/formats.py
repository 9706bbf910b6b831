"""The table of formats: every export that reattune reads, by number of users."""

from __future__ import annotations

from reattune.reading import (
    convokit,
    discord,
    googlechat,
    imessage,
    instagram,
    line,
    mail,
    messenger,
    signal,
    slack,
    sms,
    subtitles,
    table,
    telegram,
    whatsapp,
    whisper,
)
from reattune.reading.format import Format

FORMATS: tuple[Format, ...] = (
    whatsapp.FORMAT,
    messenger.FORMAT,
    instagram.FORMAT,
    telegram.FORMAT,
    imessage.FORMAT,
    sms.FORMAT,
    discord.FORMAT,
    slack.FORMAT,
    line.FORMAT,
    signal.FORMAT,
    mail.FORMAT,
    googlechat.FORMAT,
    subtitles.VTT,
    subtitles.SRT,
    whisper.FORMAT,
    convokit.FORMAT,
    table.FORMAT,
)
