// The commands about terms: what is to be done, what follows when it was not.

#include <boost/json.hpp>
#include <ostream>

#include "base/sentence.h"
#include "registry/answers.h"
#include "registry/failures.h"
#include "registry/lifecycle_json.h"
#include "registry/opened.h"

namespace zhiheng::registry {
namespace {

namespace json = boost::json;

Result<Person> person_of(Opened& opened, const std::string& user) {
  if (user.empty()) return local_operator();
  return People(*opened.store, opened.catalog->security).person(user);
}

/// The moment that a work list or a run is judged as of: the end of a given day, else now.
Result<Timestamp> moment_of(const Invocation& call) {
  if (!call.has("today")) return now();
  ZH_TRY(const Date day, parse_date(call.option("today")));
  constexpr std::int64_t half_day = 43'200'000'000;
  return Timestamp{day.days * 2 * half_day + half_day / 3};
}

void print_items(const Invocation& call, const catalog::Catalog& catalog, const Words& title,
                 const std::vector<WorkItem>& items, std::int64_t in_all) {
  std::ostream& out = *call.out;
  out << title.in(call.language) << "  " << in_all << '\n';
  for (const auto& item : items) {
    const auto& of = *catalog.find_register(item.register_name);
    const auto* clock = find_clock(of, item.clock);
    out << "  "
        << (item.due ? to_text(china_date(Timestamp{item.due->microseconds - 1})) : "----------")
        << "  " << (clock == nullptr ? item.clock : clock->title.in(call.language)) << "  "
        << of.name << ' ' << item.key << "  " << state_title(of, item.state).in(call.language)
        << "  " << item.title << '\n';
  }
}

}  // namespace

Result<int> answer_work(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_TRY(const Person person, person_of(opened, call.option("as")));
  ZH_TRY(const auto limit, limit_of(call));
  ZH_TRY(const auto at, moment_of(call));
  ZH_TRY(const Work work, opened.registry->work(person, at, limit));
  if (call.json) {
    *call.out << json::serialize(work_json(*opened.catalog, work)) << '\n';
    return 0;
  }
  print_items(call, *opened.catalog, {"已逾期", "overdue"}, work.overdue, work.overdue_in_all);
  print_items(call, *opened.catalog, {"今日到期", "due today"}, work.today, work.today_in_all);
  print_items(call, *opened.catalog, {"之后到期", "due later"}, work.later, work.later_in_all);
  print_items(call, *opened.catalog, {"待他人办理或中止", "waiting for others, or standing still"},
              work.waiting, work.waiting_in_all);
  return 0;
}

Result<int> answer_clocks_run(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_TRY(const auto at, moment_of(call));
  ZH_TRY(const auto done, opened.registry->run_clocks(at));
  json::array list;
  bool good = true;
  for (const auto& one : done) {
    good = good && one.errors.empty();
    const auto* of = opened.catalog->find_register(one.register_name);
    json::array errors;
    for (const auto& error : one.errors) {
      errors.push_back(
          json::object{{"id", std::string(error.failure->id)},
                       {"where", error.where},
                       {"sentence", sentence(*opened.catalog, of, error, call.language)}});
    }
    if (!call.json) {
      *call.out << one.register_name << ' ' << one.id << "  " << one.step;
      for (const auto& error : one.errors) {
        *call.out << "  " << sentence(*opened.catalog, of, error, call.language);
      }
      *call.out << '\n';
    }
    list.push_back(json::object{{"register", one.register_name},
                                {"id", one.id},
                                {"step", one.step},
                                {"errors", std::move(errors)}});
  }
  if (call.json) *call.out << json::serialize(json::object{{"steps", std::move(list)}}) << '\n';
  return good ? 0 : 1;
}

void print_clocks(const Invocation& call, const std::vector<ClockReading>& readings) {
  const bool zh = call.language == Language::zh;
  std::ostream& out = *call.out;
  for (const auto& reading : readings) {
    if (reading.standing == Standing::idle) continue;
    out << "  " << reading.clock->title.in(call.language) << ": " << name_of(reading.standing);
    if (reading.due) {
      out << "  " << (zh ? "截止 " : "until ")
          << to_text(china_date(Timestamp{reading.due->microseconds - 1}));
    }
    out << "  " << (zh ? "起算 " : "from ") << to_text(china_date(reading.started));
    if (reading.count.counted > 0) {
      out << (zh ? "，计 " : ", counted ") << reading.count.counted << (zh ? " 日" : " days");
    }
    if (!reading.count.off.empty()) {
      out << (zh ? "，不计休息日 " : ", days off not counted: ");
      for (const Date day : reading.count.off) {
        out << (day == reading.count.off.front() ? "" : " ") << to_text(day);
      }
    }
    if (reading.count.suspended > 0) {
      out << (zh ? "，中止 " : ", stood still ") << reading.count.suspended
          << (zh ? " 日" : " days");
    }
    if (reading.extensions > 0) {
      out << (zh ? "，已延长 " : ", extended ") << reading.extensions;
    }
    if (reading.count.provisional) {
      out << (zh ? "（放假安排未公布，暂按周末推算）"
                 : " (no holiday notice yet: counted by plain weeks)");
    }
    if (reading.term != nullptr) {
      out << "  [" << reading.term->source
          << (reading.term->verified ? "" : (zh ? "，未核实" : ", unverified")) << ']';
    }
    out << '\n';
  }
}

void print_links(const Invocation& call, const std::vector<Link>& links) {
  for (const auto& link : links) {
    *call.out << (link.outward ? "  -> " : "  <- ") << link.register_name << ' ' << link.key << "  "
              << link.title << '\n';
  }
}

}  // namespace zhiheng::registry
