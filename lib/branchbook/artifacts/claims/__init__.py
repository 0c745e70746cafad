"""The artifacts of chapter 50. Public: ``claims_artifacts``."""

from branchbook.artifacts.claims.chapter import claims_artifacts

__all__ = ["claims_artifacts"]
