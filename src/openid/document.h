#pragma once
// JSON of login services. Inside this room only: the one header here that shows Boost.JSON.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::openid {

namespace json = boost::json;

/// None: not JSON, not an object, longer than 256 KiB or nested over 16 deep.
[[nodiscard]] std::optional<json::object> read_object(std::string_view text);
/// A text member, or "".
[[nodiscard]] std::string text_at(const json::object& object, std::string_view name);
/// A text member, or all texts of a list.
[[nodiscard]] std::vector<std::string> texts_at(const json::object& object, std::string_view name);

}  // namespace zhiheng::openid
