// Code lists, calendars and the user's sentences.

#include "base/text.h"
#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {

CodeList load_codes(Declaration& file) {
  CodeList made;
  made.name = file.text("name");
  made.title = file.words("title");
  made.source = file.text("source");
  for (Declaration& at : file.tables("code")) {
    Code code{
        .code = at.text("code"), .title = at.words("title"), .synonyms = at.texts("synonyms")};
    const std::size_t position = made.codes.size();
    std::vector<std::string> spellings = code.synonyms;
    spellings.insert(spellings.end(), {code.code, code.title.zh, code.title.en});
    for (const auto& spelling : spellings) {
      const auto [entry, fresh] =
          made.by_matching_form.try_emplace(to_matching_form(spelling), position);
      if (!fresh && entry->second != position) {
        at.complain(name_taken, "code", spelling,
                    "a spelling that only " + made.codes[entry->second].code + " has");
      }
    }
    at.finish();
    made.codes.push_back(std::move(code));
  }
  file.finish();
  return made;
}

namespace {

std::optional<Date> day(Declaration& at, const std::string& text, std::string_view key) {
  auto parsed = parse_date(text);
  if (parsed) return *parsed;
  at.complain(wrong_value, key, text, "a date: 2024-01-31");
  return std::nullopt;
}

}  // namespace

WorkingCalendar load_calendar(Declaration& file) {
  WorkingCalendar made;
  made.name = file.text("name");
  static_cast<void>(file.words_or("title", {}));
  for (Declaration& at : file.tables("year")) {
    const int year = at.integer_or("year", 0);
    made.first_year = made.first_year == 0 ? year : std::min(made.first_year, year);
    made.last_year = std::max(made.last_year, year);
    static_cast<void>(at.text("source"));
    static_cast<void>(at.choice("status", {"verified", "unverified"}));
    for (Declaration& holiday : at.tables("holidays")) {
      static_cast<void>(holiday.text_or("name", ""));
      const auto from = holiday.date("from");
      const auto to = holiday.date("to");
      if (!from || !to || *to < *from) {
        holiday.complain(wrong_value, "from", "", "from <= to, both dates");
        continue;
      }
      for (Date date = *from; date <= *to; ++date.days) made.holidays.insert(date);
      holiday.finish();
    }
    for (const auto& text : at.texts("working_days")) {
      const auto date = day(at, text, "working_days");
      if (!date) continue;
      if (made.holidays.contains(*date)) {
        at.complain(wrong_value, "working_days", text, "a day that is no holiday");
      }
      made.working_days.insert(*date);
    }
    at.finish();
  }
  file.finish();
  return made;
}

void load_messages(Declaration& file, std::map<std::string, Words>& messages) {
  for (const auto& id : file.keys()) {
    if (messages.contains(id)) file.complain(name_taken, id, id, "each id once");
    messages[id] = file.words(id);
  }
  file.finish();
}

}  // namespace zhiheng::catalog
