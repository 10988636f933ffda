#include "stat/linkage_fields.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>

#include "stat/string_distance.h"

namespace zhiheng::stat {
namespace {

constexpr std::uint8_t unknown = 255;
constexpr std::size_t most_remembered = 3000;  // values: 9 MB a field
constexpr double close_from = 0.92, near_from = 0.85;

bool all_digits(const std::vector<std::string>& values) {
  return std::ranges::all_of(values, [](const std::string& value) {
    return std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  });
}

}  // namespace

CodedField::CodedField(const LinkField& field) : likeness_(field.likeness), agree_(field.agree) {
  if (likeness_ == Likeness::automatic) {
    likeness_ = all_digits(field.values) ? Likeness::digits : Likeness::text;
  }
  std::unordered_map<std::string_view, std::uint32_t> numbers{{"", 0}};
  texts_.emplace_back();
  counts_.push_back(0);
  codes_.reserve(field.values.size());
  for (const std::string& value : field.values) {
    const auto [at, fresh] = numbers.emplace(value, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) {
      texts_.push_back(value);
      counts_.push_back(0);
    }
    codes_.push_back(at->second);
    ++counts_[at->second];
  }
  const std::size_t size = texts_.size() <= most_remembered ? texts_.size() * texts_.size() : 0;
  known_ = std::make_shared<std::vector<std::uint8_t>>(size, unknown);
}

bool CodedField::can_be(Agreement level) const {
  if (level == Agreement::close) return likeness_ != Likeness::code;
  if (level == Agreement::near) return likeness_ == Likeness::text || likeness_ == Likeness::given;
  return true;
}

Agreement CodedField::agreement(std::uint32_t a, std::uint32_t b) const {
  if (a == 0 || b == 0) return Agreement::missing;
  if (a == b) return Agreement::same;
  if (likeness_ == Likeness::code) return Agreement::different;
  if (known_->empty()) return compared(a, b);
  std::uint8_t& known = (*known_)[std::min(a, b) * texts_.size() + std::max(a, b)];
  const std::atomic_ref<std::uint8_t> cell(known);
  std::uint8_t level = cell.load(std::memory_order_relaxed);
  if (level == unknown) {
    level = static_cast<std::uint8_t>(compared(a, b));
    cell.store(level, std::memory_order_relaxed);
  }
  return static_cast<Agreement>(level);
}

Agreement CodedField::compared(std::uint32_t a, std::uint32_t b) const {
  const std::string& one = texts_[a];
  const std::string& other = texts_[b];
  if (likeness_ == Likeness::given) return agree_(one, other);
  if (likeness_ == Likeness::digits) {
    const bool close = std::max(one.size(), other.size()) - std::min(one.size(), other.size()) <= 1;
    return close && optimal_alignment(one, other) <= 1 ? Agreement::close : Agreement::different;
  }
  const double similarity = *jaro_winkler(one, other);
  return similarity >= close_from  ? Agreement::close
         : similarity >= near_from ? Agreement::near
                                   : Agreement::different;
}

}  // namespace zhiheng::stat
