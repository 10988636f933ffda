// Which counts are kept beside the records of a register.

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {
namespace {

/// What a key may be of a field of this type; nothing when it has too many different values.
std::vector<std::string> possible(const Field& field) {
  if (field.list) return {};
  switch (field.type) {
    case FieldType::code:
    case FieldType::boolean:
      return {field.name};
    case FieldType::date:
    case FieldType::timestamp:
      return {field.name + ":month"};
    case FieldType::region:
      return {field.name + ":province", field.name + ":prefecture"};
    case FieldType::industry:
      return {field.name + ":division"};
    default:
      return {};
  }
}

void check_key(Declaration& at, const Register& of, const std::string& key) {
  if (key == "state") return;
  const Field* field = of.find_field(key.substr(0, key.find(':')));
  if (field == nullptr) {
    return at.complain(reference_unknown, "keys", key, "a field of this register");
  }
  if (field->personal) {
    return at.complain(wrong_value, "keys", key, "no personal data in a summary");
  }
  const auto all = possible(*field);
  if (std::ranges::find(all, key) != all.end()) return;
  at.complain(wrong_value, "keys", key,
              all.empty() ? "a code, a yes or no, a month, a part of a region or an industry"
                          : all.front());
}

}  // namespace

std::vector<Summary> load_summaries(Declaration& file, const Register& of) {
  std::vector<Summary> all;
  std::vector<std::vector<std::string>> seen;
  for (Declaration& at : file.tables("summary")) {
    Summary made{.keys = at.texts("keys")};
    if (made.keys.empty()) at.complain(key_missing, "keys", "", "at least one key");
    for (const auto& key : made.keys) check_key(at, of, key);
    auto sorted = made.keys;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) != sorted.end()) {
      at.complain(name_taken, "keys", *std::ranges::adjacent_find(sorted), "each key once");
    }
    if (std::ranges::find(seen, sorted) != seen.end()) {
      at.complain(name_taken, "keys", made.keys.empty() ? "" : made.keys.front(),
                  "each summary once");
    }
    seen.push_back(std::move(sorted));
    at.finish();
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace zhiheng::catalog
