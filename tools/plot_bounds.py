#!/usr/bin/env python3
"""Usage: zhiheng stat METHOD … --csv | tools/plot_bounds.py TITLE > figure.svg — counts, bound and alarms.

Reads columns t, observed, upperbound, alarm of one series. Made the figures of docs/statistics.
"""
import csv
import html
import sys

if len(sys.argv) != 2:
    sys.exit(__doc__)
rows = list(csv.DictReader(sys.stdin))
if not rows or not {"t", "observed", "upperbound", "alarm"} <= rows[0].keys():
    sys.exit("columns t, observed, upperbound, alarm are wanted")
width, height, left, bottom, top = 720, 240, 40, 30, 30
times = [float(row["t"]) for row in rows]
highest = max(float(row[name] or 0) for row in rows for name in ("observed", "upperbound")) or 1


def x(time):
    return left + (width - left - 10) * (time - times[0]) / ((times[-1] - times[0]) or 1)


def y(value):
    return height - bottom - (height - bottom - top) * value / highest


step = max(1.0, (width - left - 10) / len(rows) - 1)
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">')
print(f'<rect width="{width}" height="{height}" fill="white"/><text x="{left}" y="18" font-size="13">{html.escape(sys.argv[1])}</text>')
for row, time in zip(rows, times):
    count = float(row["observed"])
    colour = "#c0392b" if row["alarm"] == "1" else "#7f8c8d"
    print(f'<rect x="{x(time) - step / 2:.1f}" y="{y(count):.1f}" width="{step:.1f}" height="{y(0) - y(count):.1f}" fill="{colour}"/>')
line, pen = [], "M"
for row, time in zip(rows, times):
    if row["upperbound"] == "":
        pen = "M"
        continue
    line.append(f'{pen}{x(time):.1f} {y(float(row["upperbound"])):.1f}')
    pen = "L"
print(f'<path d="{" ".join(line)}" fill="none" stroke="#2471a3" stroke-width="1.5"/>')
print(f'<path d="M{left} {top}V{y(0)}H{width - 10}" fill="none" stroke="black"/>')
for value in (0, highest):
    print(f'<text x="{left - 5}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
for time in (times[0], times[-1]):
    print(f'<text x="{x(time):.1f}" y="{height - 12}" text-anchor="middle">{time:g}</text>')
print("</svg>")
