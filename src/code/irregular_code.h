#pragma once
// Which legal codes have a check character that does not fit?

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"

namespace zhiheng::code {

/// Why a code that fails its check is a legal one all the same.
struct Irregular {
  std::string reason;
  std::string source;
};

/// Codes that were issued with a wrong check character, as reported in public.
class IrregularCodes {
 public:
  IrregularCodes() = default;
  /// @param text  a table: code, reason, source
  /// @fails  code.table_malformed, also for a code that is regular or no credit code at all
  [[nodiscard]] static Result<IrregularCodes> read(std::string_view text, std::string_view name);

  /// nullptr: nothing is known of the code.
  [[nodiscard]] const Irregular* find(std::string_view code) const;
  [[nodiscard]] std::size_t size() const { return codes_.size(); }

 private:
  std::map<std::string, Irregular, std::less<>> codes_;
};

/// `codes/irregular_credit_codes.tsv` of a catalog.
/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<IrregularCodes> load_irregular_codes(const std::filesystem::path& catalog);

}  // namespace zhiheng::code
