#include "api/http.h"

#include "api/failures.h"
#include "base/text.h"
#include "store/failures.h"

namespace zhiheng::api {

std::string Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::string> Request::parameters(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : query) {
    if (key == name) found.push_back(value);
  }
  return found;
}

std::string Request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

int http_status(Kind kind) {
  switch (kind) {
    case Kind::usage:
      return 400;
    case Kind::invalid:
      return 422;
    case Kind::not_found:
      return 404;
    case Kind::conflict:
      return 409;
    case Kind::unauthenticated:
      return 401;
    case Kind::forbidden:
      return 403;
    case Kind::too_large:
      return 413;
    case Kind::unavailable:
      return 503;
    case Kind::interrupted:
      return 499;
    case Kind::internal:
      return 500;
  }
  return 500;
}

int http_status(const Failure& failure) {
  if (&failure == &method_not_allowed) return 405;
  if (&failure == &version_needed) return 428;
  if (&failure == &store::stale_version) return 412;
  return http_status(failure.kind);
}

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text, bool form) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && form) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
      if (low < 0) return fail(malformed_url, "", std::string(text.substr(i, 3)), "%00..%FF");
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (decoded.find('\0') != std::string::npos || !is_utf8(decoded)) {
    return fail(malformed_url, "", std::string(text.substr(0, 80)), "UTF-8 without NUL");
  }
  return decoded;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> found;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    const auto equals = std::min(part.find('='), part.size());
    ZH_TRY(std::string name, percent_decoded(part.substr(0, equals), true));
    ZH_TRY(std::string value,
           percent_decoded(part.substr(std::min(equals + 1, part.size())), true));
    found.emplace_back(std::move(name), std::move(value));
  }
  return found;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view raw_path) {
  std::vector<std::string> parts;
  while (true) {
    const auto pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::string_view wanted = pattern.substr(0, pattern_end);
    const bool remainder = wanted.ends_with("*}");
    const auto path_end =
        remainder ? raw_path.size() : std::min(raw_path.find('/', 1), raw_path.size());
    auto given = percent_decoded(raw_path.substr(0, path_end), false);
    if (!given) return std::nullopt;
    if (remainder) {
      parts.emplace_back(given->substr(std::min<std::size_t>(1, given->size())));
      return parts;
    }
    if (wanted.starts_with("/{")) {
      if (given->size() < 2) return std::nullopt;
      parts.emplace_back(given->substr(1));
    } else if (wanted != *given) {
      return std::nullopt;
    }
    pattern.remove_prefix(pattern_end);
    raw_path.remove_prefix(path_end);
    if (pattern.empty() || raw_path.empty()) break;
  }
  if (!pattern.empty() || !raw_path.empty()) return std::nullopt;
  return parts;
}

std::string cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const std::string_view pair = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
  }
  return {};
}

}  // namespace zhiheng::api
