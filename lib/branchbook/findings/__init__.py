"""From results to findings: codes with evidence and no prose, which the catalogs turn into sentences.

Public: ``find(diagnosis, rules)`` and ``CODES``.
"""

from branchbook.findings.diagnosis import find
from branchbook.findings.patterns import CODES

__all__ = ["CODES", "find"]
