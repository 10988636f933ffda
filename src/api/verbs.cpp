#include "api/verbs.h"

#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <ostream>

#include "api/application.h"
#include "api/epcis_live.h"
#include "api/failures.h"
#include "api/server.h"
#include "api/subscription_sender.h"
#include "api/upload_folder.h"
#include "base/log.h"
#include "catalog/capacity.h"
#include "cube/refresher.h"
#include "deliver/deliver.h"
#include "deliver/register_feed.h"
#include "deliver/telling.h"
#include "openid/logins.h"
#include "openid/wire.h"
#include "registry/opened.h"
#include "reporter/reports.h"
#include "trace/event_query.h"
#include "trace/index_keeper.h"
#include "trace/served_chain.h"

namespace zhiheng::api {

namespace fs = std::filesystem;

namespace {

Result<int> whole_number(const Invocation& call, const std::string& option, int otherwise,
                         int least, int most) {
  const std::string text = call.option(option);
  if (text.empty()) return otherwise;
  int number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size() || number < least ||
      number > most) {
    return fail(wrong_parameter, "--" + option, text,
                std::to_string(least) + ".." + std::to_string(most));
  }
  return number;
}

// The built pages stand beside the catalog, in the source tree as when installed.
std::string web_folder(const Invocation& call, const catalog::Catalog& catalog) {
  if (call.has("web")) return call.option("web");
  std::error_code ignored;
  for (const fs::path& place : {fs::path(catalog.folder).parent_path() / "web" / "dist",
                                fs::path(catalog.folder).parent_path() / "web"}) {
    if (fs::is_regular_file(place / "index.html", ignored)) return place.string();
  }
  return {};
}

Result<UploadFolder> upload_folder(const Invocation& call) {
  const fs::path own = fs::temp_directory_path() / ("zhiheng-" + std::to_string(::getuid()));
  const fs::path base = call.database.empty() ? fs::path(call.data) : own;
  return UploadFolder::open((base / "uploads").string());
}

void announce(const Invocation& call, const ServerOptions& options, std::uint16_t port,
              const std::optional<std::string>& password) {
  const bool zh = call.language == Language::zh;
  const std::string address = "http://" + options.address + ":" + std::to_string(port) + "/";
  std::ostream& out = *call.out;
  out << (zh ? "质衡已启动：" : "Zhiheng is running: ") << address << '\n';
  if (password) {
    out << (zh ? "首次登录：用户 admin，口令 " : "First login: user admin, password ") << *password
        << '\n'
        << (zh ? "口令只显示这一次，请登录后妥善保存。\n"
               : "The password is shown this once; keep it.\n");
  }
  out << (zh ? "按 Ctrl-C 停止。\n" : "Ctrl-C stops it.\n");
  out.flush();
}

/// The login services of --openid; null: none.
Result<std::shared_ptr<openid::Logins>> logins_of(const Invocation& call,
                                                  Application& application) {
  if (!call.has("openid")) return nullptr;
  std::vector<Error> errors;
  openid::Services services =
      openid::load_services(call.option("openid"), *application.catalog, errors);
  for (const auto& error : errors) *call.messages << describe(error) << '\n';
  if (!errors.empty()) return std::unexpected(errors.front());
  ZH_TRY(auto logins, openid::Logins::open(*application.store, *application.people,
                                           catalog::limits_of(application.catalog->folder),
                                           std::move(services), openid::over_the_network()));
  return std::shared_ptr<openid::Logins>(std::move(logins));
}

Result<int> serve(const Invocation& call) {
  ServerOptions options;
  options.address = call.option("address", options.address);
  ZH_TRY(const int port, whole_number(call, "port", options.port, 0, 65535));
  options.port = static_cast<std::uint16_t>(port);
  ZH_TRY(options.worker_threads, whole_number(call, "workers", options.worker_threads, 1, 256));
  ZH_TRY(options.trusted_proxies, deliver::parse_networks(call.option("trusted-proxies")));
  ZH_TRY(const UploadFolder uploads, upload_folder(call));
  options.upload_folder = uploads.path();

  ZH_TRY(registry::Opened opened, registry::open(call));
  const auto capacity = catalog::capacity_of(opened.catalog->folder);
  options.most_websockets = capacity->websockets;
  Application application;
  application.catalog = opened.catalog;
  application.store = opened.store;
  application.registry = std::move(opened.registry);
  application.people =
      std::make_unique<registry::People>(*application.store, application.catalog->security);
  application.credentials = std::make_unique<registry::Credentials>(
      *application.store, catalog::limits_of(application.catalog->folder));
  ZH_TRY(application.logins, logins_of(call, application));
  application.reports = std::make_shared<reporter::Reports>(*application.registry);
  const store::Location location{.folder = call.data, .database = call.database};
  const bool push_down = call.option("cube") == "postgresql";
  ZH_TRY(application.cube, cube::open(application.catalog, *application.store, location,
                                      push_down ? cube::Engine::postgresql : cube::Engine::duckdb));
  application.jobs = std::make_unique<Jobs>(*application.registry);
  ZH_TRY(application.epcis, trace::EventQueries::open(*application.registry, call.data,
                                                      catalog::find_folder(call.catalog)));
  ZH_TRY(const int chain_mib, whole_number(call, "chain-memory", 4096, 16, 1 << 20));
  application.chain = std::make_shared<trace::ServedChain>(
      *application.registry, static_cast<std::size_t>(chain_mib) << 20);
  application.epcis->keep_log();
  application.captures = std::make_shared<CaptureJobs>(*application.store);
  ZH_TRY(const deliver::Settings settings, deliver::settings_from_environment());
  ZH_TRY(application.outbox,
         deliver::Outbox::open(*application.store, catalog::find_folder(call.catalog)));
  application.address = settings.address;
  application.subscriptions =
      std::make_shared<trace::Subscriptions>(*application.store, capacity->subscriptions_each);
  application.sender = outbox_sender(*application.outbox);
  application.web_folder = web_folder(call, *application.catalog);
  application.upload_folder = options.upload_folder;
  application.secure_cookies = call.has("behind-tls");
  application.stop = call.interrupted;
  ZH_TRY(const std::optional<std::string> password, application.people->ensure_first());

  const std::vector<Route> all = routes(application);
  Handler handler;
  handler.find = [&all](const Request& request) { return find_route(all, request); };
  handler.answer = [&](const Route* route, Request& request) {
    return answer(application, all, route, request);
  };
  const cube::Refresher refresher(*application.cube, *application.store);
  const trace::IndexKeeper keeper(application.epcis->index(), *application.store);
  deliver::Telling telling(*application.outbox, *application.registry, settings.mail.has_value());
  deliver::RegisterFeed feed(*application.outbox, *application.registry);
  const auto subscriptions = make_subscription_runner(application);
  std::vector<deliver::Producer> producers = deliver::producers(telling, feed);
  producers.push_back([&](Timestamp at) { return subscriptions->run(at); });
  // What lists are found by is written behind the changes.
  producers.emplace_back([&](Timestamp) { return application.registry->follow_clocks(); });
  const deliver::Courier courier(*application.outbox, *application.catalog, settings,
                                 std::move(producers));
  ZH_DO(run_server(options, handler, *call.interrupted,
                   [&](std::uint16_t bound) { announce(call, options, bound, password); }));
  log(Level::info, "api.stopped");
  return 0;
}

Result<int> describe_interface(const Invocation& call) {
  const catalog::Loaded loaded = catalog::load(catalog::find_folder(call.catalog));
  if (!loaded.catalog) return std::unexpected(loaded.errors.front());
  Application application;
  application.catalog = loaded.catalog;
  *call.out << openapi(*loaded.catalog, routes(application)) << '\n';
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  return {
      Verb{
          .path = "serve",
          .help = {"启动网页和接口服务", "serve the pages and the HTTP interface"},
          .arguments = {},
          .options =
              {{.name = "address",
                .value = "IP",
                .help = {"监听地址（默认 127.0.0.1）", "address to listen on (default 127.0.0.1)"}},
               {.name = "port",
                .value = "N",
                .help = {"端口（默认 8080，0 为任意空闲端口）",
                         "port (default 8080; 0: any free one)"}},
               {.name = "web",
                .value = "DIR",
                .help = {"网页目录（默认随程序安装的）",
                         "built pages (default: beside the program)"}},
               {.name = "workers",
                .value = "N",
                .help = {"同时处理的请求数（默认 4）", "requests worked on at once (default 4)"}},
               {.name = "cube",
                .value = "ENGINE",
                .help = {"分析引擎：duckdb（默认）或 postgresql",
                         "engine for analysis: duckdb (default) or postgresql"}},
               {.name = "chain-memory",
                .value = "MIB",
                .help = {"追溯链最多占用的内存，默认 4096",
                         "most memory for the chain of events, 4096 by default"}},
               {.name = "openid",
                .value = "FILE",
                .help = {"外部登录服务（OpenID Connect）的配置文件",
                         "login services (OpenID Connect), as a TOML file"}},
               {.name = "trusted-proxies",
                .value = "NETWORKS",
                .help = {"可信代理的地址或网段（逗号分隔）：其 X-Forwarded-For 用来区分访客",
                         "addresses or networks of proxies, separated by commas, whose "
                         "X-Forwarded-For tells visitors apart"}},
               {.name = "behind-tls",
                .value = "",
                .help = {"前面有 TLS 代理：Cookie 只经 HTTPS 发送",
                         "a TLS proxy stands in front: cookies go over HTTPS only"}}},
          .run = serve,
          .description =
              {"首次启动时建立用户 admin 并显示一次随机口令。",
               "The first start makes the user admin and shows a random password once."}},
      Verb{.path = "openapi",
           .help = {"输出 OpenAPI 3.1 文档", "write the OpenAPI 3.1 document"},
           .arguments = {},
           .options = {},
           .run = describe_interface,
           .description = {}},
  };
}

}  // namespace zhiheng::api
