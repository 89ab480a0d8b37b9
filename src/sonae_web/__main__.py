"""``python -m sonae_web run|demo``: the local app; ``server WORD``: a server; ``audit``: the check of the log."""

import sys

from sonae_web import local, server
from sonae_web.audit import verifying

words = sys.argv[1:]
if words[:1] == ["audit"]:
    sys.exit(verifying.main(words[1:]))
sys.exit(server.main(words[1:]) if words[:1] == ["server"] else local.main(words))
