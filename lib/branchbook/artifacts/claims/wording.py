"""How the parts of chapter 50 name people, tiers and reasons, free of language and of personal names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from branchbook.analyses.claims import Assignment, Binding, Bound, Ground
from branchbook.values.artifact import Artifact, ArtifactValue, Provenance
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Clauses, Names, Sentence, SentenceValue, Term

CHAPTER = "50_claim_allocation"
_NEXT_DOOR_KM = 0.1  # what is nearer than this would be printed as 0.0


def made(name: str, value: ArtifactValue, tables: Iterable[str], *notes: Sentence) -> Artifact:
    """An artifact of this chapter; its title is the catalog entry ``claims.title.<name>``."""
    return Artifact(f"{CHAPTER}.{name}", Term(f"claims.title.{name}"), value, notes, Provenance(CHAPTER, tuple(tables)))


def person(member: str, people: Mapping[str, str]) -> Sentence | None:
    """A person by position and staff id; None for nobody."""
    if not member:
        return None
    position = people.get(member)
    return Sentence("claims.person", {"position": _position(position), "id": member})


def _position(position: str | None) -> Term:
    return Term(f"position.{position}") if position else Term("claims.no_position")


def load(weights: float) -> Quantity:
    """A load in weights."""
    return Quantity(weights, Unit.RATING)


def reason(assignment: Assignment, people: Mapping[str, str]) -> Sentence:
    """Why this account went to this person, in one sentence."""
    told: dict[str, SentenceValue] = {
        "position": _position(assignment.member.position),
        "tier": Term(f"account_tier.{assignment.tier}"),
    }
    match assignment.ground:
        case Ground.NEAR if (assignment.kilometres or 0) >= _NEXT_DOOR_KM:
            told["distance"] = Quantity(assignment.kilometres, Unit.KILOMETRES)
            return Sentence("claims.reason.near", told)
        case Ground.NEAR:
            return Sentence("claims.reason.near_area", told)
        case Ground.BALANCE:
            told["other"] = _position(people.get(assignment.instead_of))
            told["id"] = assignment.instead_of
            return Sentence("claims.reason.balance", told)
        case _:
            return Sentence(f"claims.reason.{assignment.ground}", told)


def binding(bound: Bound) -> Sentence:
    """Which constraint binds, by how much, and what would loosen it."""
    found = bound.shortage
    return Sentence(
        f"claims.binding.{found.binding}",
        {
            "people": _people(bound),
            "count": len(bound.accounts),
            "work": load(found.work),
            "room": load(found.room),
            "short": load(found.short),
            "needed": load(found.room + found.short),
        },
    )


def _people(bound: Bound) -> SentenceValue:
    told = [Sentence("claims.person", {"position": _position(m.position), "id": m.id}) for m in bound.members]
    if bound.shortage.binding is Binding.NOBODY or not told:
        return Term("claims.nobody")
    return (
        Clauses(tuple(told[:6]))
        if len(told) <= 6
        else Clauses((*told[:6], Sentence("claims.and_more", {"count": len(told)})))
    )


def listed(words: Iterable[str]) -> Names:
    """Data's own words, listed."""
    return Names(tuple(words))
