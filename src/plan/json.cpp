// The plan as JSON.

#include <boost/json.hpp>

#include "plan/answers.h"
#include "plan/counts.h"

namespace zhiheng::plan {
namespace {

namespace json = boost::json;

class Writer {
 public:
  Writer(const Plan& plan, const Lexicon& lexicon, std::optional<int> as_of)
      : plan_(plan), lexicon_(lexicon), text_(plan.text), as_of_(as_of) {}

  json::object document() const {
    return {{"document", head()},         {"sections", sections()},
            {"items", items()},           {"subsections", subsections()},
            {"goals", goals()},           {"boxes", boxes()},
            {"targets", targets()},       {"numbers", numbers()},
            {"indicators", indicators()}, {"parties", parties()},
            {"defects", defects()},       {"closing", passages(plan_.closing)},
            {"parts", parts()},           {"counts", counts()}};
  }

 private:
  /// An object that begins with the place of `span`.
  [[nodiscard]] json::object place(Span span) const {
    const std::uint32_t begin = text_.byte(span.begin);
    return {{"line", text_.line(span.begin)},
            {"offset", begin},
            {"length", text_.length(span)},
            {"char_offset", text_.character(span.begin)},
            {"char_length",
             span.empty() ? 0 : text_.character(span.end - 1) + 1 - text_.character(span.begin)}};
  }

  [[nodiscard]] json::object passage(Span span) const {
    json::object object{{"text", text_.printed(span)}};
    for (auto& [key, value] : place(span)) object[key] = value;
    return object;
  }

  template <class Spans>
  [[nodiscard]] json::array passages(const Spans& spans) const {
    json::array array;
    for (const Span span : spans) array.push_back(passage(span));
    return array;
  }

  static json::value number_or_null(int number) {
    return number > 0 ? json::value(number) : json::value(nullptr);
  }

  [[nodiscard]] json::value section_no(std::size_t section) const {
    if (section == 0) return nullptr;
    return number_or_null(plan_.sections[section - 1].no);
  }

  [[nodiscard]] json::object head() const {
    const Document& document = plan_.document;
    json::object object{{"title", document.title},
                        {"notice_title", document.notice_title},
                        {"number", document.number},
                        {"issuer", document.issuer},
                        {"date", nullptr},
                        {"level", name_of(document.level)},
                        {"year", nullptr},
                        {"until", nullptr},
                        {"notices", notices()},
                        {"cites", citations()},
                        {"characters", text_.character(text_.size())},
                        {"bytes", text_.source().size()}};
    if (document.date) object["date"] = zhiheng::to_text(*document.date);
    if (document.year) object["year"] = *document.year;
    if (document.until) object["until"] = *document.until;
    return object;
  }

  [[nodiscard]] json::array citations() const {
    json::array array;
    for (const Citation& citation : plan_.citations) {
      json::object object{{"title", citation.title},     {"number", citation.number},
                          {"known", citation.known},     {"self", citation.self},
                          {"damaged", citation.damaged}, {"places", mentions(citation)}};
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array mentions(const Citation& citation) const {
    json::array array;
    for (const Mention& mention : citation.mentions) {
      json::object object = passage(mention.span);
      object["item"] = mention.where;
      object["wording"] = mention.wording;
      object["relation"] = mention.relation;
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array notices() const {
    json::array array;
    for (const Notice& notice : plan_.document.notices) {
      json::object object{{"title", notice.title},
                          {"number", notice.number},
                          {"issuer", notice.issuer},
                          {"date", nullptr}};
      if (notice.date) object["date"] = zhiheng::to_text(*notice.date);
      for (auto& [key, value] : place(notice.span)) object[key] = value;
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array sections() const {
    json::array array;
    for (const Section& section : plan_.sections) {
      json::object object{{"no", number_or_null(section.no)},
                          {"title", text_.on_one_line(section.title)}};
      for (auto& [key, value] : place(section.span)) object[key] = value;
      object["sentences"] = passages(section.sentences);
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::value clause(const Item& item) const {
    if (!item.clause) return nullptr;
    const Clause& clause = *item.clause;
    json::object object{{"raw", text_.printed(clause.span)},
                        {"form", clause.form},
                        {"responsible", names(clause, Role::responsible)},
                        {"lead", names(clause, Role::lead)},
                        {"participating", names(clause, Role::participating)},
                        {"open", clause.open},
                        {"own_paragraph", clause.own_paragraph},
                        {"due", nullptr}};
    if (clause.due) object["due"] = zhiheng::to_text(*clause.due);
    for (auto& [key, value] : place(clause.span)) object[key] = value;
    json::array assignments;
    for (const Assignment& assignment : clause.assignments) {
      json::object one = passage(assignment.name);
      one["role"] = name_of(assignment.role);
      one["canonical"] = plan_.parties[assignment.party].canonical;
      assignments.push_back(std::move(one));
    }
    object["assignments"] = std::move(assignments);
    return object;
  }

  [[nodiscard]] json::array names(const Clause& clause, Role role) const {
    json::array array;
    for (const Assignment& assignment : clause.assignments) {
      if (assignment.role == role) array.emplace_back(text_.on_one_line(assignment.name));
    }
    return array;
  }

  [[nodiscard]] json::array items() const {
    json::array array;
    for (const Item& item : plan_.items) {
      json::object object{{"no", number_or_null(item.no)},
                          {"section", section_no(item.section)},
                          {"title", text_.on_one_line(item.title)},
                          {"text", text_.printed(item.span)}};
      for (auto& [key, value] : place(item.span)) object[key] = value;
      object["sentences"] = passages(item.sentences);
      object["clause"] = clause(item);
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array subsections() const {
    json::array array;
    for (const Subsection& subsection : plan_.subsections) {
      json::object object{{"no", number_or_null(subsection.no)},
                          {"section", section_no(subsection.section)},
                          {"title", text_.on_one_line(subsection.title)},
                          {"text", text_.printed(subsection.span)}};
      for (auto& [key, value] : place(subsection.span)) object[key] = value;
      object["sentences"] = passages(subsection.sentences);
      object["bullets"] = passages(subsection.bullets);
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array goals() const {
    json::array array;
    for (const Goal& goal : plan_.goals) {
      json::object object{{"no", number_or_null(goal.no)},
                          {"section", section_no(goal.section)},
                          {"title", text_.on_one_line(goal.title)},
                          {"text", text_.printed(goal.span)}};
      for (auto& [key, value] : place(goal.span)) object[key] = value;
      object["paragraphs"] = passages(goal.paragraphs);
      object["bullets"] = passages(goal.bullets);
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array boxes() const {
    json::array array;
    for (const Box& box : plan_.boxes) {
      json::object object{{"no", number_or_null(box.no)},
                          {"section", section_no(box.section)},
                          {"title", text_.on_one_line(box.title)}};
      for (auto& [key, value] : place(box.span)) object[key] = value;
      json::array rows;
      for (const Box::Row& row : box.rows) {
        json::object line{{"no", row.no}, {"title", text_.on_one_line(row.title)}};
        for (auto& [key, value] : place(row.span)) line[key] = value;
        line["texts"] = passages(row.texts);
        rows.push_back(std::move(line));
      }
      object["rows"] = std::move(rows);
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array targets() const {
    json::array array;
    for (const Target& target : plan_.targets) {
      json::object object{{"subject", text_.on_one_line(target.subject)},
                          {"comparator", name_of(target.comparator)},
                          {"value", nullptr},
                          {"unit", target.unit},
                          {"deadline", nullptr},
                          {"force", name_of(target.force)},
                          {"item", target.where}};
      if (target.value) object["value"] = *target.value;
      if (target.base_year) object["base_year"] = *target.base_year;
      if (target.deadline) object["deadline"] = zhiheng::to_text(*target.deadline);
      for (auto& [key, value] : passage(target.span)) object[key] = value;
      object["sentence"] = passage(target.sentence);
      object["names"] = passages(target.names);
      object["repeats"] = passages(target.repeats);
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array numbers() const {
    json::array array;
    for (const Number& number : plan_.numbers) {
      json::object object = passage(number.span);
      object["kind"] = number.kind;
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array indicators() const {
    json::array array;
    for (const NamedIndicator& one : plan_.indicators) {
      json::object object = passage(one.span);
      object["indicator"] = one.indicator;
      object["item"] = one.where;
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array parties() const {
    json::array array;
    for (const Party& party : plan_.parties) {
      json::array printed;
      for (const std::string& name : party.printed) printed.emplace_back(name);
      json::object object{{"as_printed", std::move(printed)},
                          {"canonical", party.canonical},
                          {"collective", party.collective},
                          {"authority", party.authority}};
      if (const Authority* authority = lexicon_.authority(party.authority)) {
        object["function"] = {{"zh", authority->zh}, {"en", authority->en}};
        object["successor"] = authority->successor;
        object["from"] = authority->from;
        object["until"] = authority->until;
        object["years"] = authority->status;
        if (as_of_) object["heir"] = lexicon_.standing_in(*authority, *as_of_)->key;
      }
      array.push_back(std::move(object));
    }
    return array;
  }

  [[nodiscard]] json::array defects() const {
    json::array array;
    for (const Defect& defect : plan_.defects) {
      json::object object = passage(defect.span);
      object["what"] = defect.what;
      object["repair"] = defect.repair;
      array.push_back(std::move(object));
    }
    return array;
  }

  /// All stretches of the source in order; put together they are the source.
  [[nodiscard]] json::array parts() const {
    json::array array;
    for (const Part& part : plan_.parts) {
      const std::uint32_t begin = text_.byte(part.span.begin);
      array.push_back({{"kind", name_of(part.kind)},
                       {"offset", begin},
                       {"length", text_.byte(part.span.end) - begin}});
    }
    return array;
  }

  [[nodiscard]] json::object counts() const {
    const Counts counts = counts_of(plan_);
    json::array per_section(counts.items_per_section.begin(), counts.items_per_section.end());
    json::array bare(counts.items_without_clause.begin(), counts.items_without_clause.end());
    json::object forms;
    for (const auto& [form, count] : counts.forms) forms[form] = count;
    return {{"sections", counts.sections},
            {"items", counts.items},
            {"items_per_section", std::move(per_section)},
            {"subsections", counts.subsections},
            {"goals", counts.goals},
            {"boxes", counts.boxes},
            {"clauses", counts.clauses},
            {"items_without_clause", std::move(bare)},
            {"clause_forms", std::move(forms)},
            {"clauses_with_several_leads", counts.clauses_with_several_leads},
            {"names_printed", counts.names_printed},
            {"parties", counts.parties},
            {"assignments",
             {{"responsible", counts.responsible},
              {"lead", counts.lead},
              {"participating", counts.participating}}},
            {"sentences", counts.sentences},
            {"closing", counts.closing},
            {"targets", plan_.targets.size()},
            {"numbers", plan_.numbers.size()},
            {"citations", plan_.citations.size()},
            {"defects", plan_.defects.size() + plan_.defects_left_out},
            {"brackets",
             {{"opened", counts.brackets_opened},
              {"closed", counts.brackets_closed},
              {"unmatched", counts.brackets_unmatched}}}};
  }

  const Plan& plan_;
  const Lexicon& lexicon_;
  const FoldedText& text_;
  const std::optional<int> as_of_;
};

}  // namespace

std::string to_json(const Plan& plan, const Lexicon& lexicon, std::optional<int> as_of) {
  return json::serialize(Writer(plan, lexicon, as_of).document());
}

}  // namespace zhiheng::plan
