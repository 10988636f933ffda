#include "deliver/notice.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "deliver/failures.h"
#include "registry/lifecycle_json.h"

namespace zhiheng::deliver {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> kinds = {"step",   "reminder", "overdue",
                                                   "digest", "searched", "refused"};

using Names = std::map<std::string, std::string, std::less<>>;

/// The texts and numbers of a notice, under the names that its body keeps them by.
template <class Notice, class Text, class Number>
void visit(Notice& notice, const Text& text, const Number& number) {
  text("register", notice.register_name);
  text("id", notice.id);
  text("key", notice.key);
  text("what", notice.what);
  text("state", notice.state);
  number("overdue", notice.overdue);
  number("today", notice.today);
  number("later", notice.later);
  number("unread", notice.unread);
}

std::string title_of(const catalog::Register* of, const Notice& notice, Language language) {
  if (of == nullptr) return notice.what;
  if (notice.kind == Notice::Kind::step) {
    const auto* step = of->find_step(notice.what);
    return step == nullptr ? notice.what : step->title.in(language);
  }
  const auto* clock = registry::find_clock(*of, notice.what);
  return clock == nullptr ? notice.what : clock->title.in(language);
}

std::string in_language(const Notice& notice, const catalog::Catalog& catalog, const Rules& rules,
                        Language language) {
  const auto found = rules.wording.find(name_of(notice.kind));
  if (found == rules.wording.end()) return {};
  const auto* of = catalog.find_register(notice.register_name);
  Names names;
  visit(
      notice, [&](const char* name, const std::string& text) { names[name] = text; },
      [&](const char* name, std::int64_t number) { names[name] = std::to_string(number); });
  names["what"] = title_of(of, notice, language);
  if (of != nullptr) {
    names["register"] = of->title.in(language);
    names["state"] = registry::state_title(*of, notice.state).in(language);
  }
  // A term ends before the moment that is the first late one.
  if (notice.due)
    names["due"] = to_china_text(Timestamp{notice.due->microseconds - 1}).substr(0, 16);
  return filled(found->second.in(language), names);
}

}  // namespace

std::string_view name_of(Notice::Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string to_body(const Notice& notice) {
  json::object body = {{"kind", name_of(notice.kind)}};
  visit(
      notice,
      [&](const char* name, const std::string& text) {
        if (!text.empty()) body[name] = text;
      },
      [&](const char* name, std::int64_t number) {
        if (notice.kind == Notice::Kind::digest) body[name] = number;
      });
  if (notice.due) body["due"] = notice.due->microseconds;
  return json::serialize(body);
}

Result<Notice> parse_notice(std::string_view body) {
  boost::system::error_code trouble;
  const json::value value = json::parse(body, trouble);
  const auto* object = trouble ? nullptr : value.if_object();
  const json::value* kind = object == nullptr ? nullptr : object->if_contains("kind");
  const auto found = kind == nullptr || !kind->is_string()
                         ? kinds.end()
                         : std::ranges::find(kinds, std::string_view(kind->get_string()));
  if (found == kinds.end()) return fail(notice_malformed);
  Notice notice{.kind = static_cast<Notice::Kind>(found - kinds.begin())};
  visit(
      notice,
      [&](const char* name, std::string& text) {
        const auto* one = object->if_contains(name);
        if (one != nullptr && one->is_string()) text = std::string(one->get_string());
      },
      [&](const char* name, std::int64_t& number) {
        const auto* one = object->if_contains(name);
        if (one != nullptr && one->is_int64()) number = one->get_int64();
      });
  if (const auto* due = object->if_contains("due"); due != nullptr && due->is_int64()) {
    notice.due = Timestamp{due->get_int64()};
  }
  return notice;
}

Words said(const Notice& notice, const catalog::Catalog& catalog, const Rules& rules) {
  return {in_language(notice, catalog, rules, Language::zh),
          in_language(notice, catalog, rules, Language::en)};
}

bool key_is_open(const catalog::Register& of) {
  return !of.key.empty() && std::ranges::all_of(of.key, [&](const std::string& name) {
    const auto* field = of.find_field(name);
    return field != nullptr && !field->personal && field->visible.empty();
  });
}

std::string open_key(const catalog::Register& of, std::span<const Value> values) {
  return key_is_open(of) ? registry::key_text(of, values) : std::string();
}

std::string filled(std::string_view text, const Names& names) {
  std::string made;
  while (!text.empty()) {
    const auto open = std::min(text.find('{'), text.size());
    made += text.substr(0, open);
    text.remove_prefix(open);
    const auto close = text.find('}');
    if (close == text.npos) break;
    const auto found = names.find(text.substr(1, close - 1));
    made += found == names.end() ? text.substr(0, close + 1) : std::string_view(found->second);
    text.remove_prefix(close + 1);
  }
  return made.append(text);
}

}  // namespace zhiheng::deliver
