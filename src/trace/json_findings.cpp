#include "trace/json_findings.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "trace/failures.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;

std::string_view name_of(NodeKind kind) {
  constexpr std::string_view names[] = {"null", "boolean", "number", "string", "array", "object"};
  return names[static_cast<int>(kind)];
}

/// As JSON pointers write a key.
void append_escaped(std::string& text, std::string_view key) {
  for (const char sign : key) {
    if (sign == '~') {
      text += "~0";
    } else if (sign == '/') {
      text += "~1";
    } else {
      text += sign;
    }
  }
}

std::string pointer_to(const JsonNode& node) {
  if (node.parent == nullptr) return {};
  // An event hangs in a list that does not keep it: the pointer starts at the event.
  bool found = false;
  std::size_t index = 0;
  for (const JsonNode* child = node.parent->first; child != nullptr; child = child->next) {
    if (child == &node) {
      found = true;
      break;
    }
    ++index;
  }
  if (!found) return {};
  std::string text = pointer_to(*node.parent);
  text += '/';
  if (node.parent->is(NodeKind::array)) {
    text += std::to_string(index);
  } else {
    append_escaped(text, node.key);
  }
  return text;
}

std::string shown(const JsonNode& value) {
  constexpr std::size_t longest = 60;
  switch (value.kind) {
    case NodeKind::string:
    case NodeKind::number:
      return std::string(value.text.substr(0, longest));
    case NodeKind::boolean:
      return value.boolean ? "true" : "false";
    default:
      return std::string(name_of(value.kind));
  }
}

/// By key; of members with the same key, the last.
std::vector<const JsonNode*> members_of(const JsonNode& object) {
  std::vector<const JsonNode*> members;
  members.reserve(object.count);
  for (const JsonNode* member = object.first; member != nullptr; member = member->next) {
    members.push_back(member);
  }
  std::ranges::stable_sort(members, {}, [](const JsonNode* member) { return member->key; });
  const auto last =
      std::unique(members.rbegin(), members.rend(),
                  [](const JsonNode* a, const JsonNode* b) { return a->key == b->key; });
  members.erase(members.begin(), last.base());
  return members;
}

double number_of(const JsonNode& value) {
  double number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto read = std::from_chars(value.text.data(), end, number);
  if (read.ec == std::errc::result_out_of_range) {
    // Too small counts as zero; too large is no number that ECMAScript could hold.
    const bool small = value.text.find("e-") != std::string_view::npos ||
                       value.text.find("E-") != std::string_view::npos;
    return small ? 0 : std::numeric_limits<double>::infinity();
  }
  return number;
}

}  // namespace

bool JsonFindings::refuse(const Failure& failure, const JsonNode& at, std::string found,
                          std::string wanted) {
  if (full()) return false;
  std::string where = pointer_to(at);
  if (where.empty()) where = "/";
  errors.push_back({&failure, std::move(where), std::move(found), std::move(wanted)});
  return false;
}

bool JsonFindings::refuse_missing(const JsonNode& object, std::string_view key) {
  return refuse(field_missing, object, {}, std::string(key));
}

bool JsonFindings::object(const JsonNode& value) {
  return value.is(NodeKind::object) || refuse(type_wrong, value, shown(value), "object");
}

bool JsonFindings::array(const JsonNode& value) {
  return value.is(NodeKind::array) || refuse(type_wrong, value, shown(value), "array");
}

bool JsonFindings::string(const JsonNode& value) {
  return value.is(NodeKind::string) || refuse(type_wrong, value, shown(value), "string");
}

bool JsonFindings::number(const JsonNode& value) {
  const bool right =
      value.is(NodeKind::number) && (value.text.size() < 300 || std::isfinite(number_of(value))) &&
      (value.text.find_first_of("eE") == std::string_view::npos || std::isfinite(number_of(value)));
  return right || refuse(type_wrong, value, shown(value), "number");
}

bool JsonFindings::boolean(const JsonNode& value) {
  return value.is(NodeKind::boolean) || refuse(type_wrong, value, shown(value), "true | false");
}

bool JsonFindings::uri(const JsonNode& value) {
  return string(value) && (is_uri(value.text) || refuse(uri_malformed, value, shown(value), "URI"));
}

bool JsonFindings::time(const JsonNode& value) {
  return string(value) && (is_date_time(value.text) ||
                           refuse(time_malformed, value, shown(value), "RFC 3339 + zone"));
}

bool JsonFindings::key_uri(const JsonNode& member) {
  return is_uri(member.key) ||
         refuse(field_unknown, member, std::string(member.key.substr(0, 60)), "prefix:name");
}

bool JsonFindings::word(const JsonNode& value, Vocabulary vocabulary) {
  if (!string(value)) return false;
  const std::string_view text = value.text;
  if (text.find(':') == std::string_view::npos) {
    return has_word(vocabulary, text) || refuse(word_unknown, value, shown(value), "CBV 2.0 | URI");
  }
  if (!is_uri(text)) return refuse(uri_malformed, value, shown(value), "CBV 2.0 | URI");
  // GS1's own words have to be written as bare words.
  const auto starts = [&](std::string_view front) { return text.starts_with(front); };
  const bool own = vocabulary == Vocabulary::measurement || vocabulary == Vocabulary::alert
                       ? starts("http://gs1.org/voc/") || starts("https://gs1.org/voc/") ||
                             starts("http://www.gs1.org/voc/") || starts("https://www.gs1.org/voc/")
                       : starts("urn:epcglobal:cbv") || starts("http://ns.gs1.org/cbv/") ||
                             starts("https://ns.gs1.org/cbv/");
  return !own || refuse(word_unknown, value, shown(value), "CBV 2.0");
}

bool JsonFindings::choice(const JsonNode& value, std::initializer_list<std::string_view> words) {
  if (!string(value)) return false;
  if (std::ranges::find(words, value.text) != words.end()) return true;
  std::string wanted;
  for (const std::string_view word : words) wanted.append(wanted.empty() ? "" : " | ").append(word);
  return refuse(word_unknown, value, shown(value), wanted);
}

bool JsonFindings::uris(const JsonNode& value) {
  if (!array(value)) return false;
  bool right = true;
  for (const JsonNode* item = value.first; item != nullptr; item = item->next) {
    right = uri(*item) && right;
  }
  return right;
}

bool JsonFindings::distinct(const JsonNode& list) {
  if (list.count < 2) return true;
  if (list.count > 16) {
    // Long lists hold identifiers: sorted, so that a million take no million times a million steps.
    std::vector<const JsonNode*> items;
    std::vector<const JsonNode*> others;
    for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
      (item->is(NodeKind::string) ? items : others).push_back(item);
    }
    std::ranges::sort(items, {}, [](const JsonNode* item) { return item->text; });
    const auto twice = std::ranges::adjacent_find(
        items, [](const JsonNode* a, const JsonNode* b) { return a->text == b->text; });
    if (twice != items.end()) return refuse(item_twice, **twice, shown(**twice), {});
    if (others.size() > 1000) return refuse(type_wrong, list, "array", "string …");
    for (std::size_t i = 0; i < others.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (equal(*others[i], *others[j]))
          return refuse(item_twice, *others[i], shown(*others[i]), {});
      }
    }
    return true;
  }
  for (const JsonNode* a = list.first; a != nullptr; a = a->next) {
    for (const JsonNode* b = list.first; b != a; b = b->next) {
      if (equal(*a, *b)) return refuse(item_twice, *a, shown(*a), {});
    }
  }
  return true;
}

bool JsonFindings::context(const JsonNode& value) {
  if (value.is(NodeKind::object)) return true;
  if (value.is(NodeKind::string)) return uri(value);
  if (!value.is(NodeKind::array))
    return refuse(type_wrong, value, shown(value), "URI | object | array");
  for (const JsonNode* item = value.first; item != nullptr; item = item->next) {
    if (!item->is(NodeKind::object) && !uri(*item)) return false;
  }
  return distinct(value);
}

bool equal(const JsonNode& a, const JsonNode& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case NodeKind::null:
      return true;
    case NodeKind::boolean:
      return a.boolean == b.boolean;
    case NodeKind::string:
      return a.text == b.text;
    case NodeKind::number:
      return number_of(a) == number_of(b);
    case NodeKind::array: {
      if (a.count != b.count) return false;
      const JsonNode* right = b.first;
      for (const JsonNode* left = a.first; left != nullptr;
           left = left->next, right = right->next) {
        if (!equal(*left, *right)) return false;
      }
      return true;
    }
    case NodeKind::object: {
      const auto left = members_of(a);
      const auto right = members_of(b);
      return std::ranges::equal(left, right, [](const JsonNode* one, const JsonNode* other) {
        return one->key == other->key && equal(*one, *other);
      });
    }
  }
  return false;
}

}  // namespace zhiheng::trace
