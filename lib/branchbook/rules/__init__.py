"""The rules: every threshold, weight and order of the trade as data, with a source and one home.

``templates/rules.yaml`` holds the defaults; an engagement overrides single values. Public: ``Rules``, ``Rule``.
"""

from branchbook.rules.rules import Rule, Rules

__all__ = ["Rule", "Rules"]
