#pragma once
// The parts of a workbook around its sheets: names, number formats, shared strings.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/source.h"

namespace zhiheng::intake {

/// What a number format makes of a number.
enum class FormatKind : std::uint8_t { general, number, date, time, text };

struct NumberFormat {
  FormatKind kind = FormatKind::general;
  int places = 0;  ///< zeros that are always printed behind the point
};

/// @param code  "0.0000", "yyyy\"年\"m\"月\"d\"日\"", "[h]:mm", "@"
[[nodiscard]] NumberFormat classify_format(std::string_view code);

/// The formats that have a number but no code in the file, with those of Chinese Excel.
/// @source ECMA-376-1:2016, 18.8.30, numFmts; zh-CN table
[[nodiscard]] NumberFormat builtin_format(int id);

struct SheetPart {
  std::string name;
  std::string part;  ///< path inside the archive
  bool hidden = false;
};

struct Workbook {
  std::vector<SheetPart> sheets;
  bool since_1904 = false;
  std::vector<NumberFormat> formats;  ///< by the style number of a cell
};

/// @fails  intake.damaged, intake.too_large, intake.forbidden_markup
[[nodiscard]] Result<Workbook> read_workbook(const std::string& file);

/// Texts that cells refer to by number.
class SharedStrings {
 public:
  /// Runs of rich text are joined, phonetic runs are left out.
  /// @fails  intake.damaged, intake.too_large (over 256 MiB of text)
  [[nodiscard]] static Result<SharedStrings> read(const std::string& file);
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t at) const;

 private:
  std::string texts_;
  std::vector<std::size_t> ends_;
};

/// A number as the cell shows it, but never with fewer digits than it has.
[[nodiscard]] std::string print_number(double value, const NumberFormat& format, bool since_1904,
                                       CellKind& kind);

}  // namespace zhiheng::intake
