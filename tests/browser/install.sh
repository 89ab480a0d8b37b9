#!/bin/sh
# The browser tests need Chromium and a Japanese font; install both where the system lets us, and say so where it does not.
set -u
have() { command -v "$1" >/dev/null 2>&1; }

if { have chromium || have google-chrome; } && { ! have fc-list || [ -n "$(fc-list :lang=ja)" ]; }; then exit 0; fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if have apt-get && $as_root true 2>/dev/null; then
  echo "Installing Chromium and a Japanese font for the browser tests"
  $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "No Chromium with a Japanese font here: the browser tests will be skipped (install 'chromium' and 'fonts-noto-cjk')."
[ -z "${SONAE_REQUIRE_BROWSER:-}" ]
