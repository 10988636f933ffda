// Which documents does the text name? Titles between 《》 and numbers such as 国办发〔2012〕27号.

#include <algorithm>
#include <unordered_map>

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
      } else if (folded[at] == U'(' || folded[at] == U'[' || folded[at] == U'〈') {
        auto number = document_number(text_, {at + 1, limit(at + 1)});
        if (!number) number = document_number_around(text_, lexicon_, at);
        if (!number || is_own_number(*number)) continue;
        add({}, number, number->span);
        at = number->span.end - 1;
      }
    }
  }

 private:
  [[nodiscard]] std::uint32_t limit(std::uint32_t at) const {
    constexpr std::uint32_t longest_number = 40;
    return std::min(text_.size(), at + longest_number);
  }

  /// The line that gives the notice its number cites nothing.
  [[nodiscard]] bool is_own_number(const DocumentNumber& number) const {
    const auto own = std::ranges::find(plan_.document.notices, number.span.begin,
                                       [](const Notice& notice) { return notice.number_at.begin; });
    return own != plan_.document.notices.end() && !own->number_at.empty();
  }

  std::uint32_t read_title(Span span) {
    const auto inner = text_.folded({span.begin + 1, span.end - 1});
    std::optional<DocumentNumber> number;
    std::uint32_t end = span.end;
    if (end < text_.size() && (text_.folded()[end] == U'(' || text_.folded()[end] == U'[')) {
      number = document_number(text_, {end + 1, limit(end + 1)});
      if (number) end = number->span.end;
      if (number && number->year_missing) number_without_year(inner, *number);
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

  void add(std::u32string_view folded_title, const std::optional<DocumentNumber>& printed,
           Span place) {
    const std::string title = normal_title(folded_title);
    const std::string number = printed ? printed->normal : "";
    const auto known_title = titles_.find(title);
    const auto known_number = numbers_.find(number);
    std::size_t at = plan_.citations.size();
    if (!number.empty() && known_number != numbers_.end()) at = known_number->second;
    if (!title.empty() && known_title != titles_.end()) at = known_title->second;
    if (at == plan_.citations.size()) plan_.citations.push_back({.title = title, .number = number});
    Citation& citation = plan_.citations[at];
    if (citation.number.empty()) citation.number = number;
    if (citation.title.empty()) citation.title = title;
    if (!title.empty()) titles_.try_emplace(title, at);
    if (!number.empty()) numbers_.try_emplace(number, at);
    citation.mentions.push_back(mention(place));
    citation.self = citation.self || (!title.empty() && is_own(title));
    citation.damaged = citation.damaged || (printed && printed->year_missing);
    if (citation.mentions.size() == 1 && at > 0 && is_short_form(place)) {
      citation.short_for = at - 1;
    }
    if (citation.known.empty()) resolve(citation);
  }

  /// The word that cites: the nearest one before the place in its sentence, or right behind it.
  [[nodiscard]] Mention mention(Span place) const {
    Mention mention{.span = place, .where = place_name(plan_, place.begin)};
    constexpr std::u32string_view sends = U"》)]";
    const Span behind{place.end, std::min(text_.size(), place.end + 6)};
    for (const Word& word : lexicon_.words("citing")) {
      const std::uint32_t found = find_in(text_, behind, word.word);
      const bool follows =
          word.value == "sends" && found < behind.end &&
          (found == behind.begin || sends.find(text_.folded()[found - 1]) != sends.npos);
      if (follows) return with_word(std::move(mention), word);
    }
    constexpr std::uint32_t most = 120;
    std::uint32_t begin = place.begin > most ? place.begin - most : 0;
    for (std::uint32_t at = place.begin; at > begin; --at) {
      const char32_t sign = text_.folded()[at - 1];
      if (sign == U'。' || sign == U';' || sign == U'\n') begin = at;
    }
    const std::u32string words = without_titles(text_.folded({begin, place.begin}));
    const Word* nearest = nullptr;
    std::size_t last = 0;
    for (const Word& word : lexicon_.words("citing")) {
      const std::size_t found = words.rfind(word.word);
      const std::size_t end = found + word.word.size();
      if (found == words.npos || end <= last) continue;
      // "按照国务院办公厅印发的《…》" rests on it; who sent it does not matter.
      if (word.value == "sends" && end < words.size() && words[end] == U'的') continue;
      nearest = &word;
      last = end;
    }
    return nearest == nullptr ? mention : with_word(std::move(mention), *nearest);
  }

  /// The same words with blanks in the place of titles, which cite for themselves.
  static std::u32string without_titles(std::u32string_view words) {
    std::u32string plain(words);
    int depth = 0;
    for (char32_t& sign : plain) {
      if (sign == U'《') ++depth;
      const bool closes = sign == U'》';
      if (depth > 0) sign = U' ';
      if (closes && depth > 0) --depth;
    }
    return plain;
  }

  static Mention with_word(Mention mention, const Word& word) {
    mention.wording = to_bytes(word.word);
    mention.relation = word.value;
    return mention;
  }

  void resolve(Citation& citation) const {
    for (const KnownDocument& known : lexicon_.documents()) {
      const bool named = known.number == citation.number || known.title == citation.title;
      if (named) citation.known = known.number;
    }
    if (citation.known.empty() && !citation.title.empty()) find_inside(citation);
    if (citation.known.empty() && citation.damaged) {
      const KnownDocument* known = resembling(to_characters(citation.title));
      if (known != nullptr) citation.known = known->number;
    }
    if (citation.known.empty() && citation.short_for) {
      citation.known = plan_.citations[*citation.short_for].known;
    }
  }

  /// "（以下简称《纲要》）".
  [[nodiscard]] bool is_short_form(Span place) const {
    const Span before{place.begin > 6 ? place.begin - 6 : 0, place.begin};
    return find_in(text_, before, U"简称") < before.end ||
           find_in(text_, before, U"下称") < before.end;
  }

  [[nodiscard]] bool is_own(const std::string& title) const {
    std::u32string own;
    for (const Span line : plan_.document.titles) own += text_.folded(line);
    return normal_title(own) == title;
  }

  /// 《质量发展纲要(2011-2020年)》 is what 国务院关于印发质量发展纲要(2011-2020年)的通知 sent;
  /// who forwards that did not issue it.
  void find_inside(Citation& citation) const {
    const auto sent = "印发" + citation.title + "的通知";
    for (const KnownDocument& known : lexicon_.documents()) {
      if (known.title.ends_with(sent) && !known.title.starts_with("转发")) {
        citation.known = known.number;
      }
    }
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
  std::unordered_map<std::string, std::size_t> titles_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace

void read_citations(const Lexicon& lexicon, Plan& plan) { Reader(lexicon, plan).read(); }

}  // namespace zhiheng::plan
