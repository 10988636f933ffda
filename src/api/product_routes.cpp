// Products by their Digital Link: what a scanned code leads to. A browser gets the page, a program
// that asks for it the linkset of a GS1 resolver.

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "trace/product_view.h"

namespace zhiheng::api {
namespace {

using trace::ProductKey;
using trace::ProductView;
using trace::RecallReach;

constexpr std::string_view linkset_type = "application/linkset+json";
constexpr std::string_view vocabulary = "https://ref.gs1.org/voc/";

json::value day(const std::optional<Date>& date) {
  return date ? json::value(to_text(*date)) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& list) {
  json::array made;
  for (const std::string& text : list) made.emplace_back(text);
  return made;
}

const char* name_of(RecallReach reach) {
  switch (reach) {
    case RecallReach::lot:
      return "lot";
    case RecallReach::product:
      return "product";
    case RecallReach::other_lots:
      return "other_lots";
  }
  return "";
}

json::object product_json(const ProductView& view) {
  json::array checks;
  for (const auto& each : view.checks) {
    checks.push_back(json::object{{"sample_number", each.sample_number},
                                  {"product", each.product},
                                  {"producer_name", each.producer_name},
                                  {"lot", each.lot},
                                  {"same_lot", each.same_lot},
                                  {"result", each.result},
                                  {"sampled_on", day(each.sampled_on)}});
  }
  json::array recalls;
  for (const auto& each : view.recalls) {
    recalls.push_back(json::object{{"source", each.source},
                                   {"number", each.number},
                                   {"title", each.title},
                                   {"status", each.status},
                                   {"classification", each.classification},
                                   {"reason", each.reason},
                                   {"remedy", each.remedy},
                                   {"recalled_on", day(each.recalled_on)},
                                   {"terminated_on", day(each.terminated_on)},
                                   {"reach", name_of(each.reach)}});
  }
  json::array firms;
  for (const auto& each : view.firms) {
    firms.push_back(json::object{{"credit_code", each.credit_code},
                                 {"name", each.name},
                                 {"address", each.address},
                                 {"status", each.status}});
  }
  json::array certificates;
  for (const auto& each : view.certificates) {
    certificates.push_back(json::object{{"number", each.number},
                                        {"scheme", each.scheme},
                                        {"holder", each.holder},
                                        {"holder_name", each.holder_name},
                                        {"product_name", each.product_name},
                                        {"standard", each.standard},
                                        {"state", each.state},
                                        {"of", each.of_product ? "product" : "producer"},
                                        {"issued_on", day(each.issued_on)},
                                        {"valid_until", day(each.valid_until)}});
  }
  return {{"id", view.key.canonical()},
          {"gtin", view.key.gtin},
          {"lot", view.key.lot},
          {"serial", view.key.serial},
          {"names", texts(view.names)},
          {"producers", texts(view.producers)},
          {"recalled", view.recalled()},
          {"firms", std::move(firms)},
          {"spot_checks", std::move(checks)},
          {"recalls", std::move(recalls)},
          {"certificates", std::move(certificates)}};
}

json::array one_link(std::string_view href, std::string_view type, std::string_view title) {
  return {json::object{{"href", href}, {"type", type}, {"title", title}}};
}

/// The kinds of links that this resolver has for a product, by their GS1 name.
json::object links_of(const ProductKey& key, Language language) {
  const bool zh = language == Language::zh;
  const std::string page = key.path();
  std::string data = "/api/products/" + key.gtin;
  char mark = '?';
  for (const auto& [name, value] : {std::pair{"lot", key.lot}, std::pair{"serial", key.serial}}) {
    if (value.empty()) continue;
    const std::string path = ProductKey{.gtin = key.gtin, .lot = value}.path();
    data += mark + std::string(name) + "=" + path.substr(path.rfind('/') + 1);
    mark = '&';
  }
  const std::string_view html = "text/html";
  json::object links;
  const auto add = [&](std::string_view name, json::array link) {
    links[std::string(vocabulary) + std::string(name)] = std::move(link);
  };
  add("defaultLink", one_link(page, html, zh ? "产品信息" : "product information"));
  add("pip", one_link(page, html, zh ? "产品信息" : "product information"));
  add("recallStatus", one_link(page + "#recalls", html, zh ? "召回状态" : "recall status"));
  add("certificationInfo",
      one_link(page + "#checks", html, zh ? "抽查与认证" : "spot checks and certificates"));
  add("safetyInfo", one_link(data, "application/json", zh ? "同一内容的数据" : "the same as data"));
  return links;
}

/// RFC 9264, as the GS1-Conformant resolver standard 1.1 fills it.
Response linkset(const ProductKey& key, Language language) {
  json::object context = links_of(key, language);
  context["anchor"] = key.canonical();
  Response response = json_response(json::object{{"linkset", json::array{std::move(context)}}});
  response.type = linkset_type;
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  return response;
}

bool wants_linkset(const Request& request) {
  const std::string type = request.parameter("linkType");
  if (type == "linkset" || type == "all") return true;
  const std::string accept = request.header("accept");
  return accept.find(linkset_type) != std::string::npos;
}

/// "gs1:recallStatus" or the whole address, as it stands in the linkset; empty for none.
std::string link_address(const ProductKey& key, std::string type) {
  if (type.starts_with("gs1:")) type = std::string(vocabulary) + type.substr(4);
  const json::object links = links_of(key, Language::zh);
  const json::value* found = links.if_contains(type);
  if (found == nullptr) return {};
  return std::string(found->get_array().front().get_object().at("href").get_string());
}

Result<Response> resolve(const Application& application, const Request& request,
                         const ProductKey& key) {
  if (wants_linkset(request)) return linkset(key, request.language);
  const std::string type = request.parameter("linkType");
  if (!type.empty() && type != "gs1:defaultLink" && type != "gs1:pip") {
    const std::string address = link_address(key, type);
    if (address.empty()) return fail(wrong_parameter, "linkType", type, "gs1:recallStatus, all");
    Response response;
    response.status = 307;
    response.headers.emplace_back("Location", address);
    return response;
  }
  auto page = static_file(application, request);
  if (page)
    page->headers.emplace_back("Link", "<" + key.path() +
                                           "?linkType=linkset>; "
                                           "rel=\"linkset\"; type=\"" +
                                           std::string(linkset_type) + "\"");
  return page;
}

/// What the resolver can do, for programs that ask first.
Response description() {
  json::array keys;
  keys.emplace_back("01");
  json::array types;
  for (const auto& [name, link] : links_of({.gtin = "00000000000000"}, Language::en)) {
    types.emplace_back("gs1:" + std::string(name).substr(vocabulary.size()));
  }
  Response response = json_response(json::object{{"name", "Zhiheng 质衡"},
                                                 {"resolverRoot", "/"},
                                                 {"supportedPrimaryKeys", std::move(keys)},
                                                 {"linkTypeDefaultCanBeLinkset", false},
                                                 {"supportedLinkTypes", std::move(types)}});
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  return response;
}

}  // namespace

std::vector<Route> product_routes(Application& application) {
  // What stands for the {…} of each pattern: GTIN, then lot, serial.
  const auto resolved = [&application](bool lot, bool serial) {
    return [&application, lot, serial](Request& request) -> Result<Response> {
      const auto& parts = request.parts;
      ZH_TRY(const ProductKey key, trace::product_key(parts[0], lot ? parts[1] : std::string(),
                                                      serial ? parts.back() : std::string()));
      return resolve(application, request, key);
    };
  };
  return {{.method = "GET",
           .pattern = "/01/{gtin}",
           .access = Access::everyone,
           .run = resolved(false, false)},
          {.method = "GET",
           .pattern = "/01/{gtin}/10/{lot}",
           .access = Access::everyone,
           .run = resolved(true, false)},
          {.method = "GET",
           .pattern = "/01/{gtin}/21/{serial}",
           .access = Access::everyone,
           .run = resolved(false, true)},
          {.method = "GET",
           .pattern = "/01/{gtin}/10/{lot}/21/{serial}",
           .access = Access::everyone,
           .run = resolved(true, true)},
          {.method = "GET",
           .pattern = "/.well-known/gs1resolver",
           .access = Access::everyone,
           .run = [](Request&) -> Result<Response> { return description(); }},
          {.method = "GET",
           .pattern = "/api/products/{gtin}",
           .access = Access::everyone,
           .run = [&application](Request& request) -> Result<Response> {
             ZH_TRY(const ProductKey key,
                    trace::product_key(request.parts[0], request.parameter("lot"),
                                       request.parameter("serial")));
             ZH_TRY(const ProductView view,
                    trace::view_product(*application.registry, request.person, key));
             return json_response(product_json(view));
           }}};
}

}  // namespace zhiheng::api
