"""The interactive page of the ecosystem map: one file per branch, one script and style sheet per engagement.

Public: ``page_html`` (text of a branch's page), ``write_assets``, ``assets_fingerprint``.
"""

from branchbook.render.page.page import assets_fingerprint, page_html, write_assets

__all__ = ["assets_fingerprint", "page_html", "write_assets"]
