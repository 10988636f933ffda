#include "deliver/verbs.h"

#include <boost/json.hpp>
#include <ostream>

#include "deliver/failures.h"
#include "deliver/register_feed.h"
#include "deliver/telling.h"
#include "registry/opened.h"

namespace zhiheng::deliver {
namespace {

namespace json = boost::json;

constexpr int most_shown = 100;

/// What every command of this room works with.
struct Opened {
  registry::Opened base;
  std::unique_ptr<Outbox> outbox;
};

Result<Opened> open(const Invocation& call) {
  ZH_TRY(auto base, registry::open(call));
  ZH_TRY(auto outbox, Outbox::open(*base.store, catalog::find_folder(call.catalog)));
  return Opened{.base = std::move(base), .outbox = std::move(outbox)};
}

void print(const Invocation& call, const json::object& document, const std::string& text) {
  *call.out << (call.json ? json::serialize(document) + "\n" : text);
}

Result<int> status(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  auto& messages = opened.outbox->messages();
  json::array counts, dead;
  std::string text;
  ZH_TRY(const auto numbers, messages.counts());
  for (const auto& one : numbers) {
    const std::string state(store::name_of(one.state));
    counts.push_back(
        json::object{{"channel", one.channel}, {"state", state}, {"number", one.number}});
    text += one.channel + "  " + state + "  " + std::to_string(one.number) + "\n";
  }
  ZH_DO(messages.list({"state = 'dead'", {}}, most_shown, [&](const store::KeptMessage& kept) {
    const auto& [key, channel, target, subject, type, body] = kept.message;
    dead.push_back(json::object{{"id", kept.id},
                                {"channel", channel},
                                {"target", target},
                                {"subject", subject},
                                {"attempts", kept.attempts},
                                {"added", to_china_text(kept.added)},
                                {"error", kept.error}});
    text += kept.id + "  " + channel + "  " + target + "  " + subject + "  " + kept.error + "\n";
    return true;
  }));
  print(call, {{"counts", std::move(counts)}, {"dead", std::move(dead)}}, text);
  return 0;
}

Result<int> retry(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  const std::string id = call.argument("MESSAGE");
  const Sql where = id.empty() ? Sql{} : Sql{"id = ?", {id}};
  ZH_TRY(const auto number, opened.outbox->messages().retry(where, now()));
  if (number == 0 && !id.empty()) return fail(message_unknown, "message", id);
  print(call, {{"retried", number}}, std::to_string(number) + "\n");
  return 0;
}

Result<int> run(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_TRY(const Settings settings, settings_from_environment());
  auto& outbox = *opened.outbox;
  Telling telling(outbox, *opened.base.registry, settings.mail.has_value());
  RegisterFeed feed(outbox, *opened.base.registry);
  for (const auto& producer : producers(telling, feed)) ZH_DO(producer(now()));
  Channels channels;
  channels.emplace("webhook", webhook_channel(outbox, settings, call.interrupted));
  if (settings.mail) {
    channels.emplace("mail",
                     mail_channel(outbox, *opened.base.catalog, settings, call.interrupted));
  }
  int sent = 0, failed = 0;
  for (const auto& [name, channel] : channels) {
    while (call.interrupted == nullptr || !*call.interrupted) {
      ZH_TRY(const Sent one, send_next(outbox, name, channel, now(), 0));
      if (one == Sent::none) break;
      ++(one == Sent::sent ? sent : failed);
    }
  }
  print(call, {{"sent", sent}, {"failed", failed}},
        std::to_string(sent) + " / " + std::to_string(sent + failed) + "\n");
  return failed == 0 ? 0 : 1;
}

Result<int> subscribe(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  RegisterFeed feed(*opened.outbox, *opened.base.registry);
  ZH_TRY(
      const auto made,
      feed.subscribe(call.argument("REGISTER"), call.option("filter"),
                     {.owner = registry::local_operator().user, .url = call.option("url")}, now()));
  print(call, {{"id", made.target.id}, {"url", made.target.url}, {"secret", made.target.secret}},
        made.target.id + "\n" + made.target.secret + "\n");
  return 0;
}

Result<int> subscriptions(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_TRY(const auto all, RegisterFeed(*opened.outbox, *opened.base.registry).all());
  json::array list;
  std::string text;
  for (const auto& one : all) {
    list.push_back(json::object{{"id", one.target.id},
                                {"register", one.register_name},
                                {"filter", one.filter},
                                {"url", one.target.url},
                                {"owner", one.target.owner}});
    text +=
        one.target.id + "  " + one.register_name + "  " + one.target.url + "  " + one.filter + "\n";
  }
  print(call, {{"subscriptions", std::move(list)}}, text);
  return 0;
}

Result<int> unsubscribe(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_DO(RegisterFeed(*opened.outbox, *opened.base.registry).unsubscribe(call.argument("ID")));
  print(call, {{"removed", call.argument("ID")}}, "");
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  return {
      Verb{.path = "deliver status",
           .help = {"各渠道消息数量和投递失败的消息", "messages by channel, and those given up"},
           .run = status},
      Verb{.path = "deliver retry",
           .help = {"重新投递失败的消息", "try messages again that were given up"},
           .arguments = {{.name = "MESSAGE",
                          .help = {"消息编号；不写则为全部", "id of the message; without it: all"},
                          .required = false}},
           .run = retry},
      Verb{.path = "deliver run",
           .help = {"生成通知并投递到期的消息一次（serve 运行时自动进行）",
                    "make notices and send once what is due (beside serve this runs by itself)"},
           .run = run},
      Verb{.path = "deliver subscribe",
           .help = {"登记一个接收登记册公开变更的网址",
                    "have public changes of a register posted to an address"},
           .arguments = {{.name = "REGISTER", .help = {"登记册", "register"}}},
           .options = {{.name = "url",
                        .value = "URL",
                        .help = {"https:// 网址", "https:// address"},
                        .required = true},
                       {.name = "filter",
                        .value = "CONDITION",
                        .help = {"只通知符合条件的记录", "only records of which this is true"}}},
           .run = subscribe,
           .description = {"输出编号和签名密钥，密钥只显示这一次。",
                           "Prints the id and the secret of the signatures, which is shown this "
                           "once."}},
      Verb{.path = "deliver subscriptions",
           .help = {"列出接收公开变更的网址", "list addresses that public changes are posted to"},
           .run = subscriptions},
      Verb{.path = "deliver unsubscribe",
           .help = {"取消一个接收网址", "take an address off the list"},
           .arguments = {{.name = "ID", .help = {"编号", "id"}}},
           .run = unsubscribe},
  };
}

}  // namespace zhiheng::deliver
