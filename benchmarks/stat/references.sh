#!/usr/bin/env bash
# Usage: benchmarks/stat/references.sh — R's side of bench_stat, where R and its package are installed (Debian: r-base-core,
# r-cran-surveillance, r-cran-survey); otherwise, and for packages that Debian lacks, the recorded figures, called so.
set -uo pipefail
cd "$(dirname "$0")"
has() { command -v Rscript >/dev/null && Rscript -e "quit(status = !requireNamespace('$1', quietly = TRUE))" >/dev/null 2>&1; }
measured() { # measured PACKAGE SCRIPT RECORDED…
  echo "$1, $([ -n "${3:-}" ] && printf 'recorded on one such core: %s' "${*:3}")"
  if has "$1"; then Rscript "$2" | sed 's/^/  measured here: /'; else echo "  not installed here"; fi
}
measured surveillance surveillance.R 'farringtonFlexible 11.3 ms a series-week, earsC 0.025 ms a series-day'
measured survey survey.R '6,760 groups of 50,000 rows 48 s'
scan=${ZHIHENG_SHARED:-../../../shared}/data/statistics/scan/perf3000
echo 'SpatialEpi (not in Debian), perf3000, circles up to 5 % of the population, 999 replicates: recorded 19.4 s on one such core'
if has SpatialEpi && [ -f "$scan.cases.csv" ]; then
  Rscript scan.R "$scan".{cases,geo,population}.csv 0.05 999 | sed 's/^/  measured here: /'
else
  echo '  not installed here'
fi
echo 'not in Debian, recorded on one such core:'
echo '  openEBGM: EBGM, EB05 and EB95 54 microseconds a pair'
echo '  plspm: bootstrap of 1,000 27 s'
echo '  RecordLinkage: 1,322,574 pairs compared and EM 43 s'
echo '  SaTScan 10.3.2, two cores: 3,000 places, 999 replicates 10.1 s; prospective, 3,000 places x 104 weeks 30.1 s'
