"""Every page, on a phone and a desk, in both languages, light and dark: nothing serious for axe, nothing cut, nothing in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from browser.conftest import ARTEFACTS, Server, context, watched

PAGES = {
    "start": "/",
    "company": "/company/",
    "questions": "/diagnosis/",
    "basic": "/diagnosis/basic/",
    "supplement": "/diagnosis/supplement/",
    "people": "/diagnosis/people/",
    "ask": "/diagnosis/people/ask/",
    "result": "/risk/",
    "history": "/risk/history/",
    "basis": "/risk/basis/",
    "insurance": "/insurance/",
    "bad-year": "/cover/",
    "gaps": "/cover/gaps/",
    "readiness": "/cover/readiness/",
    "plan": "/plan/",
    "menu": "/menu/",
    "partners": "/supplier/",
    "partner-new": "/supplier/new/",
    "partner-table": "/supplier/table/",
    "tasks": "/task/",
    "task-new": "/task/new/",
    "management": "/management/",
    "scs": "/management/scs_criteria/",
    "evidence": "/evidence/",
    "evidence-new": "/evidence/new/",
    "rules": "/rulebook/",
    "rule": "/rulebook/passwords/",
    "stars": "/rulebook/stars/",
    "emergency": "/emergency/",
    "emergency-book": "/emergency/ransomware/",
    "exercises": "/task/exercise/",
    "exercise": "/task/exercise/friday/",
    "incidents": "/incident/",
    "incident-new": "/incident/new/",
    "incident-kit": "/incident/kit/",
    "hotline": "/hotline/",
    "report": "/report/",
    "full": "/report/full/",
    "board": "/report/board/",
    "everything": "/archive/",
    "take-in": "/archive/enter/",
    "jobs": "/jobs/",
    "help": "/help/",
    "styleguide": "/styleguide/",
    "missing": "/nothing/",
}
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page(chromium: Browser, demo: Server, width: int, lang: str, scheme: str) -> None:
    visitor = context(chromium, demo.url, lang=lang, width=width, scheme=scheme)
    page, complaints = watched(visitor)
    ARTEFACTS.mkdir(exist_ok=True)
    faults: list[str] = []
    for name, path in PAGES.items():
        page.goto(demo.url + path, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(entry => { entry.open = true })")
        found = Axe().run(page).response["violations"]
        faults += [
            f"{name}: {entry['id']} {entry['nodes'][0]['html'][:120]}" for entry in found if entry["impact"] in SERIOUS
        ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{name}: {wide} px wide on {width}")
        page.evaluate("document.querySelectorAll('details').forEach(entry => { entry.open = false })")
        if scheme == "light":
            page.screenshot(path=ARTEFACTS / f"{name}-{lang}-{width}.png", full_page=True)
    assert faults == []
    assert [text for text in complaints if "404" not in text] == []
    visitor.close()
