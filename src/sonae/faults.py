"""Faults in what a user gave us: where, which value, what is wrong, how to put it right, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sonae.values import Lang, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``file`` is its name, ``field`` the key as the file has it, ``value`` as typed."""

    problem: Text
    remedy: Text
    file: str = ""
    line: int | None = None
    field: str = ""
    value: str | None = None

    def message(self, lang: Lang) -> str:
        """One line for a person.

        >>> Fault(Text("負の数です", "is negative"), Text("0以上にしてください", "Give 0 or more"),
        ...       file="case.toml", field="company.revenue_yen", value="-1").message("en")
        'case.toml: company.revenue_yen = -1: is negative. Give 0 or more.'
        """
        colon, stop = ("：", "。") if lang == "ja" else (": ", ".")
        where = self.file + (f":{self.line}" if self.line else "")
        field = self.field + (f" = {self.value}" if self.value is not None else "")
        head = colon.join(part for part in (where, field) if part)
        body = f"{self.problem.of(lang)}{stop}{'' if lang == 'ja' else ' '}{self.remedy.of(lang)}{stop}"
        return f"{head}{colon}{body}" if head else body


class InputError(Exception):
    """Raised with every fault found, never with the first only; nothing has been written when it is raised."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.message("en") for fault in self.faults))
