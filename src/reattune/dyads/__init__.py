"""Two people as two coupled systems: pure, seeded, and knowing no text. `coaching/` gives it a voice."""
