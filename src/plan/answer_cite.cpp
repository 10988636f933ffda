// `zhiheng plan cite`: the graph as text or as JSON.

#include <boost/json.hpp>
#include <ostream>

#include "plan/answers.h"
#include "plan/citation_graph.h"
#include "plan/plan_file.h"

namespace zhiheng::plan {
namespace {

namespace json = boost::json;

/// What an edge points to: the number, else the title.
std::string id_of(const CitedDocument& document) {
  return document.number.empty() ? "《" + document.title + "》" : document.number;
}

json::object to_object(const CitedDocument& document) {
  json::object object{{"id", id_of(document)},
                      {"number", document.number},
                      {"title", document.title},
                      {"issuer", document.issuer},
                      {"date", nullptr},
                      {"year", nullptr},
                      {"level", name_of(document.level)},
                      {"standing", name_of(document.standing)},
                      {"file", document.file}};
  if (document.date) object["date"] = zhiheng::to_text(*document.date);
  if (document.year) object["year"] = *document.year;
  return object;
}

json::object to_object(const CitationGraph& graph, const CitationEdge& edge,
                       const FoldedText& text) {
  const Span span = edge.mention.span;
  return {{"from", id_of(graph.documents[edge.from])},
          {"to", id_of(graph.documents[edge.to])},
          {"relation", edge.mention.relation},
          {"wording", edge.mention.wording},
          {"item", edge.mention.where},
          {"line", text.line(span.begin)},
          {"offset", text.byte(span.begin)},
          {"length", text.length(span)},
          {"text", text.printed(span)},
          {"repaired", edge.repaired}};
}

void print_json(std::ostream& out, const CitationGraph& graph, std::span<const LoadedPlan> plans) {
  json::array documents;
  json::array unresolved;
  for (const CitedDocument& document : graph.documents) {
    documents.push_back(to_object(document));
    if (document.standing == Standing::unresolved) unresolved.emplace_back(id_of(document));
  }
  json::array edges;
  for (const CitationEdge& edge : graph.edges) {
    edges.push_back(to_object(graph, edge, plans[edge.plan].plan.text));
  }
  out << json::serialize(json::object{{"documents", std::move(documents)},
                                      {"edges", std::move(edges)},
                                      {"unresolved", std::move(unresolved)}})
      << '\n';
}

void print_edge(std::ostream& out, const CitationGraph& graph, const CitationEdge& edge,
                const FoldedText& text, bool zh) {
  const CitedDocument& to = graph.documents[edge.to];
  out << "  " << (edge.mention.where.empty() ? "-" : edge.mention.where) << '\t'
      << text.line(edge.mention.span.begin) << '\t'
      << (edge.mention.wording.empty() ? "-" : edge.mention.wording) << "\t→ " << to.number
      << (to.title.empty() ? "" : "《" + to.title + "》");
  if (to.standing == Standing::unresolved) out << (zh ? "（未收录）" : " (unresolved)");
  if (edge.repaired) out << (zh ? "（文号缺损，推定）" : " (damaged number, proposed)");
  out << '\n';
}

void print_text(std::ostream& out, const CitationGraph& graph, std::span<const LoadedPlan> plans,
                bool zh) {
  for (std::size_t i = 0; i < graph.documents.size(); ++i) {
    const CitedDocument& document = graph.documents[i];
    if (document.standing != Standing::loaded) continue;
    out << (document.number.empty() ? "" : document.number + " ") << document.title << '\n';
    for (const CitationEdge& edge : graph.edges) {
      if (edge.from == i) print_edge(out, graph, edge, plans[edge.plan].plan.text, zh);
    }
  }
}

}  // namespace

Result<int> answer_cite(const Invocation& invocation) {
  ZH_TRY(const Lexicon lexicon, Lexicon::load(invocation.catalog));
  std::vector<LoadedPlan> plans;
  const auto files = invocation.arguments.find("FILE");
  if (files != invocation.arguments.end()) {
    for (const std::string& file : files->second) {
      ZH_TRY(Plan plan, read_plan(file, lexicon));
      plans.push_back({file, std::move(plan)});
    }
  }
  const CitationGraph graph = citation_graph(plans, lexicon);
  if (invocation.json) {
    print_json(*invocation.out, graph, plans);
  } else {
    print_text(*invocation.out, graph, plans, invocation.language == Language::zh);
  }
  return 0;
}

}  // namespace zhiheng::plan
