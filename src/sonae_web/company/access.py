"""Which company a request is about: the one place that decides it."""

from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sonae_web.company import queries
from sonae_web.company.models import Company


class View(Protocol):
    """A view that needs the company."""

    def __call__(self, request: HttpRequest, company: Company, *args: Any, **kwargs: Any) -> HttpResponse: ...


def with_company(view: View) -> Any:
    """Load the company, or ask for it first."""

    @wraps(view)
    def loaded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        company = queries.active()
        return view(request, company, *args, **kwargs) if company else redirect("company:edit")

    return loaded
