#include "registry/registry.h"

#include <algorithm>

#include "registry/failures.h"
#include "registry/inside.h"
#include "store/files.h"

namespace zhiheng::registry {

namespace {

std::vector<std::string> file_columns(const catalog::Register& of) {
  std::vector<std::string> names;
  for (const auto& field : of.fields) {
    if (field.type == catalog::FieldType::attachment) names.push_back(field.name);
  }
  return names;
}

}  // namespace

Registry::Registry(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Registry::~Registry() = default;

Result<std::unique_ptr<Registry>> Registry::open(std::shared_ptr<const catalog::Catalog> catalog,
                                                 std::shared_ptr<store::Store> store) {
  auto inside = std::make_unique<Inside>();
  inside->catalog = std::move(catalog);
  inside->capacity = catalog::capacity_of(inside->catalog->folder);
  inside->store = std::move(store);
  inside->clock_rules = clock_rules(*inside->catalog);
  std::vector<store::Table> tables;
  std::vector<store::FileColumns> files;
  for (const auto& of : inside->catalog->registers) {
    tables.push_back(table_of(of));
    files.push_back({.table = of.name, .columns = file_columns(of)});
    inside->judges.try_emplace(of.name, *inside->catalog, of);
  }
  ZH_DO(inside->store->declare(tables));
  ZH_DO(store::declare_files(*inside->store, files));
  return std::unique_ptr<Registry>(new Registry(std::move(inside)));
}

const catalog::Catalog& Registry::catalog() const { return *inside_->catalog; }
store::Store& Registry::store() const { return *inside_->store; }

Result<const catalog::Register*> Registry::find_register(std::string_view name) const {
  const auto* found = inside_->catalog->find_register(name);
  if (found == nullptr) return fail(register_unknown, "register", std::string(name));
  return found;
}

Access Registry::access(const Person& person, const catalog::Register& of) const {
  return inside_->access(person, of);
}

std::vector<std::vector<Error>> Registry::check(const catalog::Register& of,
                                                std::span<const std::string> columns,
                                                std::vector<Entry> entries) const {
  std::vector<std::vector<Error>> errors(entries.size());
  const Judge& judge = inside_->judge(of);
  const auto plan = judge.plan(columns);
  if (!plan) {
    for (auto& list : errors) list.push_back(plan.error());
    return errors;
  }
  const Timestamp time = now();
  const std::string state = of.initial_state();
  Scratch scratch = judge.scratch();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].values.resize(columns.size());
    judge.prepare(*plan, entries[i].values);
    judge.judge(*plan, entries[i].values, {}, state, time, scratch, errors[i]);
  }
  return errors;
}

std::string sentence(const catalog::Catalog& catalog, const catalog::Register* of,
                     const Error& error, Language language) {
  if (of != nullptr && error.failure == &rule_broken) {
    const auto rule = std::ranges::find(of->rules, error.found, &catalog::Rule::id);
    if (rule != of->rules.end()) return rule->message.in(language);
  }
  if (of != nullptr && error.failure == &guard_not_met) {
    const auto* step = of->find_step(error.found);
    if (step != nullptr) return step->message.in(language);
  }
  return catalog.sentence(error, language);
}

}  // namespace zhiheng::registry
