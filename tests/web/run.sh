#!/usr/bin/env bash
# Usage: tests/web/run.sh PROGRAM — serves a small synthetic province with PROGRAM and tests the pages
# on it in Chromium; two firms and two inspectors have accounts, and a small made-up chain lies ready. Then five people go
# through one case on a server of their own (walk.mjs).
# Screenshots are left in build/screenshots.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.."

data=$(mktemp -d)
server=
login=
walking=
finish() {
  for one in $walking $server $login; do { kill "$one" && wait "$one"; } 2>/dev/null || true; done
  rm -rf "$data"
}
trap finish EXIT

"$program" example --province 620000 --rows 4000 --seed 7 --load --data "$data" >/dev/null
"$program" plan example examples/plans/2026 --region 620000 --data "$data" >/dev/null
# Who there is: the administrator for all pages; two firms, a laboratory and an inspector.
password='a long password for a test'
echo "$password" >"$data/password"
user() { "$program" user add "$@" --password-file "$data/password" --data "$data" >/dev/null; }
user admin --role administrator
user dairy --role enterprise --company 91350100M000100Y43 --region 620000
user shops --role enterprise --company 91620100MA00020021 --region 620000
user laboratory --role laboratory --company 91620100MA0003003B --region 620000
user inspector --role officer --region 620000
user elsewhere --role officer --region 640000
user office --role reward_office --region 620000
user custodian --role identity_custodian --region 620000
"$program" example supply-chain --firms 8 --lots 4 --events 400 --seed 7 --faults all=2 --out "$data/chain" >/dev/null

# A custodian's key, and a login service that lets everybody in: reporter.mjs.
"$program" reporter key make "$data/custodian.pem" >"$data/public"
"$program" reporter key add "$(cat "$data/public")" --data "$data" >/dev/null
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
mkfifo "$data/until"
"$(dirname "$program")/tests/login_service" <"$data/until" >"$data/issuer" &
login=$!
exec 9>"$data/until"
for _ in $(seq 50); do [ -s "$data/issuer" ] && break; sleep 0.1; done
cat >"$data/openid.toml" <<END
base = "http://127.0.0.1:$port"
[[service]]
name   = "gov"
title  = { zh = "省统一身份认证", en = "Provincial login" }
issuer = "$(cat "$data/issuer")"
client = "zhiheng"
END
"$program" user link office --issuer "$(cat "$data/issuer")" --subject s-1 --data "$data"

"$program" serve --port "$port" --data "$data" --web web/dist --openid "$data/openid.toml" \
  >"$data/said" 2>"$data/log" 9>&- &
server=$!
for _ in $(seq 150); do
  grep -q 'Ctrl-C' "$data/said" && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.2
done
if ! grep -q 'http://' "$data/said"; then
  echo "the server did not start:" >&2
  cat "$data/said" "$data/log" >&2
  exit 1
fi

url=$(grep -o 'http://[^ ]*' "$data/said" | head -n 1)
reports=$(dirname "$program")
# The walk's steps stand on each other, on a server of its own: a second try begins anew. It goes beside the
# others, as each page waits for its server most of the time; what it says is told in the end.
walk() { ZHIHENG_PROGRAM=$program ZHIHENG_REPORT=$reports/web-walk.report.json node tests/web/walk.mjs; }
{ walk || { echo 'the walk, second try'; walk; }; } >"$data/walk" 2>&1 9>&- &
walking=$!
status=0
ZHIHENG_URL=$url ZHIHENG_PASSWORD=$password ZHIHENG_FOLDER=$data ZHIHENG_REPORT=$reports/web-pages.report.json \
  node tests/web/pages.spec.mjs || status=$?
ZHIHENG_URL=$url ZHIHENG_CHAIN=$data/chain ZHIHENG_REPORT=$reports/web-trace.report.json \
  node tests/web/trace.mjs || status=$?
ZHIHENG_URL=$url ZHIHENG_PASSWORD=$password ZHIHENG_REPORT=$reports/web-judging.report.json \
  node tests/web/judging.mjs || status=$?
ZHIHENG_URL=$url ZHIHENG_PASSWORD=$password ZHIHENG_REPORT=$reports/web-access.report.json \
  node tests/web/access.mjs || status=$?
wait "$walking" || status=$?
walking=
cat "$data/walk"
[ "$status" = 0 ] || tail -n 20 "$data/log" >&2
exit "$status"
