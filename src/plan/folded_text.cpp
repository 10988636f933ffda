#include "plan/folded_text.h"

#include <algorithm>

#include "base/text.h"
#include "plan/failures.h"

namespace zhiheng::plan {
namespace {

char32_t fold(char32_t sign) {
  if (sign >= 0xFF01 && sign <= 0xFF5E) return sign - 0xFEE0;
  if (sign >= 0x2010 && sign <= 0x2015) return U'-';
  switch (sign) {
    case 0x25CB:
    case 0x25EF:
      return U'〇';
    case 0x2212:
      return U'-';
    case 0x2022:
    case 0x2027:
    case 0x30FB:
    case 0xFF65:
      return U'·';
    case U'\t':
    case U'\v':
    case U'\f':
    case 0x00A0:
    case 0x202F:
    case 0x200B:
    case 0xFEFF:
      return U' ';
    case U'〔':
    case U'【':
    case U'〖':
      return U'[';
    case U'〕':
    case U'】':
    case U'〗':
      return U']';
    case U'「':
    case U'『':
      return U'“';
    case U'」':
    case U'』':
      return U'”';
    case 0xFF61:
      return U'。';
    case 0xFF64:
      return U'、';
    default:
      return sign >= 0x2000 && sign <= 0x200A ? U' ' : sign;
  }
}

/// The character that starts at `at` of well-formed UTF-8; moves `at` past it.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t sign = lead & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    sign = (sign << 6) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return sign;
}

/// Characters that plans cannot do without and that simplified text does not have.
bool tells_of_tradition(char32_t sign) {
  constexpr std::u32string_view signs = U"質產發國務動計劃負責牽頭參實監關總業標準見與為門";
  return sign > 0x7F && signs.find(sign) != std::u32string_view::npos;
}

Result<void> check_is_text(std::string_view source) {
  if (source.empty()) return fail(text_empty, "1", "", ">= 1");
  if (source.size() > FoldedText::most_bytes) {
    return fail(text_too_large, "", std::to_string(source.size()),
                "<= " + std::to_string(FoldedText::most_bytes));
  }
  if (source.starts_with("%PDF-")) return fail(not_text, "0", "PDF", "text/plain");
  if (source.starts_with("PK\x03\x04")) return fail(not_text, "0", "DOCX, ODT, ZIP", "text/plain");
  if (source.starts_with("\xD0\xCF\x11\xE0")) return fail(not_text, "0", "DOC", "text/plain");
  for (std::size_t at = 0; at < source.size(); ++at) {
    const auto sign = static_cast<unsigned char>(source[at]);
    if (sign < 0x20 && (sign < 0x09 || sign > 0x0D)) {
      return fail(not_text, std::to_string(at),
                  "U+00" + std::string(sign < 0x10 ? "0" : "1") + "0123456789ABCDEF"[sign % 16],
                  "text/plain");
    }
  }
  if (!is_utf8(source)) return fail(not_text, "", "", "UTF-8");
  return {};
}

}  // namespace

bool is_blank(char32_t sign) {
  return sign == U' ' || sign == U'\n' || sign == U'\r' || sign == 0x3000;
}

bool is_digit(char32_t sign) { return sign >= U'0' && sign <= U'9'; }

Result<FoldedText> FoldedText::read(std::string source) {
  ZH_DO(check_is_text(source));
  FoldedText text;
  text.source_ = std::move(source);
  text.folded_.reserve(text.source_.size() / 3 + 1);
  text.bytes_.reserve(text.source_.size() / 3 + 2);
  text.lines_.push_back(0);
  for (std::size_t at = 0; at < text.source_.size();) {
    text.bytes_.push_back(static_cast<std::uint32_t>(at));
    char32_t sign = next_character(text.source_, at);
    const bool lone_return =
        sign == U'\r' && (at == text.source_.size() || text.source_[at] != '\n');
    sign = lone_return ? U'\n' : fold(sign);
    text.folded_.push_back(sign);
    if (sign == U'\n') text.lines_.push_back(text.size());
    text.traditional_ = text.traditional_ || tells_of_tradition(sign);
  }
  text.bytes_.push_back(static_cast<std::uint32_t>(text.source_.size()));
  if (text.traditional_) simplify(text.folded_);
  return text;
}

char32_t FoldedText::original(std::uint32_t place) const {
  std::size_t at = bytes_[place];
  return next_character(source_, at);
}

std::string FoldedText::on_one_line(Span span) const {
  std::u32string line;
  for (std::uint32_t at = span.begin; at < span.end; ++at) line.push_back(original(at));
  return to_bytes(line);
}

std::uint32_t FoldedText::length(Span span) const {
  if (span.empty()) return 0;
  std::size_t end = bytes_[span.end - 1];
  static_cast<void>(next_character(source_, end));
  return static_cast<std::uint32_t>(end) - byte(span.begin);
}

FoldedText FoldedText::without(const std::vector<std::uint32_t>& places) const {
  FoldedText text;
  text.source_ = source_;
  text.traditional_ = traditional_;
  auto next = places.begin();
  auto line = lines_.begin();
  for (std::uint32_t at = 0; at <= size(); ++at) {
    for (; line != lines_.end() && *line == at; ++line) text.lines_.push_back(text.size());
    if (next != places.end() && *next == at) {
      ++next;
      continue;
    }
    text.bytes_.push_back(bytes_[at]);
    text.characters_.push_back(character(at));
    if (at < size()) text.folded_.push_back(folded_[at]);
  }
  return text;
}

int FoldedText::line(std::uint32_t place) const {
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), place);
  return static_cast<int>(after - lines_.begin());
}

Span trimmed(const FoldedText& text, Span span) {
  while (!span.empty() && is_blank(text.folded()[span.begin])) ++span.begin;
  while (!span.empty() && is_blank(text.folded()[span.end - 1])) --span.end;
  return span;
}

std::u32string to_characters(std::string_view text) {
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) characters.push_back(next_character(text, at));
  return characters;
}

std::string to_bytes(std::u32string_view text) {
  std::string bytes;
  for (const char32_t sign : text) {
    const auto put = [&](char32_t value) { bytes.push_back(static_cast<char>(value)); };
    if (sign < 0x80) {
      put(sign);
    } else if (sign < 0x800) {
      put(0xC0 | (sign >> 6));
      put(0x80 | (sign & 0x3F));
    } else if (sign < 0x10000) {
      put(0xE0 | (sign >> 12));
      put(0x80 | ((sign >> 6) & 0x3F));
      put(0x80 | (sign & 0x3F));
    } else {
      put(0xF0 | (sign >> 18));
      put(0x80 | ((sign >> 12) & 0x3F));
      put(0x80 | ((sign >> 6) & 0x3F));
      put(0x80 | (sign & 0x3F));
    }
  }
  return bytes;
}

std::uint32_t find_in(const FoldedText& text, Span span, std::u32string_view word) {
  const std::size_t found = text.folded(span).find(word);
  return found == std::u32string_view::npos ? span.end
                                            : span.begin + static_cast<std::uint32_t>(found);
}

}  // namespace zhiheng::plan
