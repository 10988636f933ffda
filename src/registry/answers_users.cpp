// The commands that look after accounts.

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <ostream>

#include "registry/answers.h"
#include "registry/failures.h"
#include "registry/opened.h"
#include "registry/password.h"
#include "registry/places.h"

namespace zhiheng::registry {
namespace {

namespace json = boost::json;

struct Password {
  std::string text;
  bool made = false;  ///< by us, so that somebody has to be told
};

Result<Password> password_of(const Invocation& invocation) {
  if (!invocation.has("password-file")) return Password{random_password(), true};
  const std::string file = invocation.option("password-file");
  std::ifstream stream(file);
  Password password;
  if (!std::getline(stream, password.text)) return fail(password_unreadable, file);
  if (password.text.ends_with('\r')) password.text.pop_back();
  return password;
}

void tell(const Invocation& invocation, const std::string& user, const Password& password) {
  if (invocation.json) {
    json::object document{{"user", user}};
    if (password.made) document["password"] = password.text;
    *invocation.out << json::serialize(document) << '\n';
    return;
  }
  *invocation.out << user;
  if (password.made) *invocation.out << ' ' << password.text;
  *invocation.out << '\n';
}

}  // namespace

Result<int> answer_user_add(const Invocation& invocation) {
  ZH_TRY(auto opened, open(invocation));
  Person person{.user = invocation.argument("USER"),
                .name = invocation.option("name", invocation.argument("USER")),
                .roles = {},
                .region = invocation.option("region"),
                .company = invocation.option("company"),
                .unit = invocation.option("unit")};
  if (const auto roles = invocation.options.find("role"); roles != invocation.options.end()) {
    person.roles = roles->second;
  }
  ZH_DO(check_rights(*opened.catalog, person));
  ZH_TRY(const auto password, password_of(invocation));
  ZH_DO(People(*opened.store, opened.catalog->security).add(person, password.text));
  tell(invocation, person.user, password);
  const bool regional = std::ranges::any_of(person.roles, [&](const std::string& role) {
    return opened.catalog->find_role(role)->regional;
  });
  if (regional && person.region.empty()) {
    *invocation.messages << (invocation.language == Language::zh
                                 ? "未指定 --region：该账号可见所有地区的记录。\n"
                                 : "No --region was given: this account sees every region.\n");
  }
  return 0;
}

Result<int> answer_user_list(const Invocation& invocation) {
  ZH_TRY(auto opened, open(invocation));
  ZH_TRY(const auto everyone, People(*opened.store, opened.catalog->security).all());
  json::array users;
  for (const auto& person : everyone) {
    users.push_back(json::object{{"user", person.user},
                                 {"name", person.name},
                                 {"roles", json::value_from(person.roles)},
                                 {"region", person.region},
                                 {"company", person.company},
                                 {"unit", person.unit}});
    if (invocation.json) continue;
    *invocation.out << person.user << "  " << person.name << "  ";
    for (const auto& role : person.roles) *invocation.out << role << ' ';
    *invocation.out << ' ' << person.region << ' ' << person.company << ' ' << person.unit << '\n';
  }
  if (invocation.json) {
    *invocation.out << json::serialize(json::object{{"users", std::move(users)}}) << '\n';
  }
  return 0;
}

Result<int> answer_user_password(const Invocation& invocation) {
  ZH_TRY(auto opened, open(invocation));
  ZH_TRY(const auto password, password_of(invocation));
  const std::string user = invocation.argument("USER");
  ZH_DO(People(*opened.store, opened.catalog->security).set_password(user, password.text));
  tell(invocation, user, password);
  return 0;
}

}  // namespace zhiheng::registry
