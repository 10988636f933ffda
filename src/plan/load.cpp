#include "plan/load.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "plan/failures.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

constexpr const char* gone = "原文新版本中已无此内容";

using Row = std::vector<Value>;
using ByKey = std::map<std::string, Row>;

Result<void> check(const registry::Registry& registry, const LoadOptions& options) {
  if (options.year < 1990 || options.year > 2100) {
    return fail(year_wrong, "year", std::to_string(options.year), "1990..2100");
  }
  const bool digits =
      options.region.size() == 6 &&
      std::ranges::all_of(options.region, [](char sign) { return sign >= '0' && sign <= '9'; });
  if (!digits || registry.catalog().find_register("plan_document") == nullptr) {
    return fail(region_wrong, "region", options.region, "620000");
  }
  const bool plain = std::ranges::all_of(options.suffix, [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '_';
  });
  if (!plain || options.suffix.size() > 30) {
    return fail(suffix_wrong, "name", options.suffix, "[a-z0-9_], <= 30");
  }
  return {};
}

std::string code_of(const LoadOptions& options) {
  const std::string code = options.region + "-" + std::to_string(options.year);
  return options.suffix.empty() ? code : code + "-" + options.suffix;
}

/// The newest records of one register that a document has, by natural key, in the sheet's columns.
struct Present {
  ByKey rows;
  std::map<std::string, registry::Record> records;
  std::map<std::string, std::string> origins;  ///< of tasks
};

Result<Present> present_rows(registry::Registry& registry, const registry::Person& person,
                             const Sheet& sheet, const std::string& code) {
  Present present;
  const std::string field = sheet.of == "plan_document" ? "code" : "document";
  ZH_TRY(const Rows rows, Rows::read(registry, person, sheet.of, equals(field, code), {}));
  for (const auto& record : rows.records()) {
    Row row;
    for (const auto& column : sheet.columns) row.push_back(rows.value(record, column));
    const std::string key = sheet.key_of(row);
    present.records.emplace(key, record);
    if (sheet.of == "task") present.origins[key] = rows.text(record, "origin");
    present.rows.emplace(key, std::move(row));
  }
  return present;
}

ByKey by_key(const Sheet& sheet) {
  ByKey rows;
  for (const auto& row : sheet.rows) rows.emplace(sheet.key_of(row), row);
  return rows;
}

const Row* find(const ByKey& rows, const std::string& key) {
  const auto found = rows.find(key);
  return found == rows.end() ? nullptr : &found->second;
}

/// What the old text gave, so that hand-made corrections are told apart from the text's words.
Result<std::vector<Sheet>> sheets_of_old(registry::Registry& registry,
                                         const registry::Person& person, const Lexicon& lexicon,
                                         const std::vector<Measure>& measures,
                                         const Naming& naming) {
  ZH_TRY(const Rows texts,
         Rows::read(registry, person, "plan_text", equals("document", naming.code), {}));
  if (texts.records().empty()) return std::vector<Sheet>{};
  ZH_TRY(const Plan old, parse(texts.text(texts.records().front(), "text"), lexicon));
  return derive(old, lexicon, measures, naming);
}

/// Everything that one call of load works with.
class Loading {
 public:
  Loading(registry::Registry& registry, const registry::Person& person, const LoadOptions& options,
          LoadReport& report)
      : registry_(registry), person_(person), options_(options), report_(report) {}

  Result<void> write(const std::vector<Sheet>& sheets, const std::vector<Sheet>& old) {
    for (const Sheet& sheet : sheets) {
      ZH_TRY(auto present, present_rows(registry_, person_, sheet, report_.code));
      present_.push_back(std::move(present));
    }
    if (const auto* document = find(present_[0].rows, report_.code)) {
      report_.digest = to_text((*document)[sheets[0].column("digest")]);
    }
    ZH_TRY(transaction_, registry_.store().begin({.user = person_.user}));
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const ByKey before = old.empty() || options_.anew ? ByKey{} : by_key(old[i]);
      ZH_DO(put(sheets[i], present_[i], before));
      ZH_DO(drop(sheets[i], present_[i]));
    }
    return transaction_->commit();
  }

 private:
  /// The rows of a sheet, each field from the text unless only a hand changed it.
  Result<void> put(const Sheet& sheet, const Present& present, const ByKey& before) {
    std::vector<registry::Entry> entries;
    for (const auto& row : sheet.rows) {
      const std::string key = sheet.key_of(row);
      const Row* was = find(before, key);
      const Row* now = find(present.rows, key);
      registry::Entry entry{.values = row};
      for (std::size_t c = 0; was != nullptr && now != nullptr && c < row.size(); ++c) {
        if ((*was)[c] == row[c]) entry.values[c] = (*now)[c];
      }
      note(sheet, key, now, entry.values);
      entries.push_back(std::move(entry));
    }
    ZH_TRY(const auto* of, registry_.find_register(sheet.of));
    ZH_TRY(const auto answers,
           registry_.put(person_, *of, sheet.columns, std::move(entries),
                         {.transaction = transaction_.get(), .known_target = "plan_document"}));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (!answers[i].errors.empty()) {
        Error error = answers[i].errors.front();
        error.where = sheet.key_of(sheet.rows[i]) + " " + error.where;
        return std::unexpected(std::move(error));
      }
    }
    return {};
  }

  void note(const Sheet& sheet, const std::string& key, const Row* now, const Row& row) {
    if (now == nullptr) {
      ++report_.added;
      if (!report_.digest.empty()) {
        report_.changes.push_back({sheet.of, key, "added", title(sheet, row)});
      }
      return;
    }
    Change change{sheet.of, key, "changed", title(sheet, row)};
    for (std::size_t c = 0; c < row.size(); ++c) {
      if ((*now)[c] != row[c]) change.fields.push_back(sheet.columns[c]);
    }
    ++(change.fields.empty() ? report_.unchanged : report_.changed);
    if (!change.fields.empty()) report_.changes.push_back(std::move(change));
  }

  static std::string title(const Sheet& sheet, const Row& row) {
    for (const char* name : {"title", "subject", "cited"}) {
      const std::size_t at = sheet.column(name);
      if (at < row.size() && !is_null(row[at])) return shorten(to_text(row[at]), 60);
    }
    return {};
  }

  /// Records whose place in the text is gone.
  Result<void> drop(const Sheet& sheet, const Present& present) {
    const ByKey kept = by_key(sheet);
    std::vector<store::Draft> drafts;
    for (const auto& [key, record] : present.records) {
      if (kept.contains(key) || !came_from_text(present, key)) continue;
      const bool begun = sheet.of == "task" && record.state != "draft";
      if (begun && (record.state == "cancelled" || record.state == "done")) continue;
      store::Draft draft;
      ZH_TRY(draft.id, parse_uuid(record.id));
      draft.expected = record.version;
      draft.reason = gone;
      draft.deleted = !begun;
      if (begun) draft.state = "cancelled";
      drafts.push_back(std::move(draft));
      ++(begun ? report_.cancelled : report_.removed);
      report_.changes.push_back({sheet.of, key, begun ? "cancelled" : "removed",
                                 title(sheet, present.rows.find(key)->second)});
    }
    if (drafts.empty()) return {};
    ZH_TRY(const auto written, transaction_->append(sheet.of, {}, drafts));
    for (const auto& one : written) {
      if (one.error) return std::unexpected(*one.error);
    }
    return {};
  }

  static bool came_from_text(const Present& present, const std::string& key) {
    const auto origin = present.origins.find(key);
    return origin == present.origins.end() || origin->second == "item" ||
           origin->second == "sentence";
  }

  registry::Registry& registry_;
  const registry::Person& person_;
  const LoadOptions& options_;
  LoadReport& report_;
  std::vector<Present> present_;
  std::unique_ptr<store::Transaction> transaction_;
};

Result<void> check_upper(registry::Registry& registry, const registry::Person& person,
                         const std::string& upper) {
  if (upper.empty()) return {};
  ZH_TRY(const Rows rows, Rows::read(registry, person, "plan_document", equals("code", upper), {}));
  if (rows.records().empty()) return fail(document_unknown, "upper", upper);
  return {};
}

/// The upper plan that is on record stays when the caller names none.
Result<std::string> upper_of(registry::Registry& registry, const registry::Person& person,
                             const LoadOptions& options) {
  ZH_DO(check_upper(registry, person, options.upper));
  if (!options.upper.empty()) return options.upper;
  ZH_TRY(const Rows rows,
         Rows::read(registry, person, "plan_document", equals("code", code_of(options)), {}));
  return rows.records().empty() ? std::string() : rows.text(rows.records().front(), "upper");
}

}  // namespace

Result<LoadReport> load(registry::Registry& registry, const registry::Person& person,
                        const Lexicon& lexicon, std::string source, const LoadOptions& options) {
  ZH_DO(check(registry, options));
  for (const char* name :
       {"plan_document", "plan_text", "plan_item", "plan_target", "plan_citation", "task"}) {
    ZH_TRY(const auto* of, registry.find_register(name));
    if (!registry.access(person, *of).write) return fail(not_allowed_to_load, name, person.user);
  }
  // Records hold normal form C; offsets must count in what is kept.
  if (is_utf8(source) && !is_nfc(source)) {
    ZH_TRY(source, to_nfc(source));
  }
  ZH_TRY(const Plan plan, parse(std::move(source), lexicon));
  ZH_TRY(const auto measures, load_measures(registry.catalog().folder));
  ZH_TRY(const std::string upper, upper_of(registry, person, options));
  const Naming naming{code_of(options), options.region, options.year, upper};
  const auto sheets = derive(plan, lexicon, measures, naming);
  ZH_TRY(const auto old, sheets_of_old(registry, person, lexicon, measures, naming));
  LoadReport report{
      .code = naming.code, .title = to_text(sheets[0].rows[0][5]), .digest = {}, .changes = {}};
  report.items = plan.items.size();
  report.targets = plan.targets.size();
  report.tasks = sheets.back().rows.size();
  report.defects = plan.defects.size() + plan.defects_left_out;
  ZH_DO(Loading(registry, person, options, report).write(sheets, old));
  return report;
}

}  // namespace zhiheng::plan
