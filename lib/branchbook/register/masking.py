"""Names of sole traders without the person's: 云山市王某某小吃店 is shown as 云山市王**小吃店.

A sole trader's name often holds that of a person, and nobody can tell where the person's ends. So nothing of it is
shown but the regions before it, one character of its own words, and the words of trades with which it ends.
"""

from __future__ import annotations

import re
from itertools import chain

from branchbook.register.lexicons import Lexicons
from branchbook.register.names import FirmName

_LEAST_HIDDEN = 2


class TraderMask:
    """Masks names by one lexicon; made once, used for every row."""

    def __init__(self, lexicons: Lexicons) -> None:
        parts = lexicons.names
        industries = chain.from_iterable(industry.name_words for industry in lexicons.industries)
        words = {*industries, *parts.generic, *parts.small_trades, *parts.units, *chain(*parts.forms.values())}
        longest_first = sorted(map(re.escape, words), key=lambda word: (-len(word), word))
        self._trade = re.compile(f"(?:{'|'.join(longest_first)})+$")
        self._sole_trader = parts.forms["sole"][0]

    def whole(self, name: FirmName) -> str:
        """The folded name with its regions, without what stands in brackets, where a person may stand, too."""
        regions = name.body[: name.body.find(name.stem)] if name.stem in name.body else ""
        return f"{regions}{self.label(name)}"

    def label(self, name: FirmName) -> str:
        """A name for a label: 王**小吃店, and 王**（个体工商户） where it tells no trade."""
        own = name.body[name.body.find(name.stem) :] if name.stem in name.body else name.stem
        trade = self._trade.search(own, _LEAST_HIDDEN)
        return f"{own[:1]}**{trade[0] if trade else f'（{self._sole_trader}）'}"
