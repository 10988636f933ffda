// The commands for second factors and tokens.

#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "registry/answers.h"
#include "registry/credentials.h"
#include "registry/failures.h"
#include "registry/opened.h"

namespace zhiheng::registry {
namespace {

namespace json = boost::json;

Result<void> must_exist(Opened& opened, const std::string& user) {
  ZH_TRY([[maybe_unused]] const Person person,
         People(*opened.store, opened.catalog->security).person(user));
  return {};
}

Credentials credentials_of(const Opened& opened) {
  return {*opened.store, catalog::limits_of(opened.catalog->folder)};
}

}  // namespace

Result<int> answer_user_code(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  const std::string user = call.argument("USER");
  ZH_DO(must_exist(opened, user));
  Credentials credentials(*opened.store, catalog::limits_of(opened.catalog->folder));
  if (call.has("off")) {
    ZH_TRY(const bool had, credentials.withdraw(user));
    if (call.json) *call.out << json::serialize(json::object{{"user", user}, {"had", had}}) << '\n';
    return 0;
  }
  ZH_TRY(const std::string secret, credentials.enrol(user));
  const std::string address =
      "otpauth://totp/Zhiheng:" + user + "?secret=" + secret + "&issuer=Zhiheng";
  if (call.json) {
    *call.out << json::serialize(
                     json::object{{"user", user}, {"secret", secret}, {"address", address}})
              << '\n';
  } else {
    *call.out << address << '\n';
  }
  return 0;
}

Result<int> answer_token_add(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  const std::string user = call.argument("USER");
  ZH_DO(must_exist(opened, user));
  const std::string text = call.option("days", "90");
  int days = 0;
  std::from_chars(text.data(), text.data() + text.size(), days);
  std::vector<std::string> scopes;
  if (const auto given = call.options.find("scope"); given != call.options.end()) {
    scopes = given->second;
  }
  ZH_TRY(const std::string token,
         credentials_of(opened).issue(user, call.option("name", user), scopes, days, now()));
  if (call.json) {
    *call.out << json::serialize(json::object{{"user", user}, {"token", token}}) << '\n';
  } else {
    *call.out << token << '\n';
  }
  return 0;
}

Result<int> answer_token_list(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_TRY(const auto tokens, credentials_of(opened).tokens());
  json::array list;
  for (const auto& token : tokens) {
    json::array scopes(token.scopes.begin(), token.scopes.end());
    if (!call.json) {
      *call.out << token.id << "  " << token.user << "  " << token.name << "  "
                << to_china_text(token.expires);
      for (const auto& scope : token.scopes) *call.out << ' ' << scope;
      *call.out << '\n';
    }
    list.push_back(json::object{{"id", token.id},
                                {"user", token.user},
                                {"name", token.name},
                                {"scopes", std::move(scopes)},
                                {"expires", to_china_text(token.expires)}});
  }
  if (call.json) *call.out << json::serialize(json::object{{"tokens", std::move(list)}}) << '\n';
  return 0;
}

Result<int> answer_token_revoke(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_DO(credentials_of(opened).revoke(call.argument("ID")));
  return 0;
}

}  // namespace zhiheng::registry
