#pragma once
// Do our methods give what a reference program printed? Runs the cases of a folder and compares.
//
// The form of a case file is documented in docs/statistics/cases.md.

#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/answer.h"
#include "base/result.h"

namespace zhiheng::analysis {

using Conditions = std::vector<std::pair<std::string, std::string>>;

/// A file of the folder, and what of it is used.
struct Part {
  std::string file;
  Conditions where = {};                      ///< column -> text that its cell must equal
  std::map<std::string, double> above = {};   ///< column -> only rows whose number is above this
  std::map<std::string, std::string> rename;  ///< name in the file -> name used here
  std::string pivot_names;                    ///< with pivot_values: a long table made wide
  std::string pivot_values;
};

/// How close a quantity must come.
struct Tolerance {
  enum class Side { both, above, below };
  bool exact = false;   ///< the same text or number
  bool words = false;   ///< the same words, in any order
  double relative = 0;  ///< of the reference's size
  double absolute = 0;
  Side worse = Side::both;  ///< only a difference to this side counts
  std::string ours;         ///< name of our column, when it differs from the reference's
  double replicates = 0;    ///< of the reference's Monte Carlo share, 0 when it is none
  double our_replicates = 0;
  std::string tie_one;    ///< two of our columns: a row where they are within tie_within of
  std::string tie_other;  ///< each other is undecided by rounding, and passes
  double tie_within = 0;
};

struct Exception {
  Conditions where;
  std::vector<std::string> quantities;  ///< all when empty
  std::string because;
};

struct Case {
  std::string name;
  std::string method;
  std::map<std::string, Part> tables;  ///< "in" and the method's further tables
  std::map<std::string, std::string> settings;
  std::vector<std::string> keep;
  Part expected;
  std::vector<std::pair<std::string, std::string>> keys;  ///< reference's column, our column
  std::vector<std::pair<std::string, Tolerance>> quantities;
  std::vector<Exception> exceptions;
  bool more_rows = false;  ///< our answer may have rows that the reference lacks
};

/// @fails file_unreadable, cases_malformed (naming the case and the member)
[[nodiscard]] Result<std::vector<Case>> parse_cases(std::string_view json, std::string_view file);
[[nodiscard]] Result<std::vector<Case>> read_cases(const std::string& file);

struct Workplace {
  std::string folder;
  std::string catalog;
  std::string only = {};  ///< cases whose name contains this
  const std::atomic<bool>* interrupted = nullptr;
};

enum class Verdict { pass, excepted, miss };

/// One comparison of one cell.
struct Comparison {
  std::string row;  ///< the keys, or the row's number
  std::string ours;
  std::string reference;
  double difference = 0;  ///< NaN where it is not one of numbers
  double allowed = 0;     ///< NaN for exact
  Verdict verdict = Verdict::pass;
  std::string remark;
};

struct QuantityFindings {
  std::string name_of_case;
  std::string quantity;  ///< "" for what concerns the case as a whole
  std::vector<Comparison> rows;
};

struct Findings {
  std::vector<QuantityFindings> quantities;
  std::size_t compared = 0;
  std::size_t missed = 0;
  std::size_t excepted = 0;
};

/// Runs the cases. What goes wrong with a case is a miss of that case, with the reason.
///
/// @fails interrupted, cases_malformed (no case is left to run)
[[nodiscard]] Result<Findings> reproduce(const std::vector<Case>& cases, const Workplace& place);

/// case, quantity, row, ours, reference, difference, tolerance, verdict, remark; one line per
/// quantity with the row that is worst and how many were compared and missed, or all rows.
[[nodiscard]] Answer table_of(const Findings& findings, bool all_rows);

}  // namespace zhiheng::analysis
