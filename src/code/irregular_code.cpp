#include "code/irregular_code.h"

#include <array>

#include "code/credit_code.h"
#include "code/failures.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, 3> columns{"code", "reason", "source"};

/// Only the check character may be wrong: the table is no way around the other rules.
bool is_irregular(std::string_view text) {
  const auto checked = check_credit_code(text);
  return !checked && checked.error().failure == &credit_code_check;
}

}  // namespace

Result<IrregularCodes> IrregularCodes::read(std::string_view text, std::string_view name) {
  ZH_TRY(const Table table, read_table(text, name, columns));
  IrregularCodes made;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!is_irregular(table.cell(row, 0))) {
      return refuse_cell(table, name, row, 0, "GB 32100, mod 31 != 1");
    }
    made.codes_.emplace(table.cell(row, 0), Irregular{.reason = std::string(table.cell(row, 1)),
                                                      .source = std::string(table.cell(row, 2))});
  }
  return made;
}

const Irregular* IrregularCodes::find(std::string_view code) const {
  const auto found = codes_.find(code);
  return found == codes_.end() ? nullptr : &found->second;
}

Result<IrregularCodes> load_irregular_codes(const std::filesystem::path& catalog) {
  const auto file = catalog / "codes" / "irregular_credit_codes.tsv";
  ZH_TRY(const std::string text, read_file(file));
  return IrregularCodes::read(text, file.filename().string());
}

}  // namespace zhiheng::code
