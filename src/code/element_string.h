#pragma once
// GS1 element strings: "(01)…(10)…", raw with FNC1, and what a scanner sends.

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "code/application_identifier.h"

namespace zhiheng::code {

/// FNC1 as scanners send it.
inline constexpr char group_separator = '\x1d';

/// One identifier with its value; views into the text that was read or into an arena.
struct Element {
  std::string_view ai;  ///< "01", "3103"
  std::string_view value;
  const ApplicationIdentifier* row = nullptr;  ///< nullptr: not in the table, and let pass
};

/// Elements in the order in which they came, without memory of their own.
class ElementList {
 public:
  static constexpr std::size_t most = 64;

  [[nodiscard]] bool add(const Element& element) {
    if (count_ == most) return false;
    elements_[count_++] = element;
    return true;
  }
  void clear() { count_ = 0; }

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] const Element* begin() const { return elements_.data(); }
  [[nodiscard]] const Element* end() const { return elements_.data() + count_; }
  [[nodiscard]] const Element& operator[](std::size_t at) const { return elements_[at]; }
  /// The first with this identifier, or nullptr.
  [[nodiscard]] const Element* find(std::string_view ai) const;

 private:
  std::array<Element, most> elements_;
  std::size_t count_ = 0;
};

/// What is looked at.
struct ElementChecks {
  bool values = true;           ///< lengths and signs
  bool content = true;          ///< check digits, dates, codes: the linters
  bool partners = true;         ///< required, excluded and repeated identifiers
  bool permit_unknown = false;  ///< identifiers that the table lacks
};

/// One value against the components of its identifier.
/// @fails  code.gs1_element, where: "(01)", found: the value up to the bad part between bars,
///         wanted: the name of what is wrong, "incorrect_check_digit"
[[nodiscard]] Result<void> check_element(const Gs1Tables& tables, const Element& element,
                                         const ElementChecks& checks);

/// Identifiers that need, exclude or repeat one another.
/// @param qualifiers  so many elements behind the first are its qualifiers in a Digital Link: the
///                    place stands for the partners that they need elsewhere
/// @fails  code.gs1_partner
[[nodiscard]] Result<void> check_partners(std::span<const Element> elements,
                                          std::size_t qualifiers = 0);

/// One of the rules that check_partners applies, by itself.
enum class PartnerRule : std::uint8_t { repeats, exclusions, requirements, signature };

/// @fails  code.gs1_partner
[[nodiscard]] Result<void> check_partner_rule(PartnerRule rule, std::span<const Element> elements);

/// Raw data, where FNC1 ends values of no predefined length. An FNC1 in front is taken off.
/// @param separator  '\x1d', or '^' in texts
/// @param out        cleared first; views into `message`
/// @fails  code.gs1_syntax, code.gs1_identifier, code.gs1_element, code.gs1_partner
/// @cost   no memory but for a refusal
[[nodiscard]] Result<void> parse_message(const Gs1Tables& tables, std::string_view message,
                                         char separator, const ElementChecks& checks,
                                         ElementList& out);

/// "(01)…(10)…"; a bracket within a value is written "\(".
/// @param unescaped  memory for values that had such brackets
/// @fails  as parse_message
[[nodiscard]] Result<void> parse_bracketed(const Gs1Tables& tables, std::string_view text,
                                           const ElementChecks& checks, std::string& unescaped,
                                           ElementList& out);

/// Raw data with an FNC1 in front when `leading`, and wherever one is needed.
[[nodiscard]] std::string to_message(std::span<const Element> elements, char separator,
                                     bool leading);

/// "(01)…(10)…"
[[nodiscard]] std::string to_bracketed(std::span<const Element> elements);

}  // namespace zhiheng::code
