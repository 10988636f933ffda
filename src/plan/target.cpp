// Which passages bind somebody? Each with its place in the plan, its force and its deadline.

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "plan/findings.h"
#include "plan/paragraphs.h"
#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

/// A passage whose numbers are read together.
struct Zone {
  Span span = {};
  std::string where = {};
  Setting setting = {};
  bool trends = false;      ///< words such as 逐年下降 are targets here, else only in sentences
                            ///< with a deadline of their own
  bool leads_up = false;    ///< never: the goals follow below
  bool rates_only = false;  ///< and only those of rates
  std::optional<Date> due = {};  ///< printed with the clause
  bool in_box = false;           ///< repeats what the text said
};

Date end_of(int year) { return make_date(year, 12, 31); }

class Zones {
 public:
  Zones(const Lexicon& lexicon, Plan& plan)
      : lexicon_(lexicon),
        plan_(plan),
        text_(plan.text),
        outline_(plan.items.empty() && !plan.subsections.empty()) {}

  void read() {
    for (const Part& part : std::vector<Part>(plan_.parts)) {
      const bool wrapper = part.kind >= PartKind::notice_title && part.kind <= PartKind::preamble;
      if (wrapper) read_zone({.span = part.span, .setting = {.binds = false}});
    }
    for (const Section& section : plan_.sections) read_section(section);
    for (const Item& item : plan_.items) read_item(item);
    for (const Subsection& subsection : plan_.subsections) read_subsection(subsection);
    for (const Goal& goal : plan_.goals) read_goal(goal);
    for (const Box& box : plan_.boxes) read_box(box);
    for (const Span closing : plan_.closing) {
      read_zone({.span = closing, .setting = {.binds = false}});
    }
    std::ranges::stable_sort(plan_.numbers, {},
                             [](const Number& number) { return number.span.begin; });
    std::ranges::stable_sort(plan_.targets, {},
                             [](const Target& target) { return target.span.begin; });
  }

 private:
  // --- passages --------------------------------------------------------------------------------

  [[nodiscard]] bool states_goals(Span title) const {
    return lexicon_.inside("goal_title", text_.folded(title)) != nullptr;
  }

  [[nodiscard]] Force force_of(Span title) const {
    return outline_ || states_goals(title) ? Force::goal : Force::task;
  }

  /// Text right below a section's heading binds when the heading says that goals follow.
  void read_section(const Section& section) {
    const bool goal = states_goals(section.title);
    Zone zone{.where = place_name(plan_, section.marker.begin),
              .setting = {.binds = goal, .force = Force::goal},
              .trends = goal};
    for (const Span sentence : section.sentences) {
      zone.span = sentence;
      read_zone(zone);
    }
  }

  void read_item(const Item& item) {
    const bool goal = states_goals(item.title);
    Zone zone{.span = item.title,
              .where = place_name(plan_, item.span.begin),
              .setting = {.force = goal ? Force::goal : Force::task},
              .due = item.clause ? item.clause->due : std::nullopt};
    read_zone(zone);
    for (const Span sentence : item.sentences) {
      zone.span = sentence;
      zone.trends = goal || lexicon_.inside("meets_outside", text_.folded(sentence)) != nullptr;
      read_zone(zone);
    }
  }

  void read_subsection(const Subsection& subsection) {
    const bool goal = states_goals(subsection.title);
    // Where goal blocks follow, the words above them only lead up to them.
    const auto below = std::ranges::upper_bound(plan_.goals, subsection.span.begin, {},
                                                [](const Goal& one) { return one.span.begin; });
    const bool leads_up = below != plan_.goals.end() && below->section == subsection.section;
    Zone zone{.where = place_name(plan_, subsection.marker.begin),
              .setting = {.force = force_of(subsection.title)},
              .trends = goal,
              .leads_up = goal && leads_up};
    for (const auto* spans : {&subsection.sentences, &subsection.bullets}) {
      for (const Span span : *spans) {
        zone.span = span;
        read_zone(zone);
      }
    }
  }

  /// "到2015年，…的具体目标：" holds for the bullets that follow.
  void read_goal(const Goal& goal) {
    std::vector<std::pair<Span, bool>> spans;
    spans.reserve(goal.paragraphs.size() + goal.bullets.size());
    for (const Span span : goal.paragraphs) spans.emplace_back(span, false);
    for (const Span span : goal.bullets) spans.emplace_back(span, true);
    std::ranges::sort(spans, {}, [](const auto& one) { return one.first.begin; });
    Zone zone{.where = place_name(plan_, goal.span.begin),
              .setting = {.force = Force::goal},
              .trends = true};
    // With bullets below it the opening paragraph describes; only its levels and rates are targets.
    zone.rates_only = !goal.bullets.empty();
    for (const auto& [span, bullet] : spans) {
      zone.span = span;
      zone.rates_only = zone.rates_only && !bullet;
      zone.setting.deadline = bullet ? read_bullet(zone) : read_zone(zone);
    }
  }

  /// The first sentence of a longer bullet is its heading.
  std::optional<Date> read_bullet(const Zone& bullet) {
    const auto sentences = sentences_of(text_, bullet.span);
    if (sentences.size() < 2) return read_zone(bullet);
    Zone zone = bullet;
    zone.span = sentences.front();
    zone.trends = false;
    read_zone(zone);
    zone.span = {sentences[1].begin, bullet.span.end};
    zone.trends = bullet.trends;
    return read_zone(zone);
  }

  void read_box(const Box& box) {
    for (const Box::Row& row : box.rows) {
      Zone zone{.where = place_name(plan_, row.span.begin),
                .setting = {.force = Force::goal},
                .trends = true,
                .in_box = true};
      const auto title = text_.folded(row.title);
      for (std::size_t i = 0; i + 4 < title.size(); ++i) {
        const auto year = arabic_number(title.substr(i, 4));
        if (!year || title[i + 4] != U'年') continue;
        zone.setting.deadline = end_of(*year);
        const auto at = row.title.begin + static_cast<std::uint32_t>(i);
        plan_.numbers.push_back({{at, at + 4}, "deadline"});
      }
      for (const Span text : row.texts) {
        zone.span = text;
        read_zone(zone);
      }
    }
  }

  // --- one passage -----------------------------------------------------------------------------

  /// @return  the deadline that holds behind it
  std::optional<Date> read_zone(const Zone& zone) {
    Setting setting = zone.setting;
    for (const Span sentence : sentences_of(text_, zone.span)) {
      if (zone.setting.force != Force::goal) setting.deadline = zone.setting.deadline;
      setting.deadline_in_sentence = false;
      const Passage passage(text_, lexicon_, sentence);
      Findings findings = numbers_of(passage, setting);
      plan_.numbers.insert(plan_.numbers.end(), findings.numbers.begin(), findings.numbers.end());
      if (!zone.setting.binds) continue;
      for (Target& target : findings.targets) keep(std::move(target), zone, sentence);
      for (Target& target : lists_of(passage)) keep(std::move(target), zone, sentence);
      for (Target& target : multiples_of(passage)) {
        target.force = passage.force(target.span.begin, zone.setting.force);
        target.deadline = setting.deadline;
        keep(std::move(target), zone, sentence);
      }
      if (zone.leads_up || (!zone.trends && !setting.deadline_in_sentence)) continue;
      for (Target& target : trends_of(passage, zone.rates_only)) {
        target.force = passage.force(target.span.begin, zone.setting.force);
        target.deadline = setting.deadline;
        keep(std::move(target), zone, sentence);
      }
    }
    return setting.deadline;
  }

  /// The year of an annual plan is its deadline, but not for what is to be done "soon", for a
  /// programme that goes on, or for a list that only names.
  [[nodiscard]] bool has_open_end(const Target& target, Span sentence) const {
    if (target.force == Force::list) return true;
    if (target.force == Force::nominal) {
      return lexicon_.ending("programme_of_years", text_.folded(target.subject)) != nullptr;
    }
    return lexicon_.inside("soon", text_.folded(sentence)) != nullptr;
  }

  void keep(Target target, const Zone& zone, Span sentence) {
    const auto& document = plan_.document;
    if (!target.deadline && document.year && zone.setting.force != Force::goal &&
        !has_open_end(target, sentence)) {
      target.deadline = zone.due ? *zone.due : end_of(document.until.value_or(*document.year));
    }
    target.where = zone.where;
    target.sentence = sentence;
    if (zone.in_box && repeats(target)) return;
    seen_.try_emplace(key_of(target), plan_.targets.size());
    plan_.targets.push_back(std::move(target));
  }

  [[nodiscard]] std::string key_of(const Target& target) const {
    std::u32string subject(text_.folded(target.subject));
    std::erase(subject, U' ');
    return to_bytes(subject) + "|" + std::string(name_of(target.comparator)) + "|" +
           std::to_string(target.value.value_or(-1)) + target.unit;
  }

  /// A box says again what the text said.
  bool repeats(const Target& target) {
    const auto found = seen_.find(key_of(target));
    if (found == seen_.end()) return false;
    plan_.targets[found->second].repeats.push_back(target.span);
    return true;
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
  const bool outline_;
  std::unordered_map<std::string, std::size_t> seen_;
};

}  // namespace

void read_targets(const Lexicon& lexicon, Plan& plan) { Zones(lexicon, plan).read(); }

}  // namespace zhiheng::plan
