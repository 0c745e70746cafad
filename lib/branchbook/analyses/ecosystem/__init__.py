"""The financial-ecosystem map of a branch (EC, CL7, CL8). Public: ``ecosystem`` → ``Ecosystem``; ``wanted_firms``."""

from branchbook.analyses.ecosystem.ecosystem import Ecosystem, ecosystem, wanted_firms

__all__ = ["Ecosystem", "ecosystem", "wanted_firms"]
