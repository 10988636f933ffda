#include "assess/print.h"

#include <algorithm>
#include <ostream>

#include "assess/facts.h"
#include "base/arithmetic.h"
#include "base/table.h"

namespace zhiheng::assess {
namespace {

using Line = std::vector<std::string>;

std::string exact_text(const std::optional<Decimal>& number) {
  return number ? to_text(*number) : "";
}

/// "0.8730" as "87 %".
std::string percent(Decimal part) {
  const auto scaled = multiply_divide(part, {100, 0}, {1, 0}, 0);
  return scaled ? to_text(*scaled) + " %" : "";
}

std::string title_of(const catalog::Scheme& scheme, const std::string& id, Language language) {
  if (const auto at = scheme.position(id)) return scheme.nodes[*at].title.in(language);
  for (const auto& event : scheme.events) {
    if (event.id == id) return event.title.in(language);
  }
  return language == Language::zh ? "总分" : "total";
}

void print_head(std::ostream& out, const Assessment& made, Language language) {
  const bool zh = language == Language::zh;
  const auto& scheme = *made.scheme;
  out << scheme.title.in(language) << "  " << scheme.version << "\n"
      << to_text(made.from) << (zh ? " 至 " : " to ") << to_text(made.to)
      << (zh ? "；方案摘要 " : "; digest of the scheme ") << scheme.digest.substr(0, 12)
      << (zh ? "；数据位置 " : "; position in the feed ") << made.position << "\n";
  for (const auto& remark : made.remarks)
    out << (zh ? "注意：" : "Note: ") << remark.in(language) << "\n";
  out << "\n";
}

int depth_of(const catalog::Scheme& scheme, std::size_t node) {
  int depth = 0;
  for (auto up = scheme.nodes[node].parent; up; up = scheme.nodes[*up].parent) ++depth;
  return depth;
}

/// Positions in the order of the tree: every node before its parts, siblings as declared.
void in_tree_order(const catalog::Scheme& scheme, const std::vector<std::size_t>& level,
                   std::vector<std::size_t>& order) {
  for (const std::size_t node : level) {
    order.push_back(node);
    in_tree_order(scheme, scheme.nodes[node].parts, order);
  }
}

std::vector<std::size_t> tree_order(const catalog::Scheme& scheme) {
  std::vector<std::size_t> roots, order;
  for (std::size_t i = 0; i < scheme.nodes.size(); ++i) {
    if (!scheme.nodes[i].parent) roots.push_back(i);
  }
  in_tree_order(scheme, roots, order);
  return order;
}

/// "18", or "18–20".
std::string from_to(const std::string& low, const std::string& high) {
  return low == high ? low : low + "–" + high;
}

}  // namespace

void print_list(std::ostream& out, const catalog::Catalog& catalog, Language language) {
  const bool zh = language == Language::zh;
  std::vector<Line> rows;
  rows.reserve(catalog.schemes.size());
  for (const auto& scheme : catalog.schemes) {
    rows.push_back({scheme.name, scheme.version, scheme.title.in(language), scheme.assessor,
                    to_text(scheme.valid_from), scheme.valid_to ? to_text(*scheme.valid_to) : "",
                    scheme.verified ? "" : (zh ? "未核实" : "unverified")});
  }
  print_table(out,
              zh ? Line{"方案", "版本", "名称", "考核主体", "生效", "失效", "核实"}
                 : Line{"scheme", "version", "title", "assessor", "from", "to", "status"},
              rows, {false, false, false, false, false, false, false});
}

void print_ranking(std::ostream& out, const Assessment& made, Language language) {
  const bool zh = language == Language::zh;
  print_head(out, made, language);
  std::vector<const Sheet*> order;
  order.reserve(made.sheets.size());
  for (const auto& sheet : made.sheets) order.push_back(&sheet);
  std::ranges::stable_sort(order, {}, &Sheet::place);
  Line heading =
      zh ? Line{"位次", "代码", "地区", "总分", "等次", "总分区间", "位次区间", "位次稳定"}
         : Line{"place", "code",          "region",        "total",
                "grade", "total between", "place between", "same place"};
  std::vector<bool> numeric = {true, false, false, true, false, false, false, true};
  for (const auto& grade : made.scheme->grades) {
    heading.push_back("P(" + grade.code + ")");
    numeric.push_back(true);
  }
  heading.emplace_back(zh ? "一票否决" : "veto");
  numeric.push_back(false);
  std::vector<Line> rows;
  for (const Sheet* sheet : order) {
    Line row = {std::to_string(sheet->place), sheet->region, sheet->name, to_text(sheet->total),
                made.scheme->grades[sheet->grade].code};
    const auto& spread = sheet->spread;
    row.push_back(spread ? from_to(to_text(spread->low), to_text(spread->high)) : "");
    row.push_back(spread ? from_to(to_text(spread->place_low), to_text(spread->place_high)) : "");
    row.push_back(spread ? percent(spread->stability) : "");
    for (std::size_t i = 0; i < made.scheme->grades.size(); ++i) {
      row.push_back(spread ? percent(spread->probability[i]) : "");
    }
    std::string vetoes;
    for (const auto& veto : sheet->vetoes) {
      vetoes += (vetoes.empty() ? "" : zh ? "、" : ", ") + title_of(*made.scheme, veto, language);
    }
    row.push_back(vetoes);
    rows.push_back(std::move(row));
  }
  print_table(out, heading, rows, numeric);
}

void print_sheet(std::ostream& out, const Assessment& made, const Sheet& sheet,
                 const catalog::Catalog& catalog, Language language) {
  const bool zh = language == Language::zh;
  const auto& scheme = *made.scheme;
  print_head(out, made, language);
  out << sheet.region << " " << sheet.name << "  " << (zh ? "总分 " : "total ")
      << to_text(sheet.total) << "  " << scheme.grades[sheet.grade].title.in(language);
  if (sheet.place > 0) {
    out << "  " << (zh ? "第 " : "place ") << sheet.place << (zh ? " 名" : "");
  }
  out << "\n\n";
  std::vector<Line> rows;
  for (const std::size_t i : tree_order(scheme)) {
    const auto& node = scheme.nodes[i];
    const NodeScore& score = sheet.nodes[i];
    std::string claim = score.claim ? exact_text(score.claim->points) : "";
    if (score.claim && score.claim->differs) claim += zh ? " 不符" : " differs";
    rows.push_back({std::string(static_cast<std::size_t>(2 * depth_of(scheme, i)), ' ') +
                        node.title.in(language),
                    to_text(score.points), to_text(score.maximum), claim,
                    score.value ? shown_value(catalog, node, *score.value, language) : "",
                    node.verified ? "" : (zh ? "未核实" : "unverified"), score.how.in(language)});
  }
  for (std::size_t i = 0; i < sheet.events.size(); ++i) {
    const EventScore& score = sheet.events[i];
    rows.push_back({scheme.events[i].title.in(language), to_text(score.points), "", "", "",
                    scheme.events[i].verified ? "" : (zh ? "未核实" : "unverified"),
                    score.how.in(language)});
  }
  print_table(out,
              zh ? Line{"项目", "得分", "满分", "自评", "数值", "核实", "算法"}
                 : Line{"criterion", "points", "of", "claimed", "value", "status", "how"},
              rows, {false, true, true, true, true, false, false});
}

void print(std::ostream& out, const std::vector<NodeDifference>& all, const Assessment& after,
           Language language) {
  const bool zh = language == Language::zh;
  if (all.empty()) {
    out << (zh ? "没有差别\n" : "no difference\n");
    return;
  }
  std::vector<Line> rows;
  for (const auto& one : all) {
    const Sheet* sheet = after.find(one.region);
    const auto change = subtract(one.after, one.before);
    rows.push_back({one.region, sheet == nullptr ? "" : sheet->name,
                    title_of(*after.scheme, one.node, language), to_text(one.before),
                    to_text(one.after),
                    change ? (change->unscaled > 0 ? "+" : "") + to_text(*change) : "",
                    exact_text(one.value_before), exact_text(one.value_after)});
  }
  print_table(out,
              zh ? Line{"代码", "地区", "项目", "原得分", "现得分", "变化", "原数值", "现数值"}
                 : Line{"code", "region", "criterion", "before", "after", "change", "value before",
                        "value after"},
              rows, {false, false, false, true, true, true, true, true});
}

void print(std::ostream& out, const Comparison& comparison, const Assessment& after,
           Language language) {
  const bool zh = language == Language::zh;
  out << (zh ? "数据位置 " : "position in the feed ") << comparison.from << " → " << comparison.to
      << "\n";
  if (comparison.digest_before != comparison.digest_after) {
    out << (zh ? "方案已改变：" : "the scheme has changed: ")
        << comparison.digest_before.substr(0, 12) << " → " << comparison.digest_after.substr(0, 12)
        << "\n";
  }
  out << "\n";
  print(out, comparison.differences, after, language);
  out << "\n"
      << (zh ? "引起变化的记录：" : "records that made it change: ") << comparison.changes_in_all
      << "\n";
  if (comparison.changes.empty()) return;
  std::vector<Line> rows;
  for (const auto& one : comparison.changes) {
    std::string title = title_of(*after.scheme, one.node, language);
    if (one.year_before) title += zh ? "（上年）" : " (year before)";
    rows.push_back({one.region, title, one.register_name, one.key, one.what, one.before, one.after,
                    std::to_string(one.commit)});
  }
  print_table(
      out,
      zh ? Line{"代码", "项目", "登记册", "记录", "变化", "原计", "现计", "提交"}
         : Line{"code", "criterion", "register", "record", "what", "before", "after", "commit"},
      rows, {false, false, false, false, false, true, true, true});
}

void print(std::ostream& out, const std::vector<Case>& cases, Language language) {
  const bool zh = language == Language::zh;
  std::vector<Line> rows;
  for (const auto& one : cases) {
    Line head = {one.region, one.name, one.state_title.in(language)};
    for (const auto& due : one.dues) {
      Line row = head;
      row.push_back(due.term->title.in(language));
      row.push_back(to_text(due.since));
      row.push_back(due.due ? to_text(*due.due) : "");
      row.push_back(due.done ? to_text(*due.done) : "");
      row.push_back(due.standing);
      rows.push_back(std::move(row));
    }
    if (one.dues.empty()) {
      head.resize(8);
      rows.push_back(std::move(head));
    }
  }
  print_table(out,
              zh ? Line{"代码", "地区", "状态", "期限", "起算", "届满", "完成", "情况"}
                 : Line{"code", "region", "state", "term", "since", "due", "done", "standing"},
              rows, {false, false, false, false, false, false, false, false});
}

Rows table_rows(const Assessment& made, const std::string& region, Language language) {
  const bool zh = language == Language::zh;
  Rows table;
  table.heading = zh ? Line{"方案",     "版本",   "年度", "地区代码", "地区", "项目",
                            "上级项目", "名称",   "得分", "满分",     "数值", "区间下限",
                            "区间上限", "记录数", "依据", "等次",     "位次", "算法"}
                     : Line{"scheme",  "version", "year",   "region code", "region", "criterion",
                            "part of", "title",   "points", "maximum",     "value",  "low",
                            "high",    "records", "basis",  "grade",       "place",  "how"};
  const auto& scheme = *made.scheme;
  for (const auto& sheet : made.sheets) {
    if (!region.empty() && sheet.region != region) continue;
    const Line head = {scheme.name, scheme.version, std::to_string(made.year), sheet.region,
                       sheet.name};
    const auto row = [&](Line cells) {
      Line line = head;
      line.insert(line.end(), cells.begin(), cells.end());
      table.rows.push_back(std::move(line));
    };
    row({"", "", zh ? "总分" : "total", to_text(sheet.total), to_text(scheme.full_points()), "", "",
         "", "", "", scheme.grades[sheet.grade].code,
         sheet.place > 0 ? std::to_string(sheet.place) : "", ""});
    for (const std::size_t i : tree_order(scheme)) {
      const auto& node = scheme.nodes[i];
      const NodeScore& score = sheet.nodes[i];
      row({node.id, node.parent ? scheme.nodes[*node.parent].id : "", node.title.in(language),
           to_text(score.points), to_text(score.maximum), exact_text(score.value),
           exact_text(score.low), exact_text(score.high), std::to_string(score.records),
           std::string(name_of(score.basis)), "", "", score.how.in(language)});
    }
    for (std::size_t i = 0; i < sheet.events.size(); ++i) {
      const EventScore& score = sheet.events[i];
      row({scheme.events[i].id, "", scheme.events[i].title.in(language), to_text(score.points), "",
           "", "", "", std::to_string(score.records), "event", "", "", score.how.in(language)});
    }
  }
  return table;
}

}  // namespace zhiheng::assess
