// "国办发〔2012〕27号" and "2014年4月28日" as they are printed.

#include <algorithm>
#include <array>

#include "plan/paragraphs.h"
#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

/// Issuers' codes end with one of these: 国发, 国办函, 豫政, 粤府.
bool ends_like_code(std::u32string_view code) {
  constexpr std::u32string_view endings = U"发函字办令政规通文府";
  return code.size() >= 2 && endings.find(code.back()) != endings.npos;
}

class NumberScanner {
 public:
  NumberScanner(const FoldedText& text, Span span) : text_(text), span_(span), at_(span.begin) {}

  std::optional<DocumentNumber> scan() {
    constexpr std::size_t longest_code = 12;
    std::u32string code;
    for (; at_ < span_.end && code.size() <= longest_code; ++at_) {
      if (is_blank(sign())) continue;
      if (sign() < 0x4E00 || sign() > 0x9FFF) break;
      code.push_back(sign());
    }
    const bool bracket = skip(U"[(〈");
    if (code.size() < 2 || (!bracket && !ends_like_code(code))) return std::nullopt;
    const std::u32string year = digits(0);
    const bool closed = bracket ? skip(U"])〉") : skip(U"年");
    if (!closed || (year.size() != 4 && (!bracket || !year.empty()))) return std::nullopt;
    const std::u32string serial = digits(U'第');
    if (serial.empty() || serial.size() > 6 || !skip(U"号")) return std::nullopt;
    return DocumentNumber{{span_.begin, at_},
                          to_bytes(code) + "〔" + to_bytes(year) + "〕" + to_bytes(serial) + "号",
                          year.empty()};
  }

 private:
  [[nodiscard]] char32_t sign() const { return at_ < span_.end ? text_.folded()[at_] : U'\n'; }

  bool skip(std::u32string_view signs) {
    if (at_ >= span_.end || signs.find(sign()) == signs.npos) return false;
    ++at_;
    return true;
  }

  /// Digits, with blanks and `other` between them left out.
  std::u32string digits(char32_t other) {
    std::u32string found;
    for (; at_ < span_.end && found.size() <= 6; ++at_) {
      if (is_digit(sign())) {
        found.push_back(sign());
      } else if (!is_blank(sign()) && (other == 0 || sign() != other)) {
        break;
      }
    }
    return found;
  }

  const FoldedText& text_;
  const Span span_;
  std::uint32_t at_;
};

}  // namespace

std::optional<DocumentNumber> document_number(const FoldedText& text, Span span) {
  return NumberScanner(text, span).scan();
}

std::optional<DocumentNumber> document_number_around(const FoldedText& text, const Lexicon& lexicon,
                                                     std::uint32_t bracket) {
  constexpr std::uint32_t longest_code = 12;
  const auto folded = text.folded();
  std::uint32_t begin = bracket;
  while (begin > 0 && bracket - begin < longest_code && folded[begin - 1] >= 0x4E00 &&
         folded[begin - 1] <= 0x9FFF) {
    --begin;
  }
  // "根据国办发〔2012〕27号": the code begins behind the last word that cites.
  std::uint32_t code = begin;
  for (const Word& word : lexicon.words("citing")) {
    const auto found = text.folded({code, bracket}).rfind(word.word);
    if (found != std::u32string_view::npos) {
      code += static_cast<std::uint32_t>(found + word.word.size());
    }
  }
  // "…27号和豫政〔2012〕103号".
  const auto before = text.folded({code, bracket}).rfind(U'号');
  if (before != std::u32string_view::npos) {
    code += static_cast<std::uint32_t>(before) + 1;
    constexpr std::u32string_view joins = U"和与及";
    if (code < bracket && joins.find(folded[code]) != joins.npos) ++code;
  }
  constexpr std::uint32_t longest_number = 40;
  if (!ends_like_code(text.folded({code, bracket}))) return std::nullopt;
  return document_number(text, {code, std::min(text.size(), bracket + longest_number)});
}

std::optional<Date> printed_date(const FoldedText& text, Span span) {
  if (span.size() > 20 || span.size() < 8) return std::nullopt;
  std::array<std::u32string, 3> fields;
  std::size_t field = 0;
  for (const char32_t sign : text.folded(span)) {
    if (is_blank(sign)) continue;
    const bool ends = sign == U'年' || sign == U'月' || sign == U'日' || sign == U'-';
    if (ends && field < 3 && !fields[field].empty()) {
      ++field;
    } else if (field < 3) {
      fields[field].push_back(sign);
    } else {
      return std::nullopt;
    }
  }
  std::array<int, 3> values{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto value =
        arabic_number(fields[i]) ? arabic_number(fields[i]) : chinese_number(fields[i]);
    if (!value) return std::nullopt;
    values[i] = *value;
  }
  if (values[0] < 1900 || values[0] > 2100 || values[1] < 1 || values[1] > 12 || values[2] < 1 ||
      values[2] > 31) {
    return std::nullopt;
  }
  return make_date(values[0], static_cast<unsigned>(values[1]), static_cast<unsigned>(values[2]));
}

}  // namespace zhiheng::plan
