"""``python -m sonae_web run|demo``: the local app; ``server WORD``: a server; ``audit``: the log; ``archive``: everything in one file."""

import sys

from sonae_web import local, server
from sonae_web.archive import carrying
from sonae_web.audit import verifying

words = sys.argv[1:]
if words[:1] == ["audit"]:
    sys.exit(verifying.main(words[1:]))
if words[:1] == ["archive"]:
    sys.exit(carrying.main(words[1:], local.prepare))
sys.exit(server.main(words[1:]) if words[:1] == ["server"] else local.main(words))
