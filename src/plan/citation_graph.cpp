#include "plan/citation_graph.h"

#include <algorithm>
#include <array>
#include <utility>

#include "plan/paragraphs.h"
#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

/// Han characters and digits only, so that brackets, dashes and blanks make no difference.
std::u32string bare(std::string_view title, bool with_digits = true) {
  std::u32string signs;
  std::u32string folded = to_characters(title);
  simplify(folded);
  for (char32_t sign : folded) {
    if (sign >= 0xFF10 && sign <= 0xFF19) sign -= 0xFEE0;
    const bool digit = is_digit(sign);
    if ((sign >= 0x4E00 && sign <= 0x9FFF) || (digit && with_digits)) signs.push_back(sign);
  }
  return signs;
}

/// The year in "国办发〔2012〕27号".
std::optional<int> year_of(std::string_view number) {
  const std::size_t open = number.find("〔");
  if (open == std::string_view::npos) return std::nullopt;
  return arabic_number(to_characters(number.substr(open + std::string_view("〔").size(), 4)));
}

std::string without_year(std::string_view number) {
  std::string bare_number(number);
  const std::size_t open = bare_number.find("〔");
  const std::size_t close = bare_number.find("〕");
  if (open == std::string::npos || close == std::string::npos) return bare_number;
  bare_number.erase(open + std::string_view("〔").size(),
                    close - open - std::string_view("〔").size());
  return bare_number;
}

class Builder {
 public:
  Builder(std::span<const LoadedPlan> plans, const Lexicon& lexicon)
      : plans_(plans), lexicon_(lexicon) {}

  CitationGraph build() {
    for (std::size_t i = 0; i < plans_.size(); ++i) load(i);
    for (std::size_t i = 0; i < plans_.size(); ++i) connect(i);
    return std::move(graph_);
  }

 private:
  std::size_t add(CitedDocument document, std::vector<std::u32string> titles) {
    document.year = year_of(document.number);
    if (!document.year && document.date) {
      document.year = static_cast<int>(civil(*document.date).year());
    }
    graph_.documents.push_back(std::move(document));
    titles_.push_back(std::move(titles));
    return graph_.documents.size() - 1;
  }

  /// The notice next to a plan and the plan are one document; notices further out are their own.
  void load(std::size_t i) {
    const Document& head = plans_[i].plan.document;
    std::vector<std::size_t>& own = notices_.emplace_back();
    for (std::size_t k = 0; k + 1 < head.notices.size(); ++k) {
      const Notice& notice = head.notices[k];
      own.push_back(add({.number = notice.number,
                         .title = notice.title,
                         .issuer = notice.issuer,
                         .date = notice.date,
                         .level = level_of_issuer(notice.issuer),
                         .standing = Standing::loaded,
                         .file = plans_[i].file},
                        {bare(notice.title)}));
    }
    own.push_back(add({.number = head.number,
                       .title = head.title,
                       .issuer = head.issuer,
                       .date = head.date,
                       .level = head.level,
                       .standing = Standing::loaded,
                       .file = plans_[i].file},
                      {bare(head.title), bare(head.notice_title)}));
  }

  void connect(std::size_t i) {
    const Plan& plan = plans_[i].plan;
    std::vector<std::size_t> targets;
    for (const Citation& citation : plan.citations) {
      std::size_t to = 0;
      if (citation.self) {
        to = notices_[i].back();
      } else if (citation.short_for) {
        to = targets[*citation.short_for];
      } else {
        to = resolve(citation);
      }
      targets.push_back(to);
      for (const Mention& mention : citation.mentions) {
        const std::size_t from = speaker(i, mention.span);
        if (from == to) continue;
        graph_.edges.push_back({from, to, i, mention, citation.damaged});
      }
    }
  }

  /// Words in an outer notice are its own.
  [[nodiscard]] std::size_t speaker(std::size_t i, Span place) const {
    const auto& notices = plans_[i].plan.document.notices;
    for (std::size_t k = 0; k + 1 < notices.size(); ++k) {
      if (notices[k].span.holds(place.begin)) return notices_[i][k];
    }
    return notices_[i].back();
  }

  [[nodiscard]] std::optional<std::size_t> numbered(std::string_view number) const {
    for (std::size_t k = 0; k < graph_.documents.size(); ++k) {
      if (!number.empty() && graph_.documents[k].number == number) return k;
    }
    return std::nullopt;
  }

  /// Equal titles, or one sent by the other: "…关于印发X的通知" is X.
  [[nodiscard]] std::optional<std::size_t> titled(const std::u32string& title) const {
    if (title.empty()) return std::nullopt;
    for (std::size_t k = 0; k < titles_.size(); ++k) {
      for (const std::u32string& one : titles_[k]) {
        const bool sends = one.ends_with(U"印发" + title + U"的通知") && !one.starts_with(U"转发");
        if (one == title || (sends && !one.empty())) return k;
      }
    }
    return std::nullopt;
  }

  /// A number that lost its year, under a title that lost it too.
  [[nodiscard]] std::optional<std::size_t> resembling(const Citation& citation) const {
    const auto title = bare(citation.title, false);
    for (std::size_t k = 0; k < titles_.size(); ++k) {
      if (without_year(graph_.documents[k].number) != citation.number) continue;
      for (const std::u32string& one : titles_[k]) {
        if (!title.empty() && bare(to_bytes(one), false) == title) return k;
      }
    }
    return std::nullopt;
  }

  std::size_t resolve(const Citation& citation) {
    if (citation.damaged) {
      if (const auto found = resembling(citation)) return *found;
    } else if (const auto found = numbered(citation.number)) {
      return *found;
    }
    if (!citation.known.empty()) return known(citation.known);
    if (citation.number.empty()) {
      if (const auto found = titled(bare(citation.title))) return *found;
    }
    return add({.number = citation.number, .title = citation.title}, {bare(citation.title)});
  }

  std::size_t known(const std::string& number) {
    if (const auto found = numbered(number)) return *found;
    for (const KnownDocument& one : lexicon_.documents()) {
      if (one.number != number) continue;
      return add({.number = one.number,
                  .title = one.title,
                  .issuer = one.issuer,
                  .level = level_of_issuer(one.issuer),
                  .standing = Standing::known},
                 {bare(one.title)});
    }
    return add({.number = number}, {});
  }

  std::span<const LoadedPlan> plans_;
  const Lexicon& lexicon_;
  CitationGraph graph_;
  std::vector<std::vector<std::u32string>> titles_;     ///< of each document, bare
  std::vector<std::vector<std::size_t>> notices_ = {};  ///< documents of each text, innermost last
};

}  // namespace

CitationGraph citation_graph(std::span<const LoadedPlan> plans, const Lexicon& lexicon) {
  return Builder(plans, lexicon).build();
}

std::string_view name_of(Standing standing) {
  constexpr std::array<std::string_view, 3> names{"loaded", "known", "unresolved"};
  return names[static_cast<std::size_t>(standing)];
}

}  // namespace zhiheng::plan
