#!/bin/sh
# Finds a Chromium or Chrome for the browser tests, or installs one: Playwright's download, or Debian's package when root.
# Where none can be had this says so and goes on: the browser tests then skip, and fail when CI=true.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ -n "${CHROME:-}" ] && [ -x "${CHROME}" ]; then exit 0; fi
if "$BIN/python" - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(0 if pathlib.Path(p.chromium.executable_path).exists() else 1)
PY
then exit 0; fi
echo "No Chromium or Chrome found: trying to install one for the browser tests."
if timeout 300 "$BIN/python" -m playwright install chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq >/dev/null 2>&1
  if DEBIAN_FRONTEND=noninteractive apt-get install -yqq chromium >/dev/null 2>&1; then exit 0; fi
fi
echo "No browser could be installed: browser tests will be skipped (they fail when CI=true). Set CHROME=/path/to/chromium."
