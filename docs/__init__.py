"""Pages made from the source."""
