"""Hearing what a message does: context window, encoder, heads, thresholds and the words that carry a move.

The shipped encoder reads each distinct text once; a small head then judges it in its context. So a text that is repeated
costs nothing the second time, and a context of three messages costs no longer rows. Nothing here touches the network.
"""
