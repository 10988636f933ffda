#include "api/epcis_live.h"

#include "api/epcis.h"
#include "api/failures.h"
#include "base/text.h"
#include "catalog/capacity.h"
#include "trace/live_failures.h"

namespace zhiheng::api {
namespace {

constexpr std::int64_t events_a_message = 100;
constexpr std::int64_t rights_stand_us = 1'000'000;  ///< before they are looked at again

/// A browser tells which page opens the connection; a page of somebody else would use the cookie.
Result<void> check_origin(const Request& request) {
  const std::string origin = to_lower(request.header("origin"));
  const bool bearer = request.header("authorization").starts_with("Bearer ");
  if (origin.empty() || bearer) return {};
  const std::size_t host = origin.find("://");
  if (host != std::string::npos && origin.substr(host + 3) == to_lower(request.header("host"))) {
    return {};
  }
  return fail(origin_refused, "Origin", origin.substr(0, 100), request.header("host"));
}

/// One client and how far it has been told.
class Listener {
 public:
  Listener(Application& application, Request request, std::string query_key, Wanted wanted,
           trace::SubscriptionControls controls, trace::Progress progress,
           std::shared_ptr<void> place)
      : application_(application),
        request_(std::move(request)),
        query_key_(std::move(query_key)),
        wanted_(wanted),
        controls_(std::move(controls)),
        progress_(progress),
        place_(std::move(place)) {}

  Result<std::optional<std::string>> next() {
    const Timestamp at = now();
    if (at.microseconds - checked_.microseconds >= rights_stand_us) {
      ZH_DO(look_again());
      checked_ = at;
    }
    ZH_TRY(auto batch, trace::next_batch(*application_.epcis, request_.person, query_, controls_,
                                         progress_, at, events_a_message));
    if (!batch) return std::optional<std::string>();
    Response document =
        event_document(*application_.epcis, wanted_, std::move(batch->events), request_.parts[0]);
    return std::optional<std::string>(std::move(document.body));
  }

 private:
  /// The session may have ended, the rights have changed, the query be gone.
  Result<void> look_again() {
    ZH_TRY(const registry::Session session, session_of(application_, request_));
    if (session.person.user != request_.person.user || !session.may_read) {
      return fail(not_logged_in);
    }
    request_.person = session.person;
    ZH_TRY(query_, named_query(application_, query_key_));
    if (const auto first = controls_.initial_record_time) {
      query_.conditions.push_back(trace::recorded_since(*first));
    }
    return {};
  }

  Application& application_;
  Request request_;
  std::string query_key_;
  Wanted wanted_;
  trace::SubscriptionControls controls_;
  trace::Progress progress_;
  std::shared_ptr<void> place_;  ///< of those that the account has
  trace::EventQuery query_ = {};
  Timestamp checked_{};
};

}  // namespace

std::shared_ptr<void> ChannelCounts::take(const std::shared_ptr<ChannelCounts>& from,
                                          const std::string& user, int most) {
  const std::lock_guard lock(from->mutex_);
  int& open = from->open_[user];
  if (open == most) return nullptr;
  ++open;
  const auto give_back = [from, user](void*) {
    const std::lock_guard again(from->mutex_);
    if (--from->open_[user] == 0) from->open_.erase(user);
  };
  return {from.get(), give_back};
}

Result<Response> open_channel(Application& application, const Request& request,
                              const std::string& query_key) {
  ZH_DO(check_origin(request));
  ZH_TRY(const trace::EventQuery query, named_query(application, query_key));
  ZH_DO(trace::check_subscribable(query));
  ZH_TRY(trace::SubscriptionControls controls,
         trace::subscription_controls(query_parameters(request)));
  Request as_json = request;
  as_json.headers["accept"] = "application/json";
  ZH_TRY(const Wanted wanted, wanted_answer(as_json));
  const Timestamp at = now();
  ZH_TRY(const trace::Progress progress, trace::first_progress(*application.epcis, controls, at));
  const int most = catalog::capacity_of(application.catalog->folder)->websockets_each;
  auto place = ChannelCounts::take(application.channels, request.person.user, most);
  if (!place) {
    return fail(trace::subscriptions_too_many, "websockets", std::to_string(most),
                "<= " + std::to_string(most));
  }
  Response response;
  response.status = 101;
  response.headers.emplace_back("GS1-Query-Min-Record-Time",
                                to_text(controls.initial_record_time.value_or(at)));
  auto listener = std::make_shared<Listener>(application, std::move(as_json), query_key, wanted,
                                             std::move(controls), progress, std::move(place));
  response.channel = std::make_shared<Channel>();
  response.channel->next = [listener] { return listener->next(); };
  return response;
}

}  // namespace zhiheng::api
