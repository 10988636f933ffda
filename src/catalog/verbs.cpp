#include "catalog/verbs.h"

#include <boost/json.hpp>
#include <ostream>

#include "base/sentence.h"
#include "catalog/answers.h"
#include "catalog/catalog.h"

namespace zhiheng::catalog {

namespace {

boost::json::object as_json(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

void print_plain(const Invocation& call, const Loaded& loaded) {
  std::ostream& out = *call.out;
  for (const Error& error : loaded.errors) out << said(error, call.language) << '\n';
  if (!loaded.catalog) return;
  const Catalog& made = *loaded.catalog;
  const std::pair<std::size_t, Words> parts[] = {
      {made.registers.size(), {"个登记册", "registers"}},
      {made.indicators.size(), {"个指标", "indicators"}},
      {made.targets.size(), {"个目标", "targets"}},
      {made.schemes.size(), {"个考核方案", "assessments"}},
      {made.mappings.size(), {"种文件", "mappings"}},
      {made.code_lists.size(), {"个代码表", "code lists"}},
      {made.terms.size(), {"个法定期限", "terms"}},
      {made.roles.size(), {"个角色", "roles"}},
      {made.calendars.size(), {"个日历", "calendars"}}};
  const bool zh = call.language == Language::zh;
  for (const auto& [count, words] : parts) {
    if (&words != &parts[0].second) out << (zh ? "、" : ", ");
    out << count << ' ' << words.in(call.language);
  }
  out << '\n';
}

Result<int> check(const Invocation& call) {
  const std::string folder = find_folder(call.catalog);
  std::vector<std::string> more;
  if (const auto given = call.options.find("more"); given != call.options.end()) {
    more = given->second;
  }
  const Loaded loaded = load(folder, more);
  if (call.json) {
    boost::json::array errors;
    for (const Error& error : loaded.errors) {
      errors.push_back({{"id", std::string(error.failure->id)},
                        {"where", error.where},
                        {"found", error.found},
                        {"wanted", error.wanted}});
    }
    boost::json::object document = {
        {"folder", folder}, {"good", loaded.catalog != nullptr}, {"errors", errors}};
    if (loaded.catalog) {
      document["registers"] = loaded.catalog->registers.size();
      document["indicators"] = loaded.catalog->indicators.size();
      document["targets"] = loaded.catalog->targets.size();
      document["assessments"] = loaded.catalog->schemes.size();
      document["mappings"] = loaded.catalog->mappings.size();
      document["terms"] = loaded.catalog->terms.size();
      document["code_lists"] = loaded.catalog->code_lists.size();
    }
    *call.out << boost::json::serialize(document) << '\n';
  } else {
    print_plain(call, loaded);
  }
  return loaded.catalog ? 0 : 1;
}

Result<int> list(const Invocation& call) {
  const Loaded loaded = load(find_folder(call.catalog));
  if (!loaded.catalog) return std::unexpected(loaded.errors.front());
  if (call.json) {
    boost::json::array registers;
    for (const Register& made : loaded.catalog->registers) {
      boost::json::array fields;
      for (const Field& field : made.fields) {
        fields.push_back({{"name", field.name},
                          {"title", as_json(field.title)},
                          {"required", field.required},
                          {"public", field.is_public},
                          {"personal", field.personal}});
      }
      boost::json::array serves(made.serves.begin(), made.serves.end());
      registers.push_back({{"name", made.name},
                           {"title", as_json(made.title)},
                           {"serves", serves},
                           {"fields", fields}});
    }
    *call.out << boost::json::serialize(boost::json::object{{"registers", registers}}) << '\n';
    return 0;
  }
  for (const Register& made : loaded.catalog->registers) {
    *call.out << made.name << "  " << made.title.in(call.language) << '\n';
    for (const Field& field : made.fields) {
      *call.out << "    " << field.name << "  " << field.title.in(call.language)
                << (field.required ? " *" : "") << '\n';
    }
  }
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  return {
      Verb{.path = "catalog check",
           .help = {"检查全部声明", "check every declaration"},
           .options = {{.name = "more",
                        .value = "DIR",
                        .help = {"另加一个声明目录", "a further folder of declarations"},
                        .repeated = true}},
           .run = check,
           .description = {"列出每一处错误的文件、行号和原因；有错时退出码为 1。",
                           "Names file, line and reason of every mistake; exit code 1 if any."}},
      Verb{.path = "catalog list",
           .help = {"列出登记册及其字段", "list the registers and their fields"},
           .run = list},
      Verb{.path = "coverage",
           .help = {"计划要求的每一项由什么满足", "every row of the plans and what serves it"},
           .options = {{.name = "family",
                        .value = "LETTER",
                        .help = {"只看一类，A 至 P", "one family only, A to P"}}},
           .run = answer_coverage,
           .description = {"登记类由登记册满足，流程类由带流程的登记册、指标、考核或计算满足，"
                           "计算类由计算满足；都须有测试检验，否则只算已声明。",
                           "A register row is served by a register, a workflow row by a register "
                           "with a lifecycle, an indicator, an assessment or an engine, a "
                           "computation row by an engine; each with a test that exercises it, "
                           "otherwise it is only declared."}},
  };
}

std::vector<Verb> calendar_verbs() {
  const Option calendar = {
      .name = "calendar",
      .value = "NAME",
      .help = {"catalog/calendars 中的日历，默认 cn", "of catalog/calendars, cn by default"}};
  return {
      Verb{
          .path = "calendar day",
          .help = {"查某日是否为工作日", "whether a day is a working day"},
          .arguments = {{.name = "DATE", .help = {"日期，如 2026-10-10", "a date, as 2026-10-10"}}},
          .options = {calendar},
          .run = answer_calendar_day},
      Verb{.path = "calendar end",
           .help = {"计算期限届满日", "the last day of a term"},
           .arguments = {{.name = "START",
                          .help = {"起算事件发生之日，当日不计入",
                                   "day of the event; the day itself is not counted"}}},
           .options = {{.name = "working-days",
                        .value = "N",
                        .help = {"工作日数", "so many working days"}},
                       {.name = "days", .value = "N", .help = {"自然日数", "so many natural days"}},
                       {.name = "months", .value = "N", .help = {"月数", "so many months"}},
                       {.name = "years", .value = "N", .help = {"年数", "so many years"}},
                       calendar},
           .run = answer_calendar_end,
           .description =
               {"四种期限只给一种。按自然日、月、年计算的期限，末日为休息日的，顺延至其后第"
                "一个工作日。国务院办公厅尚未公布放假安排的年份不作推测。",
                "Give one of the four. A term of natural days, months or years that ends "
                "on a day off runs on to the next working day. A year whose holidays "
                "the State Council has not announced yet is refused, not guessed."}},
      Verb{.path = "calendar between",
           .help = {"两日之间的工作日数", "working days between two days"},
           .arguments = {{.name = "FROM", .help = {"此日不计入", "this day is not counted"}},
                         {.name = "TO", .help = {"此日计入", "this day is counted"}}},
           .options = {calendar},
           .run = answer_calendar_between},
  };
}

}  // namespace zhiheng::catalog
