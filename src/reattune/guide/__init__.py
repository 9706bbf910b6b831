"""The guide: topics, and a directory of books, tools, people and programs; found by what one is dealing with, by facets and by words."""

from __future__ import annotations

from reattune.guide import linked, rows
from reattune.guide.browse import Choices, Count, Facet, counted, narrow
from reattune.guide.danger import LOW, SAFETY, Danger, dangers
from reattune.guide.entry import Book, Cost, Entry, Form, Ground, Kind, Offer, Passage, Person, Program, Seen, Sort, Source, Tool, Topic
from reattune.guide.load import Fault, Guide, load, read_folder, together
from reattune.guide.search import search
from reattune.guide.table import Draft, as_json, schema, table, toml

__all__ = [
    "LOW", "SAFETY", "Book", "Choices", "Cost", "Count", "Danger", "Draft", "Entry", "Facet", "Fault", "Form", "Ground", "Guide",
    "Kind", "Offer", "Passage", "Person", "Program", "Seen", "Sort", "Source", "Tool", "Topic", "as_json", "counted", "dangers",
    "linked", "load", "narrow", "read_folder", "rows", "schema", "search", "table", "together", "toml",
]  # fmt: skip
