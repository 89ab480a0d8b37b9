"""``python -m sonae_web run|demo``: the local app, and nothing else."""

import sys

from sonae_web import local

sys.exit(local.main(sys.argv[1:]))
