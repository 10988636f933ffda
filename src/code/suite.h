#pragma once
// What the suites have in common; for suite_*.cpp.

#include <functional>

#include "code/company_prefix.h"
#include "code/identifier_suite.h"

namespace boost::json {
class object;
}  // namespace boost::json

namespace zhiheng::code {

/// Everything that a row may need.
struct SuiteContext {
  const Gs1Tables& tables;
  const CompanyPrefixes& prefixes;
};

/// What this program says and what the suite says; equal when the row passes.
struct Verdict {
  std::string found;
  std::string wanted;
};

/// A row of JSON and its verdict.
using JudgeRow = std::function<Verdict(const SuiteContext&, const boost::json::object&)>;

/// A string of the row, "" when absent or null.
[[nodiscard]] std::string text_of(const boost::json::object& row, std::string_view name);
[[nodiscard]] bool flag_of(const boost::json::object& row, std::string_view name);

/// "valid" or "refused": for rows that tell no more.
[[nodiscard]] inline std::string validity(bool valid) { return valid ? "valid" : "refused"; }

[[nodiscard]] Verdict judge_check_digit(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_normaliser(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_urn_link(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_identifier(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_vocabulary(const SuiteContext&, const boost::json::object&);

[[nodiscard]] Verdict judge_linter(const SuiteContext&, std::string_view linter,
                                   const boost::json::object&);
[[nodiscard]] Verdict judge_bracketed(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_message(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_partners(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_markup(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_element_error(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_link_parse(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_link_generate(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_link_path(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_escape(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_unescape(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_scan_generate(const SuiteContext&, const boost::json::object&);
[[nodiscard]] Verdict judge_scan_process(const SuiteContext&, const boost::json::object&);

/// Scenarios in Gherkin with tables of examples.
[[nodiscard]] Result<SuiteFile> run_feature(const SuiteContext& context,
                                            const std::filesystem::path& file, std::string name);

}  // namespace zhiheng::code
