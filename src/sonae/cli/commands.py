"""What each command does: read, ask the library, answer. Heavy parts are imported only where they are used."""

import re
from datetime import UTC, datetime

from sonae.cli import app, files
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Text

MOST_SEED = 2**63 - 1
MOST_YEARS = 100_000_000
MOST_PORT = 65_535

_NO_INSURANCE = Text(
    "保険（policy）は、この版ではまだ計算に入れていません。損害の額は、保険で戻る分を引く前のものです。",
    "Insurance (policy) is not evaluated by this version yet: every loss is before anything an insurer may pay.",
)
_NO_YEARS = Text(
    "--years は使いませんでした。結果は乱数を使わない厳密計算によるものです。",
    "--years was not used: the results are computed exactly, without chance.",
)


def start(word: str, *, port: str | None, no_browser: bool, data: str | None) -> int:
    """Start the local app (``run`` or ``demo``) and return its exit status."""
    number = whole("--port", port, 1, MOST_PORT)
    arguments = [word]
    arguments += ["--port", str(number)] if number is not None else []
    arguments += ["--no-browser"] if no_browser else []
    arguments += ["--data", data] if data is not None else []
    return app.start(arguments)


def diagnose(console: Console, case_file: str, *, partial: bool) -> None:
    from sonae import case, catalogue, diagnosis
    from sonae.assessment import provenance
    from sonae.cli import lines
    from sonae.report import documents

    the_case = case.read(case_file, partial)
    content = catalogue.load()
    result = diagnosis.diagnose(content.questionnaire, the_case.answers, the_case.supplement)
    origin = provenance(the_case, content, now=_now())
    console.answer(
        documents.diagnosis_document(result, origin), lines.diagnosis_lines(the_case, result, content, console.lang)
    )
