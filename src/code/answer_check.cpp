#include <boost/json.hpp>
#include <ostream>

#include "base/sentence.h"
#include "code/answers.h"
#include "code/credit_code.h"
#include "code/gs1.h"
#include "code/identify.h"
#include "code/irregular_code.h"
#include "code/organisation_code.h"

namespace zhiheng::code {
namespace {

/// One code and what the check said.
struct Finding {
  std::string typed;
  std::string code;  ///< after normalising, where that was asked for
  std::vector<CodeKind> kinds = {};
  Error error = {};                      ///< of the check that failed
  const Irregular* irregular = nullptr;  ///< the code is legal although it failed

  [[nodiscard]] bool valid() const { return !kinds.empty(); }
};

Finding examine(const std::string& typed, std::optional<CodeKind> wanted, bool normalising,
                const IrregularCodes& irregular) {
  Finding finding{.typed = typed, .code = normalising ? normalise(typed) : typed};
  if (!wanted) finding.kinds = identify(finding.code);
  if (!finding.kinds.empty()) return finding;
  const CodeKind kind = wanted.value_or(likely_kind(finding.code));
  if (auto checked = check_code(kind, finding.code); checked) {
    finding.kinds.push_back(kind);
  } else {
    finding.error = std::move(checked).error();
    finding.irregular = kind == CodeKind::credit_code ? irregular.find(finding.code) : nullptr;
    if (finding.irregular != nullptr) finding.kinds.push_back(kind);
  }
  return finding;
}

boost::json::object parts_of(const CreditCode& code) {
  return {{"authority", std::string_view(&code.characters[0], 1)},
          {"category", std::string_view(&code.characters[1], 1)},
          {"region", code.region()},
          {"subject", code.subject()},
          {"subject_valid", code.subject_is_valid()},
          {"individual_trader", code.is_individual_trader()}};
}

boost::json::object to_json(const Finding& finding) {
  boost::json::object object{
      {"typed", finding.typed}, {"code", finding.code}, {"valid", finding.valid()}};
  boost::json::array kinds;
  for (const CodeKind kind : finding.kinds) {
    kinds.emplace_back(name_of(kind));
    if (const auto code = check_credit_code(finding.code); kind == CodeKind::credit_code && code) {
      object["parts"] = parts_of(*code);
    }
    if (kind == CodeKind::gtin) object["stored"] = check_gtin(finding.code)->stored();
    if (kind == CodeKind::organisation_code) {
      object["printed"] = check_organisation_code(finding.code)->printed();
    }
  }
  object["kinds"] = std::move(kinds);
  if (finding.error.failure != nullptr) {
    object[finding.valid() ? "warning" : "error"] = {{"id", finding.error.failure->id},
                                                     {"where", finding.error.where},
                                                     {"found", finding.error.found},
                                                     {"wanted", finding.error.wanted}};
  }
  if (finding.irregular != nullptr) {
    object["irregular"] = {{"reason", finding.irregular->reason},
                           {"source", finding.irregular->source}};
  }
  return object;
}

void print(const Invocation& invocation, const Finding& finding) {
  std::ostream& out = *invocation.out;
  out << finding.typed << '\t';
  if (!finding.valid()) {
    out << said(finding.error, invocation.language) << '\n';
    return;
  }
  for (const CodeKind kind : finding.kinds) {
    out << (kind == finding.kinds.front() ? "" : ", ") << name_of(kind);
  }
  if (const auto code = check_credit_code(finding.code); code && !code->subject_is_valid()) {
    out << "; " << code->subject() << ": code.organisation_code_check";
  }
  if (finding.irregular != nullptr) {
    out << "; " << said(finding.error, invocation.language) << "; " << finding.irregular->reason
        << " (" << finding.irregular->source << ")";
  }
  out << '\n';
}

}  // namespace

Result<int> answer_check(const Invocation& invocation) {
  std::optional<CodeKind> wanted;
  if (invocation.has("kind")) {
    ZH_TRY(wanted, kind_named(invocation.option("kind")));
  }
  const auto typed = invocation.arguments.find("CODE");
  if (typed == invocation.arguments.end()) return 0;
  ZH_TRY(const IrregularCodes irregular, load_irregular_codes(invocation.catalog));
  bool all_valid = true;
  boost::json::array codes;
  for (const std::string& each : typed->second) {
    const Finding finding = examine(each, wanted, invocation.has("normalise"), irregular);
    all_valid = all_valid && finding.valid();
    if (invocation.json) {
      codes.push_back(to_json(finding));
    } else {
      print(invocation, finding);
    }
  }
  if (invocation.json) {
    *invocation.out << boost::json::serialize(
                           boost::json::object{{"valid", all_valid}, {"codes", std::move(codes)}})
                    << '\n';
  }
  return all_valid ? 0 : 1;
}

}  // namespace zhiheng::code
