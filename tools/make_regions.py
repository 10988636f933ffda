#!/usr/bin/env python3
"""Writes catalog/codes/regions.tsv and catalog/codes/region_changes.tsv.

usage: tools/make_regions.py HISTORY SNAPSHOTS OUTPUT

HISTORY    folder with result.csv of github.com/yescallop/areacodes (CC0 1.0): codes of county level
           and above for 1981-2024 by year, each with the codes that took its area over
SNAPSHOTS  folder with gb2260_*.tsv (ministry tables and GB/T 2260-2007) and stats2023_*.csv (codes of
           the Bureau of Statistics, 30 June 2023)
OUTPUT     folder to write to

The history is compared with the snapshots; what only they know is added as `variant` (codes that the
ministry printed for a while), `zone` (statistical areas such as development zones) or `grouping`
(市辖区, 省直辖县级行政区划 and the like, which are no places). Differences are listed on standard error.
"""

import collections
import csv
import pathlib
import sys

ETHNIC = ("蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 "
          "傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 "
          "毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 "
          "塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 各族 维吾尔 哈萨克 柯尔克孜 蒙古 塔吉克 锡伯 "
          "达斡尔 鄂温克").split()
ENDINGS = ("特别行政区 自治区 自治州 自治县 自治旗 行政区 地区 林区 特区 矿区 新区 省 市 县 区 旗 盟").split()
FIRST_YEAR = 1981
STATISTICS_DAY = "2023-06-30"
FIXED_SHORT = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
               "新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门"}

Region = collections.namedtuple("Region", "code name kind since until parent")
Change = collections.namedtuple("Change", "old new on extent")


def short_name(name, kind):
    """The name as people shorten it; the name itself where nothing readable would be left."""
    if kind in ("zone", "grouping"):
        return name
    if name in FIXED_SHORT:
        return FIXED_SHORT[name]
    stem = next((name[: -len(e)] for e in ENDINGS if name.endswith(e)), name)
    if name.endswith(("自治州", "自治县", "自治区", "自治旗")):
        while True:
            people = next((e for e in ETHNIC if stem.endswith(e) and len(stem) - len(e) >= 2), None)
            if people is None:
                break
            stem = stem[: -len(people)]
        if stem.endswith("族") and len(stem) >= 3:
            stem = stem[:-1]
    return stem if len(stem) >= 2 else name


class Days:
    """Years turned into dates, with the day where tools/region_days.tsv knows it."""

    def __init__(self, path):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        self.known = list(csv.DictReader(lines, delimiter="\t"))

    def of(self, code, year):
        for known in self.known:
            if known["year"] == year and known["first"] <= code <= known["last"]:
                return known["day"]
        return year


def read_history(path, days):
    kinds = {"省级": "province", "地级": "prefecture", "县级": "county"}
    with open(path / "result.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    prefectures = collections.defaultdict(list)
    for row in rows:
        if row["级别"] == "地级":
            prefectures[row["代码"]].append((int(row["启用时间"]), int(row["变更/弃用时间"] or 9999)))
    starts = {(row["代码"], row["启用时间"]) for row in rows}
    regions, changes = [], []
    for row in rows:
        code, since, until = row["代码"], row["启用时间"], row["变更/弃用时间"]
        parent = ""
        if row["级别"] != "省级":
            parent = code[:2] + "0000"
        if row["级别"] == "县级":
            above = code[:4] + "00"
            if any(first <= int(since) < last for first, last in prefectures[above]):
                parent = above
        regions.append(Region(code, row["名称"], kinds[row["级别"]], days.of(code, since),
                              days.of(code, until) if until else "", parent))
        targets = [target for target in row["新代码"].split(";") if target]
        if until and (code, until) in starts and row["状态"] == "变更" and code not in targets:
            targets.append(code)
        whole = [target for target in targets if "[" not in target]
        for target in targets:
            new, _, year = target.rstrip("]").partition("[")
            if year:
                changes.append(Change(code, new, days.of(code, year), "fringe"))
            elif len(whole) == 1 or new == code:
                changes.append(Change(code, new, days.of(code, until), "whole"))
            elif code in whole:
                changes.append(Change(code, new, days.of(code, until), "fringe"))
            else:
                changes.append(Change(code, new, days.of(code, until), "part"))
    return regions, changes


def join_unchanged(regions, changes):
    """One row where only the name of the prefecture above changed."""
    rows = collections.defaultdict(list)
    for region in sorted(regions):
        rows[region.code].append(region)
    joined, dropped = [], set()
    for code, versions in rows.items():
        versions.sort(key=lambda region: region.since)
        kept = [versions[0]]
        for next_one in versions[1:]:
            last = kept[-1]
            if (last.name, last.parent, last.until) == (next_one.name, next_one.parent, next_one.since):
                kept[-1] = last._replace(until=next_one.until)
                dropped.add((code, next_one.since))
            else:
                kept.append(next_one)
        joined += kept
    return joined, [change for change in changes
                    if not (change.old == change.new and (change.old, change.on) in dropped)]


def prefecture_changes(regions, changes):
    """Where a prefecture went that the history leaves open: where its counties went."""
    parent_at = {}
    for region in regions:
        parent_at.setdefault(region.code, []).append(region)
    declared = {change.old + change.on for change in changes}
    found = []
    for gone in regions:
        if gone.kind != "prefecture" or not gone.until or gone.code + gone.until in declared:
            continue
        heirs = set()
        for change in changes:
            if change.old[:4] != gone.code[:4] or change.on != gone.until or change.extent == "fringe":
                continue
            for heir in parent_at.get(change.new, []):
                if heir.since <= change.on and (not heir.until or heir.until > change.on):
                    heirs.add(heir.code if heir.kind == "prefecture" else heir.parent)
        heirs.discard(gone.code)
        extent = "whole" if len(heirs) == 1 else "part"
        found += [Change(gone.code, heir, gone.until, extent) for heir in sorted(heirs)]
    return found


def read_snapshot(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["Code"]: row["Name"] for row in csv.DictReader(file, delimiter="\t")}


def at_year(regions, year):
    return {region.code: region for region in regions
            if region.since[:4] <= year and (not region.until or region.until[:4] > year)}


def groupings(regions, snapshots):
    """Codes of levels that are no places: counties without prefecture, and city proper."""
    names = {code + "00": name for code, name in statistics_rows(snapshots / "stats2023_cities.csv")}
    names.update({code: name for code, name in read_snapshot(snapshots / "gb2260_gb_200712.tsv").items()
                  if code.endswith("00") and code not in names})
    spans = collections.defaultdict(list)
    for region in regions:
        if region.kind == "county" and region.parent.endswith("0000"):
            spans[region.code[:4] + "00"].append((region.since, region.until or "9999"))
    rows = []
    for code, times in sorted(spans.items()):
        name = names.get(code) or ("省直辖县级行政区划" if code[2:4] == "90" else None)
        real = any(region.code == code for region in regions)
        if name is None or real:
            continue
        until = max(end for _, end in times)
        rows.append(Region(code, name, "grouping", min(start for start, _ in times),
                           "" if until == "9999" else until, code[:2] + "0000"))
    proper = {code: name for code, name in read_snapshot(snapshots / "gb2260_gb_200712.tsv").items()
              if name == "市辖区" and code.endswith("01")}
    proper["620201"] = "嘉峪关市"  # a prefecture without counties; the statistics count it here
    for above in regions:
        code = above.code[:4] + "01"
        taken = any(region.code == code for region in regions)
        if above.kind == "prefecture" and code in proper and not taken:
            rows.append(Region(code, proper[code], "grouping", above.since, above.until, above.code))
    return rows


def statistics_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


def zones(regions, added, snapshots):
    known = {region.code for region in added} | set(at_year(regions, "2023"))
    prefectures = {region.code for region in regions if region.kind == "prefecture" and not region.until}
    rows = []
    for code, name in statistics_rows(snapshots / "stats2023_areas.csv"):
        if code not in known:
            above = code[:4] + "00"
            parent = above if above in prefectures else code[:2] + "0000"
            rows.append(Region(code, name, "zone", STATISTICS_DAY, "", parent))
    return rows


def variants(regions, history, added, snapshots):
    """Codes that ministry tables printed for a while, beside those that the standard kept."""
    seen = collections.defaultdict(list)
    for path in sorted(snapshots.glob("gb2260_mca_*.tsv")):
        year = path.stem[-6:-2]
        if int(year) < FIRST_YEAR:
            continue
        there = at_year(regions, year)
        for code, name in read_snapshot(path).items():
            if code not in there:
                seen[(code, name)].append(year)
            elif there[code].name != name:
                print(f"{path.name}: {code} is {name}, the history says {there[code].name}",
                      file=sys.stderr)
    rows, changes = [], []
    taken = {region.code for region in regions} | {region.code for region in added}
    for (code, name), years in sorted(seen.items()):
        twins = [region.code for region in at_year(regions, years[-1]).values()
                 if region.name == name and region.code[:2] == code[:2] and region.kind != "grouping"]
        if code in taken or len(twins) != 1:
            print(f"left out: {code} {name} of {years}, {len(twins)} of that name", file=sys.stderr)
            continue
        taken.add(code)
        twin = at_year(regions, years[-1])[twins[0]]
        until = str(int(years[-1]) + 1)
        if twin.until and twin.until <= until:
            until = years[-1] if years[-1] > years[0] else twin.until
        rows.append(Region(code, name, "variant", years[0], until, twin.parent))
        heirs = [twins[0]] if not twin.until or twin.until > until else [
            change.new for change in history if change.old == twins[0] and change.on == twin.until]
        changes += [Change(code, heir, until, "whole" if len(heirs) == 1 else "part") for heir in heirs]
    return rows, changes


def write(path, head, lines):
    path.write_text("".join(f"# {line}\n" for line in head) + "".join(line + "\n" for line in lines),
                    "utf-8")


def main(history, snapshots, output):
    days = Days(pathlib.Path(__file__).with_name("region_days.tsv"))
    regions, changes = join_unchanged(*read_history(history, days))
    changes += prefecture_changes(regions, changes)
    added = groupings(regions, snapshots)
    added += zones(regions, added, snapshots)
    more, more_changes = variants(regions, changes, added, snapshots)
    regions += added + more
    changes += more_changes
    regions.sort(key=lambda region: (region.code, region.since))
    write(output / "regions.tsv", [
        "Administrative regions of county level and above, GB/T 2260 and ministry tables, 1981-2024.",
        "Source: Ministry of Civil Affairs tables by way of areacodes (CC0 1.0, state of 2025-11-04);",
        "zones and groupings: Bureau of Statistics, 2023-06-30, and GB/T 2260-2007.",
        "A bare year: the day is not on record, the whole year counts. valid_to is the first day after.",
        "Written by tools/make_regions.py; corrections go there or into tools/region_days.tsv.",
    ], ["code\tname\tshort\tkind\tvalid_from\tvalid_to\tparent"] + [
        "\t".join((r.code, r.name, short_name(r.name, r.kind), r.kind, r.since, r.until, r.parent))
        for r in regions])
    changes = sorted(set(changes), key=lambda change: (change.old, change.on, change.extent, change.new))
    write(output / "region_changes.tsv", [
        "Which code took over the area of another. whole: all of it; part: one of several heirs;",
        "fringe: some area went over while the old code lived on. Source: as regions.tsv.",
    ], ["old\tnew\ton\textent"] + ["\t".join(change) for change in changes])
    print(f"{len(regions)} regions, {len(changes)} changes", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*(pathlib.Path(argument) for argument in sys.argv[1:]))
