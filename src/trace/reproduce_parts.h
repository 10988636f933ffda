#pragma once
// The areas that `reproduce` knows. A new one is a function here and a line in reproduce.cpp.

#include <map>
#include <optional>

#include "trace/document.h"
#include "trace/reproduce.h"

namespace zhiheng::trace {

using Comparisons = std::vector<Comparison>;

/// Counts a comparison and keeps what differs.
void compare(Comparison& line, bool agrees, const std::string& what);

/// A file read leniently, with the hash and the text before hashing of every event.
struct Hashed {
  Document document;
  std::vector<std::string> hashes, pre_hashes;
};
/// @param as_reference  known conflicts are treated as the reference implementation does
[[nodiscard]] Result<Hashed> hash_file(const std::filesystem::path& file,
                                       bool as_reference = false);

/// The lines of a text file; a last empty one does not count.
[[nodiscard]] Result<std::vector<std::string>> lines_of(const std::filesystem::path& file);

/// A line of the table of files in SOURCES.md: a file, and what a correct program does with it.
struct Demand {
  std::string file, text;
};
/// Those of the files whose names begin with `start`; none where there is no SOURCES.md.
[[nodiscard]] Result<std::vector<Demand>> demands_of(const std::filesystem::path& folder,
                                                     std::string_view start);

/// What SOURCES.md says of the documents of an area beyond its expectations.
[[nodiscard]] Result<Comparisons> reproduce_promises(const std::filesystem::path& folder,
                                                     const std::string& area);

/// `<area>/expected.jsonl`: verdict, number and types of events, hashes.
[[nodiscard]] Result<Comparisons> reproduce_documents(const std::filesystem::path& folder,
                                                      const std::string& area);

/// `event-hash/reference` and `event-hash/expected-equal`.
[[nodiscard]] Result<Comparisons> reproduce_event_hash(const std::filesystem::path& folder,
                                                       const std::filesystem::path& catalog);

/// The suites below `identifiers`, a line for each file, with the tables of the catalog.
[[nodiscard]] Result<Comparisons> reproduce_identifiers(const std::filesystem::path& folder,
                                                        const std::filesystem::path& catalog);

/// `organisation-codes`: credit codes and legal entity identifiers.
[[nodiscard]] Result<Comparisons> reproduce_codes(const std::filesystem::path& folder,
                                                  const std::filesystem::path& catalog);

/// `trace/bfr-foodchainlab`: the scores of each workflow.
[[nodiscard]] Result<Comparisons> reproduce_suspects(const std::filesystem::path& folder,
                                                     const std::filesystem::path& catalog);

/// `trace/opentraceability`: what the table of SOURCES.md says in words.
[[nodiscard]] Result<Comparisons> reproduce_opentraceability(const std::filesystem::path& folder,
                                                             const std::filesystem::path& catalog);

/// The queries below `query`, asked of the events beside them.
[[nodiscard]] Result<Comparisons> reproduce_query(const std::filesystem::path& folder,
                                                  const std::filesystem::path& catalog);

/// `profiles`: the documents of each folder against its JSON Schemas, and against our own profile
/// for the same.
[[nodiscard]] Result<Comparisons> reproduce_profiles(const std::filesystem::path& folder,
                                                     const std::filesystem::path& catalog);

/// `redaction`: redacted events of the European EPC Competence Center's prototype.
[[nodiscard]] Result<Comparisons> reproduce_redaction(const std::filesystem::path& folder,
                                                      const std::filesystem::path& catalog);

}  // namespace zhiheng::trace
