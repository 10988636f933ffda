// Which documents does the text name? Titles between 《》 and numbers such as 国办发〔2012〕27号.

#include "plan/defect.h"
#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

/// A title without blanks and digits, for finding one that lost its year.
std::u32string without_digits(std::u32string_view title) {
  std::u32string bare;
  for (const char32_t sign : title) {
    if (!is_blank(sign) && !is_digit(sign)) bare.push_back(sign);
  }
  return bare;
}

std::string normal_title(std::u32string_view title) {
  std::u32string normal;
  for (const char32_t sign : title) {
    const bool repeated = sign == U'-' && !normal.empty() && normal.back() == U'-';
    // "1996年-2010年" is the range 1996-2010年.
    if (sign == U'-' && normal.size() > 4 && normal.back() == U'年' &&
        is_digit(normal[normal.size() - 2])) {
      normal.pop_back();
    }
    if (!is_blank(sign) && !repeated) normal.push_back(sign);
  }
  return to_bytes(normal);
}

std::uint32_t closing_mark(const FoldedText& text, std::uint32_t open) {
  constexpr std::uint32_t longest_title = 200;
  int depth = 0;
  const std::uint32_t end = std::min(text.size(), open + longest_title);
  for (std::uint32_t at = open; at < end; ++at) {
    const char32_t sign = text.folded()[at];
    if (sign == U'《') ++depth;
    if (sign == U'》' && --depth == 0) return at;
    if (sign == U'\n') return text.size();
  }
  return text.size();
}

class Reader {
 public:
  Reader(const Lexicon& lexicon, Plan& plan) : lexicon_(lexicon), plan_(plan), text_(plan.text) {}

  void read() {
    const auto folded = text_.folded();
    for (std::uint32_t at = 0; at < text_.size(); ++at) {
      if (folded[at] == U'《') {
        const std::uint32_t close = closing_mark(text_, at);
        if (close == text_.size()) continue;
        at = read_title({at, close + 1}) - 1;
      } else if (folded[at] == U'(') {
        if (const auto number = document_number(text_, {at + 1, text_.size()})) {
          add({}, number->normal, number->span);
          at = number->span.end;
        }
      }
    }
  }

 private:
  std::uint32_t read_title(Span span) {
    const auto inner = text_.folded({span.begin + 1, span.end - 1});
    std::string number;
    std::uint32_t end = span.end;
    if (end < text_.size() && text_.folded()[end] == U'(') {
      if (const auto found = document_number(text_, {end + 1, text_.size()})) {
        number = found->normal;
        end = found->span.end;
        if (found->year_missing) number_without_year(inner, *found);
      }
    }
    add(inner, number, {span.begin, end});
    return end;
  }

  const KnownDocument* resembling(std::u32string_view title) const {
    const auto bare = without_digits(title);
    for (const KnownDocument& document : lexicon_.documents()) {
      if (without_digits(to_characters(document.title)) == bare) return &document;
    }
    return nullptr;
  }

  void number_without_year(std::u32string_view title, const DocumentNumber& number) {
    const KnownDocument* known = resembling(title);
    add_defect(plan_, number.span, "year_missing", known == nullptr ? "" : known->number);
  }

  void add(std::u32string_view folded_title, const std::string& number, Span place) {
    const std::string title = normal_title(folded_title);
    const auto known_title = titles_.find(title);
    const auto known_number = numbers_.find(number);
    std::size_t at = plan_.citations.size();
    if (!number.empty() && known_number != numbers_.end()) at = known_number->second;
    if (!title.empty() && known_title != titles_.end()) at = known_title->second;
    if (at == plan_.citations.size()) plan_.citations.push_back({.title = title, .number = number});
    Citation* citation = &plan_.citations[at];
    if (citation->number.empty()) citation->number = number;
    titles_.try_emplace(title, at);
    numbers_.try_emplace(number, at);
    citation->places.push_back(place);
    citation->self = citation->self || (!title.empty() && is_own(title));
    for (const KnownDocument& known : lexicon_.documents()) {
      const bool named = known.number == citation->number || known.title == citation->title;
      if (named) citation->known = known.number;
    }
    if (citation->known.empty() && !title.empty()) find_inside(*citation);
  }

  [[nodiscard]] bool is_own(const std::string& title) const {
    std::u32string own;
    for (const Span line : plan_.document.titles) own += text_.folded(line);
    return normal_title(own) == title;
  }

  /// 《质量发展纲要(2011-2020年)》 is what 国务院关于印发质量发展纲要(2011-2020年)的通知 sent;
  /// 《纲要》 is a short form that the text itself declared.
  void find_inside(Citation& citation) {
    const auto sent = "印发" + citation.title + "的通知";
    for (const KnownDocument& known : lexicon_.documents()) {
      if (known.title.ends_with(sent)) citation.known = known.number;
    }
    if (!citation.known.empty() || citation.title.size() > 15) return;
    const std::uint32_t begin = citation.places.front().begin;
    const Span before{begin > 4 ? begin - 4 : 0, begin};
    if (text_.folded(before) != U"以下简称" && text_.folded(before) != U"下简称:") return;
    const std::size_t last = plan_.citations.size() - 1;
    if (last > 0) citation.known = plan_.citations[last - 1].known;
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
  std::unordered_map<std::string, std::size_t> titles_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace

std::optional<DocumentNumber> document_number(const FoldedText& text, Span span) {
  constexpr std::uint32_t longest_code = 12;
  const auto folded = text.folded();
  std::u32string code;
  std::uint32_t at = span.begin;
  for (; at < span.end && at - span.begin <= longest_code; ++at) {
    if (is_blank(folded[at])) continue;
    if (folded[at] < 0x4E00 || folded[at] > 0x9FFF) break;
    code.push_back(folded[at]);
  }
  if (code.size() < 2 || at >= span.end) return std::nullopt;
  const char32_t open = folded[at];
  if (open != U'[' && open != U'(' && open != U'〈') return std::nullopt;
  std::u32string year;
  for (++at; at < span.end && (is_digit(folded[at]) || is_blank(folded[at])); ++at) {
    if (!is_blank(folded[at])) year.push_back(folded[at]);
  }
  if ((!year.empty() && year.size() != 4) || at >= span.end) return std::nullopt;
  if (folded[at] != U']' && folded[at] != U')' && folded[at] != U'〉') return std::nullopt;
  std::u32string serial;
  for (++at; at < span.end && (is_digit(folded[at]) || is_blank(folded[at]) || folded[at] == U'第');
       ++at) {
    if (is_digit(folded[at])) serial.push_back(folded[at]);
  }
  if (serial.empty() || serial.size() > 6 || at >= span.end || folded[at] != U'号') {
    return std::nullopt;
  }
  return DocumentNumber{{span.begin, at + 1},
                        to_bytes(code) + "〔" + to_bytes(year) + "〕" + to_bytes(serial) + "号",
                        year.empty()};
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

void read_citations(const Lexicon& lexicon, Plan& plan) { Reader(lexicon, plan).read(); }

}  // namespace zhiheng::plan
