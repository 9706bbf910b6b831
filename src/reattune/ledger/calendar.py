"""A reminder for the calendar: a neutral title, a time, and nothing else. Calendars sync, so nothing private goes into one."""

from __future__ import annotations

from datetime import datetime, timedelta

TITLE = "A quiet quarter of an hour"
MINUTES = 15


def reminder(at: datetime, made: datetime, name: str) -> bytes:
    """An event at a time of one's own clock. `name` tells it from others and must say nothing."""
    from icalendar import Alarm, Calendar, Event  # it takes a while to load, and few ask for a reminder

    calendar = Calendar()
    calendar.add("prodid", "-//reattune//reattune//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{name}@reattune")
    event.add("dtstamp", made)
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(minutes=MINUTES))
    event.add("summary", TITLE)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", TITLE)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
