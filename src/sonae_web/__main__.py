"""``python -m sonae_web run|demo``: the local app. ``python -m sonae_web server WORD``: a server."""

import sys

from sonae_web import local, server

words = sys.argv[1:]
sys.exit(server.main(words[1:]) if words[:1] == ["server"] else local.main(words))
