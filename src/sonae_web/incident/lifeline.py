"""The red-button pages: the first instruction without a session, a database or a company. They are answered before all of these.

A page here may read files of the data folder and the content of the library, nothing else: it must work on the worst day.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from sonae.incident import playbooks

PREFIX = "/emergency/"
NUMBERS = "kit/numbers.json"


class Lifeline:
    """Middleware, right behind the one that finds the language: answers the red-button pages itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        name = request.path_info.removeprefix(PREFIX).strip("/")
        known = playbooks.load()
        if name and name not in known:
            return self.get_response(request)
        response: HttpResponse = first(request) if not name else book(request, name)
        return response


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """Three sentences, the numbers, and what is seen."""
    return _page(request, "incident/emergency.html", {"books": list(playbooks.load().values())})


@require_safe
def book(request: HttpRequest, name: str) -> HttpResponse:
    """The first fifteen minutes of a playbook, what not to do and what to keep."""
    entry = playbooks.load().get(name)
    if entry is None:
        raise Http404
    return _page(
        request,
        "incident/emergency_book.html",
        {"book": entry, "steps": entry.of("first15"), "next_steps": entry.of("first_day")},
    )


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    asked = request.GET.get("lang", "")
    lang = asked if asked in ("ja", "en") else translation.get_language() or "ja"
    with translation.override(lang):
        page = context | {"lang": lang, "numbers": numbers(), "path": request.path_info}
        response = HttpResponse(render_to_string(template, page))
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    response["Cache-Control"] = "no-cache"
    return response


def numbers() -> list[dict[str, str]]:
    """The company's own numbers, from the offline folder; none on a server, where anybody may open this page."""
    if getattr(settings, "SERVER", False):
        return []
    try:
        found = json.loads((Path(settings.DATA) / NUMBERS).read_text(encoding="utf-8"))
        return [{key: str(entry[key]) for key in ("who", "name", "phone")} for entry in found]
    except (OSError, ValueError, KeyError, TypeError):
        return []
