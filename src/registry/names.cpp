#include "registry/names.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "base/text.h"
#include "registry/inside.h"
#include "registry/lifecycle.h"

namespace zhiheng::registry {
namespace {

/// Keys as they stand in the fields that point, by the register they are of.
using Wanted = std::map<const catalog::Register*, std::set<std::string, std::less<>>>;

const catalog::Field* title_field(const catalog::Register& of) {
  return of.find_field(of.title_field);
}

void want(Wanted& wanted, const catalog::Register* of, const catalog::Field& field,
          const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (of == nullptr || text == nullptr || text->empty()) return;
  for (std::size_t from = 0; from <= text->size();) {
    const auto bar = field.list ? std::min(text->find('|', from), text->size()) : text->size();
    wanted[of].insert(text->substr(from, bar - from));
    from = bar + 1;
  }
}

/// The register that the titles of this one are keys of.
const catalog::Register* named_by(const Registry::Inside& inside, const catalog::Register& of) {
  const auto* title = title_field(of);
  return title == nullptr ? nullptr : pointed_register(*inside.catalog, *title);
}

/// The rows whose titles may be told: those that the person may read, and those that everybody may.
/// An officer's lists end at the own region; the name of a firm beyond it is on the public pages.
Result<Sql> rows_to_name(const Registry::Inside& inside, const Access& access,
                         const catalog::Register& of, const catalog::Field& title) {
  const Dialect dialect = inside.store->dialect();
  ZH_TRY(Sql rows, inside.rows_within(access, of, dialect));
  const Access of_everybody = inside.access(Person{}, of);
  if (rows.text.empty() || !of_everybody.read || !of_everybody.sees(title)) return rows;
  ZH_TRY(const Sql open, inside.rows_within(of_everybody, of, dialect));
  if (open.text.empty()) return Sql{};
  rows.text = "((" + rows.text + ") OR (" + open.text + "))";
  rows.values.insert(rows.values.end(), open.values.begin(), open.values.end());
  return rows;
}

/// Titles of those records that the person may read, as they stand in them: words, and keys where
/// they are to be followed. Of codes of lists, regions and industries the key tells as much.
Result<void> read_titles(const Registry::Inside& inside, const Person& person,
                         const catalog::Register& of,
                         const std::set<std::string, std::less<>>& keys, bool to_follow,
                         Names& titles) {
  const Access access = inside.access(person, of);
  const auto* title = title_field(of);
  if (!access.read || title == nullptr || title->personal || !access.sees(*title)) return {};
  const bool words = title->type == catalog::FieldType::text;
  if (!words && !(to_follow && named_by(inside, of) != nullptr)) return {};
  store::Select select{.table = of.name};
  ZH_TRY(select.where, rows_to_name(inside, access, of, *title));
  std::vector<std::vector<Value>> all;
  for (const auto& text : keys) {
    if (auto key = parse_key(*inside.catalog, of, text)) all.push_back(*std::move(key));
  }
  const auto at = *of.position(of.title_field);
  for (std::size_t first = 0; first < all.size(); first += keys_of_a_query) {
    const auto last = std::min(first + keys_of_a_query, all.size());
    select.keys.assign(all.begin() + static_cast<std::ptrdiff_t>(first),
                       all.begin() + static_cast<std::ptrdiff_t>(last));
    ZH_DO(inside.store->read(select, [&](const store::Version& version) {
      const auto* text = std::get_if<std::string>(&version.values[at]);
      if (text != nullptr) titles[of.name].emplace(key_text(of, version.values), *text);
      return true;
    }));
  }
  return {};
}

/// Names of all that is wanted; titles that are keys themselves are followed once.
Result<Names> answer(const Registry::Inside& inside, const Person& person, const Wanted& wanted) {
  Names names;
  for (const auto& [of, keys] : wanted) ZH_DO(read_titles(inside, person, *of, keys, true, names));
  Wanted further;
  for (const auto& [of, keys] : wanted) {
    const auto* next = named_by(inside, *of);
    if (next == nullptr) continue;
    for (const auto& [key, title] : names[of->name]) {
      want(further, next, *title_field(*of), title);
    }
  }
  Names followed;
  for (const auto& [of, keys] : further) {
    ZH_DO(read_titles(inside, person, *of, keys, false, followed));
  }
  for (const auto& [of, keys] : wanted) {
    const auto* next = named_by(inside, *of);
    for (auto& [key, name] : names[of->name]) {
      name = shorten(next == nullptr ? name : name_in(followed, next, name),
                     inside.capacity->name_characters);
    }
    std::erase_if(names[of->name],
                  [](const auto& one) { return one.second.empty() || one.second == one.first; });
  }
  std::erase_if(names, [](const auto& of) { return of.second.empty(); });
  return names;
}

}  // namespace

const catalog::Register* pointed_register(const catalog::Catalog& catalog,
                                          const catalog::Field& field) {
  if (field.type == catalog::FieldType::record) return catalog.find_register(field.target);
  if (field.type != catalog::FieldType::party) return nullptr;
  const auto kept_by_code = std::ranges::find_if(catalog.registers, [](const auto& of) {
    return of.key.size() == 1 && of.holder == of.key.front();
  });
  return kept_by_code == catalog.registers.end() ? nullptr : &*kept_by_code;
}

Result<Names> names_of(const Registry& registry, const Person& person, const catalog::Register& of,
                       std::span<const std::string> columns, std::span<const Record> records) {
  const auto& inside = Registry::Inside::of(registry);
  Wanted wanted;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto* field = of.find_field(columns[i]);
    const auto* pointed = field == nullptr ? nullptr : pointed_register(*inside.catalog, *field);
    if (pointed == nullptr) continue;
    // The firm's own entry shows its name beside the code as it is.
    if (pointed == &of && of.key.front() == field->name) continue;
    for (const auto& record : records) want(wanted, pointed, *field, record.values[i]);
  }
  return answer(inside, person, wanted);
}

Result<Names> names_of(const Registry& registry, const Person& person, const catalog::Register& of,
                       const Page& page) {
  return names_of(registry, person, of, page.columns, page.records);
}

std::string_view name_in(const Names& names, const catalog::Register* pointed,
                         std::string_view key) {
  if (pointed == nullptr) return {};
  const auto of = names.find(pointed->name);
  if (of == names.end()) return {};
  const auto found = of->second.find(key);
  return found == of->second.end() ? std::string_view() : std::string_view(found->second);
}

Result<void> name_titles(const Registry::Inside& inside, const Person& person,
                         std::span<const TitleOf> titles) {
  Wanted wanted;
  for (const auto& [of, title] : titles) {
    want(wanted, named_by(inside, *of), *title_field(*of), Value(*title));
  }
  ZH_TRY(const Names names, answer(inside, person, wanted));
  for (const auto& [of, title] : titles) {
    const auto name = name_in(names, named_by(inside, *of), *title);
    if (!name.empty()) *title = name;
  }
  return {};
}

boost::json::object names_json(const Names& names) {
  boost::json::object all;
  for (const auto& [of, titles] : names) {
    boost::json::object some;
    for (const auto& [key, title] : titles) some[key] = title;
    all[of] = std::move(some);
  }
  return all;
}

}  // namespace zhiheng::registry
