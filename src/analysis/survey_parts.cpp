#include "analysis/survey_parts.h"

#include <algorithm>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/numbering.h"

namespace zhiheng::analysis {

namespace {

Result<std::vector<std::size_t>> columns_of(const Table& table, const std::string& names) {
  std::vector<std::size_t> columns;
  for (const std::string& name : listed(names)) {
    ZH_TRY(const std::size_t at, table.column(name));
    columns.push_back(at);
  }
  return columns;
}

/// Parts in the order of their names, numbers by value.
void sort(SurveyParts& parts) {
  std::vector<std::uint32_t> order(parts.names.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const auto first = number_of(parts.names[a]), second = number_of(parts.names[b]);
    if (first && second && *first != *second) return *first < *second;
    return parts.names[a] < parts.names[b];
  });
  std::vector<std::uint32_t> rank(order.size());
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    names.push_back(std::move(parts.names[order[i]]));
  }
  parts.names = std::move(names);
  for (stat::SurveyMember& member : parts.members) member.part = rank[member.part];
}

}  // namespace

std::vector<stat::SurveyMember> SurveyParts::without(const std::vector<bool>& out) const {
  std::vector<stat::SurveyMember> kept;
  kept.reserve(members.size());
  for (const stat::SurveyMember& member : members) {
    if (!out[member.row]) kept.push_back(member);
  }
  return kept;
}

Result<SurveyParts> survey_parts(const Call& call, const SurveySample& sample) {
  const Table& table = sample.table();
  SurveyParts parts;
  parts.members.reserve(table.rows());
  if (call.has("by") && call.has("any")) return call.refuse("any", "--by, --any");
  if (!call.has("by") && !call.has("any")) {
    parts.names.emplace_back();
    for (const std::uint32_t row : sample.design().order()) {
      if (sample.inside(row)) parts.members.push_back({row, 0});
    }
    return parts;
  }
  ZH_TRY(const auto columns, columns_of(table, call.text(call.has("by") ? "by" : "any")));
  const std::string& blank = call.text("blank");
  const auto cell = [&](std::size_t row, std::size_t at) {
    const auto text = table.text(row, at);
    return text.empty() ? std::string_view(blank) : text;
  };
  Numbering numbering;
  std::string key;
  std::vector<std::uint32_t> seen;
  for (const std::uint32_t row : sample.design().order()) {
    if (!sample.inside(row)) continue;
    if (call.has("by")) {
      key.clear();
      for (std::size_t i = 0; i < columns.size(); ++i) {
        key.append(i == 0 ? "" : "|").append(cell(row, columns[i]));
      }
      parts.members.push_back({row, numbering.of(key)});
      continue;
    }
    seen.clear();
    for (const std::size_t at : columns) {
      if (table.text(row, at).empty()) continue;
      const std::uint32_t part = numbering.of(table.text(row, at));
      if (std::ranges::find(seen, part) != seen.end()) continue;
      seen.push_back(part);
      parts.members.push_back({row, part});
    }
  }
  parts.names = std::move(numbering.names);
  sort(parts);
  return parts;
}

std::vector<Setting> survey_part_settings() {
  using Kind = Setting::Kind;
  return {
      {.name = "by",
       .kind = Kind::text,
       .help = {"按这些列的组合分部分估计", "columns whose combinations are estimated each"}},
      {.name = "any",
       .kind = Kind::text,
       .help = {"多个同义列：任一列取该值即属该部分",
                "columns that hold several values of one thing: a row counts for each of them"}},
      {.name = "blank",
       .kind = Kind::text,
       .otherwise = "(blank)",
       .help = {"空单元格的名称", "what an empty cell is called"}},
  };
}

Setting survey_missing_setting() {
  return {.name = "missing",
          .kind = Setting::Kind::choice,
          .otherwise = "refuse",
          .help = {"缺失值：拒绝、剔除或结果留空",
                   "missing values: refused, left out as a domain, or no estimate"},
          .choices = {"refuse", "drop", "blank"}};
}

Result<void> accept_missing(const Call& call, const SurveySample& sample, const std::string& name,
                            const NumberColumn& column) {
  if (column.complete || call.text("missing") != "refuse") return {};
  for (std::size_t row = 0; row < column.missing.size(); ++row) {
    if (!column.missing[row] || !sample.inside(row)) continue;
    return fail(cell_wrong, sample.table().place(row, name), "", "--missing drop");
  }
  return {};
}

}  // namespace zhiheng::analysis
