#include "intake/format.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "intake/csv.h"
#include "intake/failures.h"
#include "intake/json.h"
#include "intake/parquet.h"
#include "intake/xlsx.h"
#include "intake/xml.h"

namespace zhiheng::intake {
namespace {

constexpr std::string_view formats_read = "csv, xlsx, json, ndjson, xml, parquet";

bool has_control_signs(std::string_view head) {
  return std::ranges::any_of(
      head, [](char sign) { return (sign > 0 && sign < '\t') || (sign > '\r' && sign < 0x1A); });
}

std::string_view without_mark_and_blanks(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return trim(head);
}

std::string ending_of(const std::string& file) {
  const std::string ending = to_lower(std::filesystem::path(file).extension().string());
  return ending.empty() ? ending : ending.substr(1);
}

}  // namespace

Result<std::string> detect_format(const std::string& file) {
  std::error_code problem;
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file, problem)) {
    return fail(cannot_read, file, std::strerror(in ? EISDIR : errno));
  }
  std::string head(512, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (head.empty()) return fail(empty_file, file);

  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return "xlsx";
  if (head.starts_with("PAR1")) return "parquet";
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return fail(legacy_workbook, file, ".xls", ".xlsx");
  }
  const std::string ending = ending_of(file);
  if (ending == "xlsx" || ending == "parquet") return fail(damaged, file, {}, ending);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return "csv";
  const std::string_view text = without_mark_and_blanks(head);
  if (text.starts_with("%PDF") || has_control_signs(text)) {
    return fail(format_unknown, file, ending, std::string(formats_read));
  }
  if (ending == "csv" || ending == "tsv" || ending == "txt") return "csv";
  if (text.starts_with("{") || text.starts_with("[")) return "json";
  if (text.starts_with("<")) {
    const std::string lower = to_lower(text);
    if (lower.starts_with("<html") || lower.starts_with("<!doctype html") ||
        lower.starts_with("<table")) {
      return fail(format_unknown, file, "HTML", std::string(formats_read));
    }
    return "xml";
  }
  if (ending == "json" || ending == "ndjson" || ending == "jsonl") return "json";
  if (ending == "xml") return "xml";
  return "csv";
}

bool allows(const catalog::Mapping& mapping, std::string_view format) {
  return mapping.formats.empty() || std::ranges::any_of(mapping.formats, [&](const auto& allowed) {
           return allowed == format || (allowed == "ndjson" && format == "json");
         });
}

Result<std::unique_ptr<Source>> open_source(const std::string& file, const std::string& format,
                                            const catalog::Mapping& mapping,
                                            const Options& options) {
  std::vector<std::string> paths;
  for (const auto& record : mapping.records) {
    for (const auto& column : record.columns) {
      paths.insert(paths.end(), column.names.begin(), column.names.end());
    }
  }
  if (format == "csv") return open_csv(file, options.encoding, options.delimiter);
  if (format == "xlsx") return open_xlsx(file, options.sheet);
  if (format == "json" || format == "ndjson") {
    return open_json(file, mapping.records_path, std::move(paths));
  }
  if (format == "xml") return open_xml(file, mapping.records_path);
  if (format == "parquet") return open_parquet(file);
  return fail(format_unknown, "format", format, std::string(formats_read));
}

}  // namespace zhiheng::intake
