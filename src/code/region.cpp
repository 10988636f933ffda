// Moving up and down the hierarchy, and from names to regions.

#include "code/region.h"

#include "base/text.h"

namespace zhiheng::code {
namespace {

bool is_place(const Region& region) {
  return region.kind == RegionKind::province || region.kind == RegionKind::prefecture ||
         region.kind == RegionKind::county;
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char sign) { return sign >= '0' && sign <= '9'; });
}

std::string_view without_separators(std::string_view text) {
  while (!text.empty()) {
    const std::string_view before = text;
    text = trim(text);
    for (const std::string_view separator : {"/", "-", ",", "，", "、", "·", ">"}) {
      if (text.starts_with(separator)) text.remove_prefix(separator.size());
    }
    if (text.size() == before.size()) break;
  }
  return text;
}

/// The positions where the first sixteen characters of `text` end, longest first.
std::vector<std::size_t> prefix_lengths(std::string_view text) {
  std::vector<std::size_t> lengths;
  for (std::size_t at = 0; at < text.size() && lengths.size() < 16;) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    lengths.push_back(at);
  }
  std::reverse(lengths.begin(), lengths.end());
  return lengths;
}

}  // namespace

std::string_view subtree_prefix(std::string_view code) {
  if (code.ends_with("0000")) return code.substr(0, 2);
  return code.ends_with("00") ? code.substr(0, 4) : code;
}

std::vector<const Region*> Regions::path(std::string_view code, Date on) const {
  std::vector<const Region*> steps;
  for (const Region* step = find(code, on); step != nullptr && steps.size() < 3;
       step = step->parent.empty() ? nullptr : find(step->parent, on)) {
    steps.push_back(step);
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::string Regions::path_name(std::string_view code, Date on) const {
  std::string text;
  for (const Region* step : path(code, on)) text.append(text.empty() ? "" : "/").append(step->name);
  return text;
}

std::vector<const Region*> Regions::children(std::string_view code, Date on) const {
  const Region* above = find(code, on);
  const bool grouping = above != nullptr && above->kind == RegionKind::grouping;
  std::vector<const Region*> below;
  for (const Region& region : regions_) {
    if (!is_place(region) || !region.valid_on(on)) continue;
    const bool fits =
        grouping ? region.code.starts_with(subtree_prefix(code)) && region.parent == above->parent
                 : region.parent == code;
    if (fits) below.push_back(&region);
  }
  return below;
}

bool Regions::is_inside(const Region& region, std::string_view within) const {
  return within.empty() || region.code.starts_with(subtree_prefix(within));
}

std::vector<const Region*> Regions::named(std::string_view name, Date on,
                                          std::string_view within) const {
  std::vector<const Region*> hits;
  const auto found = by_name_.find(std::string(name));
  if (found == by_name_.end()) return hits;
  for (const std::uint32_t i : found->second) {
    const Region& region = regions_[i];
    if (is_place(region) && region.valid_on(on) && is_inside(region, within)) {
      hits.push_back(&region);
    }
  }
  return hits;
}

std::vector<const Region*> Regions::ever_named(std::string_view name) const {
  std::vector<const Region*> hits;
  const auto found = by_name_.find(std::string(name));
  if (found == by_name_.end()) return hits;
  for (const std::uint32_t i : found->second) hits.push_back(&regions_[i]);
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Region* a, const Region* b) { return a->valid_to > b->valid_to; });
  return hits;
}

/// Takes one name off the front of an address. Short names count for provinces and prefectures
/// only: 和平路 is a street, not 和平区.
const Region* Regions::descend(std::string_view& rest, const Region* above, Date on) const {
  for (const std::size_t length : prefix_lengths(rest)) {
    const std::string_view name = rest.substr(0, length);
    std::vector<const Region*> hits =
        named(name, on, above == nullptr ? std::string_view{} : above->code);
    std::erase_if(hits, [&](const Region* hit) {
      const bool same_or_above = above != nullptr && hit->kind <= above->kind;
      return same_or_above || (hit->kind == RegionKind::county && hit->name != name);
    });
    if (hits.empty()) continue;
    // 吉林 is a province and its city: the greater one is meant where nothing else was said.
    const RegionKind greatest = (*std::min_element(hits.begin(), hits.end(), [](auto* a, auto* b) {
                                  return a->kind < b->kind;
                                }))->kind;
    std::erase_if(hits, [&](const Region* hit) { return hit->kind != greatest; });
    if (hits.size() != 1) return nullptr;
    rest.remove_prefix(length);
    return hits.front();
  }
  return nullptr;
}

const Region* Regions::locate(std::string_view address, Date on) const {
  const Region* deepest = nullptr;
  std::string_view rest = without_separators(address);
  for (int level = 0; level < 3 && !rest.empty(); ++level) {
    const Region* next = descend(rest, deepest, on);
    if (next == nullptr) break;
    deepest = next;
    rest = without_separators(rest);
    if (rest.starts_with("市辖区")) rest.remove_prefix(std::string_view("市辖区").size());
  }
  return deepest;
}

const Region* Regions::recognise(std::string_view typed, Date on) const {
  const std::string text = to_half_width(trim(typed));
  const bool township = text.size() == 9 || text.size() == 12;
  if ((text.size() == 6 || township) && is_digits(text)) {
    return nearest(std::string_view(text).substr(0, 6), on);
  }
  const auto hits = named(text, on);
  if (hits.size() == 1) return hits.front();
  return locate(text, on);
}

}  // namespace zhiheng::code
