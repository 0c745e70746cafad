"""`Prepared`: everything about an engagement that is worked out once for all branches, checked and fingerprinted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from branchbook.book.decision_files import decisions_fingerprint
from branchbook.book.fingerprint import fingerprint
from branchbook.book.locations import Locations
from branchbook.book.registering import bring_register, register_fingerprint
from branchbook.book.returned import bring_notes, notes_fingerprint
from branchbook.book.standings import TABLE, Standings, bring_standings
from branchbook.book.templates import DECK, REPORT, template_of
from branchbook.errors import Fault, InputFaults
from branchbook.inputs.calendar_overrides import read_workdays
from branchbook.inputs.engagement import Engagement, read_engagement
from branchbook.inputs.spelling import nearest
from branchbook.inputs.store import Store, open_store, standing_store
from branchbook.inputs.turn import own_turn
from branchbook.render.page import assets_fingerprint, write_assets
from branchbook.rules import Rules
from branchbook.text import Text
from branchbook.values.branch import Branch
from branchbook.values.places import safe_part
from branchbook.values.workdays import Workdays


@dataclass(frozen=True)
class Prepared:
    """A checked engagement: its validated data, rules with overrides, and every branch's standing among its peers.

    ``register`` is the folder of the register of firms, where the engagement brought any, ``returned`` that of the
    notes in ledgers that came back.
    """

    engagement: Engagement
    store: Store
    rules: Rules
    standings: Standings
    register: Path
    returned: Path

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The branches in scope, in the order of the bank's own list."""
        return self.store.branches

    def branch(self, branch_id: str) -> Branch:
        """The branch of this id; InputFaults with the nearest id for one that is not in scope."""
        known = {branch.id: branch for branch in self.branches}
        if branch_id not in known:
            raise InputFaults([unknown_branch(branch_id, list(known))])
        return known[branch_id]

    @cached_property
    def workdays(self) -> Workdays:
        """The working days of this engagement."""
        return read_workdays(self.engagement.folder)

    def text(self, language: str = "") -> Text:
        """The words of a language; the engagement's own where none is asked for."""
        return Text.of(language or self.engagement.language, self.engagement.currency)

    def for_branch(self, branch_id: str) -> str:
        """A fingerprint of all that a branch's chapters depend on besides notebooks and code:
        its data and the rules."""
        return fingerprint(self.data_of(branch_id), self.rules.fingerprint)

    def data_of(self, branch_id: str) -> str:
        """A fingerprint of a branch's data; of the whole bank's for the empty id.

        Its own rows, the as-of date, and its standing among its peers: a row that changes at a peer changes this
        fingerprint only if it moves a figure that this branch is read against.
        """
        own = self.store.branch_fingerprints[branch_id] if branch_id else self.store.fingerprint
        return fingerprint(
            own,
            self.store.shared_fingerprint,
            self.engagement.as_of.isoformat(),
            self.engagement.bank,
            self.engagement.bank_en,
            self.engagement.currency,
            self.standings.fingerprint(branch_id),
            register_fingerprint(self.register, branch_id),
            notes_fingerprint(self.returned, branch_id),
            decisions_fingerprint(self.engagement.folder, branch_id, self.engagement.as_of),
            repr(self.engagement.marketing_import),
            repr(sorted(self.workdays.overrides.items())),
        )

    def manifest_id(self, branch_id: str = "") -> str:
        """What the files of a branch state as their origin: its folder below the outputs, and what they came from.

        Without a branch, that of files of the whole engagement.
        """
        name = safe_part(self.engagement.folder.name)
        if not branch_id:
            return f"{name}/meeting/{fingerprint(self.store.fingerprint, self.rules.fingerprint)[:16]}"
        return f"{name}/branches/{safe_part(branch_id)}/{self.for_branch(branch_id)[:16]}"

    def template(self, name: str) -> Path:
        """A template of documents: the engagement's own in its folder ``templates`` in place of the shipped one."""
        return template_of(self.engagement.folder, name)

    def for_documents(self, language: str = "") -> str:
        """A fingerprint of what documents depend on besides artifacts: the language, its texts, the templates."""
        text = self.text(language)
        templates = [self.template(name).read_bytes() for name in (REPORT, DECK)]
        return fingerprint(
            text.language,
            json.dumps(dict(text.entries), sort_keys=True, ensure_ascii=False),
            *(hashlib.sha256(template).hexdigest() for template in templates),
            assets_fingerprint(),
        )


def unknown_branch(branch_id: str, known: Sequence[str]) -> Fault:
    """The fault of asking for a branch that is not in scope."""
    asked = str(branch_id)  # ``papermill -p`` makes a number of "005"; its ``-r`` leaves it as it is written
    values = {"nearest": nearest(asked, known) or "—", "branches": str(len(known))}
    return Fault("branch_not_in_scope", got=asked, values=values)


def prepare(engagement: Engagement, outputs: Path) -> Prepared:
    """Check an engagement whole and bring its store, indicators, register and pages' script up to date; quick when
    nothing has changed.

    Where a batch and a notebook do so at the same moment, the second waits, and finds it done. Raises InputFaults with
    everything that is wrong with its data and rules, before anything is computed.
    """
    rules = Rules.defaults().with_overrides(engagement.rule_overrides)
    with own_turn(outputs / ".preparing"):
        store = open_store(engagement, _store_folder(outputs))
        bring_standings(engagement, store, rules, _standings_folder(outputs))
        bring_register(engagement, store, rules, _register_folder(outputs))
        bring_notes(engagement, _returned_folder(outputs))
        write_assets(outputs / "assets")
    return _assembled(engagement, store, rules, outputs)


def prepare_here(locations: Locations, name: str, branch_id: str) -> Prepared:
    """The engagement of this name at these locations, for one branch, or for all of them with the empty id.

    In a batch the batch has just checked and prepared it, so that what stands is taken as it is, and no more of it than
    this branch needs: ``standings`` then hold its rows only.
    """
    outputs = locations.outputs_of(name)
    if locations.scratch is None:
        return prepare(read_engagement(locations.engagement(name)), outputs)
    return _standing(locations, name, branch_id, _prepared_at(outputs))


def _prepared_at(outputs: Path) -> int:
    return (_standings_folder(outputs) / TABLE).stat().st_mtime_ns


@lru_cache(maxsize=1)
def _standing(locations: Locations, name: str, branch_id: str, prepared_at: int) -> Prepared:
    """What stands of an engagement for a branch, read once for all chapters of it that run in one process."""
    folder, outputs = locations.engagement(name), locations.outputs_of(name)
    engagement, rules, store = _shared(folder, outputs, prepared_at)
    return _assembled(engagement, store, rules, outputs, branch_id)


def read_ahead(locations: Locations, name: str) -> None:
    """Read what all branches of a prepared engagement share, so that processes forked for branches find it read."""
    outputs = locations.outputs_of(name)
    _shared(locations.engagement(name), outputs, _prepared_at(outputs))


@lru_cache(maxsize=1)
def _shared(folder: Path, outputs: Path, prepared_at: int) -> tuple[Engagement, Rules, Store]:
    del prepared_at  # part of the key alone: whatever is prepared anew is read anew
    engagement = read_engagement(folder)
    rules = Rules.defaults().with_overrides(engagement.rule_overrides)
    return engagement, rules, standing_store(_store_folder(outputs))


def _assembled(engagement: Engagement, store: Store, rules: Rules, outputs: Path, branch_id: str = "") -> Prepared:
    standings = Standings(_standings_folder(outputs), branch_id)
    return Prepared(engagement, store, rules, standings, _register_folder(outputs), _returned_folder(outputs))


def _returned_folder(outputs: Path) -> Path:
    return outputs / "returned"


def _store_folder(outputs: Path) -> Path:
    return outputs / "store"


def _register_folder(outputs: Path) -> Path:
    return outputs / "register"


def _standings_folder(outputs: Path) -> Path:
    return outputs / "indicators"
