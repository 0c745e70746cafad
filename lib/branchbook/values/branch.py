"""A branch (网点) of the bank, as every floor knows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BranchType(StrEnum):
    """Branch types with their own focus weights (DX5); a branch is read against others of its type."""

    WEALTH_CENTRE = "wealth_centre"  #: 理财中心
    PREMIUM = "premium"  #: 精品网点
    BASIC = "basic"  #: 基础网点
    SELF_SERVICE = "self_service"  #: 自助银行


@dataclass(frozen=True)
class Branch:
    """One branch. ``id`` is text, as the bank writes it ("007"); ``name_en`` is empty where the bank gave none."""

    id: str
    name: str
    type: BranchType
    name_en: str = ""

    def named(self, language: str) -> str:
        """The name to print in a document of this language."""
        return self.name_en if language == "en" and self.name_en else self.name


WHOLE = Branch("", "总结大会", BranchType.BASIC, "Summary meeting")
"""Stands where a branch stands, in a job about the whole engagement. No branch has an empty id;
its type means nothing."""
