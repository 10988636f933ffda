// Every declared register, driven through every step, guard and clock of its lifecycle, as each
// role, on both engines, from the declaration alone. A register whose records the search cannot
// make is named: then its rules contradict each other, or want an example.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>

#include "record_solver.h"
#include "registry/attachments.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "support/place.h"
#include "support/sample_files.h"

namespace zhiheng::registry {
namespace {

using Wish = RecordSolver::Wish;

class EveryRegister : public support::OnBothEngines {
 protected:
  /// Somebody with one role; of the region, firm and name that the records are made with.
  [[nodiscard]] static Person with_role(const std::string& role) {
    Person person;
    person.user = "tester";
    person.name = "tester";
    person.roles = {role};
    person.region = "620000";
    person.company = credit_code("620102", 7);
    return person;
  }
  /// Everything that any role may do, under a name of its own each time.
  Person everybody() {
    Person person;
    person.user = "walker" + std::to_string(++walkers_);
    for (const auto& role : registry_->catalog().roles) person.roles.push_back(role.name);
    return person;
  }
  [[nodiscard]] static Person the_system() {
    Person person;
    person.user = "system";
    person.system = true;
    return person;
  }

  RecordSolver& solver(const catalog::Register& of) {
    auto& made = solvers_[of.name];
    if (!made) {
      made = std::make_unique<RecordSolver>(
          registry_->catalog(), of,
          [this](const std::string& to, bool fresh) { return fresh ? another(to) : some(to); });
    }
    return *made;
  }

  /// The key of some record of a register; empty while one is being made.
  std::string some(const std::string& name) {
    const auto [at, fresh] = some_.try_emplace(name);
    if (fresh) {
      const auto& of = named(name);
      if (const auto id = make(of)) {
        std::vector<std::string> columns;
        const auto record = registry_->get(the_system(), of, *id, columns);
        if (record) some_[name] = key_text(of, record->values);
      }
    }
    return some_[name];
  }

  /// The key of a record that nothing points to yet.
  std::string another(const std::string& name) {
    if (depth_ > 5) return some(name);
    ++depth_;
    const auto& of = named(name);
    std::string key;
    if (const auto id = make(of)) key = key_text(of, values_of(of, *id));
    --depth_;
    return key;
  }

  std::optional<std::string> make(const catalog::Register& of,
                                  const std::vector<const catalog::Step*>& ahead = {},
                                  const std::string& kind = "") {
    std::vector<const expr::Expression*> later;
    for (const auto* step : ahead) {
      if (step->guard && solver(of).is_about_key(*step->guard)) later.push_back(&*step->guard);
    }
    const auto values = solver(of).fresh(std::to_string(++numbers_), later, kind);
    if (!values) return std::nullopt;
    std::vector<std::string> columns;
    Entry entry;
    for (std::size_t i = 0; i < of.fields.size(); ++i) {
      const bool file = of.fields[i].type == catalog::FieldType::attachment;
      if (is_null((*values)[i]) || file) continue;
      columns.push_back(of.fields[i].name);
      entry.values.push_back((*values)[i]);
    }
    std::vector<Entry> entries = {std::move(entry)};
    const auto answers = registry_->put(the_system(), of, columns, std::move(entries));
    if (!answers) {
      ADD_FAILURE() << of.name << ": " << describe(answers.error());
      return std::nullopt;
    }
    for (const auto& error : answers->front().errors) {
      ADD_FAILURE() << of.name << ": " << describe(error);
    }
    return answers->front().errors.empty() ? std::optional(answers->front().id) : std::nullopt;
  }

  std::vector<Value> values_of(const catalog::Register& of, const std::string& id) {
    std::vector<std::string> columns;
    const auto record = registry_->get(the_system(), of, id, columns);
    return record ? record->values : std::vector<Value>(of.fields.size());
  }

  /// Files are added by a way of their own.
  void attach(const catalog::Register& of, const std::string& id, const std::string& field) {
    const auto added = Attachments(*registry_)
                           .add(the_system(), of, id, {},
                                {.field = field, .name = "a.png", .bytes = support::png()});
    EXPECT_TRUE(added) << of.name << ": " << describe(added.error());
  }

  /// What the record must become for the step, as the columns to give along with it.
  std::optional<std::pair<std::vector<std::string>, Entry>> filling(const catalog::Register& of,
                                                                    const catalog::Step& step,
                                                                    const std::string& id,
                                                                    const Wish& further = {},
                                                                    bool attaches = false) {
    const auto now = values_of(of, id);
    Wish wish = further;
    wish.state = step.to;
    wish.filled.insert(wish.filled.end(), step.required_fields.begin(), step.required_fields.end());
    // What is opened needs its own required fields: those that are taken from here are filled.
    for (const auto& opening : step.opens) {
      for (const auto& [name, value] : opening.fields) {
        if (!named(opening.register_name).find_field(name)->required) continue;
        for (const auto used : value.fields_used()) {
          if (used < of.fields.size()) wish.filled.push_back(of.fields[used].name);
        }
      }
    }
    if (step.guard) wish.conditions.push_back(&*step.guard);
    const auto then = solver(of).solved(now, wish);
    if (!then) return std::nullopt;
    std::pair<std::vector<std::string>, Entry> made;
    for (std::size_t i = 0; i < of.fields.size(); ++i) {
      if ((*then)[i] == now[i]) continue;
      if (of.fields[i].type == catalog::FieldType::attachment) {
        if (attaches && !is_null((*then)[i])) attach(of, id, of.fields[i].name);
        continue;
      }
      made.first.push_back(of.fields[i].name);
      made.second.values.push_back((*then)[i]);
    }
    return made;
  }

  Result<Answer> take(const Person& person, const catalog::Register& of, const std::string& id,
                      const catalog::Step& step, const Wish& further = {}) {
    auto given = filling(of, step, id, further, true);
    if (!given) return fail(guard_not_met, of.name + " " + step.name, "no values found");
    const auto kept = given->second.values;
    auto answer =
        registry_->step(person, of, id, {}, step.name, "", given->first, std::move(given->second));
    if (!answer || answer->errors.empty() || step.opens.empty()) return answer;
    // The register that is opened has rules of its own about what it is given.
    for (const auto& opening : step.opens) {
      for (const auto& [name, value] : opening.fields) {
        for (const auto used : value.fields_used()) {
          if (used >= of.fields.size()) continue;
          for (const auto& tried : solver(of).candidates(of.fields[used])) {
            auto columns = given->first;
            auto values = kept;
            const auto at = std::ranges::find(columns, of.fields[used].name);
            if (at == columns.end()) {
              columns.push_back(of.fields[used].name);
              values.push_back(tried);
            } else {
              values[static_cast<std::size_t>(at - columns.begin())] = tried;
            }
            answer = registry_->step(person, of, id, {}, step.name, "", columns,
                                     {.values = std::move(values)});
            if (!answer || answer->errors.empty()) return answer;
          }
        }
      }
    }
    return answer;
  }

  /// Only the program itself takes it.
  static bool is_systems(const catalog::Step& step) {
    return !step.roles.empty() && std::ranges::all_of(step.roles, [](const std::string& role) {
      return role == "system";
    });
  }

  static bool is_for(const std::vector<std::string>& kinds, const std::string& kind) {
    return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end();
  }

  /// A kind of each sort that the declaration treats differently; one empty name where records
  /// have no kinds.
  [[nodiscard]] std::vector<std::string> kinds_of(const catalog::Register& of) const {
    const auto* field = of.find_field(of.kind_field);
    if (field == nullptr) return {""};
    std::map<std::string, std::string> of_each_sort;
    for (const auto& [code, title, synonyms] :
         registry_->catalog().find_codes(field->codes)->codes) {
      std::string sort;
      const auto look = [&, kind = code](const auto& things) {
        for (const auto& one : things) sort += is_for(one.kinds, kind) ? '1' : '0';
      };
      look(of.fields);
      look(of.rules);
      look(of.steps);
      look(of.clocks);
      of_each_sort.try_emplace(sort, code);
    }
    std::vector<std::string> kinds;
    for (const auto& [sort, kind] : of_each_sort) kinds.push_back(kind);
    return kinds;
  }

  /// The steps that lead a record of a kind from the initial state to each state, by breadth.
  static std::map<std::string, std::vector<const catalog::Step*>> paths(const catalog::Register& of,
                                                                        const std::string& kind) {
    std::map<std::string, std::vector<const catalog::Step*>> found;
    std::deque<std::string> open = {of.initial_state()};
    found[open.front()] = {};
    while (!open.empty()) {
      const std::string state = open.front();
      open.pop_front();
      for (const auto& step : of.steps) {
        const bool starts =
            step.from.empty() || std::ranges::find(step.from, state) != step.from.end();
        if (!starts || !is_for(step.kinds, kind) || found.contains(step.to)) continue;
        found[step.to] = found[state];
        found[step.to].push_back(&step);
        open.push_back(step.to);
      }
    }
    return found;
  }

  /// A fresh record in a state.
  std::optional<std::string> in_state(const catalog::Register& of, const std::string& kind,
                                      const std::vector<const catalog::Step*>& path,
                                      const catalog::Step* next = nullptr) {
    auto ahead = path;
    if (next != nullptr) ahead.push_back(next);
    const auto id = make(of, ahead, kind);
    for (std::size_t i = 0; id && i < path.size(); ++i) {
      const auto answer =
          take(is_systems(*path[i]) ? the_system() : everybody(), of, *id, *path[i]);
      if (!answer || !answer->errors.empty()) {
        ADD_FAILURE() << of.name << " " << path[i]->name << ": "
                      << describe(answer ? answer->errors.front() : answer.error());
        return std::nullopt;
      }
    }
    return id;
  }

  void roles_take_their_steps_only(const catalog::Register& of, const std::string& kind,
                                   const std::string& state, const std::string& id) {
    for (const auto& role : registry_->catalog().roles) {
      const Person person = with_role(role.name);
      const auto possible = registry_->possible_steps(person, of, id);
      if (!possible) continue;  // does not see the record at all
      const Access access = registry_->access(person, of);
      for (const auto& step : of.steps) {
        const bool starts =
            step.from.empty() || std::ranges::find(step.from, state) != step.from.end();
        const bool named_role = std::ranges::find(step.roles, role.name) != step.roles.end();
        const bool allowed =
            starts && is_for(step.kinds, kind) && !is_systems(step) &&
            (named_role || access.administer || (step.roles.empty() && access.write));
        const bool offered = std::ranges::any_of(
            *possible, [&](const PossibleStep& one) { return one.step == &step; });
        if (offered && !allowed) ADD_FAILURE() << of.name << " " << step.name << " " << role.name;
        if (!allowed && starts) {
          const auto tried = registry_->step(person, of, id, {}, step.name, "");
          EXPECT_FALSE(tried) << of.name << " " << step.name << " as " << role.name;
        }
      }
    }
  }

  /// Somebody with one of the step's roles who sees the record, other than who acted before.
  Person right_person(const catalog::Register& of, const catalog::Step& step,
                      const std::string& id) {
    if (is_systems(step)) return the_system();
    for (const auto& role : step.roles) {
      if (role == "system") continue;
      const Person person = with_role(role);
      const auto possible = registry_->possible_steps(person, of, id);
      const bool offered = possible && std::ranges::any_of(*possible, [&](const PossibleStep& one) {
                             return one.step == &step;
                           });
      // Whoever may take it must also be able to fill in what it asks for.
      const Access access = registry_->access(person, of);
      const auto given = filling(of, step, id);
      const bool fills = given && std::ranges::all_of(given->first, [&](const std::string& name) {
                           return access.sees(*of.find_field(name));
                         });
      if (offered && fills) return person;
    }
    return everybody();
  }

  void drive_step(const catalog::Register& of, const std::string& kind,
                  const std::vector<const catalog::Step*>& path, const catalog::Step& step) {
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
    EXPECT_EQ(after->step, step.name);
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

  /// Adds the clock to those that were seen running and overdue.
  void drive_clock(const catalog::Register& of, const std::string& kind,
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

  /// Every step from every state that records of this kind reach, and the clocks not seen yet.
  void drive_kind(const catalog::Register& of, const std::string& kind,
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

  std::map<std::string, std::unique_ptr<RecordSolver>> solvers_;
  std::map<std::string, std::string> some_;
  int numbers_ = 100;
  int depth_ = 0;
  int walkers_ = 0;
};
ZH_ON_BOTH_ENGINES(EveryRegister);

TEST_P(EveryRegister, GoesThroughItsLifecycle) {
  int clocks = 0;
  for (const auto& of : registry_->catalog().registers) {
    SCOPED_TRACE(of.name);
    std::set<std::string> states, clocks_seen;
    for (const auto& kind : kinds_of(of)) {
      if (!make(of, {}, kind)) {
        ADD_FAILURE() << "no record could be made of " << of.name << " " << kind;
        continue;
      }
      drive_kind(of, kind, states, clocks_seen);
    }
    for (const auto& state : of.states) {
      if (!states.contains(state.name)) ADD_FAILURE() << "no step leads to " << state.name;
    }
    for (const auto& clock : of.clocks) {
      ++clocks;
      if (!clocks_seen.contains(clock.name)) {
        ADD_FAILURE() << "clock " << clock.name << " runs in no state that can be reached";
      }
    }
  }
  // What runs, and only that, stands in the agenda.
  ASSERT_TRUE(registry_->follow_clocks());
  EXPECT_GE(*store_->count_agenda({}), clocks);
}

}  // namespace
}  // namespace zhiheng::registry
