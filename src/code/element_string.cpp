#include "code/element_string.h"

#include <algorithm>

#include "code/epc_text.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

std::string bracketed(std::string_view ai) { return std::string("(").append(ai).append(")"); }

std::unexpected<Error> no_identifier(std::string_view found) {
  return fail(gs1_identifier, "AI", std::string(found.substr(0, 8)), "00..99, 3 or 4 digits");
}

/// A message that is being read, with the place reached.
struct Reader {
  const Gs1Tables& tables;
  const ElementChecks& checks;
  std::string_view rest;
  char separator;

  /// Identifier and value off the front, the separator behind them too.
  Result<Element> take() {
    if (rest.size() < 2 || !is_digit(rest[0]) || !is_digit(rest[1])) return no_identifier(rest);
    std::size_t length = tables.identifiers.length_of(rest[0], rest[1]);
    if (length == 0 && checks.permit_unknown) length = 2;
    if (length == 0 || rest.size() < length) return no_identifier(rest);
    Element element{rest.substr(0, length), {}, tables.identifiers.find(rest.substr(0, length))};
    if (element.row == nullptr && !checks.permit_unknown) return no_identifier(element.ai);
    rest.remove_prefix(length);
    std::size_t end = rest.find(separator);
    if (end == std::string_view::npos) end = rest.size();
    if (element.row != nullptr && element.row->predefined_length) {
      end = std::min<std::size_t>(end, predefined_length(*element.row));
    }
    element.value = rest.substr(0, end);
    rest.remove_prefix(end);
    if (!rest.empty() && rest[0] == separator) rest.remove_prefix(1);
    return element;
  }

  static std::size_t predefined_length(const ApplicationIdentifier& row) {
    std::size_t length = 0;
    for (const AiComponent& component : row.components) length += component.longest;
    return length;
  }
};

}  // namespace

const Element* ElementList::find(std::string_view ai) const {
  const auto* found =
      std::find_if(begin(), end(), [ai](const Element& element) { return element.ai == ai; });
  return found == end() ? nullptr : found;
}

Result<void> parse_message(const Gs1Tables& tables, std::string_view message, char separator,
                           const ElementChecks& checks, ElementList& out) {
  out.clear();
  if (!message.empty() && message[0] == separator) message.remove_prefix(1);
  if (message.empty()) return fail(gs1_syntax, "message", "", "01…");
  Reader reader{tables, checks, message, separator};
  while (!reader.rest.empty()) {
    auto element = reader.take();
    if (!element) return std::unexpected(std::move(element).error());
    ZH_DO(check_element(tables, *element, checks));
    if (!out.add(*element)) return fail(gs1_syntax, "message", "> 64 AI", "<= 64");
  }
  if (checks.partners) return check_partners({out.begin(), out.size()});
  return {};
}

Result<void> parse_bracketed(const Gs1Tables& tables, std::string_view text,
                             const ElementChecks& checks, std::string& unescaped,
                             ElementList& out) {
  out.clear();
  unescaped.clear();
  unescaped.reserve(text.size());  // so that views into it stay
  if (text.empty()) return fail(gs1_syntax, "text", "", "(01)…");
  while (!text.empty()) {
    const std::size_t close = text.find(')');
    if (text[0] != '(' || close == std::string_view::npos) {
      return fail(gs1_syntax, "text", std::string(text.substr(0, 20)), "(01)…");
    }
    Element element;
    element.ai = text.substr(1, close - 1);
    element.row = tables.identifiers.find(element.ai);
    const bool unknown_fits = checks.permit_unknown && tables.identifiers.could_be(element.ai);
    if (element.row == nullptr && !unknown_fits) return no_identifier(element.ai);
    text.remove_prefix(close + 1);
    std::size_t end = text.find('(');
    if (end == std::string_view::npos) end = text.size();
    if (end == text.size() || end == 0 || text[end - 1] != '\\') {
      element.value = text.substr(0, end);
    } else {
      const std::size_t start = unescaped.size();
      for (end = 0; end < text.size() && text[end] != '('; ++end) {
        if (text.substr(end).starts_with("\\(")) ++end;
        unescaped.push_back(text[end]);
      }
      element.value = std::string_view(unescaped).substr(start);
    }
    text.remove_prefix(end);
    ZH_DO(check_element(tables, element, checks));
    if (!out.add(element)) return fail(gs1_syntax, "text", "> 64 AI", "<= 64");
  }
  if (checks.partners) return check_partners({out.begin(), out.size()});
  return {};
}

std::string to_message(std::span<const Element> elements, char separator, bool leading) {
  std::string message(leading ? 1 : 0, separator);
  bool open = false;
  for (const Element& element : elements) {
    if (open) message.push_back(separator);
    message.append(element.ai).append(element.value);
    open = element.row == nullptr || !element.row->predefined_length;
  }
  return message;
}

std::string to_bracketed(std::span<const Element> elements) {
  std::string text;
  for (const Element& element : elements) {
    text.append(bracketed(element.ai));
    for (const char sign : element.value) {
      if (sign == '(') text.push_back('\\');
      text.push_back(sign);
    }
  }
  return text;
}

}  // namespace zhiheng::code
