#include "trace/subscription.h"

#include <algorithm>
#include <boost/json.hpp>

#include "trace/failures.h"
#include "trace/live_failures.h"
#include "trace/stored_event.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_body = 64U << 10;
constexpr std::size_t longest_text = 2048;
constexpr std::string_view space = "epcis_subscription";

std::unexpected<Error> wrong(std::string where, std::string_view found, std::string wanted) {
  return fail(subscription_wrong, std::move(where), std::string(found.substr(0, 100)),
              std::move(wanted));
}

Result<bool> flag(const std::string& name, std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return wrong(name, text, "true | false");
}

Result<Timestamp> time_of(const std::string& name, std::string_view text) {
  if (!is_date_time(text)) return wrong(name, text, "2026-03-01T08:00:00+08:00");
  return instant(text);
}

/// A number or a text as a text; "" for anything else.
std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return value.is_number() || value.is_bool() ? json::serialize(value) : std::string();
}

/// What body and address have in common. `name` is known to be one of these.
Result<bool> take_control(SubscriptionControls& controls, const std::string& name,
                          const std::string& text) {
  if (name == "stream") {
    ZH_TRY(controls.stream, flag(name, text));
  } else if (name == "reportIfEmpty") {
    ZH_TRY(controls.report_if_empty, flag(name, text));
  } else if (name == "initialRecordTime") {
    ZH_TRY(controls.initial_record_time, time_of(name, text));
  } else if (name == "timeZone") {
    controls.zone = text;
  } else {
    return false;
  }
  return true;
}

Result<void> settle(SubscriptionControls& controls, bool scheduled) {
  if (controls.stream == scheduled) {
    return wrong("stream, schedule", scheduled ? "stream, schedule" : "", "stream | schedule");
  }
  if (controls.stream && controls.report_if_empty) {
    return wrong("reportIfEmpty", "stream", "schedule");
  }
  if (scheduled) {
    ZH_TRY(controls.schedule, parse_schedule(controls.fields, controls.zone));
  }
  return {};
}

/// Whether the address is one that can be sent to at all; which networks may be is for the sender.
Result<void> check_destination(const std::string& dest) {
  const bool web = dest.starts_with("http://") || dest.starts_with("https://");
  const std::size_t host = dest.find("://") + 3;
  if (web && dest.size() <= longest_text && is_uri(dest) && host < dest.size() &&
      dest[host] != '/' && dest.find('@') == std::string::npos) {
    return {};
  }
  return fail(destination_wrong, "dest", dest.substr(0, 100), "https://…");
}

Result<json::object> parsed(std::string_view body) {
  boost::system::error_code failed;
  json::parse_options options;
  options.max_depth = 8;
  json::value value;
  if (body.size() <= longest_body) value = json::parse(body, failed, {}, options);
  if (failed || !value.is_object()) {
    return fail(not_json, "body", "", R"({"dest": …, "stream": true})");
  }
  return std::move(value.get_object());
}

}  // namespace

Result<SubscriptionRequest> parse_subscription(std::string_view body) {
  ZH_TRY(const json::object object, parsed(body));
  SubscriptionRequest made;
  bool scheduled = false;
  for (const auto& [key, value] : object) {
    const std::string name(key);
    if (name == "dest" || name == "signatureToken") {
      std::string& text = name == "dest" ? made.dest : made.signature_token;
      text = text_of(value);
      if (text.size() > longest_text) return wrong(name, text, "<= 2048");
    } else if (name == "schedule" && !value.is_null()) {
      if (!value.is_object()) return wrong(name, json::serialize(value), "{…}");
      scheduled = true;
      for (const auto& [field, text] : value.get_object()) {
        made.controls.fields.push_back({std::string(field), {text_of(text)}});
      }
    } else if (!value.is_null()) {
      ZH_DO(take_control(made.controls, name, text_of(value)));
    }
  }
  ZH_DO(check_destination(made.dest));
  ZH_DO(settle(made.controls, scheduled));
  return made;
}

Result<SubscriptionControls> subscription_controls(std::span<const Parameter> parameters) {
  SubscriptionControls controls;
  for (const Parameter& given : parameters) {
    const std::string text = given.values.empty() ? std::string() : given.values.front();
    if (is_schedule_field(given.name)) {
      controls.fields.push_back({given.name, {text}});
      continue;
    }
    ZH_TRY(const bool known, take_control(controls, given.name, text));
    if (!known) return fail(query_parameter_unknown, given.name, {}, "stream, second, minute, …");
  }
  ZH_DO(settle(controls, !controls.fields.empty()));
  return controls;
}

Timestamp Subscription::min_record_time() const {
  const Timestamp first = controls.initial_record_time.value_or(created);
  return std::max(first, progress.checked);
}

namespace {

json::object as_json(const SubscriptionControls& controls) {
  json::object made = {{"stream", controls.stream},
                       {"reportIfEmpty", controls.report_if_empty},
                       {"timeZone", controls.zone}};
  if (controls.schedule) {
    json::object fields;
    for (const Parameter& field : controls.fields) fields[field.name] = field.values.front();
    made["schedule"] = std::move(fields);
  }
  if (controls.initial_record_time) {
    made["initialRecordTime"] = to_text(*controls.initial_record_time);
  }
  return made;
}

std::string kept_text(const Subscription& of) {
  json::object made = as_json(of.controls);
  const std::pair<const char*, const std::string*> texts[] = {{"query", &of.query},
                                                              {"name", &of.name},
                                                              {"user", &of.user},
                                                              {"dest", &of.dest},
                                                              {"target", &of.target}};
  for (const auto& [name, text] : texts) made[name] = *text;
  made["identifiers"] = std::string(name_of(of.identifiers));
  made["created"] = of.created.microseconds;
  made["position"] = of.progress.position;
  made["checked"] = of.progress.checked.microseconds;
  made["collecting"] = of.progress.collecting;
  made["reported"] = of.progress.reported;
  made["pending"] = of.pending;
  return json::serialize(made);
}

/// What we wrote ourselves; another text gives none.
std::optional<Subscription> kept(const std::string& id, const std::string& text) {
  const auto object = parsed(text);
  if (!object) return std::nullopt;
  const auto string = [&](const char* name) {
    const json::value* value = object->if_contains(name);
    return value == nullptr ? std::string() : text_of(*value);
  };
  const auto number = [&](const char* name) {
    const json::value* value = object->if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
  };
  auto request = parse_subscription(text);
  if (!request) return std::nullopt;
  return Subscription{
      .id = id,
      .query = string("query"),
      .name = string("name"),
      .user = string("user"),
      .dest = string("dest"),
      .target = string("target"),
      .controls = std::move(request->controls),
      .identifiers = identifiers_named(string("identifiers")).value_or(Identifiers::as_captured),
      .created = Timestamp{number("created")},
      .progress = {number("position"), Timestamp{number("checked")}, string("collecting") == "true",
                   string("reported") == "true"},
      .pending = number("pending")};
}

}  // namespace

Result<void> Subscriptions::add(const Subscription& subscription) {
  const std::lock_guard lock(mutex_);
  ZH_TRY(const auto present, store_.list(space));
  std::size_t of_account = 0;
  for (const auto& [id, text] : present) {
    const auto other = kept(id, text);
    if (other && other->user == subscription.user && ++of_account == most_) {
      return fail(subscriptions_too_many, "subscriptions", std::to_string(of_account),
                  "<= " + std::to_string(most_));
    }
    if (other && other->query == subscription.query && other->user == subscription.user &&
        other->dest == subscription.dest &&
        other->controls.schedule == subscription.controls.schedule &&
        other->controls.report_if_empty == subscription.controls.report_if_empty) {
      return fail(subscription_twice, "dest", subscription.dest, id);
    }
  }
  return store_.put(space, subscription.id, kept_text(subscription));
}

Result<std::vector<Subscription>> Subscriptions::all() {
  ZH_TRY(const auto present, store_.list(space));
  std::vector<Subscription> found;
  for (const auto& [id, text] : present) {
    if (auto one = kept(id, text)) found.push_back(*std::move(one));
  }
  return found;
}

Result<Subscription> Subscriptions::find(const std::string& id) {
  ZH_TRY(const auto text, store_.get(space, id));
  auto found = text ? kept(id, *text) : std::nullopt;
  if (!found) return fail(subscription_unknown, "subscriptionID", id.substr(0, 100));
  return *std::move(found);
}

Result<bool> Subscriptions::keep(const Subscription& subscription) {
  const std::lock_guard lock(mutex_);
  ZH_TRY(const auto present, store_.get(space, subscription.id));
  if (!present) return false;
  ZH_DO(store_.put(space, subscription.id, kept_text(subscription)));
  return true;
}

Result<bool> Subscriptions::remove(const std::string& id) {
  const std::lock_guard lock(mutex_);
  return store_.erase(space, id);
}

}  // namespace zhiheng::trace
