#include "openid/document.h"

namespace zhiheng::openid {

std::optional<json::object> read_object(std::string_view text) {
  constexpr std::size_t longest = 256U << 10;
  if (text.size() > longest) return std::nullopt;
  json::parse_options options;
  options.max_depth = 16;
  boost::system::error_code error;
  json::value read = json::parse(text, error, {}, options);
  if (error || !read.is_object()) return std::nullopt;
  return std::move(read.get_object());
}

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* const found = object.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return std::string(found->get_string());
}

std::vector<std::string> texts_at(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const json::value* const found = object.if_contains(name);
  if (found != nullptr && found->is_string()) texts.emplace_back(found->get_string());
  if (found != nullptr && found->is_array()) {
    for (const auto& one : found->get_array()) {
      if (one.is_string()) texts.emplace_back(one.get_string());
    }
  }
  return texts;
}

}  // namespace zhiheng::openid
