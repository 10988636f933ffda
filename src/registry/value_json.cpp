#include "registry/value_json.h"

#include <algorithm>
#include <boost/json.hpp>

namespace zhiheng::registry {

namespace json = boost::json;

json::value value_json(const Value& value, const catalog::Field& field) {
  if (is_null(value)) return nullptr;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* time = std::get_if<Timestamp>(&value)) return json::value(to_china_text(*time));
  if (const auto* text = std::get_if<std::string>(&value); text != nullptr && field.list) {
    json::array parts;
    for (std::size_t from = 0; from <= text->size();) {
      const auto end = std::min(text->find('|', from), text->size());
      parts.emplace_back(text->substr(from, end - from));
      from = end + 1;
    }
    return parts;
  }
  return json::value(to_text(value));
}

}  // namespace zhiheng::registry
