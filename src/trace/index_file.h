#pragma once
// The file of the index, for the .cpp files that write it and read from it.

#include <mutex>

#include "trace/event_index.h"

struct sqlite3;
struct sqlite3_stmt;

namespace zhiheng::trace {

enum class Step { row, done, broken };

/// A prepared statement of SQLite, whose header stays in index_file.cpp.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int index, std::int64_t value);
  /// The text must live until the statement was stepped and reset.
  void bind(int index, std::string_view text);
  Step step();
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  sqlite3_stmt* handle_ = nullptr;
};

struct Posting {
  Term term;
  std::int64_t seq;
  auto operator<=>(const Posting&) const = default;
};

/// A value that events have, and its first event.
struct Listing {
  About about;
  Term term;
  std::int64_t seq;
  std::string value;
  auto operator<=>(const Listing&) const = default;
};

/// The same for one reader.
struct Sighting {
  Term reader;
  About about;
  Term term;
  std::int64_t seq;
  auto operator<=>(const Sighting&) const = default;
};

/// What one transaction adds.
struct IndexBatch {
  std::vector<Posting> postings;
  std::vector<Listing> listings;
  std::vector<Sighting> sightings;
  std::vector<std::string> regions;

  /// @param region  of the record; empty: none
  void add(const Event& event, const std::string& id, std::int64_t seq, const std::string& region,
           const std::string& owner);
};

struct EventIndex::File {
  store::Store& store;
  std::string path;
  sqlite3* database = nullptr;
  std::mutex mutex;

  File(store::Store& of, std::string file) : store(of), path(std::move(file)) {}
  ~File();

  [[nodiscard]] std::unexpected<Error> broken() const;
  Result<void> run(const char* sql);
  Result<void> open();
  /// The commit up to which the file goes; 0 when it does not belong to this store any more.
  Result<std::int64_t> position();
  Result<void> clear();
  Result<void> keep(IndexBatch& batch, std::int64_t commit);
  /// One transaction's worth; false when there is nothing more.
  Result<bool> advance(const std::atomic<bool>* stop);

  Result<void> write_postings(std::vector<Posting>& postings);
  Result<void> write_values(IndexBatch& batch);
  /// The readers whose values make up an audience.
  Result<std::vector<Term>> readers_of(const Audience& audience);
};

}  // namespace zhiheng::trace
