#include "lifecycle_driver.h"

#include <gtest/gtest.h>

#include <ranges>

#include "registry/failures.h"
#include "registry/lifecycle.h"

namespace zhiheng::registry {

void LifecycleDriver::roles_take_their_steps_only(const catalog::Register& of,
                                                  const std::string& kind, const std::string& state,
                                                  const std::string& id) {
  for (const auto& role : registry_->catalog().roles) {
    if (!asks_in_vain(role, of)) continue;
    const Person person = with_role(role.name);
    const auto possible = offered(person, of, id);
    if (!possible) continue;  // does not see the record at all
    const Access access = registry_->access(person, of);
    for (const auto& step : of.steps) {
      const bool starts =
          step.from.empty() || std::ranges::find(step.from, state) != step.from.end();
      const bool named_role = std::ranges::find(step.roles, role.name) != step.roles.end();
      const bool allowed =
          starts && is_for(step.kinds, kind) && !is_systems(step) &&
          (named_role || access.administer || (step.roles.empty() && access.write));
      if (possible->contains(step.name) && !allowed)
        ADD_FAILURE() << of.name << " " << step.name << " " << role.name;
      if (!allowed && starts) {
        const auto tried = ask_for(person, of, id, step, {}, {});
        EXPECT_FALSE(tried) << of.name << " " << step.name << " as " << role.name;
      }
    }
  }
}

Person LifecycleDriver::right_person(const catalog::Register& of, const catalog::Step& step,
                                     const std::string& id) {
  if (is_systems(step)) return the_system();
  for (const auto& role : step.roles) {
    if (role == "system") continue;
    const Person person = with_role(role);
    const auto possible = offered(person, of, id);
    // Whoever may take it must also be able to fill in what it asks for.
    const Access access = registry_->access(person, of);
    const auto given = filling(of, step, id);
    const bool fills = given && std::ranges::all_of(given->first, [&](const std::string& name) {
                         return access.sees(*of.find_field(name));
                       });
    if (possible && possible->contains(step.name) && fills) return person;
  }
  return everybody();
}

std::string LifecycleDriver::newest_step(const catalog::Register& of, const std::string& id) {
  const auto history = registry_->history(the_system(), of, id);
  EXPECT_TRUE(history);
  if (!history) return {};
  for (const auto& version : std::views::reverse(history->records)) {
    if (!version.step.empty()) return version.step;
  }
  return {};
}

void LifecycleDriver::drive_step(const catalog::Register& of, const std::string& kind,
                                 const std::vector<const catalog::Step*>& path,
                                 const catalog::Step& step) {
  SCOPED_TRACE(of.name + " " + kind + " " + step.name);
  const auto id = in_state(of, kind, path, &step);
  if (!id) return;
  const auto before = values_of(of, *id);
  const Person person = right_person(of, step, *id);
  // Without what it requires it is refused, and names the field.
  for (const auto& field : step.required_fields) {
    const auto set = std::ranges::find(step.sets, field, &catalog::Setting::field);
    if (!is_null(before[*of.position(field)]) || set != step.sets.end()) continue;
    const auto bare = registry_->step(everybody(), of, *id, {}, step.name, "");
    if (is_systems(step)) break;
    ASSERT_TRUE(bare) << describe(bare.error());
    const auto named_field =
        std::ranges::find(bare->errors, field, &Error::where) != bare->errors.end();
    EXPECT_TRUE(named_field) << field;
  }
  const auto taken = take(person, of, *id, step);
  // The way here may have used the only extension up.
  if (!taken && taken.error().failure == &extended_enough) return;
  ASSERT_TRUE(taken) << describe(taken.error());
  ASSERT_TRUE(taken->errors.empty()) << describe(taken->errors.front());
  EXPECT_EQ(taken->opened.size(), step.opens.size());
  std::vector<std::string> columns;
  const auto after = registry_->get(the_system(), of, *id, columns);
  EXPECT_EQ(after->state, step.to);
  EXPECT_EQ(newest_step(of, *id), step.name);
  for (const auto& [field, value] : step.sets) {
    static_cast<void>(value);
    if (value.fields_used().empty()) {
      EXPECT_FALSE(is_null(after->values[*of.position(field)])) << field;
    }
  }
  for (const auto& opened : taken->opened) {
    const auto links = registry_->links(the_system(), of, *id);
    ASSERT_TRUE(links);
    EXPECT_TRUE(std::ranges::any_of(*links, [&](const Link& link) {
      return link.id == opened.id && !link.outward;
    })) << opened.register_name;
  }
  for (const auto& other : of.steps) {
    const bool apart =
        std::ranges::find(other.distinct_from, step.name) != other.distinct_from.end();
    const bool starts =
        other.from.empty() || std::ranges::find(other.from, step.to) != other.from.end();
    if (!apart || !starts || !is_for(other.kinds, kind) || is_systems(step)) continue;
    Person same = everybody();
    same.user = person.user;
    const auto conflict = take(same, of, *id, other);
    ASSERT_FALSE(conflict) << other.name;
    EXPECT_EQ(conflict.error().failure, &same_person) << other.name;
  }
}

void LifecycleDriver::drive_clock(
    const catalog::Register& of, const std::string& kind,
    const std::map<std::string, std::vector<const catalog::Step*>>& known,
    const catalog::Clock& clock, std::set<std::string>& seen) {
  for (const auto& state : clock.states) {
    const auto path = known.find(state);
    if (path == known.end()) continue;
    SCOPED_TRACE(of.name + " " + kind + " clock " + clock.name + " in " + state);
    const auto id = in_state(of, kind, path->second);
    if (!id) return;
    // The record as the clock wants it: begun, and not fulfilled.
    Wish wish{.state = state, .filled = {}, .conditions = {}};
    if (!clock.due.empty()) wish.filled.push_back(clock.due);
    if (clock.starts != "entered" && !clock.starts.empty()) wish.filled.push_back(clock.starts);
    if (clock.when) wish.conditions.push_back(&*clock.when);
    const auto now_values = values_of(of, *id);
    auto open = now_values;
    if (!clock.fulfilled.empty()) open[*of.position(clock.fulfilled)] = Value();
    const auto then = solver(of).solved(open, wish);
    if (!then) {
      // In this state the rules want the term to be over already: another state will do.
      continue;
    }
    std::vector<std::string> columns;
    Entry entry;
    for (std::size_t i = 0; i < of.fields.size(); ++i) {
      if ((*then)[i] == now_values[i]) continue;
      columns.push_back(of.fields[i].name);
      entry.values.push_back((*then)[i]);
    }
    if (!columns.empty()) {
      const auto changed =
          registry_->change(the_system(), of, *id, {}, columns, std::move(entry), "test");
      ASSERT_TRUE(changed) << describe(changed.error());
      ASSERT_TRUE(changed->errors.empty()) << describe(changed->errors.front());
    }
    const auto at = static_cast<std::size_t>(&clock - of.clocks.data());
    const auto today = registry_->clocks(the_system(), of, *id, now());
    ASSERT_TRUE(today);
    if (!clock.fulfilled.empty() && !is_null((*then)[*of.position(clock.fulfilled)])) continue;
    EXPECT_TRUE((*today)[at].standing == Standing::running ||
                (*today)[at].standing == Standing::overdue)
        << static_cast<int>((*today)[at].standing);
    constexpr std::int64_t day = 86'400'000'000;
    const auto later =
        registry_->clocks(the_system(), of, *id, Timestamp{now().microseconds + 15'000 * day});
    EXPECT_EQ((*later)[at].standing, Standing::overdue);
    seen.insert(clock.name);
    return;
  }
}

void LifecycleDriver::drive_kind(const catalog::Register& of, const std::string& kind,
                                 std::set<std::string>& states, std::set<std::string>& clocks) {
  const auto known = paths(of, kind);
  for (const auto& [state, path] : known) {
    states.insert(state);
    if (of.steps.empty()) break;
    if (const auto id = in_state(of, kind, path)) {
      roles_take_their_steps_only(of, kind, state, *id);
    }
    for (const auto& step : of.steps) {
      const bool starts =
          step.from.empty() || std::ranges::find(step.from, state) != step.from.end();
      if (starts && is_for(step.kinds, kind)) drive_step(of, kind, path, step);
    }
  }
  for (const auto& clock : of.clocks) {
    if (!is_for(clock.kinds, kind) || clocks.contains(clock.name)) continue;
    drive_clock(of, kind, known, clock, clocks);
  }
}

int LifecycleDriver::drive(const catalog::Register& of) {
  SCOPED_TRACE(of.name);
  std::set<std::string> states, clocks;
  for (const auto& kind : kinds_of(of)) {
    if (make(of, {}, kind)) {
      drive_kind(of, kind, states, clocks);
    } else {
      ADD_FAILURE() << "no record could be made of " << of.name << " " << kind;
    }
  }
  for (const auto& state : of.states) {
    if (!states.contains(state.name)) ADD_FAILURE() << "no step leads to " << state.name;
  }
  for (const auto& clock : of.clocks) {
    if (!clocks.contains(clock.name)) {
      ADD_FAILURE() << "clock " << clock.name << " runs in no state that can be reached";
    }
  }
  return static_cast<int>(of.clocks.size());
}

std::optional<std::set<std::string>> LifecycleDriver::offered(const Person& person,
                                                              const catalog::Register& of,
                                                              const std::string& id) {
  const auto possible = registry_->possible_steps(person, of, id);
  if (!possible) return std::nullopt;
  std::set<std::string> names;
  for (const auto& one : *possible) names.insert(one.step->name);
  return names;
}

}  // namespace zhiheng::registry
