#include "intake/failures.h"
#include "intake/format.h"
#include "intake/intake.h"
#include "intake/reading.h"
#include "intake/records.h"

namespace zhiheng::intake {
namespace {

/// Few enough that the rows of a chunk stay in the processor's cache and that giving their memory
/// back does not make the allocator sort its free lists: 4,096 rows took a third longer.
constexpr std::size_t lines_of_a_chunk = 1024;

Reading describe_reading(const OpenedFile& opened, const Header& header,
                         const RecordMaker& records) {
  return {opened.mapping.name, opened.format, opened.source->encoding(), records.targets(),
          header.columns};
}

bool is_interrupted(const Options& options) {
  return options.interrupted != nullptr && options.interrupted->load(std::memory_order_relaxed);
}

}  // namespace

Result<void> read_file(const catalog::Catalog& catalog, const std::string& register_name,
                       const std::string& file, const Options& options,
                       const std::function<Result<void>(const Reading&)>& begin,
                       const std::function<Result<bool>(Chunk&&)>& chunk) {
  ZH_TRY(OpenedFile opened, open_file(catalog, register_name, file, options));
  ZH_TRY(const Header header, header_of(opened, options));
  ZH_TRY(RecordMaker records, RecordMaker::make(catalog, opened.mapping, header));
  ZH_DO(begin(describe_reading(opened, header, records)));

  DataLines lines(opened, header);
  Line line;
  std::int64_t lines_read = 0;
  for (bool more = true; more;) {
    Chunk made;
    made.rows.reserve(lines_of_a_chunk);
    for (std::size_t at = 0; at < lines_of_a_chunk && more; ++at) {
      ZH_TRY(more, lines.next(line));
      if (!more) break;
      records.read(line, made);
      ++lines_read;
    }
    if (is_interrupted(options)) return fail(interrupted, file);
    made.lines_read = lines_read;
    made.done = more ? opened.source->done() : 1.0;
    ZH_TRY(const bool go_on, chunk(std::move(made)));
    if (!go_on) return {};
  }
  return {};
}

Result<void> read_through(const catalog::Catalog& catalog, const std::string& register_name,
                          const std::string& file, const Options& options,
                          const std::atomic<bool>& stop) {
  Options text = options;
  if (text.format.empty()) {
    ZH_TRY(text.format, detect_format(file));
  }
  if (text.format != "csv" && text.format != "json" && text.format != "ndjson") return {};
  ZH_TRY(const OpenedFile opened, open_file(catalog, register_name, file, text));
  Line line;
  for (bool more = true; more;) {
    if (is_interrupted(options) || stop.load(std::memory_order_relaxed)) {
      return fail(interrupted, file);
    }
    for (std::size_t at = 0; at < lines_of_a_chunk && more; ++at) {
      ZH_TRY(more, opened.source->next(line));
    }
  }
  return {};
}

}  // namespace zhiheng::intake
