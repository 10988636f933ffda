#!/usr/bin/env bash
# Usage: benchmarks/whole/import.sh PROGRAM [ROWS] — the whole import of spot checks, validated and durable,
# beside the sqlite3 shell reading the same file into a table without checks, keys or versions.
set -euo pipefail
program=$(realpath "$1")
rows=${2:-1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" example --province 620000 --rows "$rows" --seed 1 --checks-only --out "$work/files" >/dev/null
file=$(ls "$work"/files/*.csv | head -n 1)
columns=$(head -n 1 "$file" | tr -cd , | wc -c)
printf 'file: %s rows, %s columns, %s bytes\n' "$rows" "$((columns + 1))" "$(stat -c %s "$file")"

measure() { # measure NAME COMMAND…: wall seconds and peak memory of the best of three
  local name=$1 best="" run
  shift
  for _ in 1 2 3; do
    rm -rf "$work/data" "$work/plain.db"*
    run=$(/usr/bin/env python3 - "$@" <<'PY'
import resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
took = time.monotonic() - start
if done.returncode:
    sys.stderr.write(done.stderr)
    sys.exit(1)
print(f"{took:.2f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024}")
PY
    )
    if [ -z "$best" ] || awk -v a="${run% *}" -v b="${best% *}" 'BEGIN { exit !(a < b) }'; then
      best=$run
    fi
  done
  printf '%-28s %8s s %8s MB\n' "$name" "${best% *}" "${best#* }"
  eval "$(printf 'took_%s=%s' "$name" "${best% *}")"
}

measure zhiheng_import "$program" import spot_check "$file" --data "$work/data" --json
measure sqlite3_shell_import sqlite3 "$work/plain.db" ".import --csv $file plain"
awk -v a="$took_zhiheng_import" -v b="$took_sqlite3_shell_import" \
  'BEGIN { printf "ratio zhiheng / sqlite3 .import: %.2f (bar: at most 3)\n", a / b }'
