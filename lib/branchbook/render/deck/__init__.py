"""Decks as PowerPoint files. Public: ``render_deck``, which writes a deck or refreshes the one that stands."""

from branchbook.render.deck.files import render_deck

__all__ = ["render_deck"]
