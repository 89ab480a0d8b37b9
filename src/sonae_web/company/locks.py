"""The second lock of a server on PostgreSQL: the database itself shows a session only the rows of the companies in view.

It needs a role that is neither a superuser nor allowed to bypass row security; a server does not start with such a role.
"""

from typing import Any

from django.conf import settings
from django.db import connection

from sonae_web import reader

IN_VIEW = "(SELECT current_setting('sonae.companies', true))"
# read once a statement: a cast outside the SELECT would be done again for every row
LISTED = "ARRAY(SELECT unnest(string_to_array(nullif(nullif(current_setting('sonae.companies', true), ''), '*'), ','))::uuid)"
RULE = "({view} = '*' OR \"{column}\" = ANY ({listed}))"
LOG, LOG_KEY = "audit_event", "company"


def lock_after_migrate(**_: Any) -> None:
    """Renew the rules whenever tables may have come or changed. Does nothing on SQLite and on a computer of its own."""
    if settings.SERVER:
        lock()


def lock() -> None:
    """Put the rule on every table of companies and on the log, whose lines about no company everybody may see and add."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, column in reader.tables().items():
            _lock(cursor, table, _rule(column))
        _lock(cursor, LOG, f'("{LOG_KEY}" IS NULL OR {_rule(LOG_KEY)})')


def _rule(column: str) -> str:
    return RULE.format(view=IN_VIEW, listed=LISTED, column=column)


def _lock(cursor: Any, table: str, rule: str) -> None:
    for statement in (
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS sonae_company ON "{table}"',
        f'CREATE POLICY sonae_company ON "{table}" USING ({rule}) WITH CHECK ({rule})',
    ):
        cursor.execute(statement)


def bypassed() -> bool:
    """Whether the role of this connection would see every row all the same."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
