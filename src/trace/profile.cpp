#include "trace/profile.h"

#include <algorithm>

#include "trace/event_fields.h"
#include "trace/failures.h"
#include "trace/profile_parts.h"

namespace zhiheng::trace {
namespace {

bool is_at(const PathStep& step, const Extension& field) {
  std::string_view space = field.space;
  if (space.empty() && field.name == step.written) return true;
  if (field.name != step.name) return false;
  while (space.ends_with('/') || space.ends_with(':') || space.ends_with('#')) {
    space.remove_suffix(1);
  }
  if (step.spaces.empty()) return space.empty();
  return std::ranges::find(step.spaces, space) != step.spaces.end();
}

/// Each step is looked for at any depth below the one before.
void collect(const Extensions& among, std::span<const PathStep> steps,
             std::vector<const Extension*>& found) {
  for (const Extension& each : among) {
    if (is_at(steps.front(), each)) {
      if (steps.size() == 1) {
        found.push_back(&each);
      } else {
        collect(each.children, steps.subspan(1), found);
      }
    } else {
      collect(each.children, steps, found);
    }
  }
}

Value typed(const std::string& text, const expr::Field& field) {
  const auto value_or_null = [](auto read) { return read ? Value(*read) : Value(); };
  switch (field.type) {
    case expr::Type::date:
      return value_or_null(parse_date(std::string_view(text).substr(0, 10)));
    case expr::Type::decimal:
      return value_or_null(parse_decimal(text, field.scale));
    case expr::Type::boolean:
      if (text != "true" && text != "false") return {};
      return text == "true";
    default:
      return text.empty() ? Value() : Value(text);
  }
}

/// A short sight of what stood there, for people.
std::string shown(const Value& value) { return is_null(value) ? std::string() : to_text(value); }

/// The first value that a pattern or a list of words refuses.
std::optional<std::string> refused_value(const ProfileRule& rule, const expr::Field& field,
                                         const Value& value) {
  if (is_null(value)) return std::nullopt;
  const std::string text = to_text(value);
  const std::vector<std::string_view> parts =
      field.list ? list_parts(text) : std::vector<std::string_view>{text};
  for (const std::string_view part : parts) {
    const bool fits = rule.pattern ? rule.pattern->first_group(part).has_value()
                                   : std::ranges::find(rule.one_of, part) != rule.one_of.end();
    if (!fits) return std::string(part);
  }
  return std::nullopt;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

}  // namespace

Value value_at(const FieldPath& path, const expr::Field& field, const Event& event) {
  if (path.instance_data && !event.instance_data) return {};
  std::vector<const Extension*> found;
  collect(path.instance_data ? *event.instance_data : event.extensions, path.steps, found);
  if (!field.list) return found.empty() ? Value() : typed(found.front()->text, field);
  std::vector<std::string> texts;
  for (const Extension* each : found) texts.push_back(each->text);
  return list_value(texts);
}

const std::string& Profile::name() const { return inside_->name; }
const Words& Profile::title() const { return inside_->title; }
const std::string& Profile::source() const { return inside_->source; }
bool Profile::verified() const { return inside_->verified; }
std::size_t Profile::rules() const { return inside_->rules.size(); }

std::vector<Unmet> Profile::check(const Event& event, Date today) const {
  const std::vector<expr::Field>& fields = inside_->fields;
  std::vector<Value> values;
  values.reserve(fields.size());
  append_values(event, values);
  for (const FieldPath& path : inside_->paths) {
    values.push_back(value_at(path, fields[values.size()], event));
  }
  const expr::Environment environment{today};
  std::vector<Unmet> unmet;
  for (const ProfileRule& rule : inside_->rules) {
    if (rule.when && !rule.when->holds(values, environment)) continue;
    const auto tell = [&](std::string field, std::string found, std::string wanted) {
      unmet.push_back({.rule = rule.id,
                       .field = std::move(field),
                       .found = std::move(found),
                       .wanted = std::move(wanted),
                       .message = rule.message,
                       .source = rule.source,
                       .warning = rule.warning});
    };
    if (rule.require) {
      if (rule.require->holds(values, environment)) continue;
      std::string found;
      for (const std::size_t at : rule.require->fields_used()) {
        found.append(found.empty() ? "" : ", ").append(fields[at].name).append(" = ");
        found += is_null(values[at]) ? "null" : shown(values[at]);
      }
      tell({}, std::move(found), rule.require->text());
    } else if (rule.pattern || !rule.one_of.empty()) {
      const std::size_t at = rule.fields.front();
      if (const auto found = refused_value(rule, fields[at], values[at])) {
        tell(fields[at].name, *found, rule.pattern ? rule.pattern_text : joined(rule.one_of));
      }
    } else {
      for (const std::size_t at : rule.fields) {
        if (is_null(values[at])) tell(fields[at].name, {}, fields[at].name);
      }
    }
  }
  return unmet;
}

}  // namespace zhiheng::trace
