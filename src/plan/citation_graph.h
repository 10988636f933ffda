#pragma once
// Which document rests on which? The citations of several plans as one graph.

#include <span>

#include "plan/plan.h"

namespace zhiheng::plan {

/// How much is known of a document in the graph.
enum class Standing {
  loaded,     ///< its text is one of those read, or a notice in front of one
  known,      ///< in catalog/plan/documents.tsv
  unresolved  ///< named only
};

struct CitedDocument {
  std::string number = {};  ///< normalised; "" when none is known
  std::string title = {};   ///< "" when only the number is known
  std::string issuer = {};
  std::optional<Date> date = {};
  std::optional<int> year = {};  ///< of the number, else of the date
  Level level = Level::unknown;
  Standing standing = Standing::unresolved;
  std::string file = {};  ///< of a loaded plan
};

/// One mention: `from` names `to`.
struct CitationEdge {
  std::size_t from = 0, to = 0;  ///< index into documents
  std::size_t plan = 0;          ///< index of the text in which it stands
  Mention mention = {};
  bool repaired = false;  ///< the printed number is damaged; the target is a proposal
};

struct CitationGraph {
  std::vector<CitedDocument> documents = {};
  std::vector<CitationEdge> edges = {};
};

/// A plan and the name of the file it came from.
struct LoadedPlan {
  std::string file;
  Plan plan;
};

/// Documents are one when their numbers are equal, when one title is that of the other, or when
/// one is the notice that sent the other. A number without its year is that of a document with the
/// same title but for the year.
///
/// @cost  citations times documents
[[nodiscard]] CitationGraph citation_graph(std::span<const LoadedPlan> plans,
                                           const Lexicon& lexicon);

[[nodiscard]] std::string_view name_of(Standing standing);

}  // namespace zhiheng::plan
