"""Figures as pictures: what matplotlib draws of them."""

from branchbook.render.figure.drawing import draw, picture

__all__ = ["draw", "picture"]
