#!/usr/bin/env bash
# Opens the app, or runs the demo where there is no screen.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
  echo "There is no screen here, so the demo runs instead of the app." >&2
  exec .venv/bin/mockvoice demo --out out/demo
fi
exec .venv/bin/mockvoice
