"""The one compiler of PDFs: a template of this folder, words as data, tagged for screen readers and readable in ten years."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

from sonae.report import charts

STANDARDS = ("ua-1", "a-2b")


def write(template: str, data: Mapping[str, Any], made: date | None, standards: tuple[str, ...] = STANDARDS) -> bytes:
    """A template filled with words, as PDF. The same template, data and moment give the same bytes.

    ``made`` is the moment that the file carries; None leaves it out.
    """
    moment = made if made is None or isinstance(made, datetime) else datetime.combine(made, time())
    stamp = {} if moment is None else {"timestamp": int(moment.timestamp())}
    return bytes(
        _compiler().compile(
            input=str(resources.files("sonae.report") / template),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=list(standards),
            **stamp,
        )
    )


@cache
def _compiler() -> Any:
    import typst

    root = str(resources.files("sonae.report"))
    return typst.Compiler(root=root, font_paths=list(charts.font_folders()), ignore_system_fonts=True)
