#include "code/company_prefix.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "code/epc_text.h"
#include "code/failures.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, 2> prefix_columns{"prefix", "gcp_length"};
constexpr std::size_t longest = 13;

struct Line {
  std::size_t digits = 0;
  std::uint64_t number = 0;
  std::uint8_t length = 0;
};

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool is_prefix(std::string_view text) {
  return !text.empty() && text.size() <= longest && all_digits(text);
}

}  // namespace

Result<CompanyPrefixes> CompanyPrefixes::read(std::string_view text, std::string_view name) {
  ZH_TRY(const Table table, read_table(text, name, prefix_columns));
  std::vector<Line> lines;
  lines.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view cell = table.cell(row, 0);
    const std::string_view first = cell.substr(0, cell.find('-'));
    const std::string_view last =
        first.size() == cell.size() ? first : cell.substr(first.size() + 1);
    if (!is_prefix(first) || !is_prefix(last) || first.size() != last.size() || last < first ||
        number_of(last) - number_of(first) > 100'000) {
      return refuse_cell(table, name, row, 0, "690, 6900000-6900009");
    }
    const std::string_view length = table.cell(row, 1);
    const std::uint64_t digits = is_prefix(length) ? number_of(length) : longest;
    if (digits > 12 || (digits > 0 && digits < 6))
      return refuse_cell(table, name, row, 1, "0, 6..12");
    for (std::uint64_t number = number_of(first); number <= number_of(last); ++number) {
      lines.push_back({first.size(), number, static_cast<std::uint8_t>(digits)});
    }
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::tie(a.digits, a.number) < std::tie(b.digits, b.number);
  });
  CompanyPrefixes prefixes;
  for (const Line& line : lines) {
    prefixes.numbers_.push_back(line.number);
    prefixes.lengths_.push_back(line.length);
    ++prefixes.starts_[line.digits];
  }
  for (std::size_t digits = 1; digits < prefixes.starts_.size(); ++digits) {
    prefixes.starts_[digits] += prefixes.starts_[digits - 1];
  }
  return prefixes;
}

int CompanyPrefixes::length_of(std::string_view key) const {
  std::size_t digits = std::min(key.size(), starts_.size() - 1);
  while (digits > 0 && !all_digits(key.substr(0, digits))) --digits;
  for (; digits > 0; --digits) {
    const auto begin = numbers_.begin() + static_cast<std::ptrdiff_t>(starts_[digits - 1]);
    const auto end = numbers_.begin() + static_cast<std::ptrdiff_t>(starts_[digits]);
    const std::uint64_t number = number_of(key.substr(0, digits));
    const auto found = std::lower_bound(begin, end, number);
    if (found != end && *found == number) {
      return lengths_[static_cast<std::size_t>(found - numbers_.begin())];
    }
  }
  return 0;
}

Result<CompanyPrefixes> load_company_prefixes(const std::filesystem::path& file) {
  ZH_TRY(const std::string text, read_file(file));
  return CompanyPrefixes::read(text, file.filename().string());
}

std::string_view company_digits(const Epc& epc) {
  std::string_view digits = epc.key;
  if (epc.scheme->leading_digit || epc.scheme->leading_zero) digits.remove_prefix(1);
  return digits;
}

Result<std::string> to_epc_urn(const Epc& epc, const CompanyPrefixes& prefixes) {
  if (epc.prefix_length > 0) return to_epc_urn(epc);
  return to_epc_urn(epc, prefixes.length_of(company_digits(epc)));
}

}  // namespace zhiheng::code
