#include <ostream>

#include "base/text.h"
#include "plan/answers.h"
#include "plan/counts.h"
#include "plan/failures.h"
#include "plan/paragraphs.h"
#include "plan/plan_file.h"

namespace zhiheng::plan {
namespace {

void print_head(std::ostream& out, const Plan& plan, Language language) {
  const bool zh = language == Language::zh;
  const Document& document = plan.document;
  out << document.title << '\n';
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out << name << ": " << value << '\n';
  };
  line(zh ? "文号" : "number", document.number);
  line(zh ? "发文机关" : "issuer", document.issuer);
  if (document.date) line(zh ? "日期" : "date", zhiheng::to_text(*document.date));
  const Counts counts = counts_of(plan);
  out << (zh ? "章节 " : "sections ") << counts.sections << (zh ? "，条目 " : ", items ")
      << counts.items << (zh ? "，责任分工 " : ", clauses ") << counts.clauses
      << (zh ? "，责任单位 " : ", parties ") << counts.parties << (zh ? "，目标 " : ", targets ")
      << plan.targets.size() << (zh ? "，缺损 " : ", defects ") << plan.defects.size() << "\n";
}

void print_items(std::ostream& out, const Plan& plan) {
  std::size_t section = 0;
  for (const Item& item : plan.items) {
    if (item.section != section && item.section > 0) {
      const Section& roof = plan.sections[item.section - 1];
      out << '\n' << plan.text.printed(roof.marker) << plan.text.printed(roof.title) << '\n';
    }
    section = item.section;
    out << "  " << (item.no > 0 ? std::to_string(item.no) : "?") << '\t'
        << plan.text.on_one_line(item.title) << '\n';
    if (!item.clause) continue;
    std::string roles;
    Role last = Role::responsible;
    for (const Assignment& assignment : item.clause->assignments) {
      const bool starts = roles.empty() || assignment.role != last;
      if (starts && assignment.role == Role::participating) roles += " + ";
      roles += (starts ? "" : "、") + plan.parties[assignment.party].canonical;
      last = assignment.role;
    }
    out << "\t" << roles << (item.clause->open ? "…" : "") << '\n';
  }
}

void print_targets(std::ostream& out, const Plan& plan, Language language) {
  if (!plan.targets.empty()) out << (language == Language::zh ? "\n目标\n" : "\ntargets\n");
  for (const Target& target : plan.targets) {
    out << "  " << target.where << '\t' << plan.text.on_one_line(target.subject) << '\t'
        << name_of(target.comparator) << '\t' << plan.text.printed(target.span) << '\t'
        << (target.deadline ? zhiheng::to_text(*target.deadline) : "-") << '\t'
        << name_of(target.force) << '\n';
  }
}

void print_defects(std::ostream& out, const Plan& plan, Language language) {
  if (!plan.defects.empty()) out << (language == Language::zh ? "\n缺损\n" : "\ndefects\n");
  for (const Defect& defect : plan.defects) {
    out << "  " << plan.text.line(defect.span.begin) << '\t' << defect.what << '\t'
        << shorten(plan.text.printed(defect.span), 30);
    if (!defect.repair.empty()) out << " → " << defect.repair;
    out << '\n';
  }
  if (plan.defects_left_out > 0) out << "  … +" << plan.defects_left_out << '\n';
}

/// Bodies that have another name in that year.
void print_heirs(std::ostream& out, const Plan& plan, const Lexicon& lexicon, int year,
                 Language language) {
  const bool zh = language == Language::zh;
  out << '\n'
      << year
      << (zh ? " 年的承接机关（年份未核实）\n" : ": bodies that took over (years unverified)\n");
  for (const Party& party : plan.parties) {
    const Authority* authority = lexicon.authority(party.authority);
    if (authority == nullptr) continue;
    const Authority* heir = lexicon.standing_in(*authority, year);
    if (heir == authority) continue;
    out << "  " << party.canonical << " → " << (zh ? heir->zh : heir->en) << '\n';
  }
}

Result<std::optional<int>> year_asked_for(const Invocation& invocation) {
  if (!invocation.has("as-of")) return std::optional<int>{};
  const std::string printed = invocation.option("as-of");
  const auto year = is_utf8(printed) ? arabic_number(to_characters(printed)) : std::nullopt;
  if (!year || *year < 1949 || *year > 2100) {
    return fail(year_unusable, "--as-of", printed, "1949..2100");
  }
  return year;
}

}  // namespace

Result<int> answer_parse(const Invocation& invocation) {
  ZH_TRY(const auto as_of, year_asked_for(invocation));
  ZH_TRY(const Lexicon lexicon, Lexicon::load(invocation.catalog));
  ZH_TRY(const Plan plan, read_plan(invocation.argument("FILE"), lexicon));
  std::ostream& out = *invocation.out;
  if (invocation.json) {
    out << to_json(plan, lexicon, as_of) << '\n';
    return 0;
  }
  print_head(out, plan, invocation.language);
  print_items(out, plan);
  print_targets(out, plan, invocation.language);
  print_defects(out, plan, invocation.language);
  if (as_of) print_heirs(out, plan, lexicon, *as_of, invocation.language);
  return 0;
}

}  // namespace zhiheng::plan
