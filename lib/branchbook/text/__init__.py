"""Words and number marks in the language of an engagement: the only floor that writes prose or rounds a number.

Public: :class:`~branchbook.text.text.Text` (``Text.of("zh-CN")``), made once at the start and passed down.
"""

from branchbook.text.text import LANGUAGES, Text

__all__ = ["LANGUAGES", "Text"]
