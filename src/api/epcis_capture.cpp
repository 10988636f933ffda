// Capture: documents and single events into the system of record.

#include <algorithm>
#include <charconv>
#include <sstream>

#include "api/capture_jobs.h"
#include "api/epcis.h"
#include "api/epcis_problem.h"
#include "api/failures.h"
#include "api/json.h"
#include "base/text.h"
#include "base/uuid.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/master_store.h"

namespace zhiheng::api {
namespace {

/// A body as it was read.
struct Sent {
  std::vector<trace::Event> events;
  std::vector<std::pair<std::size_t, Error>> refused;  ///< events that are not valid
  std::vector<std::string> ignored;
  trace::Document document;
};

Result<void> check_type(const Request& request) {
  const std::string type = to_lower(request.header("content-type"));
  const bool known = type.empty() || type.starts_with("application/json") ||
                     type.starts_with("application/ld+json") ||
                     type.starts_with("application/xml") || type.starts_with("text/xml");
  if (known) return {};
  return fail(media_type_unsupported, "Content-Type", type,
              "application/ld+json | application/xml");
}

Result<Sent> read_body(const Request& request) {
  ZH_DO(check_type(request));
  Sent sent;
  std::istringstream in(request.body);
  trace::ReadOptions options;
  options.warnings = false;
  ZH_TRY(sent.document,
         trace::read_document(
             in, options,
             [&](trace::ReadEvent& event) {
               if (sent.ignored.empty()) sent.ignored = *event.ignored;
               if (event.errors.empty()) {
                 sent.events.push_back(std::move(event.event));
               } else {
                 sent.refused.emplace_back(event.number, std::move(event.errors.front()));
               }
               return sent.events.size() + sent.refused.size() <= most_captured_events;
             },
             [](std::istream& again) {
               again.clear();
               again.seekg(0);
             }));
  if (sent.events.size() + sent.refused.size() > most_captured_events) {
    return fail(capture_too_large, "epcisBody", "> " + std::to_string(most_captured_events),
                "<= " + std::to_string(most_captured_events));
  }
  if (!sent.document.errors.empty()) return std::unexpected(sent.document.errors.front());
  return sent;
}

CaptureJob::Refusal refusal_of(const Application& application, const Error& error,
                               const std::string& where, Language language) {
  return {"epcisException:" + std::string(exception_of(*error.failure).name),
          registry::sentence(*application.catalog, nullptr, error, language),
          where + error.where + ": " + error.found + (error.wanted.empty() ? "" : " → ") +
              error.wanted};
}

/// Writes what was sent and tells what became of it. Durable when it returns.
Result<CaptureJob> carry_out(Application& application, const Request& request, Sent sent,
                             bool rollback) {
  CaptureJob job{.id = to_text(make_uuid()),
                 .user = request.person.user,
                 .created = now(),
                 .rollback = rollback};
  for (const auto& [number, error] : sent.refused) {
    job.errors.push_back(
        refusal_of(application, error, "event " + std::to_string(number) + " ", request.language));
  }
  job.success = sent.refused.empty() || !rollback;
  if (job.success) {
    trace::CaptureOptions options;
    options.on_error = rollback ? trace::OnError::rollback : trace::OnError::proceed;
    options.job = job.id;
    options.ignored = sent.ignored;
    ZH_TRY(const trace::CaptureReport report,
           trace::capture(*application.registry, request.person, sent.events, options));
    for (const trace::Captured& event : report.events) {
      if (!event.error) continue;
      job.errors.push_back(
          refusal_of(application, *event.error, event.event + " ", request.language));
    }
    job.success = report.kept;
    if (report.kept && !sent.document.master_data.empty()) {
      ZH_DO(trace::capture_master_data(*application.registry, request.person,
                                       sent.document.master_data));
    }
  }
  job.finished = now();
  return job;
}

Result<Response> capture_document(Application& application, Request& request) {
  const std::string behaviour = to_lower(request.header("gs1-capture-error-behaviour"));
  if (!behaviour.empty() && behaviour != "rollback" && behaviour != "proceed") {
    return fail(wrong_parameter, "GS1-Capture-Error-Behaviour", behaviour, "rollback | proceed");
  }
  ZH_TRY(Sent sent, read_body(request));
  ZH_TRY(CaptureJob job, carry_out(application, request, std::move(sent), behaviour != "proceed"));
  Response response;
  response.status = 202;
  response.body = capture_job_json(job);
  response.headers.emplace_back("Location", "/epcis/capture/" + job.id);
  ZH_DO(application.captures->keep(std::move(job)));
  return response;
}

Result<Response> capture_event(Application& application, Request& request) {
  ZH_TRY(Sent sent, read_body(request));
  if (!sent.refused.empty()) return std::unexpected(sent.refused.front().second);
  if (sent.events.size() != 1) {
    return fail(wrong_parameter, "event", std::to_string(sent.events.size()), "1");
  }
  trace::CaptureOptions options;
  options.ignored = sent.ignored;
  ZH_TRY(const trace::CaptureReport report,
         trace::capture(*application.registry, request.person, sent.events, options));
  const trace::Captured& event = report.events.front();
  if (event.error) return std::unexpected(*event.error);
  Response response = json_response(json::object{{"eventID", event.event}}, 201);
  response.headers.emplace_back("Location", "/epcis/events/" + percent_encoded(event.event));
  return response;
}

// Microseconds. An event is recorded within moments of the id of its job; the clock may be set in
// between.
constexpr std::int64_t around_a_job = 600'000'000;

/// Of a job that is no longer in memory: its events say that it was one. They are looked for by the
/// time that the id tells, so that captures need not keep an index of jobs.
Result<bool> has_events(Application& application, const Request& request, const std::string& job) {
  const auto id = parse_uuid(job);
  if (!id) return false;
  ZH_TRY(const catalog::Register* const of,
         application.registry->find_register(trace::event_register));
  store::Select select{.table = of->name};
  ZH_TRY(select.where,
         application.registry->visible_rows(request.person, *of, application.store->dialect()));
  select.where.text = (select.where.text.empty() ? "" : "(" + select.where.text + ") AND ") +
                      "record_time >= ? AND record_time <= ? AND job = ? AND recorded_by = ?";
  select.where.values.emplace_back(Timestamp{made_at(*id).microseconds - around_a_job});
  select.where.values.emplace_back(Timestamp{made_at(*id).microseconds + around_a_job});
  select.where.values.emplace_back(job);
  select.where.values.emplace_back(request.person.user);
  ZH_TRY(const std::int64_t events, application.store->count(select));
  return events > 0;
}

Result<Response> show_job(Application& application, Request& request) {
  const std::string& id = request.parts[0];
  ZH_TRY(auto job, application.captures->find(id, request.person.user));
  if (!job) {
    ZH_TRY(const bool known, has_events(application, request, id));
    if (!known) return fail(no_such_job, "captureID", id);
    job = CaptureJob{.id = id, .user = request.person.user};
  }
  Response response;
  response.body = capture_job_json(*job);
  return response;
}

Result<Response> list_jobs(Application& application, Request& request) {
  std::int64_t per_page = events_a_page;
  if (const std::string text = request.parameter("perPage"); !text.empty()) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), per_page);
    if (read.ec != std::errc{} || per_page < 1) return fail(wrong_parameter, "perPage", text, "1…");
  }
  const std::vector<CaptureJob> jobs = application.captures->of(request.person.user);
  auto begin = jobs.begin();
  if (const std::string token = request.parameter("nextPageToken"); !token.empty()) {
    begin = std::ranges::find(jobs, token, &CaptureJob::id);
    if (begin == jobs.end()) return fail(trace::page_unknown, "nextPageToken", token);
    ++begin;
  }
  Response response;
  response.body = "[";
  const auto end = std::min(jobs.end() - begin, static_cast<std::ptrdiff_t>(per_page)) + begin;
  for (auto job = begin; job != end; ++job) {
    response.body += (job == begin ? "" : ",") + capture_job_json(*job);
  }
  response.body += "]";
  if (end != jobs.end()) {
    response.headers.emplace_back("Link", "</epcis/capture?perPage=" + std::to_string(per_page) +
                                              "&nextPageToken=" + (end - 1)->id +
                                              ">; rel=\"next\"");
  }
  return response;
}

}  // namespace

std::vector<Route> epcis_capture_routes(Application& application) {
  return {epcis_route(application, "POST", "/epcis/capture", capture_document, true),
          epcis_route(application, "GET", "/epcis/capture", list_jobs),
          epcis_route(application, "GET", "/epcis/capture/{captureID}", show_job),
          epcis_route(application, "POST", "/epcis/events", capture_event, true)};
}

}  // namespace zhiheng::api
