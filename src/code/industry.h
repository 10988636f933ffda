#pragma once
// Which branch of the economy is that, and what was it called in the other edition? GB/T 4754.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::code {

enum class Edition { gb2011 = 2011, gb2017 = 2017 };

/// Where a name comes from: the tables at hand leave some out or cut them short.
enum class NameMark { original, folded, restored, derived };

struct Industry {
  std::string code;    ///< "C", "13", "131", "1311"
  std::string name;    ///< 谷物磨制
  std::string parent;  ///< the section letter for a division; empty for a section
  NameMark mark = NameMark::original;
};

/// A share of a value that goes to one code.
struct Portion {
  std::string code;
  double value = 0;
};

/// Both editions and the crosswalk between them. Results point into it.
class Industries {
 public:
  /// The texts of the three tables in catalog/codes.
  struct Texts {
    std::string_view edition_2011, edition_2017, crosswalk;
  };
  /// @fails  code.table_malformed
  [[nodiscard]] static Result<Industries> read(const Texts& texts);

  /// Null for an unknown code. A section letter before the digits is allowed: "C1311".
  [[nodiscard]] const Industry* find(std::string_view code, Edition edition) const;

  /// From the section down to the industry itself.
  [[nodiscard]] std::vector<const Industry*> path(std::string_view code, Edition edition) const;

  /// The industries right below; of "" the sections.
  [[nodiscard]] std::vector<const Industry*> children(std::string_view code, Edition edition) const;

  /// The codes of the other edition, of the same level, that share activities with `code`.
  /// A section answers with itself: the letters did not change.
  /// @fails  code.industry_unknown
  [[nodiscard]] Result<std::vector<std::string>> counterparts(std::string_view code,
                                                              Edition from) const;

  /// Divides a value of `code` among its counterparts. With a single counterpart no weights are
  /// needed; with several they must be declared, because the crosswalk does not know them.
  ///
  /// @param weights  by code of the other edition; fractions that sum to 1 (within 1e-9)
  /// @fails  code.industry_unknown, code.weights_malformed
  [[nodiscard]] Result<std::vector<Portion>> divide(
      double value, std::string_view code, Edition from,
      const std::map<std::string, double>& weights) const;

 private:
  using Table = std::map<std::string, Industry, std::less<>>;
  using Links = std::map<std::string, std::vector<std::string>, std::less<>>;

  [[nodiscard]] static Result<Industries::Table> read_edition(std::string_view text,
                                                              std::string_view name);
  [[nodiscard]] const Table& table(Edition edition) const {
    return edition == Edition::gb2011 ? in_2011_ : in_2017_;
  }

  Table in_2011_, in_2017_;
  Links to_2017_, to_2011_;
};

/// The tables below `folder`/codes, as the catalog ships them.
/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<Industries> load_industries(const std::filesystem::path& folder);

/// "2011" or "2017".
/// @fails  code.edition_unknown
[[nodiscard]] Result<Edition> edition_named(std::string_view name);

/// Level of a code: 1 section, 2 division, 3 group, 4 class.
[[nodiscard]] int industry_level(std::string_view code);

[[nodiscard]] std::string_view name_of(NameMark mark);

}  // namespace zhiheng::code
