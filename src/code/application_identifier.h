#pragma once
// The GS1 application identifiers of a catalog: what each holds, needs beside it, and excludes.

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "code/gs1_lint.h"

namespace zhiheng::code {

/// Which signs a component has.
enum class AiSigns : std::uint8_t { digits, gs1, component, base64url };

/// A part of the value with checks of its own.
struct AiComponent {
  AiSigns signs = AiSigns::digits;
  std::uint8_t shortest = 1;
  std::uint8_t longest = 1;
  bool optional = false;
  std::uint8_t checks = 0;
  std::array<Linter, 3> linters{};
};

/// A number of two to four digits in which "n" of the tables stands for any digit.
struct AiPattern {
  std::uint16_t number = 0;
  std::uint16_t mask = 1;  ///< 1, 10, 100: digits from there on count
  std::uint8_t length = 2;

  [[nodiscard]] bool matches(std::size_t length_of_ai, std::uint16_t number_of_ai) const {
    return length_of_ai == length && number_of_ai / mask == number / mask;
  }
};

/// One of several ways to meet a condition: all of these must be there.
using AiGroup = std::vector<AiPattern>;

/// One row of the table; stands for a run such as 3100-3105.
struct ApplicationIdentifier {
  std::string first;               ///< "3100"
  std::string last;                ///< "3105", or as `first`
  bool predefined_length = false;  ///< no FNC1 behind it
  bool attribute = false;          ///< may stand in the query of a Digital Link
  std::vector<AiComponent> components;
  std::vector<std::vector<AiGroup>> requires_any;  ///< of each condition one group
  std::vector<AiPattern> excludes;
  bool key = false;                                  ///< of a Digital Link
  bool older_key = false;                            ///< only by standard 1.1
  std::vector<std::vector<std::string>> qualifiers;  ///< alternatives, each in order
  std::string title;                                 ///< "BATCH/LOT"
  std::string name_zh;
  std::string status;
};

/// All of them, found by number at once.
class ApplicationIdentifiers {
 public:
  /// Rows valid on `on`.
  /// @fails  code.table_malformed
  [[nodiscard]] static Result<ApplicationIdentifiers> read(std::string_view text,
                                                           std::string_view name, Date on);

  /// The row of an identifier of two to four digits, or nullptr.
  [[nodiscard]] const ApplicationIdentifier* find(std::string_view digits) const;

  /// How many digits an identifier has that begins like this, 0 when none does.
  [[nodiscard]] std::size_t length_of(char first, char second) const {
    const auto at = static_cast<std::size_t>((first - '0') * 10 + second - '0');
    return at < lengths_.size() ? lengths_[at] : 0;
  }

  /// Whether an identifier that the table lacks could be one: two to four digits, as many as others
  /// have that begin alike.
  [[nodiscard]] bool could_be(std::string_view digits) const;

  [[nodiscard]] std::span<const ApplicationIdentifier> rows() const { return rows_; }

 private:
  std::vector<ApplicationIdentifier> rows_;
  std::array<std::uint8_t, 100> lengths_{};
  /// Row + 1 by number, one after the other for two, three and four digits.
  std::vector<std::uint16_t> places_ = std::vector<std::uint16_t>(11'100, 0);
};

/// Identifiers with everything that their checks look into.
struct Gs1Tables {
  ApplicationIdentifiers identifiers;
  LintTables lint;
};

/// From the catalog's codes/application_identifiers.tsv and codes/gs1_code_lists.tsv.
/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<Gs1Tables> load_gs1_tables(const std::filesystem::path& catalog, Date on);

}  // namespace zhiheng::code
