"""The register of firms: read, merged, matched with the bank's customers and placed at branches, once for a bank.

Public: ``compute`` → ``Register``; ``read_branch_firms`` and ``read_branch_links`` for one branch; ``Lexicons``,
``read_decisions``; ``Side``, ``Nearness``, ``PlacedBy``. Names and codes of one's own: ``NameReader``, ``read_code``.
"""

from branchbook.register.catchment import Nearness, PlacedBy
from branchbook.register.credit_codes import CodeState, CreditCode, read_code
from branchbook.register.decisions import read_decisions
from branchbook.register.industries import Certainty
from branchbook.register.lexicons import Lexicons
from branchbook.register.names import NameReader
from branchbook.register.register import (
    COLUMNS,
    LINK_COLUMNS,
    Register,
    Side,
    compute,
    read_branch_firms,
    read_branch_links,
)

__all__ = [
    "COLUMNS",
    "LINK_COLUMNS",
    "Certainty",
    "CodeState",
    "CreditCode",
    "Lexicons",
    "NameReader",
    "Nearness",
    "PlacedBy",
    "Register",
    "Side",
    "compute",
    "read_branch_firms",
    "read_branch_links",
    "read_code",
    "read_decisions",
]
