// The commands that count days as laws do.

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "catalog/answers.h"
#include "catalog/catalog.h"
#include "catalog/declaration.h"
#include "catalog/failures.h"

namespace zhiheng::catalog {
namespace {

constexpr int longest_term = 36'500;
constexpr std::string_view usual_calendar = "cn";

struct Unit {
  const char* option;
  Term::Unit unit;
};
constexpr Unit units[] = {{"working-days", Term::Unit::working_days},
                          {"days", Term::Unit::natural_days},
                          {"months", Term::Unit::months},
                          {"years", Term::Unit::years}};

Result<WorkingCalendar> calendar_of(const Invocation& call) {
  const Loaded loaded = load(find_folder(call.catalog));
  if (!loaded.catalog) return std::unexpected(loaded.errors.front());
  const auto name = call.option("calendar", std::string(usual_calendar));
  const auto found = loaded.catalog->calendars.find(name);
  if (found == loaded.catalog->calendars.end()) {
    return fail(calendar_unknown, "calendar", name, "catalog/calendars");
  }
  return found->second;
}

Result<Term> term_of(const Invocation& call) {
  std::optional<Term> term;
  for (const auto& [option, unit] : units) {
    if (!call.has(option)) continue;
    const std::string text = call.option(option);
    int count = -1;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool whole = error == std::errc() && rest == text.data() + text.size();
    if (term || !whole || count < 0 || count > longest_term) {
      return fail(term_wrong, option, text, "0.." + std::to_string(longest_term));
    }
    term = Term{.count = count, .unit = unit};
  }
  if (!term) return fail(term_wrong, "", "", "--working-days | --days | --months | --years");
  return *term;
}

/// Whether a notice that the answer rests on was not compared with the original yet.
bool is_doubtful(const Invocation& call, Date from, Date to) {
  const auto year = [](Date date) { return static_cast<int>(civil(date).year()); };
  const auto file = "calendars/" + call.option("calendar", std::string(usual_calendar)) + ".toml";
  std::vector<Error> errors;  // the catalog was loaded before: there are none
  auto declared = Declaration::read(find_folder(call.catalog) + "/" + file, file, errors);
  if (!declared) return true;
  for (Declaration& at : declared->tables("year")) {
    const int of = at.integer_or("year", 0);
    const bool covered = of >= year(std::min(from, to)) && of <= year(std::max(from, to));
    if (covered && at.text_or("status", "") != "verified") return true;
  }
  return false;
}

void warn(const Invocation& call, bool doubtful) {
  if (!doubtful || call.json || call.messages == nullptr) return;
  const Words words = {"所依据的放假安排尚未与原文核对（见 catalog/calendars）。",
                       "The holidays behind this were not compared with the notice yet; see "
                       "catalog/calendars."};
  *call.messages << words.in(call.language) << '\n';
}

Words weekday_of(Date date) {
  static const Words names[] = {
      {"星期一", "Monday"}, {"星期二", "Tuesday"},  {"星期三", "Wednesday"}, {"星期四", "Thursday"},
      {"星期五", "Friday"}, {"星期六", "Saturday"}, {"星期日", "Sunday"}};
  return names[((date.days + 3) % 7 + 7) % 7];  // 1970-01-01 was a Thursday
}

}  // namespace

Result<int> answer_calendar_day(const Invocation& call) {
  ZH_TRY(const WorkingCalendar calendar, calendar_of(call));
  ZH_TRY(const Date date, parse_date(call.argument("DATE")));
  ZH_TRY(const bool works, is_working_day(calendar, date));
  const bool doubtful = is_doubtful(call, date, date);
  if (call.json) {
    *call.out << boost::json::serialize(boost::json::object{{"date", to_text(date)},
                                                            {"weekday", weekday_of(date).en},
                                                            {"working_day", works},
                                                            {"verified", !doubtful}})
              << '\n';
    return 0;
  }
  const Words answer = works ? Words{"工作日", "working day"} : Words{"非工作日", "day off"};
  *call.out << to_text(date) << "  " << weekday_of(date).in(call.language) << "  "
            << answer.in(call.language) << '\n';
  warn(call, doubtful);
  return 0;
}

Result<int> answer_calendar_end(const Invocation& call) {
  ZH_TRY(const WorkingCalendar calendar, calendar_of(call));
  ZH_TRY(const Date start, parse_date(call.argument("START")));
  ZH_TRY(const Term term, term_of(call));
  ZH_TRY(const Date end, term_end(calendar, start, term));
  const bool doubtful = is_doubtful(call, start, end);
  if (call.json) {
    *call.out << boost::json::serialize(boost::json::object{{"start", to_text(start)},
                                                            {"end", to_text(end)},
                                                            {"weekday", weekday_of(end).en},
                                                            {"verified", !doubtful}})
              << '\n';
    return 0;
  }
  *call.out << to_text(end) << "  " << weekday_of(end).in(call.language) << '\n';
  warn(call, doubtful);
  return 0;
}

Result<int> answer_calendar_between(const Invocation& call) {
  ZH_TRY(const WorkingCalendar calendar, calendar_of(call));
  ZH_TRY(const Date from, parse_date(call.argument("FROM")));
  ZH_TRY(const Date to, parse_date(call.argument("TO")));
  ZH_TRY(const int count, working_days_between(calendar, from, to));
  const bool doubtful = is_doubtful(call, from, to);
  if (call.json) {
    *call.out << boost::json::serialize(boost::json::object{{"from", to_text(from)},
                                                            {"to", to_text(to)},
                                                            {"working_days", count},
                                                            {"verified", !doubtful}})
              << '\n';
    return 0;
  }
  *call.out << count << '\n';
  warn(call, doubtful);
  return 0;
}

}  // namespace zhiheng::catalog
