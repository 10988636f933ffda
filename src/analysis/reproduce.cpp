#include "analysis/reproduce.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>
#include <sstream>
#include <unordered_map>

#include "analysis/failures.h"
#include "analysis/limits.h"
#include "analysis/method.h"
#include "analysis/unknown.h"

namespace zhiheng::analysis {

namespace {

/// Files are read once, however many cases use them.
class Shelf {
 public:
  explicit Shelf(const std::string& folder) : folder_(folder) {}

  Result<Table> take(const Part& part) {
    const auto path = (std::filesystem::path(folder_) / part.file).string();
    auto found = tables_.find(path);
    if (found == tables_.end()) {
      ZH_TRY(Table read, Table::read(path));
      found = tables_.emplace(path, std::move(read)).first;
    }
    ZH_TRY(Table table, found->second.where(part.where));
    for (const auto& [column, least] : part.above) {
      ZH_TRY(table, table.above(column, least));
    }
    if (table.rows() == 0) return fail(no_rows, path);
    for (const auto& [from, to] : part.rename) ZH_DO(table.rename(from, to));
    if (!part.pivot_names.empty()) return table.pivot(part.pivot_names, part.pivot_values);
    return table;
  }

 private:
  std::string folder_;
  std::unordered_map<std::string, Table> tables_;
};

/// A key cell as text that is the same for the same number.
std::string key_form(const std::string& cell) {
  const auto number = number_of(cell);
  return number ? written(*number) : cell;
}

Result<Answer> run(const Case& made, const Workplace& place, Shelf& shelf) {
  ZH_TRY(const Method* method, find_method(made.method));
  Call call;
  for (const auto& [name, part] : made.tables) {
    const auto setting = std::ranges::find(method->settings, name, &Setting::name);
    const bool known = name == "in" ||
                       (setting != method->settings.end() && setting->kind == Setting::Kind::table);
    if (!known) return fail(setting_unknown, method->name, name);
    ZH_TRY(call.tables[name], shelf.take(part));
  }
  ZH_TRY(call.settings, settings_of(*method, made.settings));
  call.keep = made.keep;
  call.catalog = place.catalog;
  call.interrupted = place.interrupted;
  return answer(*method, call);
}

struct Row {
  std::size_t ours = 0;
  std::size_t reference = 0;
  std::string name;
};

struct Pairing {
  std::vector<Row> rows;
  std::vector<std::string> only_ours;
  std::vector<std::string> only_reference;
};

Result<Pairing> by_order(const Case& made, const Answer& ours, const Table& reference) {
  if (ours.rows() != reference.rows() && !made.more_rows) {
    return fail(row_width, "rows", std::to_string(ours.rows()), std::to_string(reference.rows()));
  }
  Pairing pairing;
  for (std::size_t row = 0; row < reference.rows(); ++row) {
    if (row < ours.rows()) {
      pairing.rows.push_back({row, row, std::to_string(row + 1)});
    } else {
      pairing.only_reference.push_back(std::to_string(row + 1));
    }
  }
  return pairing;
}

std::string joined(const std::vector<std::string>& cells) {
  std::string all;
  for (const std::string& cell : cells) all.append(all.empty() ? "" : " | ").append(cell);
  return all;
}

Result<Pairing> by_key(const Case& made, const Answer& ours, const Table& reference) {
  std::vector<std::size_t> our_columns;
  std::vector<std::size_t> their_columns;
  for (const auto& [theirs, our_name] : made.keys) {
    const AnswerColumn* column = ours.find(our_name);
    if (column == nullptr) return fail(column_missing, "our answer", "", our_name);
    our_columns.push_back(static_cast<std::size_t>(column - ours.columns.data()));
    ZH_TRY(const std::size_t at, reference.column(theirs));
    their_columns.push_back(at);
  }
  std::unordered_map<std::string, std::size_t> place_of;
  std::vector<std::string> names(ours.rows());
  std::vector<std::string> cells(made.keys.size());
  for (std::size_t row = 0; row < ours.rows(); ++row) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = key_form(ours.cell(row, our_columns[i]));
    }
    names[row] = joined(cells);
    if (!place_of.emplace(names[row], row).second) {
      return fail(cell_wrong, "keys of our answer", names[row], "1 x");
    }
  }
  Pairing pairing;
  std::vector<bool> used(ours.rows());
  for (std::size_t row = 0; row < reference.rows(); ++row) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = key_form(std::string(reference.text(row, their_columns[i])));
    }
    std::string name = joined(cells);
    const auto found = place_of.find(name);
    if (found == place_of.end()) {
      pairing.only_reference.push_back(std::move(name));
      continue;
    }
    if (used[found->second]) return fail(cell_wrong, "keys of the reference", name, "1 x");
    used[found->second] = true;
    pairing.rows.push_back({found->second, row, std::move(name)});
  }
  for (std::size_t row = 0; row < used.size() && !made.more_rows; ++row) {
    if (!used[row]) pairing.only_ours.push_back(names[row]);
  }
  return pairing;
}

std::vector<std::string> words_of(std::string text) {
  std::ranges::replace(text, ',', ' ');
  std::istringstream stream(text);
  std::vector<std::string> words(std::istream_iterator<std::string>(stream), {});
  std::ranges::sort(words);
  return words;
}

/// Three standard errors of the difference between two Monte Carlo shares, and the step of the
/// reference's.
double binomial_error(double ours, double reference, const Tolerance& tolerance) {
  if (tolerance.replicates <= 0) return 0;
  const double share =
      std::clamp((ours * tolerance.our_replicates + reference * tolerance.replicates) /
                     (tolerance.our_replicates + tolerance.replicates),
                 0.0, 1.0);
  const double variance =
      share * (1 - share) * (1 / tolerance.replicates + 1 / tolerance.our_replicates);
  return 3 * std::sqrt(variance) + 1 / tolerance.replicates;
}

Comparison compare(std::string ours, std::string reference, const Tolerance& tolerance) {
  Comparison made;
  made.ours = std::move(ours);
  made.reference = std::move(reference);
  made.difference = none;
  made.allowed = none;
  if (tolerance.words) {
    const bool same = words_of(made.ours) == words_of(made.reference);
    made.verdict = same ? Verdict::pass : Verdict::miss;
    return made;
  }
  const auto one = number_of(made.ours);
  const auto other = number_of(made.reference);
  const bool same = same_cell(made.ours, made.reference) ||
                    (one && other && std::isnan(*one) && std::isnan(*other));
  if (one && other && std::isfinite(*one) && std::isfinite(*other)) {
    made.difference = *one - *other;
    if (!tolerance.exact) {
      made.allowed = tolerance.absolute + tolerance.relative * std::abs(*other) +
                     binomial_error(*one, *other, tolerance);
      const bool better = (tolerance.worse == Tolerance::Side::above && made.difference < 0) ||
                          (tolerance.worse == Tolerance::Side::below && made.difference > 0);
      made.verdict =
          better || std::abs(made.difference) <= made.allowed ? Verdict::pass : Verdict::miss;
      return made;
    }
  }
  made.verdict = same ? Verdict::pass : Verdict::miss;
  return made;
}

bool tied(const Answer& ours, std::size_t row, const Tolerance& tolerance) {
  if (tolerance.tie_one.empty()) return false;
  const AnswerColumn* one = ours.find(tolerance.tie_one);
  const AnswerColumn* other = ours.find(tolerance.tie_other);
  if (one == nullptr || other == nullptr) return false;
  const auto at = [&](const AnswerColumn* column) {
    return number_of(ours.cell(row, static_cast<std::size_t>(column - ours.columns.data())));
  };
  const auto first = at(one);
  const auto second = at(other);
  return first && second && std::abs(*first - *second) <= tolerance.tie_within;
}

/// The exception that speaks of this row and quantity, and whether each was ever needed.
class Excuses {
 public:
  Excuses(const Case& made, const Table& reference)
      : made_(made), reference_(reference), needed_(made.exceptions.size()) {}

  [[nodiscard]] const Exception* find(std::size_t row, const std::string& quantity) {
    for (std::size_t i = 0; i < made_.exceptions.size(); ++i) {
      const Exception& each = made_.exceptions[i];
      const bool speaks = each.quantities.empty() ||
                          std::ranges::find(each.quantities, quantity) != each.quantities.end();
      const bool here = std::ranges::all_of(each.where, [&](const auto& condition) {
        const auto column = reference_.find(condition.first);
        return column && same_cell(reference_.text(row, *column), condition.second);
      });
      if (!speaks || !here) continue;
      needed_[i] = true;
      return &each;
    }
    return nullptr;
  }
  [[nodiscard]] bool needed(std::size_t exception) const { return needed_[exception]; }

 private:
  const Case& made_;
  const Table& reference_;
  std::vector<bool> needed_;
};

Comparison plain_miss(std::string row, std::string ours, std::string reference,
                      std::string remark) {
  return {std::move(row), std::move(ours), std::move(reference), none,
          none,           Verdict::miss,   std::move(remark)};
}

Result<void> compare_case(const Case& made, const Workplace& place, Shelf& shelf,
                          std::vector<QuantityFindings>& findings) {
  ZH_TRY(const Answer ours, run(made, place, shelf));
  ZH_TRY(const Table reference, shelf.take(made.expected));
  ZH_TRY(const Pairing pairing,
         made.keys.empty() ? by_order(made, ours, reference) : by_key(made, ours, reference));

  QuantityFindings rows{made.name, "rows", {}};
  for (const auto& name : pairing.only_reference) {
    rows.rows.push_back(plain_miss(name, "", "row", "not in our answer"));
  }
  for (const auto& name : pairing.only_ours) {
    rows.rows.push_back(plain_miss(name, "row", "", "not in the reference"));
  }
  if (!rows.rows.empty()) findings.push_back(std::move(rows));

  Excuses excuses(made, reference);
  for (const auto& [quantity, tolerance] : made.quantities) {
    QuantityFindings found{made.name, quantity, {}};
    const AnswerColumn* column = ours.find(tolerance.ours);
    const auto their_column = reference.find(quantity);
    if (column == nullptr || !their_column) {
      found.rows.push_back(plain_miss("", column == nullptr ? "no column" : "",
                                      their_column ? "" : "no column", tolerance.ours));
      findings.push_back(std::move(found));
      continue;
    }
    const auto our_column = static_cast<std::size_t>(column - ours.columns.data());
    for (const Row& row : pairing.rows) {
      Comparison compared =
          compare(ours.cell(row.ours, our_column),
                  std::string(reference.text(row.reference, *their_column)), tolerance);
      compared.row = row.name;
      if (compared.verdict == Verdict::miss && tied(ours, row.ours, tolerance)) {
        compared.verdict = Verdict::pass;
        compared.remark = "tie";
      }
      if (compared.verdict == Verdict::miss) {
        if (const Exception* excuse = excuses.find(row.reference, quantity)) {
          compared.verdict = Verdict::excepted;
          compared.remark = excuse->because;
        }
      }
      found.rows.push_back(std::move(compared));
    }
    findings.push_back(std::move(found));
  }
  for (std::size_t i = 0; i < made.exceptions.size(); ++i) {
    if (excuses.needed(i)) continue;
    findings.push_back({made.name,
                        "except",
                        {plain_miss("", "", "", "not needed: " + made.exceptions[i].because)}});
  }
  return {};
}

/// The worst of a quantity: a miss before an exception before a pass, then the largest share of
/// its tolerance.
bool worse(const Comparison& one, const Comparison& other) {
  if (one.verdict != other.verdict) return one.verdict > other.verdict;
  const auto share = [](const Comparison& each) {
    if (std::isnan(each.difference)) return -1.0;
    const double size = std::abs(each.difference);
    return each.allowed > 0 ? size / each.allowed : size;
  };
  return share(one) > share(other);
}

std::string word(Verdict verdict) {
  return verdict == Verdict::pass ? "pass" : verdict == Verdict::miss ? "MISS" : "excepted";
}

}  // namespace

Result<Findings> reproduce(const std::vector<Case>& cases, const Workplace& place) {
  Findings findings;
  Shelf shelf(place.folder);
  bool any = false;
  for (const Case& made : cases) {
    if (made.name.find(place.only) == std::string::npos) continue;
    if (place.interrupted != nullptr && *place.interrupted) return fail(interrupted, made.name);
    any = true;
    if (auto done = compare_case(made, place, shelf, findings.quantities); !done) {
      findings.quantities.push_back(
          {made.name, "", {plain_miss("", "", "", describe(done.error()))}});
    }
  }
  if (!any) return fail(cases_malformed, "cases", place.only, "");
  for (const QuantityFindings& quantity : findings.quantities) {
    findings.compared += quantity.rows.size();
    for (const Comparison& row : quantity.rows) {
      findings.missed += row.verdict == Verdict::miss ? 1 : 0;
      findings.excepted += row.verdict == Verdict::excepted ? 1 : 0;
    }
  }
  return findings;
}

Answer table_of(const Findings& findings, bool all_rows) {
  std::vector<std::string> cases, quantities, rows, ours, references, verdicts, remarks;
  std::vector<double> differences, allowed;
  std::vector<std::int64_t> compared, missed;
  const auto put = [&](const QuantityFindings& quantity, const Comparison& row) {
    cases.push_back(quantity.name_of_case);
    quantities.push_back(quantity.quantity);
    rows.push_back(row.row);
    ours.push_back(row.ours);
    references.push_back(row.reference);
    differences.push_back(row.difference);
    allowed.push_back(row.allowed);
    verdicts.push_back(word(row.verdict));
    remarks.push_back(row.remark);
  };
  for (const QuantityFindings& quantity : findings.quantities) {
    const Comparison* worst = nullptr;
    std::int64_t misses = 0;
    for (const Comparison& row : quantity.rows) {
      misses += row.verdict == Verdict::miss ? 1 : 0;
      if (all_rows) put(quantity, row);
      if (worst == nullptr || worse(row, *worst)) worst = &row;
    }
    if (all_rows || worst == nullptr) continue;
    put(quantity, *worst);
    compared.push_back(static_cast<std::int64_t>(quantity.rows.size()));
    missed.push_back(misses);
  }
  Answer table;
  table.add("case", std::move(cases));
  table.add("quantity", std::move(quantities));
  if (!all_rows) {
    table.add("compared", std::move(compared));
    table.add("missed", std::move(missed));
  }
  table.add("row", std::move(rows));
  table.add("ours", std::move(ours));
  table.add("reference", std::move(references));
  table.add("difference", std::move(differences));
  table.add("tolerance", std::move(allowed));
  table.add("verdict", std::move(verdicts));
  table.add("remark", std::move(remarks));
  table.remarks.push_back(std::to_string(findings.compared) + " compared, " +
                          std::to_string(findings.missed) + " missed, " +
                          std::to_string(findings.excepted) + " excepted");
  return table;
}

}  // namespace zhiheng::analysis
