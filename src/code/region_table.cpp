// Reading the tables of regions and building the indexes over them.

#include "code/failures.h"
#include "code/region.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, 7> region_columns{"code",       "name",     "short", "kind",
                                                         "valid_from", "valid_to", "parent"};
constexpr std::array<std::string_view, 4> change_columns{"old", "new", "on", "extent"};

constexpr std::array<std::string_view, 6> kind_names{"province", "prefecture", "county",
                                                     "grouping", "zone",       "variant"};
constexpr std::array<std::string_view, 3> extent_names{"whole", "part", "fringe"};

bool is_region_code(std::string_view text) {
  return text.size() == 6 && std::all_of(text.begin(), text.end(),
                                         [](char sign) { return sign >= '0' && sign <= '9'; });
}

std::uint32_t number_of(std::string_view code) {
  std::uint32_t number = 0;
  for (const char digit : code) number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  return number;
}

template <class Enumeration, std::size_t count>
std::optional<Enumeration> parse_name(const std::array<std::string_view, count>& names,
                                      std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumeration>(found - names.begin());
}

}  // namespace

std::string_view name_of(RegionKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::string_view name_of(Extent extent) { return extent_names[static_cast<std::size_t>(extent)]; }

Result<void> Regions::read_regions(std::string_view text) {
  constexpr std::string_view name = "regions.tsv";
  ZH_TRY(const Table table, read_table(text, name, region_columns));
  regions_.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view code = table.cell(row, 0);
    const std::string_view parent = table.cell(row, 6);
    if (!is_region_code(code)) return refuse_cell(table, name, row, 0, "6 digits");
    if (!parent.empty() && !is_region_code(parent)) {
      return refuse_cell(table, name, row, 6, "6 digits");
    }
    const auto kind = parse_name<RegionKind>(kind_names, table.cell(row, 3));
    if (!kind) return refuse_cell(table, name, row, 3, "province, prefecture, county, …");
    const auto from = parse_day_or_year(table.cell(row, 4));
    if (!from) return refuse_cell(table, name, row, 4, "2019, 2019-01-09");
    Date to = Region::still_valid;
    if (const std::string_view end = table.cell(row, 5); !end.empty()) {
      const auto day = parse_day_or_year(end);
      if (!day || *day <= *from) return refuse_cell(table, name, row, 5, "after valid_from");
      to = *day;
    }
    const bool exact = table.cell(row, 4).size() > 4;
    regions_.push_back({std::string(code), std::string(table.cell(row, 1)),
                        std::string(table.cell(row, 2)), *kind, *from, to, exact,
                        std::string(parent)});
  }
  return {};
}

Result<void> Regions::read_changes(std::string_view text) {
  constexpr std::string_view name = "region_changes.tsv";
  ZH_TRY(const Table table, read_table(text, name, change_columns));
  changes_.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!is_region_code(table.cell(row, 0))) return refuse_cell(table, name, row, 0, "6 digits");
    if (!is_region_code(table.cell(row, 1))) return refuse_cell(table, name, row, 1, "6 digits");
    const auto on = parse_day_or_year(table.cell(row, 2));
    if (!on) return refuse_cell(table, name, row, 2, "2019, 2019-01-09");
    const auto extent = parse_name<Extent>(extent_names, table.cell(row, 3));
    if (!extent) return refuse_cell(table, name, row, 3, "whole, part, fringe");
    changes_.push_back(
        {std::string(table.cell(row, 0)), std::string(table.cell(row, 1)), *on, *extent});
  }
  return {};
}

void Regions::index() {
  std::sort(regions_.begin(), regions_.end(), [](const Region& a, const Region& b) {
    return std::tie(a.code, a.valid_from) < std::tie(b.code, b.valid_from);
  });
  std::stable_sort(changes_.begin(), changes_.end(),
                   [](const Change& a, const Change& b) { return a.old_code < b.old_code; });
  for (std::uint32_t i = 0; i < regions_.size(); ++i) {
    const Region& region = regions_[i];
    numbers_.push_back(number_of(region.code));
    by_name_[region.name].push_back(i);
    if (region.short_name != region.name) by_name_[region.short_name].push_back(i);
  }
  for (std::uint32_t prefix = 0, i = 0; prefix <= 10'000; ++prefix) {
    while (i < numbers_.size() && numbers_[i] < prefix * 100) ++i;
    starts_.push_back(i);
  }
  for (std::uint32_t i = 0; i < changes_.size(); ++i) by_new_.push_back(i);
  std::stable_sort(by_new_.begin(), by_new_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return changes_[a].new_code < changes_[b].new_code;
  });
}

Result<Regions> Regions::read(std::string_view regions, std::string_view changes) {
  Regions table;
  ZH_DO(table.read_regions(regions));
  ZH_DO(table.read_changes(changes));
  table.index();
  return table;
}

Result<Regions> load_regions(const std::filesystem::path& folder) {
  ZH_TRY(const std::string regions, read_file(folder / "codes" / "regions.tsv"));
  ZH_TRY(const std::string changes, read_file(folder / "codes" / "region_changes.tsv"));
  return Regions::read(regions, changes);
}

std::span<const Region> Regions::versions(std::string_view code) const {
  if (!is_region_code(code)) return {};
  const std::uint32_t number = number_of(code);
  std::uint32_t first = starts_[number / 100];
  const std::uint32_t end = starts_[number / 100 + 1];
  while (first < end && numbers_[first] != number) ++first;
  std::uint32_t last = first;
  while (last < end && numbers_[last] == number) ++last;
  return {regions_.data() + first, last - first};
}

const Region* Regions::find(std::string_view code, Date on) const {
  for (const Region& region : versions(code)) {
    if (region.valid_on(on)) return &region;
  }
  return nullptr;
}

const Region* Regions::nearest(std::string_view code, Date on) const {
  const auto distance = [on](const Region& region) -> std::int64_t {
    if (on < region.valid_from) return std::int64_t{region.valid_from.days} - on.days;
    if (on < region.valid_to) return 0;
    return std::int64_t{on.days} - region.valid_to.days + 1;
  };
  const auto all = versions(code);
  const auto best = std::min_element(all.begin(), all.end(), [&](const Region& a, const Region& b) {
    return distance(a) < distance(b);
  });
  return best == all.end() ? nullptr : &*best;
}

}  // namespace zhiheng::code
