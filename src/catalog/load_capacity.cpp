#include "catalog/capacity.h"
#include "catalog/failures.h"
#include "catalog/once.h"
#include "catalog/whole_number.h"

namespace zhiheng::catalog {
namespace {

ListCapacity load_list(Declaration& at) {
  ListCapacity made;
  made.few = whole_number(at, "few", 100, 1'000'000);
  made.many = whole_number(at, "many", 100, 100'000'000);
  if (made.many < made.few) at.complain(wrong_value, "many", std::to_string(made.many), ">= few");
  made.look_ms = whole_number(at, "look_milliseconds", 1, 10'000);
  made.short_look_ms = whole_number(at, "short_look_milliseconds", 1, 10'000);
  made.walk_ms = whole_number(at, "walk_milliseconds", 1, 10'000);
  return made;
}

}  // namespace

Capacity load_capacity(const std::string& folder, std::vector<Error>& errors) {
  Capacity made;
  auto file = Declaration::read(folder + "/capacity.toml", "capacity.toml", errors);
  if (!file) return made;
  (void)file->text("source");
  for (const auto* part : {"records", "websockets", "subscriptions", "list", "search"}) {
    if (!file->has(part)) file->complain(key_missing, part, "", "[" + std::string(part) + "]");
  }
  if (auto at = file->table("records")) {
    made.records_at_once = static_cast<std::size_t>(whole_number(*at, "at_once", 1, 1'000));
    made.name_characters = static_cast<std::size_t>(whole_number(*at, "name_characters", 1, 1'000));
    made.own_records = whole_number(*at, "own", 1, 1'000);
    at->finish();
  }
  if (auto at = file->table("websockets")) {
    made.websockets = whole_number(*at, "connections", 1, 10'000);
    made.websockets_each = whole_number(*at, "each_account", 1, 10'000);
    at->finish();
  }
  if (auto at = file->table("subscriptions")) {
    made.subscriptions_each =
        static_cast<std::size_t>(whole_number(*at, "each_account", 1, 10'000));
    at->finish();
  }
  if (auto at = file->table("list")) {
    made.list = load_list(*at);
    at->finish();
  }
  if (auto at = file->table("search")) {
    made.looked_through = whole_number(*at, "looked_through", 1, 1'000'000);
    made.search_rest_us = std::int64_t{whole_number(*at, "rest_seconds", 1, 3'600)} * 1'000'000;
    at->finish();
  }
  file->finish();
  return made;
}

std::shared_ptr<const Capacity> capacity_of(const std::string& folder) {
  return read_once<Capacity>(
      folder, [&](std::vector<Error>& errors) { return load_capacity(folder, errors); });
}

}  // namespace zhiheng::catalog
