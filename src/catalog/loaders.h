#pragma once
// The parts of the loader: each reads one kind of file into the catalog being built.

#include <map>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/declaration.h"

namespace zhiheng::catalog {

/// @param sentences  of the failures, by their ids: rules that stand behind `kinds` are told so
Register load_register(Declaration& file, const std::map<std::string, Words>& sentences);
/// The [[state]], [[step]] and [[clock]] tables of a register whose fields are known; adds the
/// fields that publishing needs.
void load_lifecycle(Declaration& file, Register& made);
/// Names within the register that a field, a step or a clock gives: roles, terms, other registers.
void check_lifecycle(const Catalog& catalog, const Register& made, std::vector<Error>& errors);
std::vector<LegalTerm> load_terms(Declaration& file);
/// The [[summary]] tables of a register whose fields are known.
std::vector<Summary> load_summaries(Declaration& file, const Register& of);
Indicator load_indicator(Declaration& file, const Catalog& catalog);
Weights load_weights(Declaration& file);
std::vector<Target> load_targets(Declaration& file, const Catalog& catalog);
Scheme load_scheme(Declaration& file, const Catalog& catalog);
/// @param declared  one per node of `made`
void check_scheme(Declaration& file, std::vector<Declaration>& declared, const Scheme& made,
                  const Catalog& catalog);
Mapping load_mapping(Declaration& file);
CodeList load_codes(Declaration& file);
WorkingCalendar load_calendar(Declaration& file);
void load_messages(Declaration& file, std::map<std::string, Words>& messages);

/// Parses a condition over a register's fields; a complaint names the key and the caret line.
std::optional<expr::Expression> load_condition(Declaration& at, std::string_view key,
                                               const Register& of);

/// `kinds` of a field, rule, step or clock; complains where the register names no kind field.
std::vector<std::string> load_kinds(Declaration& at, const Register& of,
                                    std::string_view key = "kinds");
/// The condition of a rule that only records of these kinds must meet.
std::optional<expr::Expression> rule_of_kinds(const Register& of,
                                              const std::vector<std::string>& kinds,
                                              const expr::Expression& condition);
/// The condition under which a clock runs on records of these kinds only.
std::optional<expr::Expression> when_of_kinds(const Register& of,
                                              const std::vector<std::string>& kinds,
                                              const std::optional<expr::Expression>& when);
void check_kind_field(Declaration& file, const Register& made);
/// Which kinds must fill a field.
struct RequiredOf {
  std::string field;
  std::vector<std::string> kinds;
};
/// A field of some kinds is empty in the others, and filled where its kind requires it: as rules,
/// so that whatever judges rules judges this.
/// @param required  for fields that are not of these kinds alone
void add_kind_rules(Register& made, const std::vector<RequiredOf>& required,
                    const std::map<std::string, Words>& sentences);
/// Kinds that are no code of the kind field's list.
void check_kinds(const Catalog& catalog, const Register& made, std::vector<Error>& errors);

/// Parses a value or condition of a step: it may also name `actor`, the account that takes it.
std::optional<expr::Expression> load_expression(Declaration& at, std::string_view key,
                                                const Register& of);
/// Whether a field can hold what the expression gives.
[[nodiscard]] bool fits(const Field& field, const expr::Expression& value);

/// "A" to "P": the families of the requirements.
inline bool is_family(std::string_view text) {
  return text.size() == 1 && text.front() >= 'A' && text.front() <= 'P';
}

/// Names that must exist: registers, code lists, fields in keys, indexes, mappings, targets.
void check_references(const Catalog& catalog, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
