"""The owner's view from answers, evidence and the latest assessment."""

from dataclasses import dataclass
from datetime import date

from sonae import catalogue, management, measure
from sonae.diagnosis import Question
from sonae.management import Compared, Standing, View
from sonae.measure import Choice, Measure
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.evidence import queries as evidence
from sonae_web.management.models import Appetite
from sonae_web.risk import queries as risks


@dataclass(frozen=True, slots=True)
class Next:
    """What to do for a requirement: the question it hangs on, where it stands, and how to begin."""

    question: Question
    part: str
    measure: Measure | None


def answers(company: Company) -> dict[str, Choice]:
    """All answers of the company."""
    main, supplement = diagnoses.answers(diagnoses.find(company))
    return main | supplement


def views(company: Company, today: date, *names: str) -> tuple[View, ...]:
    """Frameworks as they stand today."""
    given, pieces = answers(company), evidence.values(company)
    return tuple(management.view(name, given, pieces, today) for name in names)


def nexts() -> dict[str, Next]:
    """By item: its question and the measure that answers it."""
    questionnaire = catalogue.load().questionnaire
    by_item = {entry.item: entry for entry in measure.measures().values()}
    main = {item: Next(entry, entry.part, by_item.get(item)) for item, entry in questionnaire.questions.items()}
    return main | {item: Next(entry, "supplement", None) for item, entry in questionnaire.supplements.items()}


def with_next(standings: tuple[Standing, ...]) -> list[tuple[Standing, Next | None]]:
    """Each standing with the first thing that is missing for it."""
    known = nexts()
    return [(entry, known[entry.missing[0]] if entry.missing else None) for entry in standings]


def appetite(company: Company) -> Appetite | None:
    """The appetite that holds, if one was set."""
    return Appetite.objects.filter(company=company).last()


def compared(company: Company) -> Compared | None:
    """The appetite beside the latest loss curve; None without either."""
    row, stored = appetite(company), risks.latest(company)
    if row is None or stored is None:
        return None
    return management.compare(management.Appetite(row.yen, row.years), stored.value.risk.curve)
