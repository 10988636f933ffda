#include "analysis/verbs.h"

#include <ostream>

#include "analysis/failures.h"
#include "analysis/limits.h"
#include "analysis/method.h"
#include "analysis/reproduce.h"

namespace zhiheng::analysis {

namespace {

std::string value_word(const Setting& setting) {
  switch (setting.kind) {
    case Setting::Kind::number:
      return "NUMBER";
    case Setting::Kind::whole:
      return "WHOLE";
    case Setting::Kind::flag:
      return {};
    case Setting::Kind::choice:
      return "NAME";
    case Setting::Kind::text:
      return "TEXT";
    case Setting::Kind::table:
      return "FILE";
  }
  return {};
}

Words help_of(const Setting& setting) {
  Words help = setting.help;
  if (!setting.choices.empty()) {
    std::string all;
    for (const std::string& choice : setting.choices) {
      all.append(all.empty() ? "" : " | ").append(choice);
    }
    help.zh += "：" + all;
    help.en += ": " + all;
  }
  if (!setting.otherwise.empty() && setting.kind != Setting::Kind::flag) {
    help.zh += "（默认 " + setting.otherwise + "）";
    help.en += " (default " + setting.otherwise + ")";
  }
  return help;
}

Result<Call> call_of(const Method& method, const Invocation& invocation) {
  std::map<std::string, std::string> given;
  for (const Setting& setting : method.settings) {
    if (!invocation.has(setting.name)) continue;
    const bool flag = setting.kind == Setting::Kind::flag;
    given[setting.name] = flag ? "true" : invocation.option(setting.name);
  }
  Call call;
  ZH_TRY(call.settings, settings_of(method, given));
  ZH_TRY(call.tables["in"], Table::read(invocation.option("in"), invocation.interrupted));
  if (call.in().rows() == 0) return fail(no_rows, invocation.option("in"));
  for (const Setting& setting : method.settings) {
    if (setting.kind != Setting::Kind::table || !invocation.has(setting.name)) continue;
    ZH_TRY(call.tables[setting.name],
           Table::read(invocation.option(setting.name), invocation.interrupted));
  }
  if (invocation.has("keep")) call.keep = invocation.options.at("keep");
  call.catalog = invocation.catalog;
  call.interrupted = invocation.interrupted;
  return call;
}

Result<int> run_method(const Method& method, const Invocation& invocation) {
  ZH_TRY(const Call call, call_of(method, invocation));
  ZH_TRY(const Answer found, answer(method, call));
  if (invocation.json) {
    write_json(*invocation.out, found, method.name, {call.settings.begin(), call.settings.end()});
  } else if (invocation.has("csv")) {
    write_csv(*invocation.out, found);
    for (const std::string& remark : found.remarks) *invocation.messages << remark << '\n';
  } else {
    write_text(*invocation.out, found);
  }
  invocation.out->flush();
  if (!*invocation.out) return fail(answer_not_written, "stdout");
  return 0;
}

Verb verb_of(const Method& method) {
  Verb verb{.path = "stat " + method.name, .help = method.title};
  verb.options = {
      {.name = "in",
       .value = "FILE",
       .help = {"CSV 文件，首行为列名，可为 .gz",
                "a CSV file with a line of names; may be gzipped"},
       .required = true},
  };
  for (const Setting& setting : method.settings) {
    verb.options.push_back(
        {.name = setting.name, .value = value_word(setting), .help = help_of(setting)});
  }
  verb.options.push_back(
      {.name = "keep",
       .value = "COLUMN",
       .help = {"结果中照抄的输入列；可重复",
                "a column of the input to repeat in the answer; may be repeated"},
       .repeated = true});
  verb.options.push_back(
      {.name = "csv", .value = "", .help = {"以 CSV 输出", "write the answer as CSV"}});
  verb.run = [&method](const Invocation& invocation) { return run_method(method, invocation); };
  verb.description = {
      method.columns.zh + "\n\n公式：" + method.formula + "\n来源：" + method.source,
      method.columns.en + "\n\nFormula: " + method.formula + "\nSource: " + method.source};
  return verb;
}

Result<int> run_reproduce(const Invocation& invocation) {
  ZH_TRY(const auto cases, read_cases(invocation.option("cases")));
  Workplace place{.folder = invocation.argument("TOPIC-FOLDER"),
                  .catalog = invocation.catalog,
                  .only = invocation.option("only"),
                  .interrupted = invocation.interrupted};
  ZH_TRY(const auto findings, reproduce(cases, place));
  const Answer table = table_of(findings, invocation.has("rows"));
  if (invocation.json) {
    write_json(*invocation.out, table, "reproduce",
               {{"folder", place.folder}, {"cases", invocation.option("cases")}});
  } else if (invocation.has("csv")) {
    write_csv(*invocation.out, table);
  } else {
    write_text(*invocation.out, table);
  }
  return findings.missed > 0 ? 1 : 0;
}

Verb reproduce_verb() {
  return {
      .path = "stat reproduce",
      .help = {"按用例文件与参考程序的输出逐项比较",
               "compare with the printed output of reference programs, case by case"},
      .arguments = {{.name = "TOPIC-FOLDER",
                     .help = {"含输入与 *.expected* 文件的目录",
                              "folder with the inputs and the *.expected* files"}}},
      .options = {{.name = "cases",
                   .value = "FILE",
                   .help = {"用例文件（JSON），格式见 docs/statistics/cases.md",
                            "the cases (JSON); docs/statistics/cases.md has their form"},
                   .required = true},
                  {.name = "only",
                   .value = "TEXT",
                   .help = {"只运行名称含该文字的用例",
                            "only cases whose name contains this text"}},
                  {.name = "rows",
                   .value = "",
                   .help = {"列出每一行，而非每个量一行",
                            "a line for every row compared, not one per quantity"}},
                  {.name = "csv", .value = "", .help = {"以 CSV 输出", "write the table as CSV"}}},
      .run = run_reproduce,
      .description = {
          "每个用例、每个量一行，列出差别最大的一处：我方、参考、差、容差、结论。缺文件、缺列、对不"
          "上的行"
          "都算不符。有不符时退出码为 1。",
          "One line per case and quantity with the row that differs most: ours, reference, "
          "difference, tolerance, verdict. A missing file or column and a row without its "
          "counterpart are misses. Exit code 1 when anything is missed."}};
}

/// The methods as a table, for --json.
Answer catalogue(Language language) {
  std::vector<std::string> names, groups, titles, columns, formulas, sources;
  for (const Method& method : methods()) {
    names.push_back(method.name);
    groups.push_back(method.group.in(language));
    titles.push_back(method.title.in(language));
    columns.push_back(method.columns.in(language));
    formulas.push_back(method.formula);
    sources.push_back(method.source);
  }
  Answer table;
  table.add("name", std::move(names));
  table.add("group", std::move(groups));
  table.add("title", std::move(titles));
  table.add("columns", std::move(columns));
  table.add("formula", std::move(formulas));
  table.add("source", std::move(sources));
  return table;
}

Result<int> run_catalogue(const Invocation& invocation) {
  if (invocation.json) {
    write_json(*invocation.out, catalogue(invocation.language), "stat", {});
    return 0;
  }
  const Language language = invocation.language;
  std::string heading;
  for (const Method& method : methods()) {
    if (method.group.in(language) != heading) {
      heading = method.group.in(language);
      *invocation.out << "\n" << heading << "\n";
    }
    const std::size_t blanks = method.name.size() < 24 ? 24 - method.name.size() : 1;
    *invocation.out << "  " << method.name << std::string(blanks, ' ') << method.title.in(language)
                    << "\n";
  }
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  std::vector<Verb> all;
  all.push_back(
      {.path = "stat",
       .help = {"统计方法目录", "the catalogue of statistical methods"},
       .run = run_catalogue,
       .description = {
           "zhiheng stat 方法 --in 文件 [选项] --json|--csv\n\n"
           "每个方法读一个带列名的 CSV（可为 .gz），输出一张表；比率为小数，置信水平为双侧小数。"
           "“zhiheng stat 方法 --help”给出公式、来源与所需列。",
           "zhiheng stat METHOD --in FILE [options] --json|--csv\n\n"
           "Each method reads a CSV file with a line of names (gzipped or not) and answers with a "
           "table. Rates are fractions of one, a confidence is two-sided and a fraction. "
           "'zhiheng stat METHOD --help' gives formula, source and columns."}});
  for (const Method& method : methods()) all.push_back(verb_of(method));
  all.push_back(reproduce_verb());
  return all;
}

}  // namespace zhiheng::analysis
