#!/usr/bin/env bash
# Usage: tools/build_web.sh — builds the pages into web/dist, if anything changed since last time.
set -euo pipefail
cd "$(dirname "$0")/../web"

stamp=node_modules/.installed-from
if [ ! -e "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json "$stamp"
fi
if [ ! -e dist/index.html ] ||
  [ -n "$(find src public index.html vite.config.* package-lock.json -newer dist/index.html 2>/dev/null | head -n 1)" ]; then
  npm run --silent build >&2
fi
