"""The artifacts of chapter 10: one module per part of the diagnosis, each a pure step from result to named values.

Public: ``diagnosis_artifacts``.
"""

from branchbook.artifacts.diagnosis.chapter import diagnosis_artifacts

__all__ = ["diagnosis_artifacts"]
