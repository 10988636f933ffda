// Can a question be answered from the counts that are kept beside the records?

#include <algorithm>

#include "indicator/keys.h"
#include "indicator/period.h"
#include "indicator/statement.h"

namespace zhiheng::indicator {
namespace {

class Covering {
 public:
  Covering(const Plan& plan, const cube::Summary& summary, const Limits& limits)
      : plan_(plan), summary_(summary), limits_(limits) {}

  [[nodiscard]] bool everything() const {
    return has(summary_.indicators, plan_.indicator->name) && plan_.indicator->distinct.empty() &&
           dimensions(plan_.by) && dimensions(plan_.strata) && time() && region(plan_.region) &&
           allowed() && condition() && (!plan_.separate || key(plan_.separate->field));
  }

 private:
  const Plan& plan_;
  const cube::Summary& summary_;
  const Limits& limits_;

  static bool has(const std::vector<std::string>& all, const std::string& name) {
    return std::ranges::find(all, name) != all.end();
  }

  [[nodiscard]] bool key(const std::string& name) const { return has(summary_.keys, name); }

  [[nodiscard]] bool dimension(const Dimension& asked) const {
    switch (asked.level) {
      case Level::whole:
        return !asked.each && key(asked.column);
      case Level::province:
        return key(asked.column + ":province");
      case Level::prefecture:
        return key(asked.column + ":prefecture");
      case Level::division:
        return key(asked.column + ":division");
      default:
        return false;
    }
  }

  [[nodiscard]] bool dimensions(const std::vector<Dimension>& all) const {
    return std::ranges::all_of(all, [&](const Dimension& asked) { return dimension(asked); });
  }

  /// Months, quarters, years, and limits at whole months.
  [[nodiscard]] bool time() const {
    if (plan_.grain == Grain::none && !plan_.from && !plan_.to) return true;
    if (plan_.grain == Grain::week || plan_.grain == Grain::day) return false;
    const auto begins_a_month = [](const std::optional<Date>& day) {
      return !day || period_start(Grain::month, *day) == *day;
    };
    const std::optional<Date> after = plan_.to ? std::optional(Date{plan_.to->days + 1}) : plan_.to;
    return key(months_key(plan_)) && begins_a_month(plan_.from) &&
           begins_a_month(plan_.read_from) && begins_a_month(after);
  }

  [[nodiscard]] bool region(const std::string& digits) const {
    if (digits.empty()) return true;
    if (digits.size() > 4) return false;
    return key(plan_.indicator->region_field + (digits.size() == 2 ? ":province" : ":prefecture"));
  }

  /// What the asker may not see must be told apart, else only the records can answer.
  [[nodiscard]] bool allowed() const {
    if (limits_.rows.text.empty()) return true;
    return !limits_.region.empty() && plan_.indicator->region_field == plan_.of->region_field &&
           region(limits_.region);
  }

  [[nodiscard]] bool condition() const {
    if (!plan_.asked) return true;
    const auto fields = plan_.of->expression_fields();
    return std::ranges::all_of(plan_.asked->fields_used(),
                               [&](std::size_t i) { return key(fields[i].name); });
  }
};

}  // namespace

const cube::Summary* covering(const Plan& plan, const std::vector<cube::Summary>& summaries,
                              const Limits& limits, bool converted) {
  if (converted) return nullptr;
  const auto found = std::ranges::find_if(summaries, [&](const cube::Summary& summary) {
    return Covering(plan, summary, limits).everything();
  });
  return found == summaries.end() ? nullptr : &*found;
}

}  // namespace zhiheng::indicator
