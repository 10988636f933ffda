#pragma once
// Which login services people may come from: a file that whoever runs the server writes.

#include <string>
#include <utility>
#include <vector>

#include "base/words.h"
#include "catalog/catalog.h"

namespace zhiheng::openid {

struct Service {
  std::string name = {};    ///< in addresses: [a-z0-9-]
  Words title = {};         ///< on the page for logging in
  std::string issuer = {};  ///< as its tokens name it, without a stroke at the end
  std::string client = {};  ///< what it calls us
  std::string secret = {};  ///< of the client; empty: none, PKCE alone
  std::vector<std::string> scopes = {"openid"};
  /// Who is not linked to an account gets one of their own, without rights unless `roles` give
  /// some.
  bool provision = false;
  std::string role_claim = {};  ///< whose texts `roles` are looked up by; for such accounts only
  std::vector<std::pair<std::string, std::string>> roles = {};  ///< text of the claim, our role
};

struct Services {
  std::string base = {};  ///< where people reach this server, "https://quality.example.gov.cn"
  std::vector<Service> all = {};
};

/// Reads the file; secrets stand in files of their own, named relative to it. Complaints go to
/// `errors`. Addresses are https, or http on the machine itself.
[[nodiscard]] Services load_services(const std::string& file, const catalog::Catalog& catalog,
                                     std::vector<Error>& errors);

/// "https://…", or "http://" to the machine itself: nothing else is asked or sent to.
[[nodiscard]] bool is_safe_address(std::string_view address);

}  // namespace zhiheng::openid
