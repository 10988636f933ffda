#include "expr/like.h"

#include "expr/characters.h"

namespace zhiheng::expr {
namespace {

/// One element of a pattern: '%', '_' or a character taken literally.
struct Element {
  enum class Kind { any, one, literal } kind;
  char32_t character = 0;
};

Element next_element(std::string_view pattern, std::size_t& at) {
  const char32_t character = next_character(pattern, at);
  if (character == '%') return {Element::Kind::any};
  if (character == '_') return {Element::Kind::one};
  if (character == '\\') return {Element::Kind::literal, next_character(pattern, at)};
  return {Element::Kind::literal, character};
}

bool is_well_formed(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '\\') continue;
    if (++at == pattern.size()) return false;
    if (pattern[at] != '%' && pattern[at] != '_' && pattern[at] != '\\') return false;
  }
  return true;
}

template <class Write>
std::string rewritten(std::string_view pattern, std::string_view any, std::string_view one,
                      Write literal) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const Element element = next_element(pattern, at);
    if (element.kind == Element::Kind::any) {
      text += any;
    } else if (element.kind == Element::Kind::one) {
      text += one;
    } else {
      literal(text, element.character);
    }
  }
  return text;
}

}  // namespace

std::optional<PatternShape> shape_of(std::string_view pattern) {
  if (!is_well_formed(pattern)) return std::nullopt;
  PatternShape shape;
  std::string signs;  // the pattern with each run of literals as one 'x'
  for (std::size_t at = 0; at < pattern.size();) {
    const Element element = next_element(pattern, at);
    if (element.kind != Element::Kind::literal) {
      const char sign = element.kind == Element::Kind::any ? '%' : '_';
      if (sign != '%' || !signs.ends_with('%')) signs += sign;
      continue;
    }
    append_character(shape.text, element.character);
    if (!signs.ends_with('x')) signs += 'x';
  }
  if (signs.empty() || signs == "x") {
    shape.kind = PatternShape::Kind::exact;
  } else if (signs == "x%" || signs == "%") {
    shape.kind = PatternShape::Kind::prefix;
  } else if (signs == "%x%") {
    shape.kind = PatternShape::Kind::infix;
  } else {
    shape.text.clear();
  }
  return shape;
}

bool matches(std::string_view text, std::string_view pattern) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t at = 0, wanted = 0;         // where we are in the text and in the pattern
  std::size_t retry_at = 0, star = none;  // behind the last '%', and what it has swallowed so far
  while (at < text.size()) {
    if (wanted < pattern.size()) {
      std::size_t behind = wanted, next = at;
      const Element element = next_element(pattern, behind);
      if (element.kind == Element::Kind::any) {
        star = behind;
        retry_at = at;
        wanted = behind;
        continue;
      }
      const char32_t character = next_character(text, next);
      if (element.kind == Element::Kind::one || element.character == character) {
        wanted = behind;
        at = next;
        continue;
      }
    }
    if (star == none) return false;
    static_cast<void>(next_character(text, retry_at));
    at = retry_at;
    wanted = star;
  }
  while (wanted < pattern.size() && pattern[wanted] == '%') ++wanted;
  return wanted == pattern.size();
}

std::string as_glob(std::string_view pattern) {
  return rewritten(pattern, "*", "?", [](std::string& text, char32_t character) {
    if (character == '*' || character == '?' || character == '[') {
      text.append("[").append(1, static_cast<char>(character)).append("]");
    } else {
      append_character(text, character);
    }
  });
}

std::string as_like(std::string_view pattern) {
  return rewritten(pattern, "%", "_", [](std::string& text, char32_t character) {
    if (character == '%' || character == '_' || character == '!') text += '!';
    append_character(text, character);
  });
}

}  // namespace zhiheng::expr
