#pragma once
// Is the content of one component of a GS1 element right: check digit, date, country, coupon …?

#include <bitset>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::code {

/// The checks that the GS1 Barcode Syntax Dictionary names, under its names.
enum class Linter : std::uint8_t {
  couponcode,
  couponposoffer,
  cset39,
  cset64,
  cset82,
  csetnumeric,
  csum,
  csumalpha,
  gcppos1,
  gcppos2,
  hasnondigit,
  hh,
  hhmi,
  hyphen,
  iban,
  importeridx,
  iso3166,
  iso3166999,
  iso3166alpha2,
  iso4217,
  iso5218,
  latitude,
  longitude,
  mediatype,
  mi,
  nonzero,
  nozeroprefix,
  packagetype,
  pcenc,
  pieceoftotal,
  posinseqslash,
  ss,
  winding,
  yesno,
  yymmd0,
  yymmdd,
  yyyymmd0,
  yyyymmdd,
  zero,
};

inline constexpr std::size_t linter_count = static_cast<std::size_t>(Linter::zero) + 1;

/// "csum", …
[[nodiscard]] std::string_view name_of(Linter linter);
[[nodiscard]] std::optional<Linter> linter_named(std::string_view name);

/// What is wrong and where; converts to true when something is.
struct LintFinding {
  std::string_view problem = {};  ///< "incorrect_check_digit"; the dictionary's error, lower case
  std::size_t at = 0;             ///< first wrong byte
  std::size_t length = 0;

  explicit operator bool() const { return !problem.empty(); }
};

/// Which codes exist: countries, currencies, kinds of packages and media.
struct CodeLists {
  std::bitset<1000> countries;
  std::bitset<676> countries_alpha2;  ///< 26 letters by 26
  std::bitset<1000> currencies;
  std::bitset<100> media_types;
  std::vector<std::string> package_types;  ///< sorted

  /// Lines of list and code.
  /// @fails  code.table_malformed
  [[nodiscard]] static Result<CodeLists> read(std::string_view text, std::string_view name);
};

/// What a source of company prefixes knows of the digits that a key begins with.
enum class PrefixAnswer : std::uint8_t { known, unknown, offline };

/// What the checks look into.
struct LintTables {
  CodeLists lists;
  /// Asked for the company prefix of every key; when empty, four digits in front are enough.
  std::function<PrefixAnswer(std::string_view key)> company_prefix = {};
};

/// The first thing wrong with `text`, nothing when it passes.
/// @source GS1 Barcode Syntax Dictionary, syntax tests
[[nodiscard]] LintFinding lint(Linter linter, std::string_view text, const LintTables& tables);

}  // namespace zhiheng::code
