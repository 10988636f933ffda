#include "indicator/verbs.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <ostream>

#include "indicator/failures.h"
#include "indicator/indicator.h"
#include "indicator/period.h"
#include "indicator/print.h"
#include "registry/opened.h"

namespace zhiheng::indicator {
namespace {

struct Opened {
  registry::Opened base;
  std::unique_ptr<cube::Cube> cube;
};

/// The cube in DuckDB, or pushed down where the records are in PostgreSQL; ready for questions.
Result<Opened> open(const Invocation& call) {
  Opened opened;
  ZH_TRY(opened.base, registry::open(call));
  const std::string wanted = call.option("engine", call.database.empty() ? "duckdb" : "postgresql");
  if (wanted != "duckdb" && wanted != "postgresql") {
    return fail(engine_unknown, "engine", wanted, "duckdb, postgresql");
  }
  const auto engine = wanted == "duckdb" ? cube::Engine::duckdb : cube::Engine::postgresql;
  ZH_TRY(opened.cube,
         cube::open(opened.base.catalog, *opened.base.store, opened.base.location, engine));
  ZH_DO(opened.cube->refresh(call.interrupted));
  return opened;
}

std::vector<std::string> all_of(const Invocation& call, const std::string& option) {
  const auto found = call.options.find(option);
  return found == call.options.end() ? std::vector<std::string>{} : found->second;
}

Result<std::optional<Date>> date_option(const Invocation& call, const std::string& name) {
  if (!call.has(name)) return std::nullopt;
  ZH_TRY(const auto date, parse_date(call.option(name)));
  return date;
}

Result<Question> question_of(const Invocation& call) {
  Question question;
  question.indicator = call.argument("NAME");
  question.by = all_of(call, "by");
  question.each = call.has("each");
  question.filter = call.option("filter");
  question.region = call.option("region");
  question.for_public = call.has("public");
  if (call.has("grain")) {
    const auto grain = parse_grain(call.option("grain"));
    if (!grain) {
      return fail(grain_unknown, "grain", call.option("grain"), "year, quarter, month, week, day");
    }
    question.grain = *grain;
  }
  if (call.has("confidence")) {
    question.confidence = std::strtod(call.option("confidence").c_str(), nullptr);
    if (question.confidence == 0) {
      return fail(confidence_out_of_range, "confidence", call.option("confidence"), "0.95");
    }
  }
  ZH_TRY(question.from, date_option(call, "from"));
  ZH_TRY(question.to, date_option(call, "to"));
  ZH_TRY(question.regions_on, date_option(call, "regions-on"));
  return question;
}

Result<void> write_file(const std::string& name, const std::string& bytes) {
  std::ofstream file(name, std::ios::binary);
  file << bytes << std::flush;
  if (!file) return fail(file_not_written, name);
  return {};
}

Result<int> run_indicator(const Invocation& call) {
  ZH_TRY(const auto question, question_of(call));
  ZH_TRY(const auto opened, open(call));
  ZH_TRY(const auto answer, ask(*opened.base.catalog, *opened.cube, question, call.interrupted));
  if (call.has("xlsx")) {
    ZH_TRY(const auto bytes, to_xlsx(answer, call.language));
    ZH_DO(write_file(call.option("xlsx"), bytes));
  }
  if (call.has("csv")) ZH_DO(write_file(call.option("csv"), to_csv(answer, call.language)));
  if (call.json) {
    *call.out << to_json(answer, call.has("explain")) << "\n";
  } else if (!call.has("xlsx") && !call.has("csv")) {
    print(*call.out, answer, call.language);
    if (call.has("explain")) *call.out << "\n" << answer.sql << "\n";
  }
  return 0;
}

Result<int> run_list(const Invocation& call) {
  ZH_TRY(const auto catalog, registry::load_catalog(call));
  if (call.json) {
    *call.out << list_json(*catalog) << "\n";
  } else {
    print_list(*call.out, *catalog, call.language);
  }
  return 0;
}

Result<int> run_targets(const Invocation& call) {
  ZH_TRY(auto today, date_option(call, "today"));
  ZH_TRY(const auto opened, open(call));
  ZH_TRY(const auto all, standings(*opened.base.catalog, *opened.cube, call.option("region"),
                                   today.value_or(china_date(now())), call.interrupted));
  if (call.json) {
    *call.out << to_json(all) << "\n";
  } else {
    print(*call.out, all, call.language);
  }
  return 0;
}

Option engine_option() {
  return {.name = "engine",
          .value = "ENGINE",
          .help = {"duckdb 或 postgresql（记录在 PostgreSQL 时下推，为默认）",
                   "duckdb, or postgresql to push down, the default when the records are there"}};
}

Option region_option() {
  return {.name = "region",
          .value = "CODE",
          .help = {"只计该行政区划之内，如 620000", "only inside this region, such as 620000"}};
}

Verb indicator_verb() {
  return {
      .path = "indicator",
      .help = {"计算指标，附区间和记录数", "an indicator with its interval and counts"},
      .arguments = {{.name = "NAME", .help = {"指标名称", "name of the indicator"}}},
      .options =
          {{.name = "by",
            .value = "DIMENSION",
            .help = {"分列字段，或 region:province、region:prefecture、region:county、"
                     "industry:section、industry:division；可重复",
                     "a field to break it down by, or region:province, region:prefecture, "
                     "region:county, industry:section, industry:division; may be repeated"},
            .repeated = true},
           {.name = "each",
            .value = "",
            .help = {"列表字段按其中每个值各计一次", "list fields: count each value once"}},
           {.name = "grain",
            .value = "GRAIN",
            .help = {"时期：year、quarter、month、week、day",
                     "periods: year, quarter, month, week, day"}},
           {.name = "from", .value = "DATE", .help = {"起始日期（含）", "first day"}},
           {.name = "to", .value = "DATE", .help = {"截止日期（含）", "last day"}},
           region_option(),
           {.name = "regions-on",
            .value = "DATE",
            .help = {"按该日的行政区划换算历史", "tell history in the division of this day"}},
           {.name = "filter",
            .value = "CONDITION",
            .help = {"另加条件，如 level = 'national'",
                     "a further condition, such as level = 'national'"}},
           {.name = "confidence",
            .value = "FRACTION",
            .help = {"置信水平，如 0.99", "confidence, such as 0.99"}},
           {.name = "public",
            .value = "",
            .help = {"按对公众公布处理：隐去小数", "as the public sees it: small counts hidden"}},
           {.name = "csv", .value = "FILE", .help = {"写入 CSV 文件", "write a CSV file"}},
           {.name = "xlsx", .value = "FILE", .help = {"写入 XLSX 文件", "write an XLSX file"}},
           {.name = "explain",
            .value = "",
            .help = {"同时给出所用 SQL 和已含的提交号",
                     "also the SQL and the newest commit included"}},
           engine_option()},
      .run = run_indicator,
      .description = {"每个数值都附记录数；比率附置信区间。样本过少时只说“过少”。",
                      "Every value comes with its count, every rate with its interval; with too "
                      "few records the answer is `too few`."}};
}

}  // namespace

std::vector<Verb> verbs() {
  return {
      indicator_verb(),
      {.path = "indicator list",
       .help = {"列出已声明的指标", "the indicators that are declared"},
       .arguments = {},
       .options = {},
       .run = run_list},
      {.path = "target status",
       .help = {"对照规划目标的进展", "how we stand against the plan's targets"},
       .arguments = {},
       .options = {region_option(),
                   {.name = "today", .value = "DATE", .help = {"以该日为今日", "as of this day"}},
                   engine_option()},
       .run = run_targets}};
}

}  // namespace zhiheng::indicator
