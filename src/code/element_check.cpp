// One value against its components, and identifiers against one another.

#include <algorithm>

#include "code/element_string.h"
#include "code/epc_text.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

constexpr std::size_t longest_unknown = 90;

Linter signs_check(AiSigns signs) {
  switch (signs) {
    case AiSigns::digits:
      return Linter::csetnumeric;
    case AiSigns::gs1:
      return Linter::cset82;
    case AiSigns::component:
      return Linter::cset39;
    case AiSigns::base64url:
      break;
  }
  return Linter::cset64;
}

/// @param end  where the component ends: what stands behind it is not shown
std::unexpected<Error> refuse_part(const Element& element, const LintFinding& finding,
                                   std::size_t start, std::size_t end) {
  const std::size_t at = start + finding.at;
  std::string marked(element.value.substr(0, at));
  marked.append("|").append(element.value.substr(at, finding.length)).append("|");
  if (at + finding.length < end) {
    marked.append(element.value.substr(at + finding.length, end - at - finding.length));
  }
  return fail(gs1_element, "(" + std::string(element.ai) + ")", std::move(marked),
              std::string(finding.problem));
}

std::unexpected<Error> refuse_length(const Element& element, bool too_long) {
  return fail(gs1_element, "(" + std::string(element.ai) + ")", std::string(element.value),
              too_long ? "value_too_long" : "value_too_short");
}

LintFinding check_component(const AiComponent& component, std::string_view part,
                            const LintTables& tables, bool content) {
  if (const auto finding = lint(signs_check(component.signs), part, tables)) return finding;
  if (!content) return {};
  for (std::size_t i = 0; i < component.checks; ++i) {
    if (const auto finding = lint(component.linters[i], part, tables)) return finding;
  }
  return {};
}

std::uint16_t number_of(std::string_view ai) {
  int number = 0;
  for (const char digit : ai) number = number * 10 + (digit - '0');
  return static_cast<std::uint16_t>(number);
}

bool holds(std::span<const Element> elements, const AiPattern& pattern) {
  return std::any_of(elements.begin(), elements.end(), [&pattern](const Element& element) {
    return pattern.matches(element.ai.size(), number_of(element.ai));
  });
}

bool meets(std::span<const Element> elements, const std::vector<AiGroup>& groups) {
  return std::any_of(groups.begin(), groups.end(), [elements](const AiGroup& group) {
    return std::all_of(group.begin(), group.end(),
                       [elements](const AiPattern& pattern) { return holds(elements, pattern); });
  });
}

std::string written(const AiPattern& pattern) {
  std::string text = std::to_string(pattern.number);
  text.insert(0, pattern.length - text.size(), '0');
  std::size_t from_end = 0;
  for (int mask = 10; mask <= pattern.mask; mask *= 10) text[text.size() - ++from_end] = 'n';
  return text;
}

std::string written(const std::vector<AiGroup>& groups) {
  std::string text;
  for (const AiGroup& group : groups) {
    if (!text.empty()) text.append(", ");
    for (std::size_t i = 0; i < group.size(); ++i) {
      text.append(i == 0 ? "" : "+").append(written(group[i]));
    }
  }
  return text;
}

std::unexpected<Error> refuse_partner(const Element& element, std::string found,
                                      std::string wanted) {
  return fail(gs1_partner, "(" + std::string(element.ai) + ")", std::move(found),
              std::move(wanted));
}

Result<void> check_repeats(std::span<const Element> elements) {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (elements[i].ai == elements[j].ai && elements[i].value != elements[j].value) {
        return refuse_partner(elements[i], std::string(elements[i].value),
                              std::string(elements[j].value));
      }
    }
  }
  return {};
}

Result<void> check_exclusions(std::span<const Element> elements) {
  for (const Element& element : elements) {
    if (element.row == nullptr) continue;
    for (const AiPattern& excluded : element.row->excludes) {
      // The same identifier twice is a repetition, even where its own pattern excludes others.
      for (const Element& other : elements) {
        if (other.ai != element.ai && excluded.matches(other.ai.size(), number_of(other.ai))) {
          return refuse_partner(element, "(" + std::string(other.ai) + ")",
                                "-" + written(excluded));
        }
      }
    }
  }
  return {};
}

Result<void> check_requirements(std::span<const Element> elements, std::size_t qualifiers) {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const Element& element = elements[i];
    if (element.row == nullptr || (i > 0 && i <= qualifiers)) continue;
    for (const auto& condition : element.row->requires_any) {
      if (!meets(elements, condition)) return refuse_partner(element, "", written(condition));
    }
  }
  return {};
}

/// A digital signature is of one thing: keys with an optional serial must have theirs.
Result<void> check_signature(std::span<const Element> elements) {
  constexpr AiPattern signature{.number = 8030, .length = 4};
  if (!holds(elements, signature)) return {};
  for (const Element& element : elements) {
    const bool serial_follows =
        element.row != nullptr && element.row->key && element.row->components.back().optional;
    if (!serial_follows) continue;
    std::size_t without = 0;
    for (const AiComponent& component : element.row->components) {
      if (!component.optional) without += component.longest;
    }
    if (element.value.size() == without) {
      return refuse_partner(element, std::string(element.value), "8030: serial");
    }
  }
  return {};
}

}  // namespace

Result<void> check_element(const Gs1Tables& tables, const Element& element,
                           const ElementChecks& checks) {
  if (!checks.values) return {};
  if (element.value.empty()) return refuse_length(element, false);
  if (element.row == nullptr) {
    if (element.value.size() > longest_unknown) return refuse_length(element, true);
    if (const auto finding = lint(Linter::cset82, element.value, tables.lint)) {
      return refuse_part(element, finding, 0, element.value.size());
    }
    return {};
  }
  std::size_t start = 0;
  for (const AiComponent& component : element.row->components) {
    const std::string_view rest = element.value.substr(start);
    if (rest.empty() && component.optional) break;
    if (rest.size() < component.shortest) return refuse_length(element, false);
    const std::string_view part = rest.substr(0, component.longest);
    if (const auto finding = check_component(component, part, tables.lint, checks.content)) {
      return refuse_part(element, finding, start, start + part.size());
    }
    start += part.size();
  }
  if (start < element.value.size()) return refuse_length(element, true);
  return {};
}

Result<void> check_partner_rule(PartnerRule rule, std::span<const Element> elements) {
  switch (rule) {
    case PartnerRule::repeats:
      return check_repeats(elements);
    case PartnerRule::exclusions:
      return check_exclusions(elements);
    case PartnerRule::requirements:
      return check_requirements(elements, 0);
    case PartnerRule::signature:
      break;
  }
  return check_signature(elements);
}

Result<void> check_partners(std::span<const Element> elements, std::size_t qualifiers) {
  ZH_DO(check_repeats(elements));
  ZH_DO(check_exclusions(elements));
  ZH_DO(check_requirements(elements, qualifiers));
  return check_signature(elements);
}

}  // namespace zhiheng::code
