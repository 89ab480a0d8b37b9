"""The plan as work outside the request: some seconds for each budget."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from sonae_web.jobs.kinds import kind
from sonae_web.jobs.running import Work

KIND = "plan.search"
SEED = 0
BUDGETS = _("Finding and checking the best plan for each budget")


@kind(KIND, _("Finding the best plan for every budget"), "plan:list")
def search(work: Work) -> dict[str, Any]:
    """Find the plans for the answers of now; a result that is older than them is made anew first."""
    from sonae import assessment, catalogue
    from sonae_web.plan import actions
    from sonae_web.risk import actions as risks
    from sonae_web.risk import queries

    company, now = work.company, timezone.localtime()
    stored = queries.latest(company)
    if stored is None:
        return {"plans": 0}
    if stored.outdated:
        case = stored.value.case
        risks.assess(company=company, level=case.level_name or case.level, budget_yen=case.budget_yen, now=now)
        stored = queries.latest(company)
        assert stored is not None
    value = assessment.outlook(
        stored.value.case,
        catalogue.load(),
        now=now,
        seed=SEED,
        weight=work.arguments["weight"],
        progress=lambda done, total: work.step(done, total, BUDGETS),
    )
    actions.keep(company=company, value=value, now=timezone.localtime())
    return {"plans": len(value.plans)}
