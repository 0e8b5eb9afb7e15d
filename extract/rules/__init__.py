"""Sentence rules: one file per kind of claim."""
