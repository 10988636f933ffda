#include "assess/verbs.h"

#include <charconv>
#include <ostream>

#include "assess/cases.h"
#include "assess/changes.h"
#include "assess/facts.h"
#include "assess/failures.h"
#include "assess/freeze.h"
#include "assess/print.h"
#include "exchange/exchange.h"
#include "registry/opened.h"

namespace zhiheng::assess {
namespace {

struct Opened {
  registry::Opened base;
  std::unique_ptr<cube::Cube> cube;
  const catalog::Scheme* scheme = nullptr;
  int year = 0;
  Sources sources;
};

Result<int> year_of(const Invocation& call) {
  const std::string text = call.option("year");
  int year = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (problem != std::errc() || end != text.data() + text.size() || year < 2000 || year > 2100) {
    return fail(year_wrong, "year", text, "2000..2100");
  }
  return year;
}

Result<Opened> open(const Invocation& call) {
  Opened opened;
  ZH_TRY(opened.year, year_of(call));
  ZH_TRY(opened.base, registry::open(call));
  ZH_TRY(opened.scheme, scheme_of(*opened.base.catalog, call.argument("SCHEME"), opened.year));
  const auto engine = call.database.empty() ? cube::Engine::duckdb : cube::Engine::postgresql;
  ZH_TRY(opened.cube,
         cube::open(opened.base.catalog, *opened.base.store, opened.base.location, engine));
  ZH_DO(opened.cube->refresh(call.interrupted));
  opened.sources = {opened.base.registry.get(), opened.cube.get(), call.interrupted};
  return opened;
}

Result<const Sheet*> sheet_of(const Assessment& made, const std::string& region) {
  const Sheet* sheet = made.find(region);
  if (sheet == nullptr) return fail(region_unknown, "region", region);
  return sheet;
}

Result<Date> today_of(const Invocation& call) {
  if (call.has("today")) return parse_date(call.option("today"));
  return china_date(now());
}

Result<Supposition> supposition_of(const Invocation& call, const Opened& opened) {
  Supposition all;
  if (const auto found = call.options.find("what-if"); found != call.options.end()) {
    for (const auto& text : found->second) {
      ZH_DO(suppose(all, *opened.base.catalog, *opened.scheme, text));
    }
  }
  if (const auto found = call.options.find("exclude"); found != call.options.end()) {
    for (const auto& text : found->second) {
      const auto slash = text.find('/');
      if (slash == std::string::npos) {
        return fail(what_if_wrong, "exclude", text, "spot_check/NUMBER");
      }
      ZH_TRY(const auto* of, opened.base.registry->find_register(text.substr(0, slash)));
      ZH_TRY(const auto condition, without(*opened.base.registry, *of, {text}));
      static_cast<void>(condition);
      all.excluded.push_back(text);
    }
  }
  return all;
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

Result<int> run_check(const Invocation& call) {
  const auto loaded = catalog::load(catalog::find_folder(call.catalog));
  if (call.json) {
    if (!loaded.catalog) return std::unexpected(loaded.errors.front());
    *call.out << list_json(*loaded.catalog) << "\n";
    return 0;
  }
  for (const auto& error : loaded.errors) *call.out << describe(error) << "\n";
  if (loaded.catalog) print_list(*call.out, *loaded.catalog, call.language);
  return loaded.catalog ? 0 : 1;
}

Result<int> answer_what_if(const Invocation& call, const Opened& opened,
                           const Supposition& supposition) {
  ZH_TRY(auto before, score(opened.sources, *opened.scheme, opened.year));
  ZH_TRY(auto after, score(opened.sources, *opened.scheme, opened.year, supposition));
  if (call.has("region")) {
    const std::string region = call.option("region");
    ZH_DO(sheet_of(after, region));
    for (auto* made : {&before, &after}) {
      std::erase_if(made->sheets, [&](const Sheet& sheet) { return sheet.region != region; });
    }
  }
  const auto all = differences(before, after);
  if (call.json) {
    *call.out << R"({"differences":)" << to_json(all) << R"(,"assessment":)"
              << to_json(after, *opened.base.catalog) << "}\n";
    return 0;
  }
  print_ranking(*call.out, after, call.language);
  *call.out << "\n";
  print(*call.out, all, after, call.language);
  return 0;
}

Result<int> run_score(const Invocation& call) {
  ZH_TRY(const auto opened, open(call));
  ZH_TRY(const auto supposition, supposition_of(call, opened));
  if (!supposition.empty()) return answer_what_if(call, opened, supposition);
  ZH_TRY(const auto made, score(opened.sources, *opened.scheme, opened.year));
  const std::string region = call.option("region");
  if (!region.empty()) ZH_DO(sheet_of(made, region));
  for (const char* option : {"csv", "xlsx"}) {
    if (!call.has(option)) continue;
    std::string path = call.option(option);
    if (option == std::string_view("xlsx") && !path.ends_with(".xlsx")) path += ".xlsx";
    const auto table = table_rows(made, region, call.language);
    ZH_DO(exchange::write_table(path, table.heading, table.rows));
  }
  if (call.json) {
    *call.out << to_json(made, *opened.base.catalog, region) << "\n";
  } else if (!call.has("csv") && !call.has("xlsx")) {
    if (region.empty()) {
      print_ranking(*call.out, made, call.language);
    } else {
      print_sheet(*call.out, made, *made.find(region), *opened.base.catalog, call.language);
    }
  }
  return 0;
}

/// The records behind a number, as the register lists them.
Result<void> print_records(const Invocation& call, const Opened& opened,
                           const std::string& register_name, const std::string& query) {
  ZH_TRY(const auto* of, opened.base.registry->find_register(register_name));
  registry::ListQuery list{.filter = query, .sort = of->key, .limit = 50};
  ZH_TRY(const auto page, opened.base.registry->list(registry::local_operator(), *of, list));
  ZH_TRY(const auto count, opened.base.registry->count(registry::local_operator(), *of, list));
  const bool zh = call.language == Language::zh;
  *call.out << "\n"
            << of->title.in(call.language) << (zh ? "，共 " : ", ") << count
            << (zh ? " 条；查询条件：" : " records; filter: ") << query << "\n";
  for (const auto& record : page.records) {
    std::string line;
    for (std::size_t i = 0; i < page.columns.size(); ++i) {
      if (is_null(record.values[i])) continue;
      line += "  " + page.columns[i] + "=" + to_text(record.values[i]);
    }
    *call.out << line << "\n";
  }
  if (count > std::ssize(page.records)) *call.out << "  …\n";
  return {};
}

Result<int> run_explain(const Invocation& call) {
  ZH_TRY(const auto opened, open(call));
  ZH_TRY(const auto made, score(opened.sources, *opened.scheme, opened.year, {}, false));
  ZH_TRY(const auto* sheet, sheet_of(made, call.option("region")));
  if (call.json) {
    *call.out << to_json(made, *opened.base.catalog, sheet->region) << "\n";
    return 0;
  }
  const std::string id = call.argument("NODE");
  const auto& scheme = *opened.scheme;
  const auto show = [&](const Words& title, const Words& how, const std::string& source,
                        const std::string& clause) {
    const bool zh = call.language == Language::zh;
    *call.out << title.in(call.language) << "\n"
              << how.in(call.language) << "\n"
              << (zh ? "出处：" : "source: ") << source;
    if (!clause.empty()) *call.out << (zh ? "；规划条款：" : "; clause of the plan: ") << clause;
    *call.out << "\n";
  };
  if (const auto at = scheme.position(id)) {
    const NodeScore& score = sheet->nodes[*at];
    show(scheme.nodes[*at].title, score.how, scheme.nodes[*at].source, scheme.nodes[*at].clause);
    if (!score.query.empty()) ZH_DO(print_records(call, opened, score.register_name, score.query));
    return 0;
  }
  for (std::size_t i = 0; i < scheme.events.size(); ++i) {
    if (scheme.events[i].id != id) continue;
    const EventScore& score = sheet->events[i];
    show(scheme.events[i].title, score.how, scheme.events[i].source, "");
    ZH_DO(print_records(call, opened, score.register_name, score.query));
    return 0;
  }
  return fail(node_unknown, scheme.name, id);
}

Result<int> run_freeze(const Invocation& call) {
  ZH_TRY(const auto opened, open(call));
  ZH_TRY(const auto today, today_of(call));
  ZH_TRY(const auto made, score(opened.sources, *opened.scheme, opened.year));
  ZH_TRY(const auto round, freeze(opened.sources, made, registry::local_operator(), today));
  if (call.json) {
    *call.out << R"({"round":)" << round << R"(,"sheets":)" << made.sheets.size() << "}\n";
  } else {
    *call.out << (call.language == Language::zh ? "已定稿，第 " : "frozen, round ") << round
              << (call.language == Language::zh ? " 次，" : ", ") << made.sheets.size()
              << (call.language == Language::zh ? " 个地区\n" : " governments\n");
  }
  return 0;
}

Result<int> run_publish(const Invocation& call) {
  ZH_TRY(const auto opened, open(call));
  ZH_TRY(const auto today, today_of(call));
  ZH_TRY(const auto count, publish(*opened.base.registry, *opened.scheme, opened.year,
                                   registry::local_operator(), today));
  if (call.json) {
    *call.out << R"({"published":)" << count << "}\n";
  } else {
    *call.out << (call.language == Language::zh ? "已通报 " : "published: ") << count
              << (call.language == Language::zh ? " 个地区\n" : " governments\n");
  }
  return 0;
}

int round_of(const Invocation& call, const std::string& option) {
  const std::string text = call.option(option, "0");
  int round = 0;
  std::from_chars(text.data(), text.data() + text.size(), round);
  return round;
}

Result<int> run_diff(const Invocation& call) {
  ZH_TRY(const auto opened, open(call));
  const auto person = registry::local_operator();
  ZH_TRY(const auto before, frozen(*opened.base.registry, person, *opened.scheme, opened.year,
                                   round_of(call, "round")));
  Assessment after;
  std::string digest = opened.scheme->digest;
  if (call.has("with")) {
    ZH_TRY(auto later, frozen(*opened.base.registry, person, *opened.scheme, opened.year,
                              round_of(call, "with")));
    after = std::move(later.assessment);
    digest = later.digest;
  } else {
    ZH_TRY(after, score(opened.sources, *opened.scheme, opened.year, {}, false));
  }
  ZH_TRY(const auto comparison, compare_sheets(opened.sources, *opened.scheme, opened.year,
                                               before.assessment, after, before.digest, digest));
  if (call.json) {
    *call.out << to_json(comparison) << "\n";
  } else {
    print(*call.out, comparison, after, call.language);
  }
  return 0;
}

Result<int> run_status(const Invocation& call) {
  ZH_TRY(const auto year, year_of(call));
  ZH_TRY(const auto opened, registry::open(call));
  ZH_TRY(const auto* scheme, scheme_of(*opened.catalog, call.argument("SCHEME"), year));
  ZH_TRY(const auto today, today_of(call));
  ZH_TRY(const auto all, cases(*opened.registry, registry::local_operator(), *scheme, year, today));
  if (call.json) {
    *call.out << to_json(all) << "\n";
  } else {
    print(*call.out, all, call.language);
  }
  return 0;
}

Argument scheme_argument() {
  return {.name = "SCHEME",
          .help = {"考核方案，见 assess list", "scheme of assessment, see assess list"}};
}

Option year_option() {
  return {.name = "year",
          .value = "YEAR",
          .help = {"考核年度开始的年份", "the year in which the assessment year begins"},
          .required = true};
}

Option region_option(bool required) {
  return {.name = "region",
          .value = "CODE",
          .help = {"只看这一被考核地区的得分表", "the score sheet of this government only"},
          .required = required};
}

Option today_option() {
  return {.name = "today", .value = "DATE", .help = {"以该日为今日", "as of this day"}};
}

Verb score_verb() {
  return {
      .path = "assess score",
      .help = {"按方案计算各地得分、等次和位次", "scores, grades and places by a scheme"},
      .arguments = {scheme_argument()},
      .options =
          {year_option(),
           region_option(false),
           {.name = "what-if",
            .value = "SUPPOSITION",
            .help = {"假设，如 620100/food_pass_rate=97.5% 或 weight:food_pass_rate=20；可重复",
                     "a supposition: 620100/food_pass_rate=97.5% or weight:food_pass_rate=20; may "
                     "be repeated"},
            .repeated = true},
           {.name = "exclude",
            .value = "REGISTER/KEY",
            .help = {"假设没有这条记录；可重复",
                     "as if this record were not there; may be repeated"},
            .repeated = true},
           {.name = "csv", .value = "FILE", .help = {"写入 CSV 文件", "write a CSV file"}},
           {.name = "xlsx", .value = "FILE", .help = {"写入 XLSX 文件", "write an XLSX file"}}},
      .run = run_score,
      .description = {
          "分值用十进制精确计算，四舍五入到方案规定的位数。位次区间来自对权重和数据的模拟。",
          "Points are exact decimals, rounded half up to the places that the scheme "
          "states. Intervals of places come from simulating weights and data."}};
}

}  // namespace

std::vector<Verb> verbs() {
  return {{.path = "assess list",
           .help = {"列出已声明的考核方案", "the schemes of assessment that are declared"},
           .run = run_list},
          {.path = "assess check",
           .help = {"检查考核方案，指出文件和行号", "check the schemes; names file and line"},
           .run = run_check},
          score_verb(),
          {.path = "assess explain",
           .help = {"说明一项得分怎样得来，列出所用记录",
                    "how a number came about, down to its records"},
           .arguments = {scheme_argument(),
                         {.name = "NODE", .help = {"方案中的项目", "a criterion of the scheme"}}},
           .options = {year_option(), region_option(true)},
           .run = run_explain},
          {.path = "assess freeze",
           .help = {"定稿：把得分表写成记录", "freeze the score sheets as records"},
           .arguments = {scheme_argument()},
           .options = {year_option(), today_option()},
           .run = run_freeze},
          {.path = "assess publish",
           .help = {"通报最近一次定稿的结果", "make the newest frozen results known"},
           .arguments = {scheme_argument()},
           .options = {year_option(), today_option()},
           .run = run_publish},
          {.path = "assess diff",
           .help = {"定稿之后得分怎样变化，由哪些记录引起",
                    "what changed since a freeze, and which records did it"},
           .arguments = {scheme_argument()},
           .options = {year_option(),
                       {.name = "round",
                        .value = "N",
                        .help = {"第几次定稿，默认最近一次", "which freeze; the newest otherwise"}},
                       {.name = "with",
                        .value = "N",
                        .help = {"与第几次定稿比较，默认与当前计算比较",
                                 "compare with this freeze; with the present otherwise"}}},
           .run = run_diff},
          {.path = "assess status",
           .help = {"各地考核进程和期限", "how far each procedure is, and what is due"},
           .arguments = {scheme_argument()},
           .options = {year_option(), today_option()},
           .run = run_status}};
}

}  // namespace zhiheng::assess
