#include "code/identifier_suite.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "code/failures.h"
#include "code/gs1_lint.h"
#include "code/suite.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

namespace json = boost::json;

struct KnownFile {
  std::string_view path;
  Verdict (*judge)(const SuiteContext&, const json::object&);
};

constexpr std::array known_files{
    KnownFile{"check_digits.jsonl", judge_check_digit},
    KnownFile{"reference-normaliser/normaliser.jsonl", judge_normaliser},
    KnownFile{"openepcis/urn_dl.jsonl", judge_urn_link},
    KnownFile{"openepcis/identifier_valid.jsonl", judge_identifier},
    KnownFile{"openepcis/vocabulary.jsonl", judge_vocabulary},
    KnownFile{"gs1-syntax-engine/ai_bracketed_to_message.jsonl", judge_bracketed},
    KnownFile{"gs1-syntax-engine/ai_message_valid.jsonl", judge_message},
    KnownFile{"gs1-syntax-engine/ai_association_rules.jsonl", judge_partners},
    KnownFile{"gs1-syntax-engine/ai_error_markup.jsonl", judge_markup},
    KnownFile{"gs1-syntax-engine/ai_linter_errors.jsonl", judge_element_error},
    KnownFile{"gs1-syntax-engine/dl_uri_parse.jsonl", judge_link_parse},
    KnownFile{"gs1-syntax-engine/dl_uri_generate.jsonl", judge_link_generate},
    KnownFile{"gs1-syntax-engine/dl_path_ai_sequences.jsonl", judge_link_path},
    KnownFile{"gs1-syntax-engine/uri_escape.jsonl", judge_escape},
    KnownFile{"gs1-syntax-engine/uri_unescape.jsonl", judge_unescape},
    KnownFile{"gs1-syntax-engine/scandata_generate.jsonl", judge_scan_generate},
    KnownFile{"gs1-syntax-engine/scandata_process.jsonl", judge_scan_process},
};

Result<SuiteFile> run_rows(const SuiteContext& context, const std::filesystem::path& path,
                           std::string name, const JudgeRow& judge) {
  ZH_TRY(const std::string text, read_file(path));
  SuiteFile file{std::move(name), 0, 0, {}};
  std::string_view rest = text;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const std::string place = file.file + ":" + std::to_string(number);
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) return fail(suite_malformed, place, std::string(line), "{…}");
    Verdict verdict = judge(context, value.get_object());
    ++file.rows;
    if (verdict.found == verdict.wanted) {
      ++file.passed;
    } else {
      const auto& row = value.get_object();
      std::string input = text_of(row, row.contains("scan") ? "scan" : "input");
      if (input.empty()) input = std::string(line.substr(0, 200));
      file.differences.push_back(
          {place, std::move(input), std::move(verdict.found), std::move(verdict.wanted)});
    }
  }
  return file;
}

/// The suite of a file: one of the same folder with whose name the file's begins, so that a part of
/// a suite may lie beside it under a name of its own. Null: nobody knows it.
const KnownFile* suite_of(const std::filesystem::path& file) {
  const KnownFile* best = nullptr;
  for (const KnownFile& known : known_files) {
    const std::filesystem::path path(known.path);
    const bool fits = path.parent_path() == file.parent_path() &&
                      file.stem().string().starts_with(path.stem().string());
    if (fits && (best == nullptr || known.path.size() > best->path.size())) best = &known;
  }
  return best;
}

/// Rows of expectations below a folder, relative to it, by name.
std::vector<std::filesystem::path> rows_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    const auto& path = entry.path();
    if (path.extension() == ".jsonl") files.push_back(std::filesystem::relative(path, folder));
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Files of a folder by name, none when it is not there.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            std::string_view extension) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string text_of(const json::object& row, std::string_view name) {
  const json::value* value = row.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool flag_of(const json::object& row, std::string_view name) {
  const json::value* value = row.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

Result<std::vector<SuiteFile>> run_identifier_suites(const std::filesystem::path& folder,
                                                     const Gs1Tables& tables) {
  CompanyPrefixes prefixes;
  if (const auto table = folder / "gcp_length_table.tsv"; std::filesystem::exists(table)) {
    ZH_TRY(prefixes, load_company_prefixes(table));
  }
  const SuiteContext context{tables, prefixes};
  std::vector<SuiteFile> suites;
  for (const auto& path : rows_below(folder)) {
    const bool linter = path.parent_path() == "gs1-syntax-dictionary" &&
                        path.filename().string().starts_with("linter_");
    if (linter) continue;
    const KnownFile* known = suite_of(path);
    if (known == nullptr) {
      suites.push_back({path.string(), 1, 0, {{path.string(), "", "not known", "a known suite"}}});
      continue;
    }
    ZH_TRY(SuiteFile file, run_rows(context, folder / path, path.string(), known->judge));
    suites.push_back(std::move(file));
  }
  for (const auto& path : files_in(folder / "gs1-syntax-dictionary", ".jsonl")) {
    constexpr std::string_view start = "linter_";
    std::string name = path.stem().string();
    if (!name.starts_with(start)) continue;
    name.erase(0, start.size());
    // A part of a suite may have a name of its own behind that of the check.
    while (!linter_named(name) && name.find('_') != std::string::npos) name.resize(name.rfind('_'));
    const JudgeRow judge = [name](const SuiteContext& each, const json::object& row) {
      return judge_linter(each, name, row);
    };
    ZH_TRY(SuiteFile file,
           run_rows(context, path, "gs1-syntax-dictionary/" + path.filename().string(), judge));
    suites.push_back(std::move(file));
  }
  for (const auto& path : files_in(folder / "digital-link-features", ".feature")) {
    ZH_TRY(SuiteFile file,
           run_feature(context, path, "digital-link-features/" + path.filename().string()));
    suites.push_back(std::move(file));
  }
  return suites;
}

}  // namespace zhiheng::code
