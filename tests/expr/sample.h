#pragma once
// A register for the tests: one field of every kind, and records with the values that hurt.

#include <random>
#include <string>
#include <vector>

#include "expr/expr.h"

namespace zhiheng::expr::testing {

using Random = std::mt19937_64;

[[nodiscard]] inline std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;  // the slight bias does not matter; the same numbers everywhere do
}

template <class T>
[[nodiscard]] const T& one_of(Random& random, const std::vector<T>& choices) {
  return choices[below(random, choices.size())];
}

/// "620100" -> "6201"
[[nodiscard]] inline std::string region_prefix(std::string_view code) {
  std::string prefix(code);
  while (prefix.size() > 2 && prefix.ends_with("00")) prefix.resize(prefix.size() - 2);
  return prefix;
}

[[nodiscard]] inline std::vector<Field> sample_fields() {
  return {{"ok", Type::boolean},
          {"small", Type::integer},
          {"big", Type::integer},
          {"price", Type::decimal, 2},
          {"mass", Type::decimal, 4},
          {"whole", Type::decimal, 0},
          {"fine", Type::decimal, 18},
          {"made_on", Type::date},
          {"sold_on", Type::date},
          {"seen_at", Type::timestamp},
          {"name", Type::text},
          {"result", Type::text},
          {"region", Type::text, 0, false, region_prefix},
          {"hazards", Type::text, 0, true}};
}

[[nodiscard]] inline const std::vector<std::string>& sample_texts() {
  static const std::vector<std::string> texts = {
      "",           "fail",   "Fail",         "FAIL",    "pass",
      "a",          "B",      "ab",           "Äpfel",   "äpfel",
      "100%",       "a_b",    "a*b?",         "[x]",     "\\",
      "it's",       "质量",   "质检",         "质",      "Ｚ",
      "😀",          "a😀b",    "\n",           " ",       "\"q\"",
      "!",          "^",      "zz",           "z",       "\uFFFD",
      "\U0010FFFF", "\uD7A3", "fire|choking", "choking", "-1",
      "2024-01-31", "NULL",   "true"};
  return texts;
}

[[nodiscard]] inline Value sample_value(const Field& field, Random& random) {
  constexpr std::int64_t most = 999'999'999'999'999'999, million = 1'000'000;
  if (below(random, 7) == 0) return {};
  const auto number = [&](std::int64_t limit) {
    switch (below(random, 6)) {
      case 0:
        return one_of<std::int64_t>(random, {0, 1, -1, 5, -5, 15, -15, 50, 100, 125, -125, 250});
      case 1:
        return one_of<std::int64_t>(random, {limit, -limit, limit - 1, 1 - limit});
      case 2:
        return static_cast<std::int64_t>(below(random, 2'000'000)) - million;
      case 3:
        return static_cast<std::int64_t>(random() % (2 * static_cast<std::uint64_t>(limit))) -
               limit;
      default:
        return static_cast<std::int64_t>(below(random, 40)) - 20;
    }
  };
  const auto day = [&]() -> std::int64_t {
    switch (below(random, 4)) {
      case 0:
        return one_of<std::int64_t>(random, {-719162, 2932896, 2932866, -719132, 0, -1, 19782,
                                             19783, 19723, 19722, -25509, 11016, 16860});
      case 1:
        return static_cast<std::int64_t>(below(random, 3'652'059)) - 719'162;
      default:
        return 19'000 + static_cast<std::int64_t>(below(random, 1'000));
    }
  };
  if (field.name == "region") {
    return one_of<std::string>(random,
                               {"620000", "620100", "620102", "110000", "62", "630000", ""});
  }
  if (field.list) {
    return one_of<std::string>(random, {"", "fire", "choking", "fire|choking", "fall|fire|cut",
                                        "firewood", "a|", "|a", "中毒|fire"});
  }
  switch (field.type) {
    case Type::boolean:
      return below(random, 2) == 0;
    case Type::integer:
      return number(field.name == "big" ? million * million * 1'000 : 1'000);
    case Type::decimal:
      return Decimal{number(most), static_cast<std::uint8_t>(field.scale)};
    case Type::date:
      return Date{static_cast<std::int32_t>(day())};
    case Type::timestamp:
      return Timestamp{day() * 86'400 * million +
                       one_of<std::int64_t>(random, {0, 1, 57'599'999'999, 57'600'000'000,
                                                     86'399'999'999, 28'800'000'000, 500'000}) %
                           (86'400 * million)};
    default:
      return one_of(random, sample_texts());
  }
}

[[nodiscard]] inline std::vector<std::vector<Value>> sample_records(std::size_t count,
                                                                    Random& random) {
  std::vector<std::vector<Value>> records(count);
  for (auto& record : records) {
    for (const Field& field : sample_fields()) record.push_back(sample_value(field, random));
  }
  return records;
}

}  // namespace zhiheng::expr::testing
