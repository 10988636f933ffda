// Which numbers bind somebody? Quantities with comparator, unit, deadline and force; trends of
// goals; and the numbers that count nothing.

#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

/// A passage whose numbers are read together.
struct Zone {
  Span span = {};
  std::string where = {};
  bool goal = false;    ///< of an outline: states what will be reached
  bool trends = false;  ///< words such as 逐年下降 are targets here
  bool binds = true;    ///< false: no number here is a target
  std::optional<Date> deadline = {};
};

struct Quantity {
  double value = 0;
  std::string unit = {};
  std::uint32_t end = 0;
};

Date end_of(int year) { return make_date(year, 12, 31); }

class Finder {
 public:
  Finder(const Lexicon& lexicon, Plan& plan) : lexicon_(lexicon), plan_(plan), text_(plan.text) {
    for (std::size_t i = 0; i < plan.targets.size(); ++i) remember(i);
  }

  void read(const Zone& zone) {
    zone_ = &zone;
    carried_ = zone.deadline;
    for (const Span sentence : sentences_of(text_, zone.span)) {
      sentence_ = sentence;
      if (!zone.goal) carried_ = zone.deadline;
      sentence_deadline_ = false;
      scan(sentence);
      if (zone.trends || sentence_deadline_) read_trends(sentence);
    }
  }

  [[nodiscard]] std::optional<Date> carried() const { return carried_; }

 private:
  [[nodiscard]] char32_t sign(std::uint32_t at) const {
    return at < text_.size() ? text_.folded()[at] : U'\n';
  }
  [[nodiscard]] std::uint32_t past_blanks(std::uint32_t at) const {
    while (at < sentence_.end && sign(at) == U' ') ++at;
    return at;
  }
  [[nodiscard]] std::u32string_view before(std::uint32_t at) const {
    while (at > sentence_.begin && is_blank(sign(at - 1))) --at;
    return text_.folded({sentence_.begin, at});
  }
  [[nodiscard]] std::u32string_view from(std::uint32_t at) const {
    return text_.folded({std::min(at, sentence_.end), sentence_.end});
  }
  void leave(Span span, std::string kind) { plan_.numbers.push_back({span, std::move(kind)}); }

  // --- numbers ---------------------------------------------------------------------------------

  void scan(Span span) {
    for (std::uint32_t at = span.begin; at < span.end;) {
      const std::uint32_t next = is_digit(sign(at)) ? read_digits(at) : read_words(at);
      at = std::max(next, at + 1);
    }
  }

  /// Numerals of Chinese words: names such as 三包 first, then the few forms that count.
  std::uint32_t read_words(std::uint32_t at) {
    constexpr std::u32string_view first = U"一二三四五六七八九十两双百万千第每";
    const char32_t here = sign(at);
    if (here < 0x4E00 || first.find(here) == first.npos) return at + 1;
    const auto rest = from(at);
    if (const Word* name = lexicon_.beginning("number_name", rest)) {
      const Span span{at, at + static_cast<std::uint32_t>(name->word.size())};
      leave(span, name->value);
      return span.end;
    }
    if (const Word* nominal = lexicon_.beginning("nominal", rest))
      return read_nominal(at, *nominal);
    if (here == U'第') return read_ordinal(at);
    if (rest.starts_with(U"每年")) return read_frequency(at);
    return read_count(at);
  }

  std::uint32_t read_nominal(std::uint32_t at, const Word& word) {
    const double value = sign(at) == U'万' ? 10000 : sign(at) == U'千' ? 1000 : 100;
    add(at, {value, to_bytes(word.word.substr(1, 1)), at + 2}, Comparator::equal, Force::nominal,
        after_unit(at + 2));
    return at + static_cast<std::uint32_t>(word.word.size());
  }

  std::uint32_t read_ordinal(std::uint32_t at) {
    std::uint32_t end = at + 1;
    while (end < sentence_.end && end - at < 4 && chinese_number(text_.folded({end, end + 1})))
      ++end;
    const auto value = chinese_number(text_.folded({at + 1, end}));
    if (!value) return at + 1;
    if (sign(end) == U'批' && zone_->binds) {
      add(at, {static_cast<double>(*value), "批", end + 1}, Comparator::equal, Force::task,
          after_unit(end + 1));
    } else {
      leave({at, end}, "ordinal");
    }
    return end;
  }

  std::uint32_t read_frequency(std::uint32_t at) {
    const auto rest = from(at);
    const bool own = rest.size() > 2 && (rest[2] == U'对' || rest.substr(2).starts_with(U"安排") ||
                                         rest.substr(2).starts_with(U"开展"));
    if (own && zone_->binds) {
      add(at, {1, "次/年", at + 2}, Comparator::equal, Force::task, after_unit(at + 2));
    }
    return at + 2;
  }

  /// "新乡、鹤壁、漯河三市", "省、市、县三级", "两县", "三项".
  std::uint32_t read_count(std::uint32_t at) {
    const auto value = chinese_number(text_.folded({at, at + 1}));
    const Word* unit = lexicon_.beginning("list_unit", from(at + 1));
    const auto earlier = before(at);
    if (!value || *value < 2 || unit == nullptr || !zone_->binds || earlier.empty()) return at + 1;
    const char32_t last = earlier.back();
    if (chinese_number(std::u32string_view(&last, 1))) return at + 1;
    const bool place = unit->value.empty() && unit->word.size() == 1 &&
                       std::u32string_view(U"级市县区").find(unit->word[0]) != std::u32string::npos;
    const auto near = earlier.substr(earlier.size() - std::min<std::size_t>(earlier.size(), 6));
    const bool listed = near.find(U'、') != std::u32string_view::npos;
    if (place && !listed && sign(at) != U'两') return at + 1;
    if (place && sign(at) == U'两' && last == U'、') return at + 1;
    const std::uint32_t end = at + 2;
    Span subject = after_unit(end);
    if (place && unit->word[0] != U'级') subject = listed ? list_before(at) : Span{at, end};
    add(at, {static_cast<double>(*value), to_bytes(unit->word), end}, Comparator::equal,
        Force::task, subject);
    return end;
  }

  std::uint32_t read_digits(std::uint32_t at) {
    std::uint32_t end = at;
    while (end < sentence_.end && (is_digit(sign(end)) || is_point(end))) ++end;
    if (leave_designation(at, end) || leave_date(at, end)) return end;
    const auto quantity = read_quantity(at, end);
    if (quantity && zone_->binds) {
      add_compared(at, *quantity);
      return quantity->end;
    }
    if (quantity) {
      leave({at, end}, "quantity");
      return end;
    }
    const auto digits = text_.folded({at, end});
    const bool hotline = (digits.size() == 5 && (digits.starts_with(U"12") || digits[0] == U'9')) ||
                         (digits.size() == 3 && digits.starts_with(U"1"));
    leave({at, end}, hotline ? "hotline" : "other");
    return end;
  }

  [[nodiscard]] bool is_point(std::uint32_t at) const {
    return (sign(at) == U'.' || sign(at) == U',') && is_digit(sign(at - 1)) &&
           is_digit(sign(at + 1));
  }

  [[nodiscard]] static bool is_latin(char32_t one) {
    return (one >= U'A' && one <= U'Z') || (one >= U'a' && one <= U'z');
  }

  bool leave_designation(std::uint32_t at, std::uint32_t end) {
    const char32_t left = at > 0 ? sign(at - 1) : U' ';
    const char32_t right = sign(end);
    if (is_latin(left) || is_latin(right)) {
      leave({at, end}, "designation");
    } else if (left == U'[' || (left == U']' && right == U'号')) {
      leave({at, end}, "document_number");
    } else if (left == U'·' || (right == U'·' && is_digit(sign(end + 1)))) {
      leave({at, end}, "day");
    } else {
      return false;
    }
    return true;
  }

  /// Years, ranges of years, months, days.
  bool leave_date(std::uint32_t at, std::uint32_t end) {
    const char32_t right = sign(past_blanks(end));
    const char32_t left = at > 0 ? sign(at - 1) : U' ';
    const auto value = arabic_number(text_.folded({at, end}));
    if (end - at == 4 && value && *value >= 1949 && *value <= 2100 &&
        (right == U'年' || right == U'-' || left == U'-')) {
      read_year(at, end, *value);
      return true;
    }
    if (right == U'月' && sign(past_blanks(end) + 1) == U'份' && zone_->binds && value) {
      const std::uint32_t unit = past_blanks(end) + 1;
      add(at, {static_cast<double>(*value), "月", unit + 1}, Comparator::equal, Force::task,
          after_unit(unit + 1));
      return true;
    }
    if ((right == U'月' || right == U'日' || left == U'-') && end - at <= 2) {
      leave({at, end}, "date");
      return true;
    }
    return false;
  }

  void read_year(std::uint32_t at, std::uint32_t end, int year) {
    const bool until = before(at).ends_with(U'到') || before(at).ends_with(U'至');
    const bool opens = before(at).empty() && sign(end) == U'年';
    if (until || opens) carried_ = end_of(year);
    sentence_deadline_ = sentence_deadline_ || until;
    leave({at, end}, until ? "deadline" : "year");
  }

  std::optional<Quantity> read_quantity(std::uint32_t at, std::uint32_t end) {
    std::string digits;
    for (const char32_t one : text_.folded({at, end})) {
      if (one != U',') digits.push_back(static_cast<char>(one));
    }
    if (digits.size() > 15) return std::nullopt;
    Quantity quantity{std::strtod(digits.c_str(), nullptr), "", past_blanks(end)};
    if (sign(quantity.end) == U'%') {
      quantity.unit = "%";
      ++quantity.end;
      return quantity;
    }
    constexpr std::array<std::pair<char32_t, double>, 4> multipliers{
        {{U'百', 1e2}, {U'千', 1e3}, {U'万', 1e4}, {U'亿', 1e8}}};
    for (const auto& [multiplier, times] : multipliers) {
      if (sign(quantity.end) != multiplier || from(quantity.end).starts_with(U"万元")) continue;
      if (from(quantity.end).starts_with(U"亿元")) continue;
      quantity.value *= times;
      ++quantity.end;
    }
    if (from(quantity.end).starts_with(U"余")) ++quantity.end;
    if (const Word* unit = lexicon_.beginning("unit", from(quantity.end))) {
      quantity.unit = to_bytes(unit->word);
      quantity.end += static_cast<std::uint32_t>(unit->word.size());
      return quantity;
    }
    const bool compared = lexicon_.beginning("at_least_after", from(quantity.end)) != nullptr ||
                          lexicon_.beginning("about_after", from(quantity.end)) != nullptr ||
                          lexicon_.ending("at_least_before", before(at)) != nullptr ||
                          lexicon_.ending("more_than_before", before(at)) != nullptr;
    if (!compared) return std::nullopt;
    // An index of satisfaction is printed without its unit.
    if (before(at).find(U"满意度") != std::u32string_view::npos) quantity.unit = "分";
    return quantity;
  }

  // --- comparators -----------------------------------------------------------------------------

  void add_compared(std::uint32_t at, Quantity quantity) {
    const auto left = before(at);
    Comparator comparator =
        carried_ && sentence_deadline_ ? Comparator::at_least : Comparator::equal;
    std::size_t taken = 0;
    const auto ends = [&](std::string_view kind) {
      const Word* word = lexicon_.ending(kind, left);
      taken = word == nullptr ? taken : word->word.size();
      return word != nullptr;
    };
    const bool stable = ends("stable_before");
    if (!stable && ends("at_most_before")) {
      comparator = Comparator::at_most;
    } else if (!stable && ends("at_least_before")) {
      const bool all = quantity.unit == "%" && quantity.value >= 100;
      comparator = all ? Comparator::equal : Comparator::at_least;
    } else if (!stable && ends("more_than_before")) {
      comparator = Comparator::more_than;
    } else if (!stable && ends("about_before")) {
      comparator = Comparator::about;
    }
    std::uint32_t end = past_blanks(quantity.end);
    const auto follows = [&](std::string_view kind) {
      const Word* word = lexicon_.beginning(kind, from(end));
      if (word == nullptr) return false;
      end += static_cast<std::uint32_t>(word->word.size());
      return true;
    };
    if (follows("at_least_after")) {
      comparator = stable ? Comparator::stable_at_least : Comparator::at_least;
    } else if (follows("at_most_after")) {
      comparator = Comparator::at_most;
    } else if (follows("about_after")) {
      comparator = Comparator::about;
    } else if (stable) {
      comparator = Comparator::stable;
    }
    // The unit may follow the comparator: 20个左右, but also 1000以上批次.
    const bool rate = quantity.unit == "%" || quantity.unit == "分" || quantity.unit.empty();
    const auto start = static_cast<std::uint32_t>(sentence_.begin + left.size() - taken);
    Span subject = rate ? words_before(start) : after_unit(end);
    if (subject.empty()) subject = words_before(start);
    quantity.end = end;
    add(at, quantity, comparator, force(at), subject);
  }

  /// The nearest such word before the number, else what the passage is.
  [[nodiscard]] Force force(std::uint32_t at) const {
    const auto words = text_.folded({sentence_.begin, at});
    std::size_t nearest = 0;
    Force found = zone_->goal ? Force::goal : Force::task;
    for (const Word& word : lexicon_.words("force")) {
      const std::size_t place = words.rfind(word.word);
      if (place == words.npos || place + 1 <= nearest) continue;
      nearest = place + 1;
      found = word.value == "binding" ? Force::binding : Force::aspirational;
    }
    return found;
  }

  // --- subjects --------------------------------------------------------------------------------

  [[nodiscard]] Span stripped(Span span) const {
    span = trimmed(text_, span);
    while (const Word* word = lexicon_.beginning("subject_prefix", text_.folded(span))) {
      span.begin += static_cast<std::uint32_t>(word->word.size());
    }
    return trimmed(text_, span);
  }

  [[nodiscard]] Span words_before(std::uint32_t at) const {
    constexpr std::u32string_view stops = U",。;:";
    std::uint32_t begin = at;
    int depth = 0;
    for (; begin > sentence_.begin; --begin) {
      const char32_t one = sign(begin - 1);
      if (one == U')') ++depth;
      if (one == U'(') --depth;
      if (depth < 0 || (depth == 0 && stops.find(one) != stops.npos)) break;
    }
    return stripped({begin, at});
  }

  [[nodiscard]] Span list_before(std::uint32_t at) const {
    Span span = words_before(at);
    for (const std::u32string_view verb : {U"指导", U"支持", U"推动", U"组织"}) {
      if (text_.folded(span).starts_with(verb)) span.begin += 2;
    }
    return span;
  }

  [[nodiscard]] Span after_unit(std::uint32_t at) const {
    constexpr std::u32string_view stops = U",。;、:)(“”";
    at = past_blanks(at);
    if (sign(at) == U'的') ++at;
    std::uint32_t end = at;
    while (end < sentence_.end && stops.find(sign(end)) == stops.npos) {
      if (end > at && lexicon_.beginning("subject_stop", from(end)) != nullptr) break;
      if (sign(end) == U'对' && is_digit(sign(end + 1))) break;
      ++end;
    }
    return trimmed(text_, {at, std::min(end, sentence_.end)});
  }

  // --- trends ----------------------------------------------------------------------------------

  void read_trends(Span sentence) {
    constexpr std::u32string_view stops = U",;。:";
    std::uint32_t begin = sentence.begin;
    int depth = 0;
    for (std::uint32_t at = sentence.begin; at <= sentence.end; ++at) {
      const char32_t one = at < sentence.end ? sign(at) : U'。';
      if (one == U'(') ++depth;
      if (one == U')' && depth > 0) --depth;
      if (at < sentence.end && (depth > 0 || stops.find(one) == stops.npos)) continue;
      read_trend(trimmed(text_, {begin, at}));
      begin = at + 1;
      depth = 0;
    }
  }

  void read_trend(Span words) {
    if (words.size() < 5 || words.size() > 100) return;
    const auto folded = text_.folded(words);
    const auto state = [&](std::string_view kind, Comparator comparator) {
      const Word* word = lexicon_.ending(kind, folded);
      if (word == nullptr) return false;
      const auto begin = words.end - static_cast<std::uint32_t>(word->word.size());
      add_trend({words.begin, begin}, {begin, words.end}, comparator);
      return true;
    };
    if (state("meets", Comparator::meets) || state("stable_state", Comparator::stable) ||
        state("rising_state", Comparator::rising)) {
      return;
    }
    if (const Word* verb = lexicon_.beginning("meets_verb", folded)) {
      const auto end = words.begin + static_cast<std::uint32_t>(verb->word.size());
      add_trend({end, words.end}, {words.begin, end}, Comparator::meets);
      return;
    }
    read_movement(words);
  }

  /// "质量损失率逐步下降": a measure, how, and which way.
  void read_movement(Span words) {
    const Word* way = lexicon_.ending("trend", text_.folded(words));
    if (way == nullptr) return;
    Span left{words.begin, words.end - static_cast<std::uint32_t>(way->word.size())};
    const Word* yearly = lexicon_.ending("trend_yearly", text_.folded(left));
    const Word* how = lexicon_.ending("trend_how", text_.folded(left));
    if (yearly == nullptr && how == nullptr) return;
    left.end -= static_cast<std::uint32_t>((yearly == nullptr ? how : yearly)->word.size());
    if (lexicon_.ending("trend_measure", text_.folded(trimmed(text_, left))) == nullptr) return;
    const bool falls = way->value == "falling";
    const Comparator comparator = !falls              ? Comparator::rising
                                  : yearly == nullptr ? Comparator::falling
                                                      : Comparator::falling_every_year;
    add_trend(left, {left.end, words.end}, comparator);
  }

  void add_trend(Span subject, Span span, Comparator comparator) {
    subject = stripped(subject);
    if (subject.empty()) return;
    Target target{.subject = subject, .comparator = comparator};
    target.force = force(span.begin);
    target.span = span;
    keep(std::move(target));
  }

  // --- keeping ---------------------------------------------------------------------------------

  void add(std::uint32_t at, const Quantity& quantity, Comparator comparator, Force force,
           Span subject) {
    if (!zone_->binds) return leave({at, quantity.end}, "quantity");
    Target target{.subject = subject,
                  .comparator = comparator,
                  .value = quantity.value,
                  .unit = quantity.unit};
    target.force = force;
    target.span = {at, quantity.end};
    keep(std::move(target));
  }

  [[nodiscard]] std::string key_of(const Target& target) const {
    std::u32string subject(text_.folded(target.subject));
    std::erase(subject, U' ');
    return to_bytes(subject) + "|" + std::string(name_of(target.comparator)) + "|" +
           std::to_string(target.value.value_or(-1)) + target.unit;
  }

  void remember(std::size_t i) { seen_.try_emplace(key_of(plan_.targets[i]), i); }

  void keep(Target target) {
    target.deadline = carried_;
    if (!target.deadline && plan_.document.year && !plan_.document.until && !zone_->goal) {
      target.deadline = end_of(*plan_.document.year);
    }
    target.where = zone_->where;
    // A box repeats what the text said.
    if (zone_->where.starts_with("专栏")) {
      if (const auto found = seen_.find(key_of(target)); found != seen_.end()) {
        plan_.targets[found->second].repeats.push_back(target.span);
        return;
      }
    }
    plan_.targets.push_back(std::move(target));
    remember(plan_.targets.size() - 1);
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
  std::unordered_map<std::string, std::size_t> seen_;
  const Zone* zone_ = nullptr;
  Span sentence_;
  std::optional<Date> carried_;
  bool sentence_deadline_ = false;
};

class Zones {
 public:
  Zones(const Lexicon& lexicon, Plan& plan) : plan_(plan), finder_(lexicon, plan) {}

  void read() {
    for (const Part& part : std::vector<Part>(plan_.parts)) {
      const bool wrapper = part.kind >= PartKind::notice_title && part.kind <= PartKind::preamble;
      if (wrapper) finder_.read({.span = part.span, .binds = false});
    }
    for (const Item& item : plan_.items) read_item(item);
    for (const Subsection& subsection : plan_.subsections) read_subsection(subsection);
    for (const Goal& goal : plan_.goals) read_goal(goal);
    for (const Box& box : plan_.boxes) read_box(box);
    for (const Span closing : plan_.closing) finder_.read({.span = closing, .binds = false});
    std::ranges::stable_sort(plan_.numbers, {},
                             [](const Number& number) { return number.span.begin; });
  }

 private:
  [[nodiscard]] std::string printed_marker(std::size_t section, Span marker) const {
    std::string where;
    if (section > 0) where = plan_.text.printed(plan_.sections[section - 1].marker);
    for (const std::string_view stop : {"、", ".", "．"}) {
      if (where.ends_with(stop)) where.resize(where.size() - stop.size());
    }
    where += plan_.text.printed(marker);
    if (where.ends_with('.')) where.pop_back();
    return where;
  }

  void read_item(const Item& item) {
    const std::string where = item.no > 0 ? std::to_string(item.no) : "";
    finder_.read({.span = item.title, .where = where});
    for (const Span sentence : item.sentences) {
      const auto folded = plan_.text.folded(sentence);
      const bool meets = folded.find(U"达到国家要求") != std::u32string_view::npos;
      finder_.read({.span = sentence, .where = where, .trends = meets});
    }
  }

  [[nodiscard]] bool states_goals(const Subsection& subsection) const {
    return find_in(plan_.text, subsection.title, U"目标") < subsection.title.end;
  }

  void read_subsection(const Subsection& subsection) {
    const bool goal = states_goals(subsection);
    const std::string where = printed_marker(subsection.section, subsection.marker);
    for (const auto* spans : {&subsection.sentences, &subsection.bullets}) {
      for (const Span span : *spans) {
        finder_.read({.span = span, .where = where, .goal = goal, .trends = goal});
      }
    }
  }

  /// "到2015年，…的具体目标：" holds for the bullets that follow.
  void read_goal(const Goal& goal) {
    std::vector<Span> spans = goal.paragraphs;
    spans.insert(spans.end(), goal.bullets.begin(), goal.bullets.end());
    std::ranges::sort(spans, {}, &Span::begin);
    std::optional<Date> deadline;
    for (const Span span : spans) {
      finder_.read({.span = span,
                    .where = printed_marker(goal.section, goal.marker),
                    .goal = true,
                    .trends = true,
                    .deadline = deadline});
      deadline = finder_.carried();
    }
  }

  void read_box(const Box& box) {
    for (const Box::Row& row : box.rows) {
      const std::string no = (row.no < 10 ? "0" : "") + std::to_string(row.no);
      Zone zone{.where = "专栏" + std::to_string(box.no) + "-" + no, .goal = true, .trends = true};
      const auto title = plan_.text.folded(row.title);
      for (std::size_t i = 0; i + 4 < title.size(); ++i) {
        const auto year = arabic_number(title.substr(i, 4));
        if (year && title[i + 4] == U'年') zone.deadline = end_of(*year);
      }
      for (const Span text : row.texts) {
        zone.span = text;
        finder_.read(zone);
      }
    }
  }

  Plan& plan_;
  Finder finder_;
};

}  // namespace

void read_targets(const Lexicon& lexicon, Plan& plan) { Zones(lexicon, plan).read(); }

}  // namespace zhiheng::plan
