// The values that events have, and who sees an event with them.

#include <algorithm>
#include <limits>
#include <map>

#include "trace/event_access.h"
#include "trace/index_file.h"
#include "trace/query.h"

namespace zhiheng::trace {
namespace {

constexpr const char* region_start = "r:";

std::string region_reader(const std::string& code) { return region_start + code; }

template <class Row>
void settle(std::vector<Row>& rows) {
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
}

/// Calls `take` with each value that the event has.
template <class Take>
void each_value(const Event& event, const Take& take) {
  const auto one = [&](About about, const std::string& value) {
    if (!value.empty()) take(about, value);
  };
  one(About::event_type, event.type);
  one(About::biz_step, event.biz_step);
  one(About::disposition, event.disposition);
  if (event.read_point) one(About::read_point, event.read_point->id);
  if (event.biz_location) one(About::biz_location, event.biz_location->id);
  for (const auto* list : {&event.epcs, &event.output_epcs}) {
    if (!*list) continue;
    for (const std::string& epc : **list) one(About::epc, epc);
  }
  one(About::epc, event.parent);
}

bool is_identifier(About about) {
  return about == About::epc || about == About::biz_location || about == About::read_point;
}

}  // namespace

void IndexBatch::add(const Event& event, const std::string& id, std::int64_t seq,
                     const std::string& region, const std::string& owner) {
  for (const Term term : terms_of(event)) postings.push_back({term, seq});
  postings.push_back({event_term(id), seq});
  std::vector<Term> readers{reader_term(region_reader(region))};
  regions.push_back(region);
  const auto reads = [&](const std::string& reader) {
    readers.push_back(reader_term(reader));
    postings.push_back({readers.back(), seq});
  };
  if (!owner.empty()) reads(firm_reader(owner));
  for (const std::string& gln : locations_of(event)) reads(location_reader(gln));
  each_value(event, [&](About about, const std::string& value) {
    const Term term = value_term(about, is_identifier(about) ? comparable(value) : value);
    listings.push_back({about, term, seq, value});
    for (const Term reader : readers) sightings.push_back({reader, about, term, seq});
  });
}

Result<void> EventIndex::File::write_values(IndexBatch& batch) {
  settle(batch.listings);
  Statement list(database, "INSERT OR IGNORE INTO listed VALUES (?, ?, ?, ?)");
  const Listing* before = nullptr;
  for (const Listing& one : batch.listings) {
    const bool known = before != nullptr && before->about == one.about && before->term == one.term;
    before = &one;
    if (known) continue;
    list.bind(1, static_cast<std::int64_t>(one.about));
    list.bind(2, one.term);
    list.bind(3, one.seq);
    list.bind(4, std::string_view(one.value));
    if (list.step() != Step::done) return broken();
    list.reset();
  }
  settle(batch.sightings);
  Statement see(database, "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)");
  for (const Sighting& one : batch.sightings) {
    see.bind(1, one.reader);
    see.bind(2, static_cast<std::int64_t>(one.about));
    see.bind(3, one.term);
    see.bind(4, one.seq);
    if (see.step() != Step::done) return broken();
    see.reset();
  }
  settle(batch.regions);
  Statement region(database, "INSERT OR IGNORE INTO regions VALUES (?)");
  for (const std::string& code : batch.regions) {
    region.bind(1, std::string_view(code));
    if (region.step() != Step::done) return broken();
    region.reset();
  }
  return {};
}

Result<std::vector<Term>> EventIndex::File::readers_of(const Audience& audience) {
  std::vector<Term> readers;
  for (const std::string& reader : audience.readers) readers.push_back(reader_term(reader));
  if (audience.region.empty()) return readers;
  const std::string end = audience.region + "\x7f";
  Statement read(database, "SELECT code FROM regions WHERE code >= ? AND code < ?");
  read.bind(1, std::string_view(audience.region));
  read.bind(2, std::string_view(end));
  Step step = read.step();
  for (; step == Step::row; step = read.step()) {
    readers.push_back(reader_term(region_reader(read.text(0))));
  }
  if (step == Step::broken) return broken();
  return readers;
}

namespace {

/// Takes the rows of a statement that is bound: term, seq, value.
bool collect(Statement& read, std::map<Term, KnownValue>& found) {
  Step step = read.step();
  for (; step == Step::row; step = read.step()) {
    const KnownValue one{read.integer(0), read.text(2), read.integer(1)};
    const auto [at, fresh] = found.emplace(one.term, one);
    if (!fresh) at->second.seq = std::min(at->second.seq, one.seq);
  }
  return step == Step::done;
}

}  // namespace

Result<std::vector<KnownValue>> EventIndex::values(About about, const Audience& audience,
                                                   std::optional<Term> after, std::size_t limit) {
  const std::lock_guard lock(file_->mutex);
  constexpr Term least = std::numeric_limits<Term>::min();
  if (after && *after == std::numeric_limits<Term>::max()) return std::vector<KnownValue>{};
  const Term from = after ? *after + 1 : least;
  std::map<Term, KnownValue> found;
  const auto bind = [&](Statement& read, int first) {
    read.bind(first, static_cast<std::int64_t>(about));
    read.bind(first + 1, from);
    read.bind(first + 2, static_cast<std::int64_t>(limit));
  };
  if (audience.everything) {
    Statement read(file_->database,
                   "SELECT term, seq, value FROM listed WHERE about = ? AND term >= ? "
                   "ORDER BY term LIMIT ?");
    bind(read, 1);
    if (!collect(read, found)) return file_->broken();
  } else {
    // The first of the union are among the first of each.
    ZH_TRY(const auto readers, file_->readers_of(audience));
    for (const Term reader : readers) {
      Statement read(file_->database,
                     "SELECT s.term, s.seq, l.value FROM seen s JOIN listed l "
                     "ON l.about = s.about AND l.term = s.term "
                     "WHERE s.reader = ? AND s.about = ? AND s.term >= ? ORDER BY s.term LIMIT ?");
      read.bind(1, reader);
      bind(read, 2);
      if (!collect(read, found)) return file_->broken();
    }
  }
  std::vector<KnownValue> values;
  for (auto& [term, value] : found) {
    if (values.size() == limit) break;
    values.push_back(std::move(value));
  }
  return values;
}

Result<std::optional<KnownValue>> EventIndex::value(About about, const Audience& audience,
                                                    Term term) {
  std::optional<Term> before;
  if (term != std::numeric_limits<Term>::min()) before = term - 1;
  ZH_TRY(auto found, values(about, audience, before, 1));
  if (found.empty() || found.front().term != term) return std::optional<KnownValue>();
  return std::optional<KnownValue>(std::move(found.front()));
}

}  // namespace zhiheng::trace
