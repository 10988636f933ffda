#pragma once
// A parsed plan as rows of the declared registers: document, text, items, targets, citations, and
// the tasks that its items break down into. Each row says where in the text it comes from.

#include <filesystem>
#include <string>
#include <vector>

#include "base/value.h"
#include "plan/plan.h"

namespace zhiheng::plan {

/// Rows of one register.
struct Sheet {
  std::string of;
  std::vector<std::string> columns = {};
  std::vector<std::string> key = {};  ///< columns of the natural key
  std::vector<std::vector<Value>> rows = {};

  [[nodiscard]] std::size_t column(std::string_view name) const;
  /// The natural key of a row as text, its parts joined with '|'.
  [[nodiscard]] std::string key_of(const std::vector<Value>& row) const;
};

/// How targets in words become indicators: catalog/plan/measures.tsv.
struct Measure {
  std::vector<std::u32string> words = {};  ///< all of them stand in the subject
  std::string unit = {};
  std::string indicator = {};
  std::string factor = {};  ///< the plan's number times this is in the indicator's stored unit
  std::string filter = {};
};
/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<std::vector<Measure>> load_measures(const std::filesystem::path& catalog);

/// What the text itself does not say.
struct Naming {
  std::string code = {};    ///< of the document: "620000-2026"
  std::string region = {};  ///< GB/T 2260
  int year = 0;
  std::string upper = {};  ///< code of the plan of the level above; "" when not told
};

/// The rows, registers in an order in which each points only to those before it.
///
/// Item codes are `code#3`, or `code#2.3` (section and number) where numbers start again; a missing
/// number is that of the item before it plus one. Tasks are `item/0` for the item and `item/2` for
/// its second sentence when that has parties of its own. A second element under one code gets `~2`.
[[nodiscard]] std::vector<Sheet> derive(const Plan& plan, const Lexicon& lexicon,
                                        const std::vector<Measure>& measures, const Naming& naming);

/// The latest day that a passage of a plan of `year` names as its time limit: 6月底前, 10月15日前,
/// 上半年, 年底前, 2027年…; none when it names none.
[[nodiscard]] std::optional<Date> deadline_in(const FoldedText& text, const Lexicon& lexicon,
                                              Span span, int year);

}  // namespace zhiheng::plan
