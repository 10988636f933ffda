#!/usr/bin/env bash
# Usage: benchmarks/whole/http.sh PROGRAM — looking up an enterprise by its code, 64 connections, beside
# nginx with a file of the same size. Both on loopback, sharing the machine with the load generator.
set -euo pipefail
program=$(realpath "$1")
command -v wrk >/dev/null && command -v nginx >/dev/null || { echo "http: wrk and nginx are not installed, skipped"; exit 0; }
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

export ZHIHENG_DATA=$work/data
"$program" example --province 620000 --rows 1000 --seed 1 --out "$work/files" --load >/dev/null 2>&1
"$program" serve --port 18080 >"$work/serve.log" 2>&1 &
for _ in $(seq 100); do curl -sf http://127.0.0.1:18080/healthz >/dev/null && break; sleep 0.1; done
code=$("$program" list enterprise --limit 1 --json | python3 -c \
  'import json, sys; print(json.load(sys.stdin)["records"][0]["values"]["credit_code"])')
address=http://127.0.0.1:18080/api/registers/enterprise/lookup/$code
curl -sf "$address" -o "$work/answer.json"

mkdir -p "$work/www"
cp "$work/answer.json" "$work/www/answer.json"
cat > "$work/nginx.conf" <<CONF
daemon off; worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.error;
events { worker_connections 256; }
http { access_log off; client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c;
  uwsgi_temp_path $work/d; scgi_temp_path $work/e;
  server { listen 127.0.0.1:18081; root $work/www; } }
CONF
chmod 755 "$work" "$work/www"
nginx -c "$work/nginx.conf" &
sleep 1

load() { # load NAME ADDRESS
  wrk -t2 -c64 -d8s --latency "$2" >"$work/$1.txt"
  awk -v name="$1" '/Requests\/sec/ { r = $2 } /99%/ { p = $2 } /Non-2xx/ { bad = $0 }
    END { printf "%-28s %10s requests/s   p99 %s %s\n", name, r, p, bad }' "$work/$1.txt"
}
printf 'answer: %s bytes\n' "$(stat -c %s "$work/answer.json")"
load zhiheng_look_up "$address"
load nginx_static_file http://127.0.0.1:18081/answer.json
a=$(awk '/Requests\/sec/ { print $2 }' "$work/zhiheng_look_up.txt")
b=$(awk '/Requests\/sec/ { print $2 }' "$work/nginx_static_file.txt")
awk -v a="$a" -v b="$b" 'BEGIN { printf "ratio zhiheng / nginx: %.2f\n", a / b }'
