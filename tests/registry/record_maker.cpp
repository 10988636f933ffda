#include "registry/record_maker.h"

#include <gtest/gtest.h>

#include <deque>

#include "registry/attachments.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "support/sample_files.h"

namespace zhiheng::registry {

Person RecordMaker::with_role(const std::string& role) {
  Person person;
  person.user = "tester";
  person.name = "tester";
  person.roles = {role};
  person.region = "620000";
  person.company = credit_code("620102", 7);
  return person;
}

Person RecordMaker::everybody() {
  Person person;
  person.user = "walker" + std::to_string(++walkers_);
  for (const auto& role : registry_->catalog().roles) person.roles.push_back(role.name);
  return person;
}

Person RecordMaker::the_system() {
  Person person;
  person.user = "system";
  person.system = true;
  return person;
}

RecordSolver& RecordMaker::solver(const catalog::Register& of) {
  auto& made = solvers_[of.name];
  if (!made) {
    made = std::make_unique<RecordSolver>(
        registry_->catalog(), of,
        [this](const std::string& to, bool fresh) { return fresh ? another(to) : some(to); });
  }
  return *made;
}

std::string RecordMaker::some(const std::string& name) {
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

std::string RecordMaker::another(const std::string& name) {
  if (depth_ > 5) return some(name);
  ++depth_;
  const auto& of = named(name);
  std::string key;
  if (const auto id = make(of)) key = key_text(of, values_of(of, *id));
  --depth_;
  return key;
}

std::optional<std::string> RecordMaker::make(const catalog::Register& of,
                                             const std::vector<const catalog::Step*>& ahead,
                                             const std::string& kind) {
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

std::vector<Value> RecordMaker::values_of(const catalog::Register& of, const std::string& id) {
  std::vector<std::string> columns;
  const auto record = registry_->get(the_system(), of, id, columns);
  return record ? record->values : std::vector<Value>(of.fields.size());
}

void RecordMaker::attach(const catalog::Register& of, const std::string& id,
                         const std::string& field) {
  const auto added = Attachments(*registry_)
                         .add(the_system(), of, id, {},
                              {.field = field, .name = "a.png", .bytes = support::png()});
  EXPECT_TRUE(added) << of.name << ": " << describe(added.error());
}

std::optional<std::pair<std::vector<std::string>, Entry>> RecordMaker::filling(
    const catalog::Register& of, const catalog::Step& step, const std::string& id,
    const Wish& further, bool attaches) {
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

Result<Answer> RecordMaker::take(const Person& person, const catalog::Register& of,
                                 const std::string& id, const catalog::Step& step,
                                 const Wish& further) {
  auto given = filling(of, step, id, further, true);
  if (!given) return fail(guard_not_met, of.name + " " + step.name, "no values found");
  const auto kept = given->second.values;
  auto answer = ask_for(person, of, id, step, given->first, std::move(given->second));
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
          answer = ask_for(person, of, id, step, columns, {.values = std::move(values)});
          if (!answer || answer->errors.empty()) return answer;
        }
      }
    }
  }
  return answer;
}

bool RecordMaker::is_systems(const catalog::Step& step) {
  return !step.roles.empty() &&
         std::ranges::all_of(step.roles, [](const std::string& role) { return role == "system"; });
}

bool RecordMaker::is_for(const std::vector<std::string>& kinds, const std::string& kind) {
  return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end();
}

std::vector<std::string> RecordMaker::kinds_of(const catalog::Register& of) const {
  const auto* field = of.find_field(of.kind_field);
  if (field == nullptr) return {""};
  std::map<std::string, std::string> of_each_sort;
  for (const auto& [code, title, synonyms] : registry_->catalog().find_codes(field->codes)->codes) {
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

std::map<std::string, std::vector<const catalog::Step*>> RecordMaker::paths(
    const catalog::Register& of, const std::string& kind) {
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

std::optional<std::string> RecordMaker::in_state(const catalog::Register& of,
                                                 const std::string& kind,
                                                 const std::vector<const catalog::Step*>& path,
                                                 const catalog::Step* next) {
  auto ahead = path;
  if (next != nullptr) ahead.push_back(next);
  const auto id = make(of, ahead, kind);
  for (std::size_t i = 0; id && i < path.size(); ++i) {
    const auto answer = take(is_systems(*path[i]) ? the_system() : everybody(), of, *id, *path[i]);
    if (!answer || !answer->errors.empty()) {
      ADD_FAILURE() << of.name << " " << path[i]->name << ": "
                    << describe(answer ? answer->errors.front() : answer.error());
      return std::nullopt;
    }
  }
  return id;
}

Result<Answer> RecordMaker::ask_for(const Person& person, const catalog::Register& of,
                                    const std::string& id, const catalog::Step& step,
                                    const std::vector<std::string>& columns, Entry entry) {
  return registry_->step(person, of, id, {}, step.name, "", columns, std::move(entry));
}

}  // namespace zhiheng::registry
