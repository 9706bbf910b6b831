"""Use cases, one a file, and everything that people read: wording, pages, files."""
