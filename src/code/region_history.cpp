// What became of a region, and what it was made from.

#include <map>
#include <set>
#include <tuple>

#include "code/failures.h"
#include "code/region.h"

namespace zhiheng::code {

/// Follows the changes from one region through time and gathers who holds its area at the end.
class Regions::Walk {
 public:
  Walk(const Regions& table, Date end) : table_(table), end_(end) {}

  /// @param since  the walk has come as far as this day
  void forward(const Region& region, Extent extent, Date since) {
    if (!seen_.emplace(&region, extent, since).second) return;
    const Date last = std::min(region.valid_to, end_);
    for (const Change& change : changes_from(region.code)) {
      if (change.on <= since || change.on > last) continue;
      if (change.extent != Extent::fringe && change.on != region.valid_to) continue;
      if (const Region* heir = table_.find(change.new_code, change.on); heir != nullptr) {
        forward(*heir, std::max(extent, change.extent), change.on);
      }
    }
    if (region.valid_to > end_) keep(region, extent);
  }

  /// @param until  the walk has come back to this day, on which `region` was valid
  void backward(const Region& region, Extent extent, Date until) {
    if (!seen_.emplace(&region, extent, until).second) return;
    for (const std::uint32_t position : changes_to(region.code)) {
      const Change& change = table_.changes_[position];
      if (change.on <= end_ || change.on > until || change.on < region.valid_from) continue;
      const Date before{change.on.days - 1};
      if (const Region* old = table_.find(change.old_code, before); old != nullptr) {
        backward(*old, std::max(extent, change.extent), before);
      }
    }
    if (region.valid_from <= end_) keep(region, extent);
  }

  [[nodiscard]] std::vector<Heir> heirs() const {
    std::vector<Heir> list;
    for (const auto& [region, extent] : kept_) list.push_back({region, extent});
    std::stable_sort(list.begin(), list.end(), [](const Heir& a, const Heir& b) {
      return std::tie(a.extent, a.region->code) < std::tie(b.extent, b.region->code);
    });
    return list;
  }

 private:
  [[nodiscard]] std::span<const Change> changes_from(const std::string& code) const {
    const auto& all = table_.changes_;
    const auto first = std::lower_bound(
        all.begin(), all.end(), code,
        [](const Change& change, const std::string& wanted) { return change.old_code < wanted; });
    auto last = first;
    while (last != all.end() && last->old_code == code) ++last;
    return {first, last};
  }

  [[nodiscard]] std::span<const std::uint32_t> changes_to(const std::string& code) const {
    const auto& all = table_.by_new_;
    const auto new_code = [this](std::uint32_t position) -> const std::string& {
      return table_.changes_[position].new_code;
    };
    const auto first = std::lower_bound(all.begin(), all.end(), code,
                                        [&](std::uint32_t position, const std::string& wanted) {
                                          return new_code(position) < wanted;
                                        });
    auto last = first;
    while (last != all.end() && new_code(*last) == code) ++last;
    return {first, last};
  }

  /// Reached on two ways, the greater extent tells more.
  void keep(const Region& region, Extent extent) {
    const auto [entry, added] = kept_.try_emplace(&region, extent);
    if (!added) entry->second = std::min(entry->second, extent);
  }

  const Regions& table_;
  Date end_;
  std::map<const Region*, Extent> kept_;
  std::set<std::tuple<const Region*, Extent, Date>> seen_;  // many ways may lead to one place
};

Result<std::vector<Heir>> Regions::convert(std::string_view code, Date from, Date to) const {
  const Region* start = find(code, from);
  if (start == nullptr) return fail(region_unknown, to_text(from), std::string(code), "GB/T 2260");
  Walk walk(*this, to);
  if (from <= to) {
    walk.forward(*start, Extent::whole, from);
  } else {
    walk.backward(*start, Extent::whole, from);
  }
  return walk.heirs();
}

}  // namespace zhiheng::code
