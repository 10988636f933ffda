#include "registry/views.h"

#include <algorithm>

#include "base/text.h"
#include "base/uuid.h"
#include "registry/failures.h"
#include "registry/packing.h"

namespace zhiheng::registry {
namespace {

constexpr std::size_t longest_text = 8000;  // bytes of a filter, a search, an order

std::string own_space(const Person& person) { return "views of " + person.user; }

std::string unit_space(const Person& person) {
  if (!person.unit.empty()) return "views in unit " + person.unit;
  if (!person.company.empty()) return "views in firm " + person.company;
  return "views in region " + person.region;
}

std::string packed(const SavedView& view) {
  return pack({view.register_name, view.name, view.filter, view.search, view.sort, view.owner,
               pack(view.columns)});
}

std::optional<SavedView> unpacked(std::string id, std::string_view bytes) {
  auto parts = unpack(bytes);
  if (!parts || parts->size() != 7) return {};
  auto columns = unpack(parts->at(6));
  if (!columns) return {};
  SavedView view;
  std::string* const places[] = {&view.register_name, &view.name, &view.filter,
                                 &view.search,        &view.sort, &view.owner};
  for (std::size_t i = 0; i < std::size(places); ++i) *places[i] = std::move(parts->at(i));
  view.columns = *std::move(columns);
  view.id = std::move(id);
  return view;
}

Result<std::vector<SavedView>> read_space(store::Store& store, const std::string& space,
                                          bool shared) {
  ZH_TRY(const auto kept, store.list(space));
  std::vector<SavedView> views;
  for (const auto& [id, bytes] : kept) {
    auto view = unpacked(id, bytes);
    if (!view) continue;
    view->shared = shared;
    views.push_back(*std::move(view));
  }
  return views;
}

Result<void> check_view(const SavedView& view) {
  if (trim(view.name).empty()) return fail(required, "name");
  std::string all = view.name + view.filter + view.search + view.sort;
  for (const auto& column : view.columns) all += column;
  if (!is_nfc(all)) return fail(text_unreadable, "name", {}, "UTF-8, NFC");
  const auto characters = static_cast<std::size_t>(
      std::ranges::count_if(view.name, [](char byte) { return (byte & 0xC0) != 0x80; }));
  if (characters > longest_view_name) {
    return fail(too_long, "name", std::to_string(characters),
                "<= " + std::to_string(longest_view_name));
  }
  if (all.size() > longest_text) {
    return fail(too_long, "filter", std::to_string(all.size()),
                "<= " + std::to_string(longest_text));
  }
  return {};
}

}  // namespace

Result<std::vector<SavedView>> Views::of(const Person& person, std::string_view register_name) {
  ZH_TRY(auto views, read_space(store_, own_space(person), false));
  ZH_TRY(auto shared, read_space(store_, unit_space(person), true));
  std::ranges::move(shared, std::back_inserter(views));
  std::erase_if(views, [&](const SavedView& view) { return view.register_name != register_name; });
  std::ranges::stable_sort(views, {}, &SavedView::name);
  return views;
}

Result<std::string> Views::keep(const Person& person, SavedView view) {
  ZH_DO(check_view(view));
  const std::string space = view.shared ? unit_space(person) : own_space(person);
  ZH_TRY(const auto present, store_.list(space));
  if (view.id.empty()) {
    view.id = to_text(make_uuid());
    if (present.size() >= most_views) {
      return fail(limit_wrong, "views", std::to_string(present.size() + 1),
                  "<= " + std::to_string(most_views));
    }
  } else {
    ZH_DO(remove(person, view.id));  // it may move between the person's own and the unit's
  }
  view.owner = person.user;
  ZH_DO(store_.put(space, view.id, packed(view)));
  return view.id;
}

Result<void> Views::remove(const Person& person, std::string_view id) {
  for (const std::string& space : {own_space(person), unit_space(person)}) {
    ZH_TRY(const auto kept, store_.get(space, id));
    const auto view = kept ? unpacked(std::string(id), *kept) : std::nullopt;
    if (!view || view->owner != person.user) continue;
    ZH_TRY(const bool erased, store_.erase(space, id));
    if (erased) return {};
  }
  return fail(not_found, "view", std::string(id));
}

}  // namespace zhiheng::registry
