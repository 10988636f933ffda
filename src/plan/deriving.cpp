#include "plan/deriving.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/sha256.h"
#include "base/text.h"
#include "code/table.h"
#include "plan/clause.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

constexpr std::size_t most_subject = 2000;

std::string joined_parts(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : "|") + part;
  return text;
}

Value text_or_null(std::string text) { return text.empty() ? Value{} : Value{std::move(text)}; }

Value day_or_null(const std::optional<Date>& day) { return day ? Value{*day} : Value{}; }

Value decimal_of(const std::optional<double>& number) {
  if (!number || !std::isfinite(*number) || std::abs(*number) >= 1e11) return {};
  return Decimal{static_cast<std::int64_t>(std::llround(*number * 1e6)), 6};
}

/// Codes that are given out once: the second one of a name gets "~2".
class Codes {
 public:
  std::string take(const std::string& code) {
    const int times = ++taken_[code];
    return times == 1 ? code : code + "~" + std::to_string(times);
  }

 private:
  std::map<std::string, int> taken_;
};

/// The names of a clause by role, each once, in order.
struct Names {
  std::vector<std::string> lead, responsible, participating;

  void add(Role role, const std::string& name) {
    auto& list = role == Role::lead          ? lead
                 : role == Role::responsible ? responsible
                                             : participating;
    if (std::ranges::find(list, name) == list.end()) list.push_back(name);
  }
  [[nodiscard]] bool empty() const {
    return lead.empty() && responsible.empty() && participating.empty();
  }
  /// Who answers for the work: those who lead, else all who are responsible.
  [[nodiscard]] const std::vector<std::string>& in_charge() const {
    return lead.empty() ? responsible : lead;
  }
  [[nodiscard]] std::vector<std::string> others() const {
    std::vector<std::string> all = participating;
    if (!lead.empty()) all.insert(all.end(), responsible.begin(), responsible.end());
    return all;
  }
};

class Derivation {
 public:
  Derivation(const Plan& plan, const Lexicon& lexicon, const std::vector<Measure>& measures,
             const Naming& naming)
      : plan_(plan), lexicon_(lexicon), measures_(measures), naming_(naming) {}

  std::vector<Sheet> sheets() {
    number_items();
    return {document(), text(), items(), targets(), citations(), tasks()};
  }

 private:
  void number_items() {
    bool restarts = false;
    std::map<int, int> seen;
    for (const Item& item : plan_.items)
      restarts = restarts || (item.no > 0 && ++seen[item.no] > 1);
    Codes codes;
    int before = 0;
    std::size_t section = 0;
    for (const Item& item : plan_.items) {
      if (restarts && item.section != section) before = 0;
      section = item.section;
      before = item.no > 0 ? item.no : before + 1;
      const std::string roof = restarts ? std::to_string(item.section) + "." : "";
      codes_.push_back(codes.take(naming_.code + "#" + roof + std::to_string(before)));
    }
  }

  [[nodiscard]] std::int64_t begin_of(Span span) const { return plan_.text.byte(span.begin); }
  [[nodiscard]] std::int64_t size_of(Span span) const {
    return static_cast<std::int64_t>(plan_.text.byte(span.end)) - begin_of(span);
  }
  [[nodiscard]] std::string printed(Span span) const {
    return std::string(plan_.text.printed(span));
  }
  [[nodiscard]] std::int64_t year() const { return naming_.year; }

  [[nodiscard]] Sheet document() const {
    const Document& head = plan_.document;
    const std::string level(name_of(head.level));
    Sheet sheet{.of = "plan_document",
                .columns = {"code", "region", "year", "until", "level", "title", "number", "issuer",
                            "issued_on", "upper", "digest", "bytes", "items", "targets", "defects"},
                .key = {"code"}};
    const std::string title = head.title.empty() ? naming_.code : shorten(head.title, 480);
    sheet.rows.push_back(
        {naming_.code, naming_.region, year(),
         head.until ? Value{std::int64_t{*head.until}} : Value{},
         level.empty() ? std::string("unknown") : level, title,
         text_or_null(shorten(head.number, 90)), text_or_null(shorten(head.issuer, 290)),
         day_or_null(head.date), text_or_null(naming_.upper), to_hex(sha256(plan_.text.source())),
         static_cast<std::int64_t>(plan_.text.source().size()),
         static_cast<std::int64_t>(plan_.items.size()),
         static_cast<std::int64_t>(plan_.targets.size()),
         static_cast<std::int64_t>(plan_.defects.size() + plan_.defects_left_out)});
    return sheet;
  }

  [[nodiscard]] Sheet text() const {
    Sheet sheet{.of = "plan_text", .columns = {"document", "region", "text"}, .key = {"document"}};
    sheet.rows.push_back({naming_.code, naming_.region, plan_.text.source()});
    return sheet;
  }

  [[nodiscard]] Names names_of(const std::optional<Clause>& clause) const {
    Names names;
    if (!clause) return names;
    for (const Assignment& assignment : clause->assignments) {
      names.add(assignment.role, plan_.parties[assignment.party].canonical);
    }
    return names;
  }

  /// Who answers for a single sentence of an item, when it says so itself.
  [[nodiscard]] Names own_names_of(Span sentence) const {
    Names names;
    const auto own = find_clause(plan_.text, lexicon_, sentence, false);
    if (!own) return names;
    for (const Assignment& assignment : own->clause.assignments) {
      names.add(assignment.role, canonical(assignment.name));
    }
    return names;
  }

  /// Everybody with a part in an item: by its clause and by those of its sentences.
  [[nodiscard]] Names all_names_of(const Item& item) const {
    Names all = names_of(item.clause);
    for (const Span sentence : item.sentences) {
      const Names own = own_names_of(sentence);
      for (const auto& name : own.lead) all.add(Role::lead, name);
      for (const auto& name : own.responsible) all.add(Role::responsible, name);
      for (const auto& name : own.participating) all.add(Role::participating, name);
    }
    return all;
  }

  [[nodiscard]] Sheet items() const {
    Sheet sheet{.of = "plan_item",
                .columns = {"code", "document", "region", "year", "ordinal", "number", "section",
                            "title", "body", "offset", "length", "clause", "clause_offset",
                            "clause_length", "lead", "responsible", "participating", "open"},
                .key = {"code"}};
    for (std::size_t i = 0; i < plan_.items.size(); ++i) {
      const Item& item = plan_.items[i];
      const Names names = all_names_of(item);
      const auto of_clause = [&](auto read) { return item.clause ? Value{read()} : Value{}; };
      const std::string roof =
          item.section == 0 ? "" : printed(plan_.sections[item.section - 1].title);
      sheet.rows.push_back(
          {codes_[i], naming_.code, naming_.region, year(), static_cast<std::int64_t>(i + 1),
           item.no > 0 ? Value{std::int64_t{item.no}} : Value{}, text_or_null(shorten(roof, 480)),
           title_of(item), printed(item.span), begin_of(item.span), size_of(item.span),
           of_clause([&] { return shorten(printed(item.clause->span), 19'000); }),
           of_clause([&] { return begin_of(item.clause->span); }),
           of_clause([&] { return size_of(item.clause->span); }), text_or_null(joined(names.lead)),
           text_or_null(joined(names.responsible)), text_or_null(joined(names.participating)),
           of_clause([&] { return item.clause->open; })});
    }
    return sheet;
  }

  [[nodiscard]] std::string title_of(const Item& item) const {
    const std::string title = printed(item.title);
    return shorten(title.empty() ? printed(item.span) : title, 300);
  }

  /// Place in plan.items of the one that holds a place; items.size() when none does.
  [[nodiscard]] std::size_t item_at(std::uint32_t place) const {
    const auto found =
        std::ranges::find_if(plan_.items, [&](const Item& item) { return item.span.holds(place); });
    return static_cast<std::size_t>(found - plan_.items.begin());
  }

  [[nodiscard]] const Measure* measure_of(const Target& target) const {
    const auto end = target.span.end;
    // Words between the subject and the number count too: "抽检合格率稳定在".
    const Span words{target.subject.begin, std::max(target.subject.end, end)};
    const auto passage = plan_.text.folded(words);
    const auto fits = [&](const Measure& measure) {
      if (!measure.unit.empty() && measure.unit != target.unit) return false;
      return std::ranges::all_of(measure.words, [&](const std::u32string& word) {
        return passage.find(word) != passage.npos;
      });
    };
    const auto found = std::ranges::find_if(measures_, fits);
    return found == measures_.end() ? nullptr : &*found;
  }

  [[nodiscard]] Sheet targets() const {
    Sheet sheet{.of = "plan_target",
                .columns = {"code", "document", "item", "region", "year", "subject", "comparator",
                            "value", "unit", "base_year", "deadline", "force", "quote", "offset",
                            "length", "indicator", "filter", "factor"},
                .key = {"code"}};
    Codes codes;
    std::map<std::string, int> ordinals;
    for (const Target& target : plan_.targets) {
      const std::size_t item = item_at(target.span.begin);
      const bool inside = item < plan_.items.size();
      const std::string where = inside ? codes_[item] : naming_.code + "#" + target.where;
      const std::string code = codes.take(where + "/t" + std::to_string(++ordinals[where]));
      const Measure* measure = measure_of(target);
      const auto factor =
          measure == nullptr ? Result<Decimal>(Decimal{}) : parse_decimal(measure->factor, 6);
      const Span sentence{std::min(target.subject.begin, target.span.begin),
                          std::max(target.subject.end, target.span.end)};
      const std::string subject = printed(target.subject);
      sheet.rows.push_back({code, naming_.code, inside ? Value{codes_[item]} : Value{},
                            naming_.region, year(),
                            shorten(subject.empty() ? printed(target.span) : subject, most_subject),
                            std::string(name_of(target.comparator)), decimal_of(target.value),
                            text_or_null(shorten(target.unit, 50)),
                            target.base_year ? Value{std::int64_t{*target.base_year}} : Value{},
                            day_or_null(target.deadline), std::string(name_of(target.force)),
                            shorten(printed(sentence), 3900), begin_of(sentence), size_of(sentence),
                            measure == nullptr ? Value{} : text_or_null(measure->indicator),
                            measure == nullptr ? Value{} : text_or_null(measure->filter),
                            measure == nullptr || !factor ? Value{} : Value{*factor}});
    }
    return sheet;
  }

  [[nodiscard]] Sheet citations() const {
    Sheet sheet{.of = "plan_citation",
                .columns = {"document", "cited", "region", "title", "places", "wording", "relation",
                            "offset", "length"},
                .key = {"document", "cited"}};
    Codes codes;
    for (const Citation& citation : plan_.citations) {
      if (citation.self || citation.short_for || citation.mentions.empty()) continue;
      const std::string cited = citation.number.empty() ? citation.title : citation.number;
      if (cited.empty()) continue;
      const Mention& first = citation.mentions.front();
      sheet.rows.push_back({naming_.code, codes.take(shorten(cited, 480)), naming_.region,
                            text_or_null(shorten(citation.title, 480)),
                            static_cast<std::int64_t>(citation.mentions.size()),
                            text_or_null(first.wording), text_or_null(first.relation),
                            begin_of(first.span), size_of(first.span)});
    }
    return sheet;
  }

  /// A name of a clause inside of a sentence, as the clauses of items name the same body.
  [[nodiscard]] std::string canonical(Span name) const {
    const std::string as_printed = printed(name);
    for (const Party& party : plan_.parties) {
      if (party.canonical == as_printed ||
          std::ranges::find(party.printed, as_printed) != party.printed.end()) {
        return party.canonical;
      }
    }
    return as_printed;
  }

  [[nodiscard]] std::string cycle_of(Span span) const {
    const Word* word = lexicon_.inside("task_cycle", plan_.text.folded(span));
    return word == nullptr ? "quarterly" : word->value;
  }

  void add_task(Sheet& sheet, const std::string& code, const std::string& item,
                const std::string& origin, const std::string& title, Span span,
                const Names& names) const {
    const auto printed_day = deadline_in(plan_.text, lexicon_, span, naming_.year);
    const int last_year = std::max(naming_.year, plan_.document.until.value_or(0));
    const Date deadline = printed_day.value_or(make_date(last_year, 12, 31));
    sheet.rows.push_back({code, naming_.code, item, naming_.region, year(), origin, title,
                          printed(span), begin_of(span), size_of(span),
                          text_or_null(joined(names.in_charge())),
                          text_or_null(joined(names.others())), names.lead.empty(), deadline,
                          std::string(printed_day ? "text" : "plan"), cycle_of(span)});
  }

  [[nodiscard]] Sheet tasks() const {
    Sheet sheet{.of = "task",
                .columns = {"code", "document", "item", "region", "year", "origin", "title",
                            "content", "offset", "length", "lead", "participating", "joint",
                            "deadline", "deadline_basis", "report_cycle"},
                .key = {"code"}};
    for (std::size_t i = 0; i < plan_.items.size(); ++i) {
      const Item& item = plan_.items[i];
      add_task(sheet, codes_[i] + "/0", codes_[i], "item", title_of(item), item.span,
               names_of(item.clause));
      for (std::size_t k = 0; k < item.sentences.size(); ++k) {
        const Names names = own_names_of(item.sentences[k]);
        if (names.empty()) continue;
        add_task(sheet, codes_[i] + "/" + std::to_string(k + 1), codes_[i], "sentence",
                 shorten(printed(item.sentences[k]), 80), item.sentences[k], names);
      }
    }
    return sheet;
  }

  const Plan& plan_;
  const Lexicon& lexicon_;
  const std::vector<Measure>& measures_;
  const Naming& naming_;
  std::vector<std::string> codes_;  ///< one per item
};

}  // namespace

std::size_t Sheet::column(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
}

std::string Sheet::key_of(const std::vector<Value>& row) const {
  std::vector<std::string> parts;
  for (const auto& part : key) parts.push_back(to_text(row[column(part)]));
  return joined_parts(parts);
}

Result<std::vector<Measure>> load_measures(const std::filesystem::path& catalog) {
  constexpr std::array<std::string_view, 5> names{"words", "unit", "indicator", "factor", "filter"};
  ZH_TRY(const std::string text, code::read_file(catalog / "plan" / "measures.tsv"));
  ZH_TRY(const auto table, code::read_table(text, "measures.tsv", names));
  std::vector<Measure> measures;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Measure measure;
    std::u32string word;
    for (const char32_t sign : to_characters(table.cell(row, 0)) + U"+") {
      if (sign == U'+') {
        if (!word.empty()) measure.words.push_back(std::exchange(word, {}));
      } else {
        word += sign;
      }
    }
    measure.unit = table.cell(row, 1);
    measure.indicator = table.cell(row, 2);
    measure.factor = table.cell(row, 3);
    measure.filter = table.cell(row, 4);
    measures.push_back(std::move(measure));
  }
  return measures;
}

std::vector<Sheet> derive(const Plan& plan, const Lexicon& lexicon,
                          const std::vector<Measure>& measures, const Naming& naming) {
  return Derivation(plan, lexicon, measures, naming).sheets();
}

}  // namespace zhiheng::plan
