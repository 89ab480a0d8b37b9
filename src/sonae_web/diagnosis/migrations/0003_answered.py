from typing import Any

from django.db import migrations, models


def count(apps: Any, _: Any) -> None:
    diagnoses = apps.get_model("diagnosis", "Diagnosis")
    for row in diagnoses.objects.only("pk", "answers").iterator():
        diagnoses.objects.filter(pk=row.pk).update(answered=len(row.answers))


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0002_inquiry")]

    operations = [
        migrations.AddField("diagnosis", "answered", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
