// Who has to do what by when.

#include <algorithm>
#include <map>
#include <span>

#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "registry/names.h"
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

/// Fills in the keys and titles of the records that the person sees, with few questions: each is a
/// way to the server and back.
Result<void> name_items(const Registry::Inside& inside, const Person& person,
                        const catalog::Register& of, std::span<WorkItem* const> items) {
  const Access access = inside.access(person, of);
  if (!access.read) return {};
  const auto* title = of.find_field(of.title_field);
  const bool titled = title != nullptr && access.sees(*title);
  for (std::size_t first = 0; first < items.size(); first += keys_of_a_query) {
    const auto some = items.subspan(first, std::min(keys_of_a_query, items.size() - first));
    Sql these;
    for (const WorkItem* item : some) {
      these.text += these.values.empty() ? "id IN (uuid(?)" : ", uuid(?)";
      these.values.emplace_back(item->id);
    }
    these.text += ")";
    store::Select select{.table = of.name};
    ZH_TRY(Sql rows, inside.rows_within(access, of, inside.store->dialect()));
    select.where = both(std::move(these), std::move(rows));
    ZH_DO(inside.store->read(select, [&](const store::Version& version) {
      const std::string id = to_text(version.id);
      for (WorkItem* item : some) {
        if (item->id != id) continue;
        item->key = key_text(of, version.values);
        if (titled) item->title = to_text(version.values[*of.position(of.title_field)]);
      }
      return true;
    }));
  }
  return {};
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
  std::vector<std::string> names;
  for (const auto& of : catalog().registers) {
    const Access access = inside_->access(person, of).widest();
    if (!of.clocks.empty() && access.read && access.is_internal()) names.push_back(of.name);
  }
  ZH_TRY(const auto filled, store::tables_with_appointments(*inside_->store, names));
  for (const std::string& name : filled) {
    const auto& of = *catalog().find_register(name);
    const Access access = inside_->access(person, of).widest();
    ZH_TRY(const Sql rows, agenda_within(*inside_, access, of));
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
  std::map<std::string, std::vector<WorkItem*>> shown;
  for (auto* items : {&work.overdue, &work.today, &work.later, &work.waiting}) {
    std::ranges::stable_sort(*items, [](const WorkItem& a, const WorkItem& b) {
      if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
      return a.due < b.due;
    });
    if (std::ssize(*items) > limit) items->resize(static_cast<std::size_t>(limit));
    for (WorkItem& item : *items) shown[item.register_name].push_back(&item);
  }
  for (const auto& [name, items] : shown) {
    ZH_DO(name_items(*inside_, person, *catalog().find_register(name), items));
  }
  std::vector<TitleOf> titles;
  for (const auto& [name, items] : shown) {
    for (WorkItem* item : items) titles.emplace_back(catalog().find_register(name), &item->title);
  }
  ZH_DO(name_titles(*inside_, person, titles));
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
