"""What every page shows around its content: the company's name, the menu, the language."""

from django.http import HttpRequest
from django.utils.translation import get_language

from sonae_web.company import queries


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the base template."""
    match = request.resolver_match
    return {
        "company_name": queries.name(),
        "lang": get_language() or "ja",
        "subject": match.view_name.partition(":")[0] if match else "",
    }
