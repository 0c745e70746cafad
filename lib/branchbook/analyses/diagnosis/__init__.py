"""The diagnosis of a branch (DX, SQ, and parts of CU and FL). Public: ``diagnose`` → ``Diagnosis``."""

from branchbook.analyses.diagnosis.diagnosis import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
