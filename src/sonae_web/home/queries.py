"""Everything of the first page, each from the word it belongs to."""

from dataclasses import dataclass
from datetime import date

from sonae import management
from sonae.management import Light
from sonae.report.figures import Figure
from sonae.values import Lang
from sonae_web.company.models import Company
from sonae_web.evidence import queries as evidence
from sonae_web.evidence.queries import Entry as Proof
from sonae_web.management import queries as owners
from sonae_web.risk import queries as risks
from sonae_web.task import queries as tasks
from sonae_web.task.queries import Entry

NEXT = 3  # never more than three next things
FIGURES = ("bad_year", "mean")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a company stands. ``advised`` counts the steps of the plan that are no tasks yet."""

    lights: tuple[Light, ...]
    headline: str
    figures: tuple[Figure, ...]
    outdated: bool
    tasks: tuple[Entry, ...]
    advised: int
    due: tuple[Proof, ...]


def home(company: Company, today: date, lang: Lang) -> Home | None:
    """The first page of a company with a result; None before there is one."""
    stored = risks.latest(company)
    if stored is None:
        return None
    report = risks.report(stored, lang)
    row = owners.appetite(company)
    compared = management.compare(management.Appetite(row.yen, row.years), stored.value.risk.curve) if row else None
    entries = tasks.entries(company, today, lang)
    taken = {entry.row.measure for entry in entries}
    return Home(
        lights=management.lights(owners.answers(company), report.score.band_id, compared),
        headline=report.headline,
        figures=tuple(figure for figure in report.figures if figure.id in FIGURES),
        outdated=stored.outdated,
        tasks=tuple(entry for entry in entries if entry.state != "done")[:NEXT],
        advised=len({step.measure for step in stored.value.plan.steps if step.measure} - taken),
        due=evidence.due(company, today)[:NEXT],
    )
