// The command that imports files.

#include <sys/resource.h>

#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <ostream>

#include "exchange/answers.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "registry/opened.h"

namespace zhiheng::exchange {
namespace {

namespace json = boost::json;

constexpr std::size_t printed_refusals = 20;

/// A server beside the import answers people, and its counts follow the import: it goes first where
/// processors are short. Threads begun after this inherit it.
void give_way() {
  constexpr int niceness = 10;
  static_cast<void>(setpriority(PRIO_PROCESS, 0, niceness));  // not allowed: as fast as before
}

/// A line on a terminal that is written over as the import goes on.
std::function<void(double, std::int64_t)> progress_on(const Invocation& invocation) {
  if (!invocation.terminal) return {};
  std::ostream* const messages = invocation.messages;
  return [messages](double done, std::int64_t rows) {
    *messages << '\r' << static_cast<int>(done * 100) << " %  " << rows << "   " << std::flush;
  };
}

void print(const Invocation& invocation, const ImportReport& report,
           const catalog::Catalog& catalog) {
  const bool zh = invocation.language == Language::zh;
  std::ostream& out = *invocation.out;
  const auto line = [&](const char* chinese, const char* english, std::int64_t number) {
    out << "  " << (zh ? chinese : english) << ' ' << number << '\n';
  };
  out << report.file << '\n';
  line("读取行数", "rows read", report.rows_read);
  line("新增", "added", report.added);
  line("变更", "changed", report.changed);
  line("未变", "unchanged", report.unchanged);
  line("未导入行数", "rows refused", report.refused);
  if (report.deleted_earlier > 0) {
    line("此前已删除、未导入行数", "rows of records deleted earlier", report.deleted_earlier);
  }
  if (report.other_added + report.other_changed + report.other_unchanged > 0) {
    line("其他登记册新增", "added to other registers", report.other_added);
    line("其他登记册变更", "changed in other registers", report.other_changed);
    line("其他登记册未变", "unchanged in other registers", report.other_unchanged);
  }
  if (!report.committed) out << (zh ? "  有误，全部未导入\n" : "  nothing was written\n");
  for (std::size_t i = 0; i < std::min(report.refusals.size(), printed_refusals); ++i) {
    const auto& row = report.refusals[i];
    const auto* of = catalog.find_register(row.register_name);
    // A value stands in a column of the file, which has its own heading; a field that is missing is
    // named as its readers know it.
    const bool missing = of != nullptr && row.value.empty();
    const auto* field = missing ? of->find_field(row.column) : nullptr;
    *invocation.messages << row.line << ": "
                         << (field == nullptr ? row.column : field->title.in(invocation.language))
                         << ": " << row.value << (row.value.empty() ? "" : ": ")
                         << registry::sentence(catalog, of, row.error, invocation.language);
    if (!row.error.wanted.empty()) *invocation.messages << " (" << row.error.wanted << ')';
    *invocation.messages << '\n';
  }
  if (report.refusals.size() > printed_refusals) {
    *invocation.messages << (zh ? "…… 全部见 --report\n" : "… all of them with --report\n");
  }
}

/// A file that is known, but was read by its headers alone: says which mapping to name.
void suggest(const Invocation& invocation, const catalog::Catalog& catalog, const std::string& file,
             const ImportReport& report) {
  if (report.refused == 0 || invocation.has("mapping")) return;
  const auto seen = intake::preview(catalog, invocation.argument("REGISTER"), file, {}, 1);
  if (!seen) return;
  for (const auto& mapping : seen->suggested_mappings) {
    *invocation.messages << (invocation.language == Language::zh
                                 ? "该文件符合已知的格式，可加 --mapping "
                                 : "This kind of file is known: try --mapping ")
                         << mapping << '\n';
  }
}

Result<void> write_report(const std::string& file, const ImportReport& report,
                          const catalog::Catalog& catalog, Language language) {
  const std::string format = file.ends_with(".xlsx") ? "xlsx" : "csv";
  ZH_TRY(const std::string bytes, refusals_as(report, catalog, language, format));
  std::ofstream stream(file, std::ios::binary);
  stream << bytes;
  stream.close();
  if (!stream) return fail(cannot_write, file);
  return {};
}

Result<std::int64_t> rows_per_commit(const Invocation& invocation, std::int64_t otherwise) {
  if (!invocation.has("rows-per-commit")) return otherwise;
  const std::string text = invocation.option("rows-per-commit");
  std::int64_t rows = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), rows);
  if (problem != std::errc() || end != text.data() + text.size() || rows < 1) {
    return fail(rows_out_of_range, "--rows-per-commit", text, ">= 1");
  }
  return rows;
}

Result<ImportOptions> options_of(const Invocation& invocation) {
  ImportOptions options;
  options.reading.mapping = invocation.option("mapping");
  options.reading.sheet = invocation.option("sheet");
  options.reading.encoding = invocation.option("encoding");
  options.reading.interrupted = invocation.interrupted;
  options.all_or_nothing = invocation.has("all-or-nothing");
  options.revive = invocation.has("revive");
  options.progress = progress_on(invocation);
  ZH_TRY(options.rows_per_commit, rows_per_commit(invocation, options.rows_per_commit));
  return options;
}

}  // namespace

Result<int> answer_import(const Invocation& invocation) {
  give_way();
  ZH_TRY(auto opened, registry::open(invocation));
  ZH_TRY(const auto options, options_of(invocation));
  json::array reports;
  bool all_written = true;
  for (const auto& file : invocation.arguments.at("FILE")) {
    auto imported = import_file(*opened.registry, registry::local_operator(),
                                invocation.argument("REGISTER"), file, options);
    if (invocation.terminal) *invocation.messages << "\r\x1B[K" << std::flush;
    if (!imported && imported.error().failure == &interrupted) {
      *invocation.messages << imported.error().found
                           << (invocation.language == Language::zh
                                   ? " 行已写入，予以保留\n"
                                   : " rows are written and stay\n");
    }
    ZH_TRY(const auto report, std::move(imported));
    all_written = all_written && report.committed;
    if (invocation.has("report")) {
      ZH_DO(
          write_report(invocation.option("report"), report, *opened.catalog, invocation.language));
    }
    if (invocation.json) {
      reports.push_back(json::parse(to_json(report, *opened.catalog, invocation.language)));
    } else {
      print(invocation, report, *opened.catalog);
      suggest(invocation, *opened.catalog, file, report);
    }
  }
  if (invocation.json) {
    // One document: the report itself for one file, a list of them for several.
    *invocation.out << json::serialize(reports.size() == 1 ? reports.front()
                                                           : json::value(std::move(reports)))
                    << '\n';
  }
  return all_written ? 0 : 1;
}

}  // namespace zhiheng::exchange
