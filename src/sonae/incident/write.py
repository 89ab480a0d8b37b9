"""From a case to a file of schema ``sonae.incident/1``."""

from collections.abc import Mapping
from typing import Any

import tomli_w


def to_toml(table: Mapping[str, Any]) -> str:
    """The table as a file that ``read.parse`` reads; what is not known is left out.

    >>> to_toml({"schema": "sonae.incident/1", "title": "", "policies": []})
    'schema = "sonae.incident/1"\\n'
    """
    return tomli_w.dumps(_known(table))


def _known(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _known(entry) for key, entry in value.items() if entry not in (None, "", [], {})}
    return [_known(entry) for entry in value] if isinstance(value, list | tuple) else value
