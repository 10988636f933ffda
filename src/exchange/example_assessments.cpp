// What assessors and assessed governments of the example province enter: events, findings,
// self-reports and the procedures, for every scheme that the catalog has for the province.

#include <cmath>

#include "code/region.h"
#include "exchange/example_tables.h"
#include "exchange/table_file.h"

namespace zhiheng::exchange {
namespace {

/// A scheme in a year that the example's data cover whole.
struct Round {
  const catalog::Scheme* scheme = nullptr;
  int year = 0;
  Date from, to;
};

std::vector<Round> rounds_of(const ExampleRun& run) {
  std::vector<Round> rounds;
  for (const auto& scheme : run.catalog.schemes) {
    if (scheme.assessor != run.options.province) continue;
    const int first = static_cast<int>(civil(run.world.from).year());
    for (int year = first; scheme.period(year).second <= run.world.until; ++year) {
      const auto [from, to] = scheme.period(year);
      const bool in_force =
          scheme.valid_from <= from && (!scheme.valid_to || from <= *scheme.valid_to);
      if (from >= run.world.from && in_force) rounds.push_back({&scheme, year, from, to});
    }
  }
  return rounds;
}

std::vector<std::string> governments_of(const ExampleRun& run, Date on) {
  std::vector<std::string> codes;
  if (run.catalog.regions == nullptr) return codes;
  for (const auto* region : run.catalog.regions->children(run.options.province, on)) {
    codes.push_back(region->code);
  }
  return codes;
}

Result<void> finish(const ExampleRun& run, TableFile& file, const std::string& register_name,
                    std::int64_t rows) {
  ZH_DO(file.finish());
  run.files.push_back({.path = run.path(register_name + ".csv"),
                       .register_name = register_name,
                       .mapping = {},
                       .rows = rows,
                       .faults = {},
                       .oddities = {}});
  return {};
}

using Row = std::vector<std::string>;
using Write = std::function<Result<void>(const Row&)>;

/// One table with what `each` writes for every government of every round.
Result<void> table(const ExampleRun& run, const std::string& register_name, const Row& header,
                   const std::function<Result<void>(const Round&, const std::string&, std::size_t,
                                                    const Write&)>& each) {
  ZH_TRY(const auto file,
         TableFile::create(run.path(register_name + ".csv"), TableFormat::csv, header));
  std::int64_t rows = 0;
  const Write write = [&](const Row& row) {
    ++rows;
    return file->add(row);
  };
  for (const auto& round : rounds_of(run)) {
    ZH_DO(run.go_on());
    const auto governments = governments_of(run, round.to);
    for (std::size_t i = 0; i < governments.size(); ++i) {
      ZH_DO(each(round, governments[i], i, write));
    }
  }
  return finish(run, *file, register_name, rows);
}

Result<void> write_events(const ExampleRun& run) {
  Random random(run.options.seed * 2 + 5'000'003);
  const std::vector<std::pair<std::string, std::string>> kinds = {
      {"major_accident", "重大质量安全事故"},
      {"late_report", "季度数据迟报"},
      {"commendation", "获省级质量奖"},
      {"model_practice", "经验在全省推广"}};
  return table(
      run, "assessment_event", {"编号", "类别", "发生或认定日期", "被考核地区", "事由", "认定文件"},
      [&](const Round& round, const std::string& region, std::size_t i,
          const Write& write) -> Result<void> {
        const std::string head =
            "SYN-KH-" + round.scheme->name + "-" + std::to_string(round.year) + "-" + region;
        const auto day = [&] {
          const auto days = static_cast<std::size_t>(round.to.days - round.from.days);
          return to_text(Date{round.from.days + static_cast<std::int32_t>(random.below(days))});
        };
        for (const auto& [kind, title] : kinds) {
          if (!random.chance(0.3)) continue;
          std::string number = head;
          number.append("-").append(kind);
          std::string said = title;
          said.append("（").append(synthetic_mark).append("）");
          ZH_DO(write({number, kind, day(), region, said, "合成文件"}));
        }
        // One government a year is vetoed, so that the example shows it.
        const auto vetoed = static_cast<std::size_t>(round.year) % 7;
        if (i != vetoed) return {};
        return write({head + "-systemic", "systemic_safety_event", day(), region,
                      std::string("区域性质量安全事件（") + synthetic_mark + "）", "合成文件"});
      });
}

std::string tenths(double value) {
  const long whole = std::lround(value * 10);
  return std::to_string(whole / 10) + "." + std::to_string(whole % 10);
}

Result<void> write_reviews(const ExampleRun& run) {
  Random random(run.options.seed * 2 + 6'000'003);
  return table(
      run, "assessment_review",
      {"考核方案", "考核年度", "被考核地区", "考核指标", "核定数值", "理由", "核查人", "核查日期"},
      [&](const Round& round, const std::string& region, std::size_t,
          const Write& write) -> Result<void> {
        for (const auto& node : round.scheme->nodes) {
          if (node.data != catalog::ScoreSource::review) continue;
          const double points = to_double(node.points) * random.between(0.6, 1);
          ZH_DO(write({round.scheme->name, std::to_string(round.year), region, node.id,
                       tenths(points), std::string("现场核查（") + synthetic_mark + "）",
                       "合成核查组", to_text(Date{round.to.days + 40})}));
        }
        return {};
      });
}

Result<void> write_claims(const ExampleRun& run) {
  Random random(run.options.seed * 2 + 7'000'003);
  return table(run, "assessment_self",
               {"考核方案", "考核年度", "被考核地区", "考核指标", "自评得分", "说明",
                "佐证材料链接", "填报日期"},
               [&](const Round& round, const std::string& region, std::size_t,
                   const Write& write) -> Result<void> {
                 for (const auto& node : round.scheme->nodes) {
                   if (!node.parts.empty()) continue;
                   const double points = to_double(node.points) * random.between(0.75, 1);
                   ZH_DO(write({round.scheme->name, std::to_string(round.year), region, node.id,
                                tenths(points), std::string("自评（") + synthetic_mark + "）",
                                "https://example.invalid/" + region + "/" + node.id,
                                to_text(Date{round.to.days + 15})}));
                 }
                 return {};
               });
}

Result<void> write_cases(const ExampleRun& run) {
  return table(run, "assessment_case", {"考核方案", "考核年度", "被考核地区", "启动日期", "备注"},
               [&](const Round& round, const std::string& region, std::size_t,
                   const Write& write) -> Result<void> {
                 return write({round.scheme->name, std::to_string(round.year), region,
                               to_text(Date{round.to.days + 1}), synthetic_mark});
               });
}

}  // namespace

Result<void> write_assessments(const ExampleRun& run) {
  ZH_DO(write_events(run));
  ZH_DO(write_reviews(run));
  ZH_DO(write_claims(run));
  return write_cases(run);
}

}  // namespace zhiheng::exchange
