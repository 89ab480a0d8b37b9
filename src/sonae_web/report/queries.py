"""What a paper tells beside the result: directions, evidence, appetite, tasks, rules, the result before."""

from datetime import date

from sonae import management
from sonae.report import changes, sheets
from sonae.report.build import Report
from sonae.report.sheets import Extras, Sheet
from sonae.values import Lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.management import queries as owners
from sonae_web.risk import queries as risks
from sonae_web.risk.queries import Stored
from sonae_web.rulebook import queries as rulebooks
from sonae_web.task import queries as tasks


def extras(company: Company, stored: Stored, today: date, lang: Lang) -> Extras:
    """Everything else as it stands today."""
    directions, *others = owners.views(
        company,
        today,
        management.DIRECTIONS,
        *(name for name in management.names() if name != management.DIRECTIONS),
    )
    runs = risks.runs(company)
    row = owners.appetite(company)
    curve = stored.value.risk.curve
    return Extras(
        directions=directions,
        frameworks=tuple(others),
        certainty=diagnoses.how_surely(company, diagnoses.find(company), today),
        compared=management.compare(management.Appetite(row.yen, row.years), curve) if row else None,
        change=changes.compare(runs[1].value, runs[0].value) if len(runs) > 1 else None,
        tasks=tuple(
            (entry.value.title, entry.value.owner, entry.value.due)
            for entry in tasks.entries(company, today, lang)
            if entry.value.done_on is None
        ),
        rules=tuple((version.title, version.adopted_on) for version in rulebooks.adopted(company)),
    )


def sheet(name: str, company: Company, stored: Stored, today: date, lang: Lang) -> tuple[Sheet, Report]:
    """The paper of this name with the report it is made from."""
    report = risks.report(stored, lang)
    return sheets.build(name, report, extras(company, stored, today, lang)), report
