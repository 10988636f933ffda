// Who has to do what by when.

#include <algorithm>

#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "registry/stepping.h"
#include "store/listing.h"

namespace zhiheng::registry {
namespace {

constexpr std::int64_t most_consequences = 10'000;
constexpr std::int64_t most_counted = 10'000;  // of a register; more tell nobody what to do next

/// The program itself: takes the steps that missed terms lead to.
Person the_system() {
  Person person;
  person.user = "system";
  person.name = "system";
  person.system = true;
  return person;
}

/// States from which one of the person's roles may take a step.
std::vector<std::string> states_to_act_in(const catalog::Register& of, const Person& person,
                                          const Access& access) {
  const auto acts = [&](const catalog::Step& step) {
    if (step.roles.empty()) return access.write;
    return std::ranges::any_of(step.roles, [&](const std::string& role) {
      return std::ranges::find(person.roles, role) != person.roles.end();
    });
  };
  std::vector<std::string> states;
  for (const auto& state : of.states) {
    const bool any = std::ranges::any_of(of.steps, [&](const catalog::Step& step) {
      return starts_from(step, state.name) && acts(step);
    });
    if (any) states.push_back(state.name);
  }
  return states;
}

/// In one of the states, and of nobody else.
Sql mine(const std::vector<std::string>& states, const Person& person, const Access& access) {
  if (states.empty()) return {"1 = 0", {}};
  Sql sql{"state IN (", {}};
  for (const auto& state : states) {
    sql.text += sql.values.empty() ? "?" : ", ?";
    sql.values.emplace_back(state);
  }
  sql.text += ") AND due IS NOT NULL";
  // The firm acts for itself, whichever officer has the record in hand.
  if (access.reads.own && !access.reads.all) return sql;
  sql.text += " AND (handler = '' OR handler = ?)";
  sql.values.emplace_back(person.user);
  return sql;
}

Sql negated(Sql sql) {
  sql.text = "NOT (" + sql.text + ")";
  return sql;
}

Timestamp end_of_day(Timestamp now) {
  constexpr std::int64_t hour = 3'600'000'000;
  return Timestamp{(std::int64_t{china_date(now).days} + 1) * 24 * hour - 8 * hour};
}

/// One part of the work list over all registers.
struct Part {
  std::vector<WorkItem>* items;
  std::int64_t* in_all;
  Sql when;
};

}  // namespace

Result<Sql> agenda_within(const Registry::Inside& inside, const Access& access,
                          const catalog::Register& of) {
  Sql rows{"table_name = ?", {of.name}};
  if (!access.reads.all) {
    Sql reached;
    const auto add = [&](bool may, const char* column, const std::string& wanted) {
      if (!may || wanted.empty()) return;
      reached.text += std::string(reached.text.empty() ? "" : " OR ") + column + " = ?";
      reached.values.emplace_back(wanted);
    };
    add(access.reads.own, "holder", access.company);
    add(access.reads.assigned, "handler", access.user);
    if (reached.text.empty()) reached.text = "1 = 0";
    return both(std::move(rows), std::move(reached));
  }
  if (access.region.empty()) return rows;
  const auto at = of.position(of.region_field);
  if (at) {
    const std::string prefix = of.expression_fields()[*at].prefix(access.region);
    return both(std::move(rows), {"region >= ? AND region < ?", {prefix, prefix + ":"}});
  }
  ZH_TRY(Sql within, inside.rows_within(access, of, inside.store->dialect()));
  if (within.text.empty()) return rows;
  const auto* table = inside.store->table(of.name);
  within.text = "id IN (SELECT id FROM (" + inside.store->current_relation(*table) +
                ") AS seen WHERE " + within.text + ")";
  return both(std::move(rows), std::move(within));
}

Result<Work> Registry::work(const Person& person, Timestamp now, std::int64_t limit) {
  if (limit < 1 || limit > 1000)
    return fail(limit_wrong, "limit", std::to_string(limit), "1..1000");
  ZH_DO(inside_->follow_clocks());
  Work work;
  const std::int64_t tonight = end_of_day(now).microseconds;
  for (const auto& of : catalog().registers) {
    const Access access = inside_->access(person, of).widest();
    if (of.clocks.empty() || !access.read || !access.is_internal()) continue;
    ZH_TRY(const Sql rows, agenda_within(*inside_, access, of));
    ZH_TRY(const auto any, store::count_agenda_up_to(*inside_->store, rows, 1));
    if (any == 0) continue;
    const Sql own = mine(states_to_act_in(of, person, access), person, access);
    const Part parts[] = {
        {&work.overdue, &work.overdue_in_all, both(own, {"due <= ?", {now.microseconds}})},
        {&work.today, &work.today_in_all,
         both(own, {"due > ? AND due <= ?", {now.microseconds, tonight}})},
        {&work.later, &work.later_in_all, both(own, {"due > ?", {tonight}})},
        {&work.waiting, &work.waiting_in_all, negated(own)}};
    for (const Part& part : parts) {
      const Sql where = both(rows, part.when);
      ZH_TRY(const std::int64_t count,
             store::count_agenda_up_to(*inside_->store, where, most_counted));
      *part.in_all += count;
      if (count == 0) continue;
      ZH_DO(inside_->store->read_agenda(where, limit, [&](const store::Appointment& one) {
        part.items->push_back({.register_name = of.name,
                               .id = to_text(one.id),
                               .key = {},
                               .title = {},
                               .state = one.state,
                               .clock = one.clock,
                               .due = one.due,
                               .mine = &part != &parts[3]});
        return true;
      }));
    }
  }
  for (auto* items : {&work.overdue, &work.today, &work.later, &work.waiting}) {
    std::ranges::stable_sort(*items, [](const WorkItem& a, const WorkItem& b) {
      if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
      return a.due < b.due;
    });
    if (std::ssize(*items) > limit) items->resize(static_cast<std::size_t>(limit));
    for (WorkItem& item : *items) {
      const auto& of = *catalog().find_register(item.register_name);
      const Access access = inside_->access(person, of);
      const auto present = inside_->present(access, of, item.id);
      if (!present) continue;
      item.key = key_text(of, present->values);
      const auto* title = of.find_field(of.title_field);
      if (title != nullptr && access.sees(*title)) {
        item.title = to_text(present->values[*of.position(of.title_field)]);
      }
    }
  }
  return work;
}

Result<std::vector<Consequence>> Registry::run_clocks(Timestamp now) {
  ZH_DO(inside_->follow_clocks());
  std::vector<Consequence> done;
  for (const auto& of : catalog().registers) {
    for (const auto& clock : of.clocks) {
      if (clock.missed_step.empty()) continue;
      const Sql late{"table_name = ? AND clock = ? AND due <= ?",
                     {of.name, clock.name, now.microseconds}};
      std::vector<std::string> ids;
      ZH_DO(inside_->store->read_agenda(late, most_consequences, [&](const auto& one) {
        ids.push_back(to_text(one.id));
        return true;
      }));
      for (const auto& id : ids) {
        auto answer = step(the_system(), of, id, {}, clock.missed_step, "逾期：" + clock.title.zh);
        Consequence one{
            .register_name = of.name, .id = id, .step = clock.missed_step, .errors = {}};
        if (answer) {
          one.errors = answer->errors;
        } else {
          one.errors.push_back(answer.error());
        }
        done.push_back(std::move(one));
      }
    }
  }
  return done;
}

}  // namespace zhiheng::registry
