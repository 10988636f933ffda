#!/usr/bin/env bash
# Usage: tools/fetch_duckdb.sh — prints a folder that holds libduckdb.so and duckdb.h.
#
# Both come out of npm packages that are unpacked and never run. Versions and digests are pinned:
# a package that differs is refused. The header is older than the library on purpose; only the
# stable part of the C interface is used, which the library keeps.
set -euo pipefail

bindings_version=1.5.6-r.1
header_version=1.4.4
header_digest=hEJJ5hyVF0VLj3dmOLpsWrQR0b3d4Ykqtygm6iUXjHJDDnSqg/USKxcb5qvNrOhFYPgktayU6dXCtgPqcmmpog==
case "$(uname -m)" in
  x86_64)
    machine=x64
    digest=IXcrZJE6kEqM0Z4wwdVnGBHX/frOS33VPNAwDXQ/Q+Fs84b058Qe94chrCCIcNJlG8Y3UHIUU4eBeCQxW5mN1Q== ;;
  aarch64)
    machine=arm64
    digest= ;;
  *) echo "no DuckDB package for $(uname -m)" >&2; exit 1 ;;
esac

target=${ZHIHENG_DUCKDB_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/zhiheng/duckdb-$bindings_version}
if [ -e "$target/libduckdb.so" ] && [ -e "$target/duckdb.h" ]; then
  echo "$target"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# unpack PACKAGE VERSION DIGEST PATH: one file out of a package
unpack() {
  local file
  if ! file=$(npm pack --silent "$1@$2" 2>npm.log | tail -n 1) || [ ! -f "$file" ]; then
    echo "npm could not bring $1@$2:" >&2
    tail -n 5 npm.log >&2
    exit 1
  fi
  if [ -n "$3" ] && [ "$(openssl dgst -sha512 -binary "$file" | openssl base64 -A)" != "$3" ]; then
    echo "$1@$2 does not have the expected digest" >&2
    exit 1
  fi
  tar xzf "$file" --strip-components="$(tr -cd / <<<"$4" | wc -c)" "$4"
}
unpack "@duckdb/node-bindings-linux-$machine" "$bindings_version" "$digest" package/libduckdb.so
unpack duckdb "$header_version" "$header_digest" package/src/duckdb/src/include/duckdb.h

mkdir -p "$target"
mv libduckdb.so "$target/libduckdb.so.part" && mv "$target/libduckdb.so.part" "$target/libduckdb.so"
mv duckdb.h "$target/duckdb.h"
echo "$target"
