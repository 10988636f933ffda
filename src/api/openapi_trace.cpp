// The parameters of questions about the chain; they are the options of `zhiheng trace`.

#include <algorithm>
#include <iterator>

#include "api/openapi_parameters.h"

namespace zhiheng::api {
namespace {

constexpr RouteParameter as_known_at{
    "as_known_at", "only with the events and error declarations known by then (RFC 3339)"};
constexpr RouteParameter any_order{"any_order", "1: without regard to the order of time"};
constexpr RouteParameter depth{"depth", "steps from what was asked; all by default"};
constexpr RouteParameter limit{"limit", "how many rows of each list; all are counted"};
constexpr RouteParameter rule{"rule", "only this rule of catalog/trace/rules.toml"};

/// What a recall begins with.
std::vector<RouteParameter> scope(RouteParameter last) {
  return {{"lot", "a lot, product, instance or container in any notation", true},
          {"range", "FIRST..LAST: serial numbers, both ends written in full", true},
          {"place", "everything that a place handled between from and to"},
          {"from", "RFC 3339"},
          {"to", "RFC 3339"},
          {"breach", "everything whose readings break this rule of catalog/trace/breaches.toml"},
          as_known_at,
          any_order,
          depth,
          last};
}

std::vector<RouteParameter> with_record(std::vector<RouteParameter> all) {
  const RouteParameter more[] = {
      {"record", "number of the recall"},
      {"source", "source of the recall, provincial by default"},
      {"title", "title of the recall"},
      {"reason", "why, for the notices"},
      {"hotline", "whom to ask, for the notices"},
      {"region", "GB/T 2260 code of recall and notices; that of the account by default"},
      {"notices", "1: a notice is drafted for each receiver"},
      {"notice_language", "zh (default), en"}};
  std::ranges::copy(more, std::back_inserter(all));
  return all;
}

struct Takes {
  std::string_view question;
  std::vector<RouteParameter> parameters;
};

const std::vector<Takes>& all() {
  static const std::vector<Takes> known{
      {"backward", {as_known_at, any_order, depth, limit}},
      {"forward", {as_known_at, any_order, depth, limit}},
      {"state", {as_known_at}},
      {"search", {}},
      {"graph",
       {as_known_at,
        any_order,
        depth,
        {"direction", "both (default), backward, forward"},
        {"limit", "nodes, 2000 by default, 10000 at the most"}}},
      {"steps",
       {as_known_at,
        any_order,
        depth,
        {"direction", "both (default), backward, forward"},
        {"breach", "mark events whose readings break this rule of catalog/trace/breaches.toml",
         true},
        {"limit", "events, 20000 by default, 50000 at the most"}}},
      {"rules", {}},
      {"gaps", {as_known_at, rule, limit}},
      {"clones", {as_known_at, rule, limit}},
      {"balance", {as_known_at, {"by", "lot (default), site, product, period"}}},
      {"suspects",
       {{"case", "PLACE or PLACE=WEIGHT: a place with cases", true},
        {"case_delivery", "DELIVERY or DELIVERY=WEIGHT: one that was found bad", true},
        {"cross_contamination", "a place where goods may touch each other", true},
        {"kill", "a place whose process kills the hazard", true},
        {"temporal_order", "1: goods touch only what left on their day of arrival or later"},
        {"top", "how many of each, 20 by default"},
        as_known_at}},
      {"recall", scope(limit)},
      {"recall/list", scope({"format", "csv, xlsx"})},
      {"recall/record", with_record(scope(limit))}};
  return known;
}

}  // namespace

std::vector<RouteParameter> trace_parameters(std::string_view question) {
  const auto found = std::ranges::find(all(), question, &Takes::question);
  return found == all().end() ? std::vector<RouteParameter>() : found->parameters;
}

}  // namespace zhiheng::api
