"""The command: parse, call one use case, render."""
