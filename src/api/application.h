#pragma once
// What the routes work with: the opened store with everything that reads from it.

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "api/capture_jobs.h"
#include "api/http.h"
#include "api/jobs.h"
#include "api/metrics.h"
#include "catalog/catalog.h"
#include "cube/cube.h"
#include "deliver/outbox.h"
#include "registry/credentials.h"
#include "registry/people.h"
#include "registry/registry.h"
#include "store/store.h"

namespace zhiheng::indicator {
struct Asker;
}

namespace zhiheng::openid {
class Logins;
}

namespace zhiheng::reporter {
class Reports;
}

namespace zhiheng::trace {
class EventQueries;
class ServedChain;
class Subscriptions;
}  // namespace zhiheng::trace

namespace zhiheng::api {

class ChannelCounts;
struct SubscriptionSender;

struct Application {
  std::shared_ptr<const catalog::Catalog> catalog;
  std::shared_ptr<store::Store> store;
  std::unique_ptr<registry::Registry> registry;
  std::unique_ptr<registry::People> people;
  std::unique_ptr<registry::Credentials> credentials;
  std::shared_ptr<openid::Logins> logins;  ///< through other services; null: none
  std::shared_ptr<reporter::Reports> reports;
  std::unique_ptr<cube::Cube> cube;
  std::unique_ptr<Jobs> jobs;
  std::shared_ptr<trace::EventQueries> epcis;  ///< queries over events of the supply chain
  std::shared_ptr<trace::ServedChain> chain;   ///< what all events together say
  std::shared_ptr<CaptureJobs> captures;
  std::shared_ptr<deliver::Outbox> outbox;  ///< messages to people and systems outside
  std::string address;                      ///< of the pages, for links; empty: not told
  std::shared_ptr<trace::Subscriptions> subscriptions;
  std::shared_ptr<SubscriptionSender> sender;  ///< where messages of subscriptions go
  std::shared_ptr<ChannelCounts> channels;     ///< websockets that each account has open
  Metrics metrics;
  std::string web_folder;  ///< built pages; empty: none
  std::string upload_folder;
  bool secure_cookies = false;  ///< behind TLS
  const std::atomic<bool>* stop = nullptr;
};

/// All routes; `application` must outlive them.
[[nodiscard]] std::vector<Route> routes(Application& application);

/// The route for a request; null when there is none, or none of that method.
[[nodiscard]] const Route* find_route(const std::vector<Route>& routes, const Request& request);

std::vector<Route> session_routes(Application& application);
std::vector<Route> openid_routes(Application& application);
std::vector<Route> reporter_routes(Application& application);
std::vector<Route> catalog_routes(Application& application);
std::vector<Route> record_routes(Application& application);
std::vector<Route> import_routes(Application& application);
std::vector<Route> indicator_routes(Application& application);
std::vector<Route> plan_routes(Application& application);
std::vector<Route> assessment_routes(Application& application);
std::vector<Route> product_routes(Application& application);
std::vector<Route> epcis_routes(Application& application);
std::vector<Route> trace_routes(Application& application);
std::vector<Route> delivery_routes(Application& application);
std::vector<Route> system_routes(Application& application);

/// The same limits for many indicators as for a single one: register, region, what is public at
/// all.
[[nodiscard]] indicator::Asker asker_of(Application& application, const registry::Person& person);

/// Authorises, runs and turns refusals into problem documents; counts and times.
/// @param routes  all of them: an address that knows other methods is told apart from none
[[nodiscard]] Response answer(Application& application, const std::vector<Route>& routes,
                              const Route* route, Request& request);

/// The session of somebody who is not logged in.
[[nodiscard]] registry::Session public_session();

/// Whoever the cookie or the bearer token says; the public without either.
[[nodiscard]] Result<registry::Session> session_of(Application& application,
                                                   const Request& request);

/// The OpenAPI 3.1 document, from routes and catalog.
[[nodiscard]] std::string openapi(const catalog::Catalog& catalog,
                                  const std::vector<Route>& routes);

/// How many records a page of a list shall have: the parameter `limit`, or the usual number.
/// @fails  api.wrong_parameter
[[nodiscard]] Result<int> page_limit(const Request& request);

/// A file of the built pages, or index.html for an address of the single-page program.
[[nodiscard]] Result<Response> static_file(const Application& application, const Request& request);

}  // namespace zhiheng::api
