"""The financial-ecosystem map of a branch (EC, CL7, CL8). Public: ``ecosystem`` → ``Ecosystem``."""

from branchbook.analyses.ecosystem.ecosystem import Ecosystem, ecosystem

__all__ = ["Ecosystem", "ecosystem"]
