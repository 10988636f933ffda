// A recall from the trace: its list as a file, its record and notices.

#include <filesystem>
#include <fstream>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "api/trace_questions.h"
#include "base/uuid.h"
#include "exchange/exchange.h"
#include "trace/recall_notice.h"
#include "trace/served_chain.h"

namespace zhiheng::api {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = 1 << 18;

/// Everything of the list is in a file before the first byte goes out: a refusal is still one.
Result<fs::path> write_list(const Application& application, const trace::RecallTable& table,
                            const std::string& format) {
  const fs::path path = fs::path(application.upload_folder) / (to_text(make_uuid()) + "." + format);
  ZH_DO(exchange::write_table(path.string(), table.header, table.rows));
  return path;
}

Result<Response> recall_list(Application& application, Request& request) {
  const std::string format = request.parameter("format");
  if (format != "csv" && format != "xlsx") {
    return fail(wrong_parameter, "format", format, "csv, xlsx");
  }
  std::erase_if(request.query, [](const auto& each) { return each.first == "format"; });
  ZH_TRY(const Invocation call, read_question(application, request, {"recall"}));
  ZH_TRY(trace::ServedChain* const chain, served_chain(application));
  trace::RecallTable table;
  ZH_DO(chain->hold(request.person, call, "recall/list",
                    [&](const trace::Question& question) -> Result<void> {
                      ZH_TRY(const trace::AskedScope asked, trace::asked_scope(question));
                      table = trace::recall_table(question, asked.scope);
                      return {};
                    }));
  ZH_TRY(const fs::path path, write_list(application, table, format));
  Response response;
  response.type = format == "csv"
                      ? "text/csv; charset=utf-8"
                      : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"recall." + format + "\"");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.stream = [path](const Sink& sink) -> Result<void> {
    std::ifstream file(path, std::ios::binary);
    std::error_code ignored;
    fs::remove(path, ignored);  // stays readable until it is closed
    std::string piece(piece_bytes, '\0');
    while (file.read(piece.data(), piece_bytes), file.gcount() > 0) {
      if (!sink({piece.data(), static_cast<std::size_t>(file.gcount())})) {
        return fail(overloaded, "client");
      }
    }
    return {};
  };
  return response;
}

Result<Response> recall_record(Application& application, Request& request) {
  ZH_TRY(const Invocation call, read_question(application, request, {"recall/record"}));
  ZH_TRY(trace::ServedChain* const chain, served_chain(application));
  trace::RecallDraft draft;
  std::string answer;
  ZH_DO(chain->hold(request.person, call, "recall/record",
                    [&](const trace::Question& question) -> Result<void> {
                      ZH_TRY(const trace::RecallOrder order, trace::recall_order(question));
                      ZH_TRY(const trace::AskedScope asked, trace::asked_scope(question));
                      ZH_TRY(draft, trace::draft_recall(question, asked.scope, order));
                      return {};
                    }));
  ZH_TRY(const trace::RecallWritten written,
         trace::write_recall(*application.registry, request.person, draft));
  json::array notices;
  for (const auto& notice : written.notices) {
    notices.push_back(json::object{{"id", notice.id},
                                   {"number", notice.number},
                                   {"receiver", notice.receiver},
                                   {"issued", notice.kept}});
  }
  return json_response(json::object{{"record", written.record},
                                    {"number", draft.order.number},
                                    {"pieces", draft.pieces},
                                    {"notices", std::move(notices)},
                                    {"receivers_withheld", draft.withheld}},
                       201);
}

}  // namespace

std::vector<Route> recall_routes(Application& application) {
  Application* const with = &application;
  return {{.method = "GET",
           .pattern = "/api/v1/trace/recall/list",
           .access = Access::logged_in,
           .run = [with](Request& request) { return recall_list(*with, request); }},
          {.method = "POST",
           .pattern = "/api/v1/trace/recall/record",
           .access = Access::logged_in,
           .changes = true,
           .run = [with](Request& request) { return recall_record(*with, request); }}};
}

}  // namespace zhiheng::api
