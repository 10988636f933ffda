#include "stat/string_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Code points of UTF-8; a byte that does not belong to a sequence stands for itself.
std::u32string code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC0 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF8 ? 4
                                             : 0;
    std::uint32_t point = length > 1 ? lead & (0x7FU >> length) : lead;
    bool whole = length > 0 && i + length <= text.size();
    for (std::size_t k = 1; whole && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      whole = (next & 0xC0U) == 0x80U;
      point = point << 6U | (next & 0x3FU);
    }
    points.push_back(whole ? point : lead);
    i += whole ? length : 1;
  }
  return points;
}

/// Calls `compare` with both texts as sequences of characters, bytes where that is the same.
template <class Compare>
auto by_character(std::string_view a, std::string_view b, const Compare& compare) {
  if (is_ascii(a) && is_ascii(b)) return compare(a, b);
  const std::u32string wide_a = code_points(a);
  const std::u32string wide_b = code_points(b);
  return compare(std::u32string_view(wide_a), std::u32string_view(wide_b));
}

/// Marks of the characters that found their twin; no memory is taken for texts of common length.
class Marks {
 public:
  explicit Marks(std::size_t size) {
    if (size > few_.size()) many_.resize(size);
    marks_ = many_.empty() ? few_.data() : many_.data();
  }
  char& operator[](std::size_t i) { return marks_[i]; }

 private:
  std::array<char, 64> few_ = {};
  std::vector<char> many_;
  char* marks_ = nullptr;
};

template <class Text>
double jaro_of(Text a, Text b, bool whole_transpositions = false) {
  if (a.empty() && b.empty()) return 1;
  if (a.empty() || b.empty()) return 0;
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t reach = longer / 2 > 1 ? longer / 2 - 1 : 0;
  Marks in_a(a.size());
  Marks in_b(b.size());
  std::size_t common = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t from = i > reach ? i - reach : 0;
    const std::size_t to = std::min(b.size(), i + reach + 1);
    for (std::size_t j = from; j < to; ++j) {
      if (in_b[j] != 0 || a[i] != b[j]) continue;
      in_a[i] = in_b[j] = 1;
      ++common;
      break;
    }
  }
  if (common == 0) return 0;
  std::size_t displaced = 0;
  for (std::size_t i = 0, j = 0; i < a.size(); ++i) {
    if (in_a[i] == 0) continue;
    while (in_b[j] == 0) ++j;
    displaced += a[i] != b[j++] ? 1 : 0;
  }
  const auto c = static_cast<double>(common);
  const double half = static_cast<double>(displaced) / 2;
  const double t = whole_transpositions ? std::floor(half) : half;
  return (c / static_cast<double>(a.size()) + c / static_cast<double>(b.size()) + (c - t) / c) / 3;
}

template <class Text>
std::int64_t levenshtein_of(Text a, Text b) {
  if (a.size() < b.size()) std::swap(a, b);
  std::vector<std::int64_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = static_cast<std::int64_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::int64_t diagonal = std::exchange(row[0], static_cast<std::int64_t>(i));
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::int64_t changed = diagonal + (a[i - 1] != b[j - 1] ? 1 : 0);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

/// Rows and columns from 0, row-major.
class Costs {
 public:
  Costs(std::size_t rows, std::size_t columns) : columns_(columns), cells_(rows * columns) {}
  std::int64_t& at(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }

 private:
  std::size_t columns_;
  std::vector<std::int64_t> cells_;
};

Costs edges_only(std::size_t rows, std::size_t columns) {
  Costs cost(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) cost.at(i, 0) = static_cast<std::int64_t>(i);
  for (std::size_t j = 0; j < columns; ++j) cost.at(0, j) = static_cast<std::int64_t>(j);
  return cost;
}

template <class Text>
std::int64_t optimal_alignment_of(Text a, Text b) {
  Costs cost = edges_only(a.size() + 1, b.size() + 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::int64_t change = a[i - 1] != b[j - 1] ? 1 : 0;
      std::int64_t best =
          std::min({cost.at(i - 1, j - 1) + change, cost.at(i - 1, j) + 1, cost.at(i, j - 1) + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, cost.at(i - 2, j - 2) + 1);
      }
      cost.at(i, j) = best;
    }
  }
  return cost.at(a.size(), b.size());
}

template <class Text>
std::int64_t damerau_of(Text a, Text b) {
  Costs cost = edges_only(a.size() + 1, b.size() + 1);
  std::map<std::uint32_t, std::size_t> last_row;  // where a character stood last in a
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t last_column = 0;  // where a[i - 1] stood last in b
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto found = last_row.find(static_cast<std::uint32_t>(b[j - 1]));
      const std::size_t row = found == last_row.end() ? 0 : found->second;
      const std::size_t column = last_column;
      const bool same = a[i - 1] == b[j - 1];
      if (same) last_column = j;
      std::int64_t best = std::min(
          {cost.at(i - 1, j - 1) + (same ? 0 : 1), cost.at(i - 1, j) + 1, cost.at(i, j - 1) + 1});
      if (row > 0 && column > 0) {
        const auto between = static_cast<std::int64_t>(i - row - 1 + j - column - 1);
        best = std::min(best, cost.at(row - 1, column - 1) + between + 1);
      }
      cost.at(i, j) = best;
    }
    last_row[static_cast<std::uint32_t>(a[i - 1])] = i;
  }
  return cost.at(a.size(), b.size());
}

template <class Text>
std::int64_t common_subsequence_of(Text a, Text b) {
  std::vector<std::int64_t> row(b.size() + 1, 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::int64_t diagonal = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::int64_t above = row[j];
      row[j] = a[i - 1] == b[j - 1] ? diagonal + 1 : std::max(above, row[j - 1]);
      diagonal = above;
    }
  }
  return static_cast<std::int64_t>(a.size() + b.size()) - 2 * row.back();
}

template <class Text>
PieceDistances pieces_of(Text a, Text b, std::size_t size) {
  std::map<Text, std::pair<double, double>> counts;
  for (std::size_t i = 0; i + size <= a.size(); ++i) ++counts[a.substr(i, size)].first;
  for (std::size_t i = 0; i + size <= b.size(); ++i) ++counts[b.substr(i, size)].second;
  PieceDistances found;
  if (counts.empty()) return found;
  double both = 0, product = 0, square_a = 0, square_b = 0;
  for (const auto& [piece, count] : counts) {
    found.difference += std::abs(count.first - count.second);
    both += count.first > 0 && count.second > 0 ? 1 : 0;
    product += count.first * count.second;
    square_a += count.first * count.first;
    square_b += count.second * count.second;
  }
  found.jaccard = 1 - both / static_cast<double>(counts.size());
  const double lengths = std::sqrt(square_a) * std::sqrt(square_b);
  found.cosine = lengths > 0 ? std::max(0.0, 1 - product / lengths) : 1;
  return found;
}

/// 1..6 by place of articulation; 0 for vowels and Y, which part two equal codes; '-' for H and W,
/// which do not.
char soundex_code(char letter) {
  static constexpr std::string_view codes = "01230120022455012623010202";
  if (letter == 'H' || letter == 'W') return '-';
  return codes[static_cast<std::size_t>(letter - 'A')];
}

}  // namespace

double jaro(std::string_view a, std::string_view b) {
  return by_character(a, b, [](auto one, auto other) { return jaro_of(one, other); });
}

Result<double> jaro_winkler(std::string_view a, std::string_view b, const WinklerOptions& options) {
  if (!(options.prefix >= 0 && options.prefix <= 0.25)) {
    return fail(value_out_of_range, "prefix", shown(options.prefix), "0..0.25");
  }
  if (!(options.boost >= 0 && options.boost <= 1)) {
    return fail(value_out_of_range, "boost", shown(options.boost), "0..1");
  }
  if (!(options.below >= 0 && options.below <= 1)) {
    return fail(value_out_of_range, "below", shown(options.below), "0..1");
  }
  return by_character(a, b, [&](auto one, auto other) {
    const double plain = jaro_of(one, other, options.whole_transpositions);
    if (plain < options.boost || plain >= options.below) return plain;
    const std::size_t most = std::min({one.size(), other.size(), std::size_t{4}});
    std::size_t prefix = 0;
    while (prefix < most && one[prefix] == other[prefix]) ++prefix;
    return plain + static_cast<double>(prefix) * options.prefix * (1 - plain);
  });
}

std::int64_t levenshtein(std::string_view a, std::string_view b) {
  return by_character(a, b, [](auto one, auto other) { return levenshtein_of(one, other); });
}

double levenshtein_similarity(std::string_view a, std::string_view b) {
  return by_character(a, b, [](auto one, auto other) {
    const auto longer = static_cast<double>(std::max(one.size(), other.size()));
    return longer > 0 ? 1 - static_cast<double>(levenshtein_of(one, other)) / longer : 1.0;
  });
}

std::int64_t optimal_alignment(std::string_view a, std::string_view b) {
  return by_character(a, b, [](auto one, auto other) { return optimal_alignment_of(one, other); });
}

std::int64_t damerau_levenshtein(std::string_view a, std::string_view b) {
  return by_character(a, b, [](auto one, auto other) { return damerau_of(one, other); });
}

std::int64_t common_subsequence_distance(std::string_view a, std::string_view b) {
  return by_character(a, b, [](auto one, auto other) { return common_subsequence_of(one, other); });
}

Result<PieceDistances> piece_distances(std::string_view a, std::string_view b, int size) {
  if (size < 1) return fail(value_not_positive, "size", shown(std::int64_t{size}), ">= 1");
  return by_character(a, b, [&](auto one, auto other) {
    return pieces_of(one, other, static_cast<std::size_t>(size));
  });
}

std::string soundex(std::string_view text) {
  std::string made;
  char last = 0;
  for (const char c : text) {
    const char letter = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (letter < 'A' || letter > 'Z') continue;
    const char code = soundex_code(letter);
    const bool first = made.empty();
    if (first) {
      made.push_back(letter);
    } else if (code >= '1' && code != last) {
      made.push_back(code);
    }
    if (made.size() == 4) return made;
    if (first || code != '-') last = code;
  }
  made.resize(4, '0');
  return made;
}

}  // namespace zhiheng::stat
