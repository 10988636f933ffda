#include "deliver/register_feed.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "deliver/failures.h"
#include "deliver/notice.h"
#include "registry/failures.h"
#include "registry/filter.h"
#include "registry/packing.h"
#include "registry/value_json.h"

namespace zhiheng::deliver {
namespace {

namespace json = boost::json;

constexpr std::string_view feed_space = "register_feed", feed_reader = "register_feed";

registry::Person public_person() { return {.roles = {"public"}}; }

/// Rows of a register that the public sees and that fit, as SQL.
Result<Sql> rows_told(registry::Registry& registry, const catalog::Register& of,
                      const std::string& filter) {
  const registry::Person anybody = public_person();
  const Dialect dialect = registry.store().dialect();
  ZH_TRY(Sql rows, registry.visible_rows(anybody, of, dialect));
  ZH_TRY(Sql fits, registry::filter_condition(registry.access(anybody, of), of, filter, dialect));
  if (rows.text.empty()) return fits;
  if (fits.text.empty()) return rows;
  rows.text = "(" + rows.text + ") AND (" + fits.text + ")";
  rows.values.insert(rows.values.end(), fits.values.begin(), fits.values.end());
  return rows;
}

json::object fields_of(const catalog::Register& of, const registry::Access& access,
                       const store::Version& version) {
  json::object fields;
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    const auto& field = of.fields[i];
    if (access.sees(field)) fields[field.name] = registry::value_json(version.values[i], field);
  }
  return fields;
}

}  // namespace

/// A record that a stretch of the feed changed.
struct RegisterFeed::Touched {
  const catalog::Register* of = nullptr;
  Uuid id;
  int first = 0;  ///< its first version in the stretch
};

Result<Subscription> RegisterFeed::subscribe(const std::string& register_name,
                                             const std::string& filter, Target target,
                                             Timestamp at) {
  ZH_TRY(const auto* const of, registry_.find_register(register_name));
  ZH_TRY([[maybe_unused]] const Sql rows, rows_told(registry_, *of, filter));
  target.purpose = "register";
  ZH_TRY(target, targets_.add(std::move(target), at));
  ZH_DO(outbox_.store().put(feed_space, target.id, registry::pack({register_name, filter})));
  return Subscription{
      .target = std::move(target), .register_name = register_name, .filter = filter};
}

Result<std::vector<Subscription>> RegisterFeed::all() {
  ZH_TRY(const auto kept, outbox_.store().list(feed_space));
  std::vector<Subscription> found;
  for (const auto& [id, text] : kept) {
    const auto parts = registry::unpack(text);
    auto target = targets_.find(id);
    if (!parts || parts->size() != 2 || !target) continue;
    found.push_back(
        {.target = *std::move(target), .register_name = parts->at(0), .filter = parts->at(1)});
  }
  return found;
}

Result<void> RegisterFeed::unsubscribe(const std::string& id) {
  ZH_TRY(const bool there, outbox_.store().erase(feed_space, id));
  if (!there) return fail(target_unknown, "subscription", id);
  return targets_.remove(id);
}

Result<bool> RegisterFeed::follow() {
  return outbox_.follow(feed_reader, [this](std::span<const store::Segment> segments) {
    return messages_of(segments);
  });
}

Result<std::vector<Message>> RegisterFeed::messages_of(std::span<const store::Segment> segments) {
  std::vector<Message> messages;
  ZH_TRY(const auto subscriptions, all());
  const auto wanted = [&](const std::string& table) {
    return std::ranges::any_of(subscriptions,
                               [&](const auto& one) { return one.register_name == table; });
  };
  std::map<std::pair<std::string, Uuid>, int> first_versions;
  for (const auto& segment : segments) {
    if (!wanted(segment.table)) continue;
    ZH_DO(registry_.store().read_segment(segment, [&](const store::Version& version) {
      first_versions.try_emplace({segment.table, version.id}, version.version);
      return true;
    }));
  }
  for (const auto& [place, first] : first_versions) {
    const auto* of = registry_.catalog().find_register(place.first);
    for (const auto& subscription : subscriptions) {
      if (subscription.register_name != place.first || of == nullptr) continue;
      ZH_DO(tell(subscription, {.of = of, .id = place.second, .first = first}, messages));
    }
  }
  return messages;
}

Result<void> RegisterFeed::tell(const Subscription& subscription, const Touched& touched,
                                std::vector<Message>& messages) {
  const catalog::Register& of = *touched.of;
  const auto access = registry_.access(public_person(), of);
  const auto rows = rows_told(registry_, of, subscription.filter);
  // The public may have lost sight of the whole register since it was subscribed to.
  if (!rows) return {};
  store::Select newest{.table = of.name};
  newest.id = touched.id;
  newest.deleted = true;
  std::optional<store::Version> present;
  const auto take = [&](const store::Version& version) {
    present = version;
    return false;
  };
  ZH_DO(registry_.store().read(newest, take));
  if (!present) return {};
  store::Select now = newest;
  now.deleted = false;
  now.where = *rows;
  ZH_TRY(const auto seen, registry_.store().count(now));
  store::Select before = now;
  before.history = true;
  before.where.text =
      (rows->text.empty() ? "" : "(" + rows->text + ") AND ") + std::string("version = ?");
  before.where.values.emplace_back(std::int64_t{touched.first} - 1);
  ZH_TRY(const auto was_seen, registry_.store().count(before));
  if (seen == 0 && was_seen == 0) return {};
  const std::string id = to_text(touched.id);
  json::object data = {{"register", of.name},
                       {"id", id},
                       {"key", open_key(of, present->values)},
                       {"version", present->version}};
  if (seen > 0) {
    data["state"] = present->state;
    data["record"] = fields_of(of, access, *present);
  }
  const std::string event = seen > 0 ? "record.changed" : "record.withdrawn";
  const json::object body = {
      {"type", event}, {"timestamp", to_text(present->recorded_at)}, {"data", std::move(data)}};
  messages.push_back({.key = "register/" + subscription.target.id + "/" + id + "/" +
                             std::to_string(present->version),
                      .channel = "webhook",
                      .target = subscription.target.id,
                      .subject = event,
                      .type = "application/json",
                      .body = json::serialize(body)});
  return {};
}

}  // namespace zhiheng::deliver
