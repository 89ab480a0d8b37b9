import json
from typing import Any

from django.db import migrations, models


def score(apps: Any, _: Any) -> None:
    assessments = apps.get_model("risk", "Assessment")
    for row in assessments.objects.only("pk", "result").order_by("pk").iterator(chunk_size=100):
        total = json.loads(row.result).get("diagnosis", {}).get("score", {}).get("total")
        assessments.objects.filter(pk=row.pk).update(score=total)


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial")]

    operations = [
        migrations.AddField("assessment", "score", models.SmallIntegerField(null=True)),
        migrations.RunPython(score, migrations.RunPython.noop),
        migrations.AddIndex("assessment", models.Index(fields=["company", "made_at"], name="assessments_in_time")),
    ]
