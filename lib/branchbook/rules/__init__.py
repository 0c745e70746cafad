"""The rules: every threshold, weight and order of the trade as data, with a source and one home.

``templates/rules.yaml`` holds the defaults; an engagement overrides single values. Public: ``Rules``, ``Rule``, and
``Reading`` (which of them were read).
"""

from branchbook.rules.rules import Reading, Rule, Rules, RuleValue, fingerprint_of_values

__all__ = ["Reading", "Rule", "RuleValue", "Rules", "fingerprint_of_values"]
