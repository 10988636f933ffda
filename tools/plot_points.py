#!/usr/bin/env python3
"""Usage: zhiheng stat METHOD … --csv | tools/plot_points.py TITLE X Y [option=value …] > figure.svg

Points of column Y over column X (numbers, or names in their order). Options: low=COLUMN high=COLUMN
an interval at each point; band=yes the interval as a band; step=yes a staircase; line=yes joined;
lines=NUMBER,NUMBER horizontal lines; group=COLUMN one colour per group; from=NUMBER to=NUMBER the
vertical range. Made figures of docs/statistics.
"""
import csv
import html
import sys

if len(sys.argv) < 4:
    sys.exit(__doc__)
title, x_name, y_name = sys.argv[1:4]
options = dict(word.split("=", 1) for word in sys.argv[4:])
rows = [row for row in csv.DictReader(sys.stdin) if row.get(y_name)]
if not rows or x_name not in rows[0]:
    sys.exit(f"columns {x_name} and {y_name} are wanted")
width, height, left, bottom, top, right = 720, 260, 50, 34, 30, 12
colours = ["#2471a3", "#c0392b", "#1e8449", "#7d3c98"]


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


named = any(number(row[x_name]) is None for row in rows)
labels = list(dict.fromkeys(row[x_name] for row in rows))
for row in rows:
    row["x"] = labels.index(row[x_name]) + 1 if named else float(row[x_name])
low, high = options.get("low"), options.get("high")
marks = [float(mark) for mark in options.get("lines", "").split(",") if mark]
heights = marks + [float(row[c]) for row in rows for c in (y_name, low, high) if c and number(row.get(c)) is not None]
first, last = (0.5, len(labels) + 0.5) if named else (min(r["x"] for r in rows), max(r["x"] for r in rows))
if options.get("step") and not named:
    first = min(0, first)
bottom_value = float(options.get("from", min(heights)))
top_value = float(options.get("to", max(heights)))


def x(value):
    return left + (width - left - right) * (value - first) / ((last - first) or 1)


def y(value):
    value = min(max(value, bottom_value), top_value)
    return height - bottom - (height - bottom - top) * (value - bottom_value) / ((top_value - bottom_value) or 1)


def path(points, stair):
    text = ""
    for i, (px, py) in enumerate(points):
        text += f"M{px:.1f} {py:.1f}" if i == 0 else (f"H{px:.1f}V{py:.1f}" if stair else f"L{px:.1f} {py:.1f}")
    return text


print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">')
print(f'<rect width="{width}" height="{height}" fill="white"/><text x="{left}" y="18" font-size="13">{html.escape(title)}</text>')
for mark in marks:
    print(f'<path d="M{left} {y(mark):.1f}H{width - right}" stroke="#999" stroke-dasharray="4 3"/>')
groups = list(dict.fromkeys(row.get(options.get("group"), "") for row in rows))
for index, group in enumerate(groups):
    colour = colours[index % len(colours)]
    own = [row for row in rows if row.get(options.get("group"), "") == group]
    stair = bool(options.get("step"))
    start = [(x(first), y(1))] if stair else []
    points = start + [(x(row["x"]), y(float(row[y_name]))) for row in own]
    if low and high:
        spans = [(x(row["x"]), y(float(row[low])), y(float(row[high]))) for row in own if row[low] and row[high]]
        if options.get("band"):
            for side in (1, 2):
                edge = start + [(span[0], span[side]) for span in spans]
                print(f'<path d="{path(edge, stair)}" fill="none" stroke="{colour}" stroke-dasharray="2 2"/>')
        else:
            for px, py, qy in spans:
                print(f'<path d="M{px:.1f} {py:.1f}V{qy:.1f}" stroke="{colour}"/>')
    if stair or options.get("line"):
        print(f'<path d="{path(points, stair)}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
    if not stair:
        for px, py in points:
            print(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>')
    if group:
        print(f'<text x="{width - right - 4}" y="{top + 14 * index}" text-anchor="end" fill="{colour}">{html.escape(group)}</text>')
print(f'<path d="M{left} {top}V{height - bottom}H{width - right}" fill="none" stroke="black"/>')
for value in dict.fromkeys([bottom_value, *marks, top_value]):
    print(f'<text x="{left - 5}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.4g}</text>')
ticks = [(i + 1, label) for i, label in enumerate(labels)] if named else [(v, f"{v:g}") for v in (first, (first + last) / 2, last)]
for value, label in ticks:
    anchor = "end" if not named and value == last else "middle"
    print(f'<text x="{x(value):.1f}" y="{height - 14}" text-anchor="{anchor}">{html.escape(label)}</text>')
print("</svg>")
