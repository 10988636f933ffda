// Records found again: pages, counts, one by id or key, the versions of one.

#include "registry/failures.h"
#include "registry/personal_log.h"
#include "registry/query.h"

namespace zhiheng::registry {
namespace {

constexpr int longest_page = 1000;

store::Patience patience_of(const Registry::Inside& inside) {
  const catalog::ListCapacity& list = inside.capacity->list;
  return {.few = list.few,
          .many = list.many,
          .look_ms = list.look_ms,
          .short_look_ms = list.short_look_ms,
          .walk_ms = list.walk_ms};
}

/// What the person sees of one version; written down where it is personal.
Result<Record> handed_out(const Registry::Inside& inside, const Person& person,
                          const catalog::Register& of, store::Version version,
                          std::vector<std::string>& columns) {
  const Access access = inside.access(person, of).on(of, version.values);
  ZH_TRY(const auto shown, shown_fields(access, of, {}));
  columns.clear();
  for (const auto position : shown) columns.push_back(of.fields[position].name);
  PersonalRead personal(inside, person, of, shown, "show");
  personal.saw(version);
  ZH_DO(personal.write());
  return shown_record(std::move(version), shown, access.is_internal());
}

}  // namespace

Result<Page> Registry::list(const Person& person, const catalog::Register& of,
                            const ListQuery& query) {
  if (query.limit < 1 || query.limit > longest_page) {
    return fail(limit_wrong, "limit", std::to_string(query.limit), "1..1000");
  }
  ZH_TRY(auto prepared, prepare(*inside_, person, of, query));
  if (!query.after.empty()) {
    ZH_TRY(prepared.select.after, read_cursor(prepared, query.after));
  }
  prepared.select.limit = query.limit + 1;  // one more tells whether there is a next page
  Page page{.columns = prepared.columns, .records = {}, .next = {}};
  std::string cursor;
  PersonalRead personal(*inside_, person, of, prepared.shown, "list", query.filter);
  const auto each = [&](const store::Version& version) {
    if (page.records.size() == static_cast<std::size_t>(query.limit)) {
      page.next = cursor;
      return false;
    }
    if (page.records.size() + 1 == static_cast<std::size_t>(query.limit)) {
      cursor = make_cursor(prepared, of, version);
    }
    personal.saw(version);
    page.records.push_back(shown_record(version, prepared.shown, prepared.internal));
    return true;
  };
  ZH_DO(store::read_page(*inside_->store, prepared.select, prepared.narrowings,
                         patience_of(*inside_), each));
  ZH_DO(personal.write());
  return page;
}

Result<void> Registry::each(const Person& person, const catalog::Register& of,
                            const ListQuery& query, std::vector<std::string>& columns,
                            const std::function<bool(const Record&)>& record) {
  ZH_TRY(const auto prepared, prepare(*inside_, person, of, query));
  columns = prepared.columns;
  PersonalRead personal(*inside_, person, of, prepared.shown, "export", query.filter);
  auto read = inside_->store->read(prepared.select, [&](const store::Version& version) {
    personal.saw(version);
    return record(shown_record(version, prepared.shown, prepared.internal));
  });
  // Also when it was broken off: what went out was seen.
  ZH_DO(personal.write());
  return read;
}

Result<std::int64_t> Registry::count(const Person& person, const catalog::Register& of,
                                     const ListQuery& query) {
  ZH_TRY(auto prepared, prepare(*inside_, person, of, query));
  prepared.select.order.clear();
  if (query.limit <= longest_page) return inside_->store->count(prepared.select);
  return store::count_up_to(*inside_->store, prepared.select, prepared.narrowings,
                            patience_of(*inside_), query.limit);
}

Result<Record> Registry::get(const Person& person, const catalog::Register& of,
                             const std::string& id, std::vector<std::string>& columns) {
  ZH_TRY(auto version, inside_->present(inside_->access(person, of), of, id));
  return handed_out(*inside_, person, of, std::move(version), columns);
}

Result<Record> Registry::find(const Person& person, const catalog::Register& of,
                              std::span<const Value> key, std::vector<std::string>& columns) {
  const Access access = inside_->access(person, of);
  if (!access.read || key.size() != of.key.size()) return fail(not_found, of.name);
  store::Select select{.table = of.name};
  ZH_TRY(select.where, inside_->rows_within(access, of, inside_->store->dialect()));
  select.keys.emplace_back(key.begin(), key.end());
  std::optional<store::Version> found;
  ZH_DO(inside_->store->read(select, [&](const store::Version& version) {
    found = version;
    return false;
  }));
  if (!found) return fail(not_found, of.name);
  return handed_out(*inside_, person, of, *std::move(found), columns);
}

Result<Record> Registry::find(const Person& person, const catalog::Register& of,
                              std::string_view key, std::vector<std::string>& columns) {
  ZH_TRY(const auto parts, parse_key(*inside_->catalog, of, key));
  return find(person, of, parts, columns);
}

Result<Page> Registry::history(const Person& person, const catalog::Register& of,
                               const std::string& id) {
  const Access general = inside_->access(person, of);
  ZH_TRY(const auto newest, inside_->present(general, of, id, true));
  const Access access = general.on(of, newest.values);
  if (!access.is_internal()) return fail(not_allowed, of.name, person.user);
  ZH_TRY(const auto shown, shown_fields(access, of, {}));
  Page page;
  for (const auto position : shown) page.columns.push_back(of.fields[position].name);
  store::Select select{.table = of.name};
  select.order = {{"version", false}};
  select.history = true;
  select.deleted = true;
  select.id = newest.id;
  PersonalRead personal(*inside_, person, of, shown, "history");
  ZH_DO(inside_->store->read(select, [&](const store::Version& version) {
    personal.saw(version);
    page.records.push_back(shown_record(version, shown, true));
    return true;
  }));
  ZH_DO(personal.write());
  return page;
}

}  // namespace zhiheng::registry
