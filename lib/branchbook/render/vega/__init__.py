"""Figures as data that JupyterLab draws by itself, offline: Vega-Lite, which costs a batch next to nothing.

Public: ``vega_lite`` makes the specification of a figure, to be shown under ``MIME_TYPE``.
"""

from branchbook.render.vega.specification import MIME_TYPE, vega_lite

__all__ = ["MIME_TYPE", "vega_lite"]
