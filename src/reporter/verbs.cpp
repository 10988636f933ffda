#include "reporter/verbs.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <ostream>
#include <sstream>

#include "registry/opened.h"
#include "registry/people.h"
#include "reporter/custody.h"
#include "reporter/failures.h"
#include "reporter/sealing.h"

namespace zhiheng::reporter {
namespace {

namespace json = boost::json;

void answer(const Invocation& call, const json::object& document, const std::string& line) {
  *call.out << (call.json ? json::serialize(document) : line) << '\n';
}

Result<std::string> text_of_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return fail(key_wrong, path);
  return std::move(text).str();
}

/// Readable by its owner alone, and never over another file.
Result<void> write_private(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return fail(key_unwritable, path);
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool durable = ::fsync(file) == 0;
  ::close(file);
  if (!written || !durable) return fail(key_unwritable, path);
  return {};
}

// Away from the server: nothing of the store is opened.
Result<int> make_key(const Invocation& call) {
  const KeyPair made = make_keys();
  ZH_DO(write_private(call.argument("FILE"), made.private_key));
  ZH_TRY(const std::string id, key_id(made.public_key));
  answer(call, {{"id", id}, {"public", made.public_key}}, made.public_key);
  return 0;
}

Result<int> add_key(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto key, Custody(*opened.registry).install(call.argument("PUBLIC")));
  answer(call, {{"id", key.id}}, key.id);
  return 0;
}

Result<int> list_keys(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto keys, Custody(*opened.registry).keys());
  json::array list;
  for (const auto& key : keys) {
    if (!call.json) *call.out << key.id << "  " << key.public_key << '\n';
    list.push_back(json::object{{"id", key.id}, {"public", key.public_key}});
  }
  if (call.json) *call.out << json::serialize(json::object{{"keys", std::move(list)}}) << '\n';
  return 0;
}

Result<int> remove_key(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_DO(Custody(*opened.registry).remove(call.argument("ID")));
  return 0;
}

Result<int> open_identity(const Invocation& call) {
  ZH_TRY(const std::string key, text_of_file(call.option("key")));
  ZH_DO(public_key_of(key));  // an approval is not spent on a wrong file
  ZH_TRY(auto opened, registry::open(call));
  registry::People people(*opened.store, opened.catalog->security);
  ZH_TRY(const auto person, people.person(call.option("as")));
  ZH_TRY(const auto kept, Custody(*opened.registry).open(person, call.argument("REQUEST")));
  json::object document;
  for (const auto& [place, texts] : kept) {
    Result<std::string> text = fail(cannot_unseal, "sealed");
    for (const auto& sealed : texts) {
      if (!text) text = unseal(key, sealed, place);
    }
    if (!text) return std::unexpected(text.error());
    boost::system::error_code ignored;
    document[place] = json::parse(*text, ignored);
  }
  answer(call, document, json::serialize(document));
  return 0;
}

Result<int> erase(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto erased, Custody(*opened.registry).erase_due(china_date(now())));
  json::array list(erased.begin(), erased.end());
  answer(call, {{"erased", std::move(list)}}, std::to_string(erased.size()));
  return 0;
}

std::vector<Verb> key_verbs() {
  return {
      {.path = "reporter key make",
       .help = {"为身份保管人生成密钥对", "make a key pair for a custodian of identities"},
       .arguments = {{.name = "FILE",
                      .help = {"写入私钥的新文件，由保管人离线保存",
                               "new file for the private key, which the custodian keeps away from "
                               "the server"}}},
       .options = {},
       .run = make_key,
       .description = {"在保管人自己的机器上运行；输出公钥，交管理员安装。不打开数据。",
                       "To be run on the custodian's own machine; prints the public key, for the "
                       "administrator. Opens no store."}},
      {.path = "reporter key add",
       .help = {"安装保管人的公钥", "install a custodian's public key"},
       .arguments = {{.name = "PUBLIC", .help = {"key make 输出的公钥", "as key make printed it"}}},
       .options = {},
       .run = add_key,
       .description = {"可安装多把：此后收到的身份对每一把都封存。",
                       "There may be several: from now on identities are sealed for each."}},
      {.path = "reporter key list",
       .help = {"列出已安装的公钥", "list the installed public keys"},
       .arguments = {},
       .options = {},
       .run = list_keys},
      {.path = "reporter key remove",
       .help = {"停用公钥；已封存的仍可用其私钥开启",
                "no longer seal for a key; what was sealed it still opens"},
       .arguments = {{.name = "ID", .help = {"key list 列出的标识", "as key list shows it"}}},
       .options = {},
       .run = remove_key},
  };
}

}  // namespace

std::vector<Verb> verbs() {
  std::vector<Verb> all = key_verbs();
  all.push_back(
      {.path = "reporter open",
       .help = {"凭获批的申请和私钥开启举报人身份",
                "open a reporter's identity, with an approved request and the private key"},
       .arguments = {{.name = "REQUEST",
                      .help = {"identity_opening 的申请编号", "number of the request"}}},
       .options = {{.name = "key",
                    .value = "FILE",
                    .help = {"保管人的私钥文件", "the custodian's private key"},
                    .required = true},
                   {.name = "as",
                    .value = "USER",
                    .help = {"以此账号（身份保管人）开启", "the custodian's account"},
                    .required = true}},
       .run = open_identity,
       .description = {"申请人与开启人须为两人；每次批准只能开启一次；开启先行留痕，举报人可见。",
                       "Whoever asked cannot open; an approval is good for one opening, which is "
                       "put on record first and shown to the reporter."}});
  all.push_back({.path = "reporter erase",
                 .help = {"删除到期的举报人身份", "erase identities whose term has ended"},
                 .arguments = {},
                 .options = {},
                 .run = erase,
                 .description = {"供每日定时运行。", "To be called daily by a scheduler."}});
  return all;
}

}  // namespace zhiheng::reporter
