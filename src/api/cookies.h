#pragma once
// Cookies that this program sets. Inside this room only.

#include <string>

#include "api/application.h"

namespace zhiheng::api {

struct Cookie {
  std::string name = {}, value = {};
  std::string path = "/";
  /// Strict: never sent along when somebody comes from another site. Lax: when they follow a link.
  std::string same_site = "Strict";
  std::string age = {};  ///< seconds; empty: until the browser is closed
};

inline constexpr const char* session_cookie = "zhiheng_session";
inline constexpr const char* service_cookie = "zhiheng_service";

/// Adds it to an answer: never readable by scripts, over TLS only where there is TLS.
inline void set_cookie(const Application& application, Response& response, const Cookie& cookie) {
  std::string line = cookie.name + "=" + cookie.value + "; Path=" + cookie.path +
                     "; HttpOnly; SameSite=" + cookie.same_site;
  if (!cookie.age.empty()) line += "; Max-Age=" + cookie.age;
  if (application.secure_cookies) line += "; Secure";
  response.headers.emplace_back("Set-Cookie", std::move(line));
}

}  // namespace zhiheng::api
