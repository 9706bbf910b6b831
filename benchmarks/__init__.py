"""Figures on speed and memory; nothing here is a test."""
