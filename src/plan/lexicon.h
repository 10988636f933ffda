#pragma once
// The words that the parser goes by: catalog/plan/*.tsv.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::plan {

/// A word and what it means to the parser.
struct Word {
  std::u32string word;
  std::string value;
};

/// A body with a function, the same at every level of government.
struct Authority {
  std::string key, zh, en;
  std::string branch;       ///< government, party, mass, vertical, association
  std::string from, until;  ///< years in which it stood, "" when open
  std::string successor;    ///< key of the body that took over
  std::string within;       ///< key of the body that does this at the national level
  std::string source;
  std::string status;  ///< of the years: "unverified" until checked against the decisions
};

/// A document that plans cite.
struct KnownDocument {
  std::string number, title, issuer;
};

class Lexicon {
 public:
  /// @param catalog  folder of the declarations
  /// @fails  code.table_unreadable, code.table_malformed, word_unknown
  [[nodiscard]] static Result<Lexicon> load(const std::filesystem::path& catalog);

  /// Words of a kind in the order of the table, longest first.
  [[nodiscard]] const std::vector<Word>& words(std::string_view kind) const;
  /// The longest word of a kind that ends `text`, or null.
  [[nodiscard]] const Word* ending(std::string_view kind, std::u32string_view text) const;
  /// The longest word of a kind that begins `text`, or null.
  [[nodiscard]] const Word* beginning(std::string_view kind, std::u32string_view text) const;
  /// A word of a kind that stands anywhere in `text`, or null.
  [[nodiscard]] const Word* inside(std::string_view kind, std::u32string_view text) const;

  /// The authority that bears this name without a place before it, or null.
  [[nodiscard]] const Authority* authority_named(std::u32string_view name) const;
  [[nodiscard]] const Authority* authority(std::string_view key) const;
  /// The body that has its function in a year: its successor from the year in which it ended. A
  /// body without a successor on record stays itself.
  [[nodiscard]] const Authority* standing_in(const Authority& authority, int year) const;
  [[nodiscard]] const std::vector<KnownDocument>& documents() const { return documents_; }

 private:
  std::map<std::string, std::vector<Word>, std::less<>> words_;
  std::map<std::string, Authority, std::less<>> authorities_;
  std::unordered_map<std::u32string, std::string> names_;
  std::vector<KnownDocument> documents_;
};

}  // namespace zhiheng::plan
