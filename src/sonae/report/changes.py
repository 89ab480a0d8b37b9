"""Two assessments of one company side by side: what was answered differently, and what that did to score and yen."""

from dataclasses import dataclass
from typing import Literal

from sonae.assessment import Assessment
from sonae.measure import LEVEL_OF, Choice


@dataclass(frozen=True, slots=True)
class Change:
    """One item that was answered differently; ``before`` or ``after`` is None where it was not answered."""

    item: str
    before: Choice | None
    after: Choice | None

    @property
    def direction(self) -> Literal["better", "worse", "same"]:
        """Whether more is in place than before; "do not know" counts as nothing in place."""
        first, last = (LEVEL_OF[choice] if choice is not None else 0.0 for choice in (self.before, self.after))
        return "same" if first == last else "better" if last > first else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """An assessment beside an earlier one. Yen compare only where ``alike``: the same content, level and company.

    ``bad_year`` is the loss of the year that comes once in 100 years.
    """

    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]
    same_content: bool
    same_level: bool
    same_company: bool

    @property
    def alike(self) -> bool:
        return self.same_content and self.same_level and self.same_company

    @property
    def points(self) -> int:
        """Points gained."""
        return self.after.diagnosis.score.total - self.before.diagnosis.score.total

    @property
    def mean_yen(self) -> int:
        """Change of the expected loss, yen a year."""
        return self.after.risk.aal_yen - self.before.risk.aal_yen

    @property
    def bad_year_yen(self) -> int:
        """Change of the loss of the year that comes once in 100 years."""
        return self.after.risk.var["99"] - self.before.risk.var["99"]

    def better(self) -> tuple[Change, ...]:
        """What is more in place than before."""
        return tuple(change for change in self.changes if change.direction == "better")

    def worse(self) -> tuple[Change, ...]:
        """What is less in place than before."""
        return tuple(change for change in self.changes if change.direction == "worse")


def compare(before: Assessment, after: Assessment) -> Comparison:
    """What changed between two assessments of a company. The items stand in the order of the later answers."""
    first, last = (made.case.answers | made.case.supplement for made in (before, after))
    items = dict.fromkeys((*last, *first))
    changes = tuple(
        Change(item, first.get(item), last.get(item)) for item in items if first.get(item) != last.get(item)
    )
    return Comparison(
        before=before,
        after=after,
        changes=changes,
        same_content=before.provenance.content_version == after.provenance.content_version,
        same_level=before.case.level == after.case.level,
        same_company=before.case.company == after.case.company,
    )
