// The command that writes, and loads, example data.

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <ostream>

#include "exchange/answers.h"
#include "exchange/example.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "registry/opened.h"

namespace zhiheng::exchange {
namespace {

namespace json = boost::json;

Result<std::int64_t> number_of(const Invocation& invocation, const std::string& option,
                               std::int64_t otherwise) {
  if (!invocation.has(option)) return otherwise;
  const std::string text = invocation.option(option);
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number < 0) {
    return fail(rows_out_of_range, option, text, "0, 1, 2 …");
  }
  return number;
}

/// A folder that is gone afterwards, for data that are loaded at once.
struct TemporaryFolder {
  std::string path;

  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
  }
};

Result<void> make_temporary(TemporaryFolder& folder) {
  std::error_code problem;
  std::string pattern =
      (std::filesystem::temp_directory_path(problem) / "zhiheng-example-XXXXXX").string();
  if (problem || mkdtemp(pattern.data()) == nullptr) return fail(cannot_write, pattern);
  folder.path = pattern;
  return {};
}

Result<json::array> load(const Invocation& invocation, const ExampleOptions& example,
                         const std::vector<ExampleFile>& files) {
  ZH_TRY(auto opened, registry::open(invocation));
  // Before the first row, so that no page ever shows them without saying what they are.
  ZH_DO(opened.store->put("program", "synthetic", example.province));
  ZH_DO(opened.store->put("program", "home_region", example.province));
  json::array reports;
  for (const auto& file : files) {
    ImportOptions options;
    options.reading.mapping = file.mapping;
    options.reading.interrupted = invocation.interrupted;
    ZH_TRY(auto report, import_file(*opened.registry, registry::local_operator(),
                                    file.register_name, file.path, options));
    if (!invocation.json) {
      *invocation.messages << report.file << ": +" << report.added << " ~" << report.changed << " ="
                           << report.unchanged << " !" << report.refused << '\n';
    }
    report.columns.clear();
    reports.push_back(json::parse(to_json(report, *opened.catalog, invocation.language)));
  }
  return reports;
}

}  // namespace

Result<int> answer_example(const Invocation& invocation) {
  ExampleOptions options;
  options.province = invocation.option("province", options.province);
  ZH_TRY(options.rows, number_of(invocation, "rows", options.rows));
  ZH_TRY(const auto seed, number_of(invocation, "seed", 1));
  options.seed = static_cast<std::uint64_t>(seed);
  options.dirty = invocation.has("dirty");
  options.only = invocation.option("only");
  options.interrupted = invocation.interrupted;
  if (invocation.has("until")) {
    ZH_TRY(options.until, parse_date(invocation.option("until")));
  }
  TemporaryFolder temporary;
  options.folder = invocation.option("out", invocation.has("load") ? "" : "synthetic");
  if (options.folder.empty()) {
    ZH_DO(make_temporary(temporary));
    options.folder = temporary.path;
  }
  ZH_TRY(const auto catalog, registry::load_catalog(invocation));
  ZH_TRY(const auto files, write_example(*catalog, options));
  json::object document = json::parse(to_json(files, options)).as_object();
  document["folder"] = options.folder;
  if (invocation.has("load")) {
    ZH_TRY(document["reports"], load(invocation, options, files));
  }
  if (invocation.json) {
    *invocation.out << json::serialize(document) << '\n';
  } else if (!invocation.has("load")) {
    for (const auto& file : files) *invocation.out << file.path << ' ' << file.rows << '\n';
  }
  return 0;
}

}  // namespace zhiheng::exchange
