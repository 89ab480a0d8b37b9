"""The answer as work outside the request."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from sonae_web.jobs.kinds import kind
from sonae_web.jobs.running import Work

KIND = "supplier.answer"
STEPS = _("Following ten thousand incidents through your partners")


@kind(KIND, _("Working out what passes between you and your partners"), "supplier:list")
def answer(work: Work) -> dict[str, Any]:
    """Work it out for the list of now."""
    from sonae.supplier import own, partner
    from sonae_web.company import queries as companies
    from sonae_web.supplier import actions, queries

    company = work.company
    rows = queries.partners(company)
    if not rows:
        return {"partners": 0}
    firm, score, partners = companies.value(company), queries.score(company), [queries.value(row) for row in rows]
    value = own.answer(firm, score, partners, progress=lambda done, total: work.step(done, total, STEPS))
    actions.keep(company=company, value=value, basis=partner.basis(firm, score, partners), now=timezone.localtime())
    return {"partners": len(partners)}
