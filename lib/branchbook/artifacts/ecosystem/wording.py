"""How the parts of chapter 40 name firms' owners, modules and reasons, free of language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from branchbook.analyses.ecosystem.targets import Ground, Reason
from branchbook.values.artifact import Artifact, ArtifactValue, Cell, Provenance
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Clauses, Sentence, Term

CHAPTER = "40_ecosystem_map"
_METRES_PER_KM = 1000


def made(name: str, value: ArtifactValue, tables: Iterable[str], *notes: Sentence) -> Artifact:
    """An artifact of this chapter; its title is the catalog entry ``ecosystem.title.<name>``."""
    return Artifact(
        f"{CHAPTER}.{name}", Term(f"ecosystem.title.{name}"), value, notes, Provenance(CHAPTER, tuple(tables))
    )


def owner_words(owner: str, positions: Mapping[str, str]) -> Sentence | None:
    """An owner by position and staff id, never by name; None for nobody."""
    if not owner:
        return None
    position = positions.get(owner, "")
    if not position:
        return Sentence("ecosystem.owner_plain", {"id": owner})
    return Sentence("ecosystem.owner", {"position": Term(f"position.{position}"), "id": owner})


def module_words(module: str) -> Term | None:
    """A module's name; None where none could be read."""
    return Term(f"module.{module}") if module else None


def industry_words(industry: str) -> Term | None:
    """An industry's name; None where none could be read."""
    return Term(f"industry.{industry}") if industry else None


def kilometres(metres: float | None) -> Quantity | None:
    """A distance as kilometres."""
    return None if metres is None else Quantity(metres / _METRES_PER_KM, Unit.KILOMETRES)


def place_words(metres: float | None, nearness: str) -> Cell:
    """How near a firm is: its distance, else the area that it shares with the branch."""
    return kilometres(metres) or (Term(f"nearness.{nearness}") if nearness else None)


def reason_words(reasons: Iterable[Reason], positions: Mapping[str, str]) -> Sentence:
    """Why to go to a firm, in one sentence."""
    return Sentence("ecosystem.reasons", {"reasons": Clauses(tuple(_reason(reason, positions) for reason in reasons))})


def _reason(reason: Reason, positions: Mapping[str, str]) -> Sentence:
    key = f"ecosystem.reason.{reason.ground}"
    match reason.ground:
        case Ground.KNOWN:
            position = positions.get(reason.name, "")
            if not position:
                return Sentence("ecosystem.reason.known_elsewhere", {"id": reason.name})
            return Sentence(key, {"who": Term(f"position.{position}"), "id": reason.name})
        case Ground.DISTANCE:
            return Sentence(key, {"distance": Quantity((reason.number or 0) / _METRES_PER_KM, Unit.KILOMETRES)})
        case Ground.CAPITAL:
            return Sentence(key, {"capital": Quantity(reason.number, Unit.MONEY)})
        case Ground.TAX_RANK | Ground.SALES_RANK | Ground.IMPORT_RANK | Ground.EXPORT_RANK:
            return Sentence(key, {"rank": int(reason.number or 0)})
        case Ground.HANDED_DOWN:
            return Sentence(key)
        case _:
            return Sentence(key, {"name": reason.name})
