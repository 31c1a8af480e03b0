#!/usr/bin/env bash
# Opens the app, or runs the demo where there is no screen.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
  echo "There is no screen here, so the demo runs instead of the app, report in out/demo." >&2
  if [ -f out/demo/report.html ]; then
    echo "It has run before: out/demo/report.html is there, and is written anew at the end." >&2
    echo "Stop it with Ctrl+C if that one will do; .venv/bin/mockvoice --help shows what else there is." >&2
  fi
  exec .venv/bin/mockvoice demo --out out/demo
fi
exec .venv/bin/mockvoice
