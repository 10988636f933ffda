#include <algorithm>
#include <boost/json.hpp>

#include "code/credit_code.h"
#include "code/identify.h"
#include "code/irregular_code.h"
#include "code/lei.h"
#include "trace/failures.h"
#include "trace/reproduce_parts.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// A row of such a file: a code, and whether it is a good one.
struct Row {
  std::string code;
  bool valid = false;
};

Result<Row> read_row(const fs::path& file, const std::string& line) {
  boost::system::error_code wrong;
  const json::value value = json::parse(line, wrong);
  const json::object* row = wrong ? nullptr : value.if_object();
  const json::value* code = row == nullptr ? nullptr : row->if_contains("code");
  const json::value* valid = row == nullptr ? nullptr : row->if_contains("valid");
  if (code == nullptr || !code->is_string() || valid == nullptr || !valid->is_bool()) {
    return fail(expectations_malformed, file.string(), line, R"({"code": "…", "valid": true})");
  }
  return Row{std::string(code->get_string()), valid->get_bool()};
}

/// @param check  gives nothing for a good code
template <class Check>
Result<Comparison> compare_codes(const fs::path& file, const Check& check) {
  Comparison line{.area = "organisation-codes", .subject = file.filename().string()};
  ZH_TRY(const auto rows, lines_of(file));
  for (const std::string& text : rows) {
    ZH_TRY(const Row row, read_row(file, text));
    // Such lists are typed by people: blanks between the groups are taken out first.
    const auto checked = check(code::normalise(row.code));
    compare(line, checked.has_value() == row.valid,
            row.code + ": " + (checked ? "accepted" : describe(checked.error())));
  }
  return line;
}

/// A part of a list may lie beside it under a name of its own: "lei_2.jsonl".
Result<Comparison> compare_file(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.starts_with("uscc")) return compare_codes(file, code::check_credit_code);
  if (name.starts_with("lei")) return compare_codes(file, code::check_lei);
  return Comparison{.area = "organisation-codes", .subject = name, .covered = false};
}

std::vector<fs::path> rows_in(const fs::path& area) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(area, error)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::ranges::sort(files, std::ranges::greater{});
  return files;
}

/// What SOURCES.md calls legal codes with a wrong check character: words of the length of a code in
/// its sentence about organisation codes.
Result<std::vector<std::string>> irregular_codes_told(const fs::path& folder) {
  constexpr std::size_t length = 18;
  std::vector<std::string> codes;
  std::error_code error;
  if (!fs::exists(folder / "SOURCES.md", error)) return codes;
  ZH_TRY(const auto lines, lines_of(folder / "SOURCES.md"));
  const auto is_sign = [](char sign) {
    return (sign >= '0' && sign <= '9') || (sign >= 'A' && sign <= 'Z');
  };
  for (const std::string& line : lines) {
    if (!line.starts_with("**organisation-codes**")) continue;
    for (auto at = line.begin(); at != line.end();) {
      const auto begin = std::find_if(at, line.end(), is_sign);
      at = std::find_if_not(begin, line.end(), is_sign);
      if (at - begin == length) codes.emplace_back(begin, at);
    }
  }
  return codes;
}

}  // namespace

Result<Comparisons> reproduce_codes(const fs::path& folder, const fs::path& catalog) {
  const fs::path area = folder / "organisation-codes";
  Comparisons lines;
  for (const fs::path& file : rows_in(area)) {
    ZH_TRY(Comparison line, compare_file(file));
    lines.push_back(std::move(line));
  }
  // Legal codes that fail their check: refused by the check, known to the catalog with a source.
  Comparison irregular{.area = "organisation-codes", .subject = "legal codes that fail the check"};
  ZH_TRY(const auto known, code::load_irregular_codes(catalog));
  ZH_TRY(const auto codes, irregular_codes_told(folder));
  for (const std::string& code : codes) {
    const code::Irregular* found = known.find(code);
    compare(irregular, !code::check_credit_code(code) && found != nullptr && !found->source.empty(),
            code);
  }
  if (irregular.compared > 0) lines.push_back(std::move(irregular));
  return lines;
}

}  // namespace zhiheng::trace
