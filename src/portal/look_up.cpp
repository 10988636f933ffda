#include "portal/look_up.h"

#include <algorithm>

#include "base/text.h"
#include "portal/failures.h"

namespace zhiheng::portal {
namespace {

constexpr std::size_t shortest = 2, longest = 100;  // characters

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

bool is_code_sign(char sign) {
  return (sign >= '0' && sign <= '9') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= 'a' && sign <= 'z') || sign == '-' || sign == '/' || sign == '.';
}

/// A number of something rather than a word: signs that need no care in a filter, one a digit.
bool is_code(std::string_view text) {
  return std::ranges::all_of(text, is_code_sign) &&
         std::ranges::any_of(text, [](char sign) { return sign >= '0' && sign <= '9'; });
}

bool names_something(const catalog::Field& field) {
  using enum catalog::FieldType;
  return !field.list &&
         (field.type == party || field.type == product || (field.type == text && field.searchable));
}

/// "holder = '91…' or number = '91…'" over what the person may see; empty: no such field.
std::string exactly(const catalog::Register& of, const registry::Access& access,
                    std::string_view code) {
  std::string filter;
  for (const auto& field : of.fields) {
    if (!names_something(field) || field.personal || !access.sees(field)) continue;
    filter.append(filter.empty() ? "" : " or ").append(field.name).append(" = '");
    filter.append(code).append("'");
  }
  return filter;
}

bool is_searched(const catalog::Register& of, const registry::Access& access) {
  return std::ranges::any_of(of.fields, [&](const catalog::Field& field) {
    return field.searchable && !field.personal && access.sees(field) &&
           field.storage() == Storage::text;
  });
}

bool is_about_somebody(const catalog::Register& of) {
  return !of.holder.empty() || std::ranges::any_of(of.fields, [](const catalog::Field& field) {
    return field.type == catalog::FieldType::party || field.type == catalog::FieldType::product;
  });
}

Result<std::vector<FoundIn>> found(registry::Registry& registry, const registry::Person& person,
                                   const registry::ListQuery& wanted, std::string_view code) {
  std::vector<FoundIn> all;
  for (const auto& of : registry.catalog().registers) {
    const registry::Access access = registry.access(person, of);
    if (!access.read) continue;
    registry::ListQuery query = wanted;
    if (!code.empty()) query.filter = exactly(of, access, code);
    if (code.empty() ? !is_searched(of, access) : query.filter.empty()) continue;
    ZH_TRY(auto page, registry.list(person, of, query));
    if (page.records.empty()) continue;
    ZH_TRY(auto names, registry::names_of(registry, person, of, page));
    all.push_back({&of, std::move(page), std::move(names)});
  }
  std::ranges::stable_partition(all, [](const FoundIn& one) { return is_about_somebody(*one.of); });
  return all;
}

}  // namespace

Result<std::vector<FoundIn>> look_up(registry::Registry& registry, const registry::Person& person,
                                     std::string_view text, int each) {
  if (!is_utf8(text)) return fail(look_up_wrong, "q", {}, "UTF-8");
  const std::string narrow = to_half_width(text);
  const std::string_view wanted = trim(narrow);
  if (const auto length = characters(wanted); length < shortest || length > longest) {
    return fail(look_up_wrong, "q", std::to_string(length), "2..100");
  }
  if (is_code(wanted)) {
    ZH_TRY(auto exact, found(registry, person, {.limit = each}, to_upper(wanted)));
    if (!exact.empty()) return exact;
  }
  return found(registry, person, {.search = std::string(wanted), .limit = each}, {});
}

}  // namespace zhiheng::portal
