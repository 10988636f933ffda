#pragma once
// The rules of tasks and meetings: catalog/plan/lights.toml and procedure.toml, effective dated, in
// the expression language over facts.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/value.h"
#include "base/words.h"
#include "catalog/catalog.h"
#include "expr/expr.h"

namespace zhiheng::plan {

/// What a rule may ask about: named values, each kind of thing with its own list of names.
class Facts {
 public:
  /// @param on  "task" (also for escalation), "resolution" or "meeting"
  explicit Facts(std::string_view on);

  void set(std::string_view name, Value value);
  [[nodiscard]] const Value& get(std::string_view name) const;
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }
  [[nodiscard]] static const std::vector<expr::Field>& fields(std::string_view on);
  /// `{name}` in both languages replaced by the facts.
  [[nodiscard]] Words filled(const Words& sentence) const;

 private:
  const std::vector<expr::Field>* fields_;
  std::vector<Value> values_;
};

struct Rule {
  std::string id = {};
  std::string on = {};
  std::string light = {};
  expr::Expression condition;
  std::optional<expr::Expression> applies = {};  ///< asked only where this holds; none: everywhere
  Words reason = {};
  std::string source = {};
  std::optional<Date> from = {}, until = {};  ///< both inclusive
  bool verified = false;
};

class Rules {
 public:
  /// Both files of a catalog folder.
  /// @fails  plan.rules_wrong
  [[nodiscard]] static Result<Rules> load(const std::string& catalog);

  /// The first rule on such a thing that is in force and holds; null when none does.
  [[nodiscard]] const Rule* first(std::string_view on, const Facts& facts, Date today) const;
  /// All rules on such a thing that are in force on a day.
  [[nodiscard]] std::vector<const Rule*> in_force(std::string_view on, Date day) const;

  int report_grace_working_days = 0;
  int due_window_days = 0;
  int escalation_answer_working_days = 0;

 private:
  std::vector<Rule> rules_;
};

/// Working days after `from` up to `to`; none outside of the calendar's years or without a
/// calendar.
[[nodiscard]] std::optional<std::int64_t> working_days(const catalog::Catalog& catalog, Date from,
                                                       Date to);
/// The day so many working days later; five sevenths of the days where the calendar has no year.
[[nodiscard]] Date after_working_days(const catalog::Catalog& catalog, Date from, int count);

}  // namespace zhiheng::plan
