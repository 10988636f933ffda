#include "openid/verbs.h"

#include <boost/json.hpp>
#include <ostream>

#include "openid/logins.h"
#include "registry/opened.h"

namespace zhiheng::openid {
namespace {

Result<int> link_login(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  const std::string user = call.argument("USER");
  ZH_TRY([[maybe_unused]] const registry::Person person,
         registry::People(*opened.store, opened.catalog->security).person(user));
  ZH_DO(Links(*opened.store).add({call.option("issuer"), call.option("subject"), user}));
  return 0;
}

Result<int> unlink_login(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_DO(Links(*opened.store).remove(call.option("issuer"), call.option("subject")));
  return 0;
}

Result<int> list_links(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto all, Links(*opened.store).all());
  boost::json::array list;
  for (const auto& [issuer, subject, user] : all) {
    if (!call.json) *call.out << user << "  " << issuer << "  " << subject << '\n';
    list.push_back(boost::json::object{{"user", user}, {"issuer", issuer}, {"subject", subject}});
  }
  if (call.json) {
    *call.out << boost::json::serialize(boost::json::object{{"links", std::move(list)}}) << '\n';
  }
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  const std::vector<Option> login = {
      {.name = "issuer",
       .value = "URL",
       .help = {"登录服务的标识（iss）", "the login service, as its tokens name it (iss)"},
       .required = true},
      {.name = "subject",
       .value = "TEXT",
       .help = {"其在该服务中的用户标识（sub）", "who it is there (sub)"},
       .required = true}};
  return {
      {.path = "user link",
       .help = {"将外部登录与账号绑定", "let a login at another service be this account"},
       .arguments = {{.name = "USER", .help = {"账号名", "name of the account"}}},
       .options = login,
       .run = link_login,
       .description = {"登录服务由 serve --openid 的文件声明。",
                       "The services stand in the file that serve --openid names."}},
      {.path = "user unlink",
       .help = {"解除绑定", "end such a link"},
       .options = login,
       .run = unlink_login},
      {.path = "user links",
       .help = {"列出绑定", "list the links"},
       .arguments = {},
       .options = {},
       .run = list_links},
  };
}

}  // namespace zhiheng::openid
