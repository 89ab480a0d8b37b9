"""A case: everything a company tells us, read from a file of schema ``sonae.case/1`` or put together by a caller."""

from sonae.case.read import MOST_BUDGET_YEN, SCHEMA, Case, parse, read
from sonae.case.write import digest, of, to_toml
from sonae.document import Document, load

__all__ = ["MOST_BUDGET_YEN", "SCHEMA", "Case", "Document", "digest", "load", "of", "parse", "read", "to_toml"]
