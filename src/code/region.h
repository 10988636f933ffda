#pragma once
// Which region is that, on that day, and what became of it? GB/T 2260 with its history.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::code {

enum class RegionKind {
  province,
  prefecture,  ///< 地级
  county,      ///< 县级
  grouping,    ///< 市辖区, 省直辖县级行政区划: a code of the tables that is no place
  zone,        ///< a statistical area, such as a development zone
  variant,     ///< a code that tables printed for a while beside the standard's
};

/// One code with one name, for as long as both lasted.
struct Region {
  std::string code;        ///< six digits
  std::string name;        ///< 甘肃省
  std::string short_name;  ///< 甘肃
  RegionKind kind = RegionKind::county;
  Date valid_from;
  Date valid_to;       ///< the first day after; `still_valid` while there is none
  bool exact = false;  ///< whether the days are on record, or only the years
  std::string parent;  ///< code of the place above; empty for a province

  static constexpr Date still_valid{std::numeric_limits<std::int32_t>::max()};
  [[nodiscard]] bool valid_on(Date day) const { return valid_from <= day && day < valid_to; }
};

/// How much of the old region's area went to the new one.
enum class Extent {
  whole,   ///< all of it
  part,    ///< one of several heirs
  fringe,  ///< some of it, while the old code lived on
};

struct Heir {
  const Region* region = nullptr;
  Extent extent = Extent::whole;
};

/// The table of regions. Results point into it.
class Regions {
 public:
  /// @param regions, changes  the texts of catalog/codes/regions.tsv and region_changes.tsv
  /// @fails  code.table_malformed
  [[nodiscard]] static Result<Regions> read(std::string_view regions, std::string_view changes);

  /// The region that bore the code on that day; null if none did. Constant time, no allocation.
  [[nodiscard]] const Region* find(std::string_view code, Date on) const;

  /// As `find`, or else the version of the code that was in force nearest to that day: files are
  /// often coded with last year's table. Null for a code that never was.
  [[nodiscard]] const Region* nearest(std::string_view code, Date on) const;

  /// Every version of the code, oldest first.
  [[nodiscard]] std::span<const Region> versions(std::string_view code) const;

  /// From the province down to the region itself; empty for an unknown code.
  [[nodiscard]] std::vector<const Region*> path(std::string_view code, Date on) const;

  /// "甘肃省/兰州市/城关区".
  [[nodiscard]] std::string path_name(std::string_view code, Date on) const;

  /// The places right below, by code; of "" the provinces; of a grouping the counties it groups.
  /// Zones and variants overlap places and are left out.
  [[nodiscard]] std::vector<const Region*> children(std::string_view code, Date on) const;

  /// Who holds the area of `code` (as it was on `from`) on the day `to`, which may be earlier.
  /// Several heirs mean that a figure for `code` can be split with declared weights only.
  ///
  /// @fails  code.region_unknown, when `code` was not in force on `from`
  [[nodiscard]] Result<std::vector<Heir>> convert(std::string_view code, Date from, Date to) const;

  /// Places of that full or short name inside `within` ("" for anywhere), valid on that day.
  [[nodiscard]] std::vector<const Region*> named(std::string_view name, Date on,
                                                 std::string_view within = {}) const;
  /// The same on any day, newest first.
  [[nodiscard]] std::vector<const Region*> ever_named(std::string_view name) const;

  /// What a cell of a spreadsheet means: a code of 6, 9 or 12 digits, a name, a path, or an address
  /// that starts with names. Null when nothing or more than one place fits.
  [[nodiscard]] const Region* recognise(std::string_view typed, Date on) const;

  [[nodiscard]] std::span<const Region> all() const { return regions_; }

 private:
  struct Change {
    std::string old_code;
    std::string new_code;
    Date on;
    Extent extent = Extent::whole;
  };
  class Walk;

  Result<void> read_regions(std::string_view text);
  Result<void> read_changes(std::string_view text);
  void index();
  [[nodiscard]] bool is_inside(const Region& region, std::string_view within) const;
  [[nodiscard]] const Region* locate(std::string_view address, Date on) const;
  [[nodiscard]] const Region* descend(std::string_view& rest, const Region* above, Date on) const;

  std::vector<Region> regions_;         // by code, then valid_from
  std::vector<std::uint32_t> numbers_;  // the code of each as a number
  std::vector<std::uint32_t> starts_;   // where each four leading digits begin
  std::vector<Change> changes_;         // by old code
  std::vector<std::uint32_t> by_new_;   // positions in changes_, by new code
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_;
};

/// The tables below `folder`/codes, as the catalog ships them.
/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<Regions> load_regions(const std::filesystem::path& folder);

/// The leading digits that all codes below share: "62" for 620000, "6201" for 620100.
[[nodiscard]] std::string_view subtree_prefix(std::string_view code);

[[nodiscard]] std::string_view name_of(RegionKind kind);
[[nodiscard]] std::string_view name_of(Extent extent);

}  // namespace zhiheng::code
