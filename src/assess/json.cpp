// Schemes and score sheets as JSON. Points and values are texts, because they are exact decimals.

#include <boost/json.hpp>

#include "assess/changes.h"
#include "assess/facts.h"
#include "assess/freeze.h"

namespace zhiheng::assess {
namespace {

namespace json = boost::json;

json::object words(const Words& value) { return {{"zh", value.zh}, {"en", value.en}}; }

json::value exact(const std::optional<Decimal>& number) {
  return number ? json::value(to_text(*number)) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& all) {
  return json::array(all.begin(), all.end());
}

/// As a part of an address: everything but letters, digits and a few signs is escaped.
std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      out += c;
    } else {
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return out;
}

std::string list_address(const std::string& register_name, const std::string& query) {
  return "/api/registers/" + register_name + "/records?filter=" + escaped(query);
}

std::string record_address(const std::string& register_name, const std::string& key) {
  return "/api/registers/" + register_name + "/lookup/" + escaped(key);
}

json::value records_json(const std::string& register_name, const std::string& query) {
  if (query.empty()) return nullptr;
  return json::object{{"register", register_name},
                      {"filter", query},
                      {"address", list_address(register_name, query)}};
}

json::array evidence_json(const std::vector<Evidence>& all) {
  json::array list;
  for (const auto& one : all) {
    list.push_back(json::object{{"register", one.register_name},
                                {"key", one.key},
                                {"title", one.title},
                                {"address", record_address(one.register_name, one.key)}});
  }
  return list;
}

constexpr const char* function_names[] = {"linear", "bands",  "pass_fail",  "deduction",
                                          "rank",   "change", "expression", "direct"};
constexpr const char* source_names[] = {"parts", "indicator", "records", "review"};
constexpr const char* event_names[] = {"deduction", "bonus", "veto"};

json::object node_head(const catalog::Scheme& scheme, const catalog::AssessmentNode& node) {
  json::object made = {
      {"id", node.id},
      {"parent", node.parent ? json::value(scheme.nodes[*node.parent].id) : json::value(nullptr)},
      {"title", words(node.title)},
      {"help", words(node.help)},
      {"clause", node.clause},
      {"source", node.source},
      {"verified", node.verified},
      {"data", source_names[static_cast<std::size_t>(node.data)]},
      {"points", to_text(node.points)}};
  if (node.parts.empty()) {
    made["function"] = function_names[static_cast<std::size_t>(node.scoring.function)];
  }
  if (!node.indicator.empty()) made["indicator"] = node.indicator;
  return made;
}

json::object event_head(const catalog::AssessmentEvent& event) {
  return {{"id", event.id},
          {"kind", event_names[static_cast<std::size_t>(event.kind)]},
          {"title", words(event.title)},
          {"source", event.source},
          {"verified", event.verified},
          {"per_event",
           event.kind == catalog::EventKind::veto ? json::value(nullptr) : exact(event.per_event)},
          {"cap", event.kind == catalog::EventKind::veto ? json::value(nullptr) : exact(event.cap)},
          {"at_least", event.at_least},
          {"grade", event.grade},
          {"limit", exact(event.limit)}};
}

json::object scheme_json(const catalog::Scheme& scheme) {
  json::array grades, nodes, events, terms;
  for (const auto& grade : scheme.grades) {
    grades.push_back(json::object{{"code", grade.code},
                                  {"title", words(grade.title)},
                                  {"from", exact(grade.from)},
                                  {"to", exact(grade.to)}});
  }
  for (const auto& node : scheme.nodes) nodes.push_back(node_head(scheme, node));
  for (const auto& event : scheme.events) events.push_back(event_head(event));
  constexpr const char* units[] = {"hours", "working_days", "natural_days", "months", "years"};
  for (const auto& term : scheme.terms) {
    terms.push_back(json::object{{"id", term.id},
                                 {"title", words(term.title)},
                                 {"after", term.after},
                                 {"until", term.until},
                                 {"count", term.term.count},
                                 {"unit", units[static_cast<std::size_t>(term.term.unit)]},
                                 {"source", term.source},
                                 {"verified", term.verified}});
  }
  return {
      {"name", scheme.name},
      {"version", scheme.version},
      {"digest", scheme.digest},
      {"file", scheme.file},
      {"title", words(scheme.title)},
      {"help", words(scheme.help)},
      {"assessor", scheme.assessor},
      {"points", to_text(scheme.full_points())},
      {"places", scheme.places},
      {"grade_places", scheme.grade_places},
      {"rounding", words({"四舍五入", "half up"})},
      {"begins", to_text(scheme.period(2023).first).substr(5)},
      {"valid_from", to_text(scheme.valid_from)},
      {"valid_to", scheme.valid_to ? json::value(to_text(*scheme.valid_to)) : json::value(nullptr)},
      {"source", scheme.source},
      {"verified", scheme.verified},
      {"grades", std::move(grades)},
      {"nodes", std::move(nodes)},
      {"events", std::move(events)},
      {"terms", std::move(terms)}};
}

json::value claim_json(const catalog::Scheme& scheme, int year, const std::string& region,
                       const std::string& node, const std::optional<Claim>& claim) {
  if (!claim) return nullptr;
  const std::string key = scheme.name + "|" + std::to_string(year) + "|" + region + "|" + node;
  return json::object{
      {"value", exact(claim->value)},  {"points", exact(claim->points)},
      {"statement", claim->statement}, {"evidence", texts(claim->evidence)},
      {"differs", claim->differs},     {"address", record_address("assessment_self", key)}};
}

json::value review_json(const catalog::Scheme& scheme, int year, const std::string& region,
                        const std::string& node, const std::optional<Review>& review) {
  if (!review) return nullptr;
  const std::string key = scheme.name + "|" + std::to_string(year) + "|" + region + "|" + node;
  return json::object{{"value", exact(review->value)},
                      {"points", exact(review->points)},
                      {"finding", review->finding},
                      {"address", record_address("assessment_review", key)}};
}

json::value spread_json(const catalog::Scheme& scheme, const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  json::object probability;
  for (std::size_t i = 0; i < spread->probability.size(); ++i) {
    probability[scheme.grades[i].code] = to_text(spread->probability[i]);
  }
  return json::object{{"confidence", to_text(scheme.doubt.confidence)},
                      {"draws", scheme.doubt.draws},
                      {"seed", scheme.doubt.seed},
                      {"total_low", to_text(spread->low)},
                      {"total_high", to_text(spread->high)},
                      {"place_low", to_text(spread->place_low)},
                      {"place_high", to_text(spread->place_high)},
                      {"mean_place", to_text(spread->mean_place)},
                      {"stability", to_text(spread->stability)},
                      {"probability", std::move(probability)}};
}

json::object score_json(const catalog::Catalog& catalog, const Assessment& made, const Sheet& sheet,
                        std::size_t at) {
  const auto& scheme = *made.scheme;
  const auto& node = scheme.nodes[at];
  const NodeScore& score = sheet.nodes[at];
  json::object out = node_head(scheme, node);
  out["points"] = to_text(score.points);
  out["maximum"] = to_text(score.maximum);
  out["points_low"] = exact(score.points_low);
  out["points_high"] = exact(score.points_high);
  out["value"] = exact(score.value);
  out["low"] = exact(score.low);
  out["high"] = exact(score.high);
  out["previous"] = exact(score.previous);
  out["shown"] = score.value
                     ? json::value(words({shown_value(catalog, node, *score.value, Language::zh),
                                          shown_value(catalog, node, *score.value, Language::en)}))
                     : json::value(nullptr);
  out["records"] = score.records;
  out["basis"] = name_of(score.basis);
  out["note"] = score.note;
  out["how"] = words(score.how);
  out["behind"] = records_json(score.register_name, score.query);
  out["evidence"] = evidence_json(score.evidence);
  out["claim"] = claim_json(scheme, made.year, sheet.region, node.id, score.claim);
  out["review"] = review_json(scheme, made.year, sheet.region, node.id, score.review);
  return out;
}

json::object sheet_json(const catalog::Catalog& catalog, const Assessment& made,
                        const Sheet& sheet) {
  const auto& scheme = *made.scheme;
  json::array nodes, events;
  for (std::size_t i = 0; i < sheet.nodes.size(); ++i) {
    nodes.push_back(score_json(catalog, made, sheet, i));
  }
  for (std::size_t i = 0; i < sheet.events.size(); ++i) {
    const EventScore& score = sheet.events[i];
    json::object one = event_head(scheme.events[i]);
    one["records"] = score.records;
    one["points"] = to_text(score.points);
    one["applies"] = score.applies;
    one["how"] = words(score.how);
    one["behind"] = records_json(score.register_name, score.query);
    one["evidence"] = evidence_json(score.evidence);
    events.push_back(std::move(one));
  }
  const auto& grade = scheme.grades[sheet.grade];
  return {{"region", sheet.region},
          {"name", sheet.name},
          {"place", sheet.place > 0 ? json::value(sheet.place) : json::value(nullptr)},
          {"total", to_text(sheet.total)},
          {"graded_total", to_text(sheet.graded_total)},
          {"grade", json::object{{"code", grade.code}, {"title", words(grade.title)}}},
          {"subtotal", to_text(sheet.subtotal)},
          {"bonus", to_text(sheet.bonus)},
          {"deductions", to_text(sheet.deductions)},
          {"vetoes", texts(sheet.vetoes)},
          {"spread", spread_json(scheme, sheet.spread)},
          {"nodes", std::move(nodes)},
          {"events", std::move(events)}};
}

json::array differences_json(const std::vector<NodeDifference>& all) {
  json::array list;
  for (const auto& one : all) {
    list.push_back(json::object{{"region", one.region},
                                {"node", one.node},
                                {"before", to_text(one.before)},
                                {"after", to_text(one.after)},
                                {"value_before", exact(one.value_before)},
                                {"value_after", exact(one.value_after)}});
  }
  return list;
}

}  // namespace

std::string to_json(const Assessment& assessment, const catalog::Catalog& catalog,
                    std::string_view region, Detail detail) {
  json::array sheets, remarks;
  for (const auto& sheet : assessment.sheets) {
    if (region.empty() || sheet.region == region) {
      sheets.push_back(sheet_json(catalog, assessment, sheet));
      if (detail == Detail::totals) {
        sheets.back().get_object().erase("nodes");
        sheets.back().get_object().erase("events");
      }
    }
  }
  for (const auto& remark : assessment.remarks) remarks.push_back(words(remark));
  return json::serialize(json::object{{"scheme", scheme_json(*assessment.scheme)},
                                      {"year", assessment.year},
                                      {"from", to_text(assessment.from)},
                                      {"to", to_text(assessment.to)},
                                      {"position", assessment.position},
                                      {"supposed", assessment.supposed},
                                      {"remarks", std::move(remarks)},
                                      {"sheets", std::move(sheets)}});
}

std::string to_json(const std::vector<NodeDifference>& all) {
  return json::serialize(differences_json(all));
}

std::string to_json(const Comparison& comparison) {
  json::array changes;
  for (const auto& one : comparison.changes) {
    changes.push_back(json::object{{"region", one.region},
                                   {"node", one.node},
                                   {"register", one.register_name},
                                   {"key", one.key},
                                   {"what", one.what},
                                   {"before", one.before},
                                   {"after", one.after},
                                   {"commit", one.commit},
                                   {"year_before", one.year_before},
                                   {"address", record_address(one.register_name, one.key)}});
  }
  return json::serialize(json::object{{"from", comparison.from},
                                      {"to", comparison.to},
                                      {"digest_before", comparison.digest_before},
                                      {"digest_after", comparison.digest_after},
                                      {"differences", differences_json(comparison.differences)},
                                      {"records", std::move(changes)},
                                      {"records_in_all", comparison.changes_in_all}});
}

std::string list_json(const catalog::Catalog& catalog) {
  json::array list;
  for (const auto& scheme : catalog.schemes) list.push_back(scheme_json(scheme));
  return json::serialize(json::object{{"schemes", std::move(list)}});
}

}  // namespace zhiheng::assess
