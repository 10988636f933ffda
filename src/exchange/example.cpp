#include "exchange/example.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "exchange/example_tables.h"
#include "exchange/failures.h"

namespace zhiheng::exchange {
namespace {

namespace json = boost::json;

constexpr std::int64_t most_rows = 100'000'000;

Result<void> write_truth(const std::vector<ExampleFile>& files, const ExampleOptions& options) {
  const std::string path = options.folder + "/synthetic-truth.json";
  std::ofstream stream(path, std::ios::binary);
  stream << to_json(files, options) << '\n';
  stream.close();
  if (!stream) return fail(cannot_write, path);
  return {};
}

}  // namespace

std::int64_t ExampleFile::refused() const {
  std::int64_t sum = 0;
  for (const auto& [fault, count] : faults) sum += count;
  return sum;
}

Result<void> ExampleRun::go_on() const {
  if (options.interrupted == nullptr || !*options.interrupted) return {};
  return fail(interrupted, options.folder);
}

std::string ExampleRun::title(const std::string& list, std::size_t position) const {
  const auto* codes = catalog.find_codes(list);
  if (codes == nullptr || position >= codes->codes.size()) return {};
  return codes->codes[position].title.zh;
}

Result<std::vector<ExampleFile>> write_example(const catalog::Catalog& catalog,
                                               const ExampleOptions& options) {
  if (options.rows < 1 || options.rows > most_rows) {
    return fail(rows_out_of_range, "rows", std::to_string(options.rows), "1..100000000");
  }
  std::error_code problem;
  std::filesystem::create_directories(options.folder, problem);
  if (problem) return fail(cannot_write, options.folder, problem.message());
  Random random(options.seed);
  const auto firms =
      static_cast<std::size_t>(std::clamp<std::int64_t>(options.rows / 20, 40, 20'000));
  ZH_TRY(const auto world, make_world(catalog, options.province, options.until, firms, random));
  std::vector<ExampleFile> files;
  const ExampleRun run{catalog, options, world, files};
  using Write = Result<void> (*)(const ExampleRun&);
  const std::pair<std::string_view, Write> tables[] = {
      {"enterprise", write_enterprises},
      {"", write_publications},
      {"spot_check", write_checks},
      {"recall", write_recalls},
      {"alert", write_alerts},
      {"complaint", write_complaints},
      {"standard_farming", write_farming},
      {"construction_work", write_works},
      {"satisfaction_answer", write_satisfaction},
      {"quality_comparison", write_comparison},
      {"net_content_inspection", write_net_content},
      {"residue_monitoring", write_residues},
      {"food_monitoring_area", write_food_monitoring},
      {"assessment_event", write_assessments}};
  for (const auto& [register_name, write] : tables) {
    if (options.only.empty() || options.only == register_name) ZH_DO(write(run));
  }
  if (files.empty()) return fail(no_example, "only", options.only);
  if (options.dirty) ZH_DO(write_truth(files, options));
  return files;
}

std::string to_json(const std::vector<ExampleFile>& files, const ExampleOptions& options) {
  json::array list;
  for (const auto& file : files) {
    list.push_back(json::object{{"file", std::filesystem::path(file.path).filename().string()},
                                {"register", file.register_name},
                                {"mapping", file.mapping},
                                {"rows", file.rows},
                                {"refused", file.refused()},
                                {"faults", json::value_from(file.faults)},
                                {"oddities", json::value_from(file.oddities)}});
  }
  return json::serialize(json::object{{"synthetic", true},
                                      {"province", options.province},
                                      {"seed", options.seed},
                                      {"dirty", options.dirty},
                                      {"files", std::move(list)}});
}

}  // namespace zhiheng::exchange
