"""The company in eight fields."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sonae_web.company import actions, forms, queries
from sonae_web.company.forms import CompanyForm


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form with what is known or proposed; keep it and go on to the questions."""
    row = queries.active()
    if request.method == "POST" and "propose" not in request.POST:
        form = CompanyForm(request.POST)
        if form.is_valid():
            actions.save(value=form.cleaned_data["company"], now=timezone.now())
            return redirect("diagnosis:overview")
        return render(request, "company/edit.html", {"form": form, "row": row}, status=422)
    if request.method == "POST":
        return render(request, "company/edit.html", {"form": CompanyForm(initial=_proposed(request)), "row": row})
    known = forms.initial(queries.value(row)) if row else forms.proposal("manufacturing", "5")
    return render(request, "company/edit.html", {"form": CompanyForm(initial=known), "row": row})


@require_GET
def typical(request: HttpRequest) -> HttpResponse:
    """The fields that follow from industry and people, proposed anew."""
    known = forms.proposal(request.GET.get("industry", ""), request.GET.get("employees", ""))
    return render(request, "company/proposed.html", {"form": CompanyForm(initial=known)})


def _proposed(request: HttpRequest) -> dict[str, object]:
    typed = {key: request.POST.get(key, "") for key in ("name", "industry", "employees")}
    return forms.proposal(typed["industry"], typed["employees"]) | typed
