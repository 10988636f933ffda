#pragma once
// How many digits of a GS1 key name the company: from a table, never by guessing.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "code/epc.h"

namespace zhiheng::code {

/// Lengths of company prefixes by the longest matching start of the key.
class CompanyPrefixes {
 public:
  /// A table of two columns, prefix and length, 0 for digits that name no company; a line may also
  /// give the last prefix of a run with the same length ("6900000-6900009").
  /// @fails  code.table_malformed
  [[nodiscard]] static Result<CompanyPrefixes> read(std::string_view text, std::string_view name);

  /// Digits of the company prefix that `key` begins with.
  /// @param key  with the company prefix first: without indicator or extension digit
  /// @return     0 when the table does not know, or knows that there is none
  [[nodiscard]] int length_of(std::string_view key) const;

  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  std::vector<std::uint64_t> numbers_;  ///< by length of the written prefix, then by value
  std::vector<std::uint8_t> lengths_;
  std::array<std::size_t, 14> starts_{};
};

/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<CompanyPrefixes> load_company_prefixes(const std::filesystem::path& file);

/// The digits of a key that begin with the company prefix.
[[nodiscard]] std::string_view company_digits(const Epc& epc);

/// As to_epc_urn; the length comes from the table when neither the caller nor `epc` tells it.
/// @fails  code.epc_prefix_unknown, code.epc_prefix_length
[[nodiscard]] Result<std::string> to_epc_urn(const Epc& epc, const CompanyPrefixes& prefixes);

}  // namespace zhiheng::code
