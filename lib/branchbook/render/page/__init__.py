"""Pages to work with in a browser: the ecosystem map of a branch, and the project lead's page over all branches.

Public: ``page_html`` and ``engagement_html`` (text of a page), ``write_assets``, ``assets_fingerprint``.
"""

from branchbook.render.page.engagement import engagement_html
from branchbook.render.page.page import assets_fingerprint, page_html, write_assets

__all__ = ["assets_fingerprint", "engagement_html", "page_html", "write_assets"]
