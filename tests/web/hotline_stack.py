"""The local app with a company and recipients in it, as a process of its own: ``python tests/web/hotline_stack.py FOLDER PORT``.

Prints the link's word once everything stands, then serves.
"""

import os
import sys
from pathlib import Path

folder, port = Path(sys.argv[1]), sys.argv[2]
os.environ |= {"SONAE_DATA": str(folder), "SONAE_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "sonae_web.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from sonae import company  # noqa: E402
from sonae_web import local  # noqa: E402
from sonae_web.company import actions as companies  # noqa: E402
from sonae_web.hotline import actions  # noqa: E402

folder.mkdir(parents=True, exist_ok=True)
call_command("migrate", verbosity=0, interactive=False)
value = company.typical(company.industries()["manufacturing"], 20, "株式会社試験")
house = companies.save(value=value, now=timezone.now())
line = actions.open_line(company=house, today=timezone.localdate())
for kind, role in (("inside", "総務"), ("adviser", "顧問")):
    row, _ = actions.add_recipient(company=house, kind=kind, role=role, name="", email=f"{kind}@example.jp")
    actions.register(recipient=row, phrase="four words for a box", person=None, today=timezone.localdate())
print(line.token, flush=True)
sys.exit(local.main(["run", "--no-browser", "--port", port, "--data", str(folder)]))
