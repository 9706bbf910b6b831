"""Writers that invert each reader: what they write, the reader reads back as it was."""
