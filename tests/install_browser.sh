#!/bin/sh
# The browser tests drive the system's Chromium. Where we are root on Debian it is installed; elsewhere the
# tests say what is missing and skip.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-noto-core >/dev/null
else
  echo "No Chromium found: the browser tests will be skipped. Install the package 'chromium' to run them." >&2
fi
