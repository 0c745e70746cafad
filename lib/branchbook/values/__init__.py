"""The small frozen values that every floor speaks in: quantities, wordings, estimates, branches."""
