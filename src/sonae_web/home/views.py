"""The first page: the diagnosis before there is a result, where the company stands afterwards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sonae_web.company import access
from sonae_web.company.forms import lang
from sonae_web.diagnosis import views as diagnosis
from sonae_web.home import queries


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Three lights, yen at risk, the next three tasks, evidence that is due."""
    company = access.company_of(request)
    if company is not None and not access.may(request, "risk:result"):
        return render(request, "home/plain.html")  # whoever may not see results still finds the red button
    found = queries.home(company, timezone.localdate(), lang()) if company else None
    if found is None:
        return diagnosis.start(request)
    return render(request, "home/home.html", {"home": found})
