"""Before anything else looks at a request to the hotline, everything that tells who or what sent it is taken away.

No address, device, referrer or cookie reaches sessions, the log, error reports or the view. What a limit needs is a number made from the address
with a secret that lives in memory only and changes every quarter of an hour: see ``turns``.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from sonae.hotline.timers import HalfDay, half_day
from sonae_web import errors
from sonae_web.hotline import turns

PREFIX = "/hotline/line/"
KEPT = frozenset({"HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE"})
LANGS = ("ja", "en")
FORESEEN = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)
log = logging.getLogger("sonae.hotline")


class Quiet:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.defects: list[tuple[HalfDay, str]] = []

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        self._report(half_day(timezone.now()))
        forget(request)
        response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A defect of ours on these pages: where it happened is noted, nothing of what was sent, and not at this moment."""
        if not request.path_info.startswith(PREFIX) or isinstance(exception, FORESEEN):
            return None
        self.defects.append((half_day(timezone.now()), _place(exception)))
        response = errors.defect(request)
        response._has_been_logged = True  # type: ignore[attr-defined]  # else Django writes a line now
        return response

    def _report(self, now: HalfDay) -> None:
        """Write defects of an earlier half-day to the log: its lines carry times, which would say when somebody was here."""
        for when, place in [entry for entry in self.defects if entry[0] < now]:
            log.error("a page of the hotline failed: %s", place)
            self.defects.remove((when, place))


def forget(request: HttpRequest) -> None:
    """Take away what identifies; keep what is needed to answer."""
    meta = request.META
    request.visitor = turns.visitor(str(meta.get("REMOTE_ADDR", "")))  # type: ignore[attr-defined]
    lang = _lang(request)
    for key in [key for key in meta if key.startswith(("HTTP_", "REMOTE_")) and key not in KEPT]:
        del meta[key]
    meta["REMOTE_ADDR"] = "0.0.0.0"
    if lang:
        meta["HTTP_COOKIE"] = f"{settings.LANGUAGE_COOKIE_NAME}={lang}"
    request.__dict__.pop("COOKIES", None)
    request.__dict__.pop("headers", None)


def _lang(request: HttpRequest) -> str:
    """The language asked for in the address, else the one chosen earlier; the only thing taken from a cookie."""
    asked = request.GET.get("lang", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return asked if asked in LANGS else ""


def _place(exception: Exception) -> str:
    """Kind and place of a failure, without its message, which could hold what was typed."""
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(exception).__name__} at {where}"
