#include "analysis/limits.h"

#include "analysis/failures.h"
#include "stat/table_text.h"

namespace zhiheng::analysis {

Result<void> check_size(const Call& call, std::string_view method, std::string_view of,
                        std::size_t found) {
  ZH_TRY(const std::string text, call.declared("statistics/limits.tsv"));
  ZH_TRY(const auto limits, stat::TableText::parse(text, {"method", "of", "most", "work"}));
  for (std::size_t line = 0; line < limits.rows(); ++line) {
    if (limits.text(line, 0) != method || limits.text(line, 1) != of) continue;
    ZH_TRY(const std::int64_t most, limits.whole(line, 2, 0));
    if (static_cast<std::int64_t>(found) <= most) continue;
    const std::string counted(of);
    return fail(
        too_many_rows, call.in().name(), std::to_string(found) + " " + counted,
        "<= " + std::to_string(most) + " " + counted + "; " + std::string(limits.text(line, 3)));
  }
  return {};
}

Result<Answer> answer(const Method& method, const Call& call) {
  ZH_DO(check_size(call, method.name, "rows", call.in().rows()));
  return method.run(call);
}

}  // namespace zhiheng::analysis
