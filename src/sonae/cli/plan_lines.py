"""The plan and the comparison for the eye."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sonae.case import Case
from sonae.catalogue import Catalogue
from sonae.cli.lines import columns
from sonae.insurance import words as insured
from sonae.plan import Comparison, Plan
from sonae.report import chosen, compared, figures, steps
from sonae.report.build import day_words
from sonae.values import Lang, yen_exact


def plan_lines(plan: Plan, case: Case, fitting: Sequence[str], catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """The steps in order, those that the budget does not reach, the frontier, how sure it is, and support schemes."""
    say = _say(lang)
    yield figures.promise(plan, lang)
    if plan.budget_yen is not None:
        yield say(
            f"1年目の予算 {yen_exact(plan.budget_yen, lang)}", f"first-year budget {yen_exact(plan.budget_yen, lang)}"
        )
    words = steps.in_words(plan, case.company, catalogue, lang)
    for step in (step for step in words if not step.beyond):
        yield f"{step.order:>2}. {step.title}"
        yield f"    {step.cost} / {step.effect}"
        yield from (f"    {say('使える支援', 'support')}: {title}" for title in step.schemes)
    rest = [step for step in words if step.beyond]
    if rest:
        yield ""
        yield say("今回は選ばなかったもの", "Not chosen this time")
        yield from (
            say(f"{one.order:>2}. {one.title}（{one.cost}）", f"{one.order:>2}. {one.title} ({one.cost})")
            for one in rest
        )
    yield ""
    yield from columns(compared.frontier_rows(plan.frontier, lang))
    yield ""
    yield from chosen.sure(plan.gap, plan.check, lang)
    yield ""
    yield from scheme_lines(fitting, case.as_of, lang)
    yield insured.disclaimer().of(lang)


def _say(lang: Lang) -> Callable[[str, str], str]:
    return lambda ja, en: ja if lang == "ja" else en


def scheme_lines(ids: Sequence[str], on: date, lang: Lang) -> Iterator[str]:
    """Support schemes with their dates and conditions."""
    yield (
        f"この会社に合う支援制度（{day_words(on, lang)}の時点）"
        if lang == "ja"
        else f"Support schemes that fit (as of {day_words(on, lang)})"
    )
    for one in compared.schemes_in_words(ids, on, lang):
        yield f"- {one.title}（{one.state}）" if lang == "ja" else f"- {one.title} ({one.state})"
        yield from (f"    {line}" for line in (one.amount, *one.conditions) if line)


def comparison_lines(comparison: Comparison, lang: Lang) -> Iterator[str]:
    """The table of ways, and each in a sentence."""
    yield compared.comparison_finding(comparison, lang)
    yield ""
    yield from columns(compared.comparison_rows(comparison, lang))
    yield ""
    for way in compared.ways_in_words(comparison, lang):
        yield f"{way.title}: {way.text}{way.against}" if lang == "ja" else f"{way.title}: {way.text} {way.against}"
        yield f"    {way.note}"
    yield insured.disclaimer().of(lang)
