#include "exchange/faults.h"

namespace zhiheng::exchange {
namespace {

constexpr double faulty_share = 0.02;
constexpr double odd_share = 0.04;

/// U+FF01..FF5E for ASCII letters and digits.
std::string full_width(const std::string& text) {
  std::string wide;
  for (const char sign : text) {
    const auto byte = static_cast<unsigned char>(sign);
    if (byte < 0x21 || byte > 0x7E) {
      wide.push_back(sign);
      continue;
    }
    const unsigned point = 0xFF01U + byte - 0x21U;
    wide.push_back(static_cast<char>(0xE0 | point >> 12));
    wide.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    wide.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
  return wide;
}

}  // namespace

Fault impossible_date(std::size_t column) {
  return {"impossible_date", column, [](const std::string& cell) {
            return (cell.size() >= 4 ? cell.substr(0, 4) : std::string("2024")) + "-02-30";
          }};
}

Fault wrong_check_character(std::size_t column) {
  return {"wrong_check_character", column, [](const std::string& cell) {
            if (cell.empty()) return std::string("910000000000000000");
            std::string wrong = cell;
            wrong.back() = wrong.back() == '5' ? '6' : '5';
            return wrong;
          }};
}

Fault missing_value(std::size_t column) {
  return {"missing_value", column, [](const std::string&) { return std::string("/"); }};
}

Fault unknown_word(std::size_t column) {
  return {"unknown_word", column, [](const std::string&) { return std::string("另行说明"); }};
}

void Spoiler::spoil(std::vector<std::string>& row) {
  const double at = random_.unit();
  if (at < faulty_share && !faults_.empty()) {
    const Fault& fault = random_.pick(faults_);
    row[fault.column] = fault.spoil(row[fault.column]);
    ++counts_[fault.name];
    return;
  }
  if (at < faulty_share + odd_share && !odd_columns_.empty()) {
    std::string& cell = row[random_.pick(odd_columns_)];
    cell = random_.chance(0.5) ? full_width(cell) : "　" + cell + " ";
  }
}

}  // namespace zhiheng::exchange
