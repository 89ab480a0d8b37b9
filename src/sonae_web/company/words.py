"""The lines of the log in words."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "company.enter": _("Entered the company"),
    "company.change": _("Changed the company"),
    "company.visit": _("Looked in from outside"),
    "company.invite": _("Made an invitation"),
    "company.accept": _("An invitation was accepted"),
    "company.end_member": _("Ended a membership"),
    "company.end_grant": _("Ended a supporter's access"),
    "company.end_link": _("Took back an invitation"),
    "archive.write": _("Took a copy of everything"),
    "archive.take_in": _("Took in everything from a file"),
    "diagnosis.answer": _("Answered questions"),
    "risk.assess": _("Made a result"),
}
SUBJECTS = {
    "company": _("Company"),
    "diagnosis": _("Questions"),
    "risk": _("Result"),
    "plan": _("Plan"),
    "rulebook": _("Rules"),
    "report": _("Reports"),
    "evidence": _("Evidence"),
    "task": _("Tasks"),
    "management": _("Management view"),
    "incident": _("Emergency"),
    "insurance": _("Insurance"),
    "supplier": _("Business partners"),
    "hotline": _("Hotline"),
    "job": _("Long work"),
}


def of(action: str) -> str:
    """An action in words: its own, else the subject it belongs to."""
    return str(ACTIONS.get(action) or SUBJECTS.get(action.partition(".")[0]) or _("Other work"))
