"""The version of Branchbook, as users see it in CHANGELOG.md."""

VERSION = "0.1.0"
