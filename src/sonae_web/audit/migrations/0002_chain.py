"""Lines so far are chained anew; the seal that each had is kept in its payload, so that older copies can still be compared."""

import secrets
from datetime import UTC
from typing import Any

from django.db import migrations, models

from sonae import chain


def renew(apps: Any, schema_editor: Any) -> None:
    lines = apps.get_model("audit", "Event")
    last: dict[Any, chain.Entry] = {}
    for line in lines.objects.order_by("id"):
        line.salt = secrets.token_bytes(chain.SALT_BYTES)
        line.detail = {**(line.detail or {}), "former_seal": line.seal}
        entry = chain.append(
            last.get(line.company),
            at=line.at.astimezone(UTC).isoformat(),
            actor=str(line.by or ""),
            action=line.action,
            subject=line.subject,
            payload=chain.payload_hash(line.detail, line.salt),
        )
        line.seq, line.payload, line.before, line.seal = entry.seq, entry.payload, entry.before, entry.hash
        line.save()
        last[line.company] = entry


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("event", "seq", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("event", "salt", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("event", "payload", models.CharField(default="", max_length=64)),
        migrations.AlterField("event", "detail", models.JSONField(default=dict, null=True)),
        migrations.RunPython(renew, migrations.RunPython.noop),
        migrations.AddConstraint("event", models.UniqueConstraint(fields=("company", "seq"), name="one_line_a_number")),
    ]
