#include "plan/example.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "code/table.h"
#include "plan/cascade.h"
#include "plan/failures.h"
#include "plan/load.h"
#include "plan/plan_file.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

struct TableName {
  std::string_view file, of;
};

/// In the order in which they point to each other.
constexpr std::array<TableName, 7> tables = {
    {{"plan_adoption.tsv", "plan_adoption"},
     {"task.tsv", "task"},
     {"progress.tsv", "task"},
     {"task_report.tsv", "task_report"},
     {"conference_meeting.tsv", "conference_meeting"},
     {"conference_resolution.tsv", "conference_resolution"},
     {"liaison_officer.tsv", "liaison_officer"}}};

struct Lines {
  std::string text;
  code::Table table;
  std::vector<std::string> columns;
};

class Example {
 public:
  Example(registry::Registry& registry, const Lexicon& lexicon, std::string folder,
          std::string region)
      : registry_(registry),
        lexicon_(lexicon),
        folder_(std::move(folder)),
        province_(std::move(region)),
        city_(province_.substr(0, 2) + "0100") {}

  Result<std::int64_t> load_all() {
    ZH_DO(plans());
    for (const auto& [file, of] : tables) ZH_DO(records(std::string(file), std::string(of)));
    ZH_DO(steps());
    return written_;
  }

 private:
  /// A table whose first line names its columns; {province} and {city} are codes.
  Result<Lines> read(const std::string& name) {
    Lines lines;
    ZH_TRY(lines.text, code::read_file(std::filesystem::path(folder_) / name));
    replace(lines.text, "{province}", province_);
    replace(lines.text, "{city}", city_);
    std::string_view head = lines.text;
    while (head.starts_with('#')) head.remove_prefix(std::min(head.find('\n') + 1, head.size()));
    head = head.substr(0, head.find('\n'));
    for (std::size_t at = 0; at <= head.size();) {
      const auto tab = std::min(head.find('\t', at), head.size());
      lines.columns.emplace_back(head.substr(at, tab - at));
      at = tab + 1;
    }
    const std::vector<std::string_view> names(lines.columns.begin(), lines.columns.end());
    ZH_TRY(lines.table, code::read_table(lines.text, name, names));
    return lines;
  }

  static void replace(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) {
      text.replace(at, what.size(), with);
    }
  }

  Result<void> plans() {
    ZH_TRY(const Lines lines, read("plans.tsv"));
    for (std::size_t row = 0; row < lines.table.rows(); ++row) {
      const auto cell = [&](std::size_t c) { return std::string(lines.table.cell(row, c)); };
      if (lines.columns.size() != 4) return fail(example_wrong, "plans.tsv", {}, "4 columns");
      ZH_TRY(const Plan plan, read_plan(folder_ + "/" + cell(0), lexicon_));
      LoadOptions options{.region = cell(1), .upper = cell(3)};
      const std::string year = cell(2);
      std::from_chars(year.data(), year.data() + year.size(), options.year);
      ZH_TRY(const auto report,
             load(registry_, registry::local_operator(), lexicon_, plan.text.source(), options));
      written_ += report.added + report.changed;
      ZH_TRY(const auto links,
             link_all(registry_, registry::local_operator(), lexicon_, report.code));
      written_ += static_cast<std::int64_t>(links);
    }
    return {};
  }

  static Result<Value> value_of(const catalog::Field& field, std::string_view text) {
    if (text.empty()) return Value{};
    switch (field.storage()) {
      case Storage::date: {
        ZH_TRY(const Date date, parse_date(text));
        return Value{date};
      }
      case Storage::decimal: {
        ZH_TRY(const Decimal number, parse_decimal(text, field.scale));
        return Value{number};
      }
      case Storage::integer: {
        std::int64_t number = 0;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || rest != text.data() + text.size()) {
          return fail(example_wrong, field.name, std::string(text), "an integer");
        }
        return Value{number};
      }
      case Storage::boolean:
        return Value{text == "true"};
      default:
        return Value{std::string(text)};
    }
  }

  Result<void> records(const std::string& name, const std::string& of) {
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::path(folder_) / name, ignored)) return {};
    ZH_TRY(const Lines lines, read(name));
    ZH_TRY(const auto* declared, registry_.find_register(of));
    std::vector<registry::Entry> entries;
    for (std::size_t row = 0; row < lines.table.rows(); ++row) {
      registry::Entry entry;
      for (std::size_t c = 0; c < lines.columns.size(); ++c) {
        const auto* field = declared->find_field(lines.columns[c]);
        if (field == nullptr)
          return fail(example_wrong, name, lines.columns[c], "a field of " + of);
        ZH_TRY(Value value, value_of(*field, lines.table.cell(row, c)));
        entry.values.push_back(std::move(value));
      }
      entries.push_back(std::move(entry));
    }
    ZH_TRY(const auto answers,
           registry_.put(registry::local_operator(), *declared, lines.columns, std::move(entries)));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (!answers[i].errors.empty()) {
        Error error = answers[i].errors.front();
        error.where = name + ":" + std::to_string(lines.table.lines[i]) + " " + error.where;
        return std::unexpected(std::move(error));
      }
      written_ += answers[i].outcome == store::Outcome::unchanged ? 0 : 1;
    }
    return {};
  }

  /// register, key, step: taken when the record stands where the step begins.
  Result<void> steps() {
    ZH_TRY(const Lines lines, read("steps.tsv"));
    const auto person = registry::local_operator();
    for (std::size_t row = 0; row < lines.table.rows(); ++row) {
      const std::string key(lines.table.cell(row, 1));
      const std::string step(lines.table.cell(row, 2));
      ZH_TRY(const auto* of, registry_.find_register(lines.table.cell(row, 0)));
      std::vector<std::string> columns;
      ZH_TRY(const auto record, registry_.find(person, *of, key, columns));
      const auto declared = std::ranges::find(of->steps, step, &catalog::Step::name);
      if (declared == of->steps.end()) return fail(example_wrong, "steps.tsv", step, of->name);
      const auto& from = declared->from;
      if (std::ranges::find(from, record.state) == from.end()) continue;
      ZH_TRY(const auto answer,
             registry_.step(person, *of, record.id, std::nullopt, step, "合成示例"));
      if (!answer.errors.empty()) return std::unexpected(answer.errors.front());
      ++written_;
    }
    return {};
  }

  registry::Registry& registry_;
  const Lexicon& lexicon_;
  std::string folder_, province_, city_;
  std::int64_t written_ = 0;
};

}  // namespace

Result<std::int64_t> load_example(registry::Registry& registry, const Lexicon& lexicon,
                                  const std::string& folder, const std::string& region) {
  if (region.size() != 6) return fail(region_wrong, "region", region, "620000");
  store::Store& store = registry.store();
  ZH_DO(store.put("program", "synthetic", region));
  // The invented year is followed to this day, whatever the clock says.
  ZH_DO(store.put("program", "today", "2026-10-15"));
  return Example(registry, lexicon, folder, region).load_all();
}

}  // namespace zhiheng::plan
