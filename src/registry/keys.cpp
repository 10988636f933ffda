// Records by their natural keys.

#include "base/date.h"
#include "registry/failures.h"
#include "registry/inside.h"

namespace zhiheng::registry {
namespace {

Result<Value> parse_part(const catalog::Field& field, std::string_view text) {
  switch (field.storage()) {
    case Storage::integer: {
      ZH_TRY(const Decimal number, parse_decimal(text, 0));
      return Value(number.unscaled);
    }
    case Storage::decimal: {
      ZH_TRY(const Decimal number, parse_decimal(text, field.scale));
      ZH_TRY(const Decimal fitting, rescale(number, field.scale));
      return Value(fitting);
    }
    case Storage::date: {
      ZH_TRY(const Date date, parse_date(text));
      return Value(date);
    }
    case Storage::timestamp: {
      ZH_TRY(const Timestamp time, parse_timestamp(text));
      return Value(time);
    }
    case Storage::boolean:
      if (text == "true" || text == "false") return Value(text == "true");
      return fail(wrong_type, field.name, std::string(text), "true | false");
    case Storage::text:
      break;
  }
  return Value(std::string(text));
}

/// Of how many parts the text of a key's field is: one that points to a record has those of its
/// key.
std::size_t pieces(const catalog::Catalog& catalog, const catalog::Field& field) {
  const auto* target = catalog.find_register(field.target);
  if (target == nullptr) return 1;
  std::size_t sum = 0;
  for (const auto& name : target->key) sum += pieces(catalog, *target->find_field(name));
  return sum;
}

}  // namespace

std::string key_bytes(std::span<const Value> key) {
  std::string bytes;
  for (const auto& part : key) append_canonical(bytes, part);
  return bytes;
}

Result<std::vector<Value>> parse_key(const catalog::Catalog& catalog, const catalog::Register& of,
                                     std::string_view text) {
  std::vector<Value> key;
  std::string_view rest = text;
  for (std::size_t i = 0; i < of.key.size(); ++i) {
    const auto& field = *of.find_field(of.key[i]);
    // The last part takes what is left: a free text may hold the separator itself.
    const bool last = i + 1 == of.key.size();
    std::size_t end = last ? rest.size() : rest.find('|');
    for (auto more = last ? 1 : pieces(catalog, field); more > 1 && end != rest.npos; --more) {
      end = rest.find('|', end + 1);
    }
    if (end == rest.npos) return fail(not_found, of.name, std::string(text));
    auto part = parse_part(field, rest.substr(0, end));
    if (!part) return fail(not_found, of.name, std::string(text));
    key.push_back(*std::move(part));
    if (!last) rest.remove_prefix(end + 1);
  }
  if (key.empty()) return fail(not_found, of.name, std::string(text));
  return key;
}

Result<std::map<std::string, store::Version>> Registry::Inside::present_by_key(
    const catalog::Register& of, const std::vector<std::vector<Value>>& keys) const {
  std::vector<std::size_t> positions;
  positions.reserve(of.key.size());
  for (const auto& name : of.key) positions.push_back(*of.position(name));
  std::map<std::string, store::Version> found;
  for (std::size_t first = 0; first < keys.size(); first += keys_of_a_query) {
    store::Select select{.table = of.name};
    const auto last = std::min(first + keys_of_a_query, keys.size());
    select.keys.assign(keys.begin() + static_cast<std::ptrdiff_t>(first),
                       keys.begin() + static_cast<std::ptrdiff_t>(last));
    ZH_DO(store->read(select, [&](const store::Version& version) {
      std::vector<Value> key;
      key.reserve(positions.size());
      for (const auto position : positions) key.push_back(version.values[position]);
      found.emplace(key_bytes(key), version);
      return true;
    }));
  }
  return found;
}

}  // namespace zhiheng::registry
