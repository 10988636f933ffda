#include "store/change.h"

#include <algorithm>
#include <cstring>

#include "store/failures.h"
#include "store/plan.h"

namespace zhiheng::store {
namespace {

// Enough rows to share the cost of a round, few enough to stay in the processor's cache.
constexpr std::size_t part_size = PreparedDrafts::most;
// Below this a second thread costs more than it gains.
constexpr std::size_t worth_a_thread = 256;
// From so many new versions on, and when the table becomes half as large again by them, building
// its indexes afterwards costs less than keeping them while writing: half as much, and later.
constexpr std::int64_t bulk_size = 20'000;
// Keys of an import that are held in memory, at 16 to 32 bytes each.
constexpr std::size_t most_keys = 2'000'000;

}  // namespace

Result<Head> read_head(Connection& connection) {
  Head head;
  ZH_DO(connection.query(
      "SELECT number, chain, recorded_at FROM commits ORDER BY number DESC LIMIT 1", {},
      [&](const Cursor& row) -> Result<bool> {
        head.number = row.integer(0);
        head.chain = read_digest(row.bytes(1));
        head.recorded_at = row.timestamp(2);
        return false;
      }));
  return head;
}

Digest commit_root(std::span<const ClosedRange> ranges) {
  std::string bytes;
  for (const ClosedRange& range : ranges) {
    append_sized(bytes, range.table);
    append_number(bytes, static_cast<std::uint64_t>(range.first), 8);
    append_number(bytes, static_cast<std::uint64_t>(range.last), 8);
    bytes.append(as_bytes(range.digest));
  }
  return sha256(bytes);
}

Digest commit_chain(const Digest& before, std::int64_t number, Timestamp recorded_at,
                    std::string_view author, std::string_view batch, const Digest& root) {
  std::string bytes = "zhiheng commit 1";
  bytes.append(as_bytes(before));
  append_number(bytes, static_cast<std::uint64_t>(number), 8);
  append_number(bytes, static_cast<std::uint64_t>(recorded_at.microseconds), 8);
  append_sized(bytes, author);
  append_sized(bytes, batch);
  bytes.append(as_bytes(root));
  return sha256(bytes);
}

Fingerprint fingerprint_of(const Layout& layout, const Cipher* cipher, std::string_view plain,
                           const Digest& digest_of_plain) {
  Fingerprint print;
  const bool keyed = layout.encrypted && cipher != nullptr;
  const Digest digest = keyed ? cipher->keyed_digest(plain) : digest_of_plain;
  std::memcpy(print.data(), digest.data(), print.size());
  return print;
}

void append_current_key(std::string& bytes, const Layout& layout, const Cipher* cipher,
                        const Uuid& id, std::string_view plain) {
  if (layout.key.empty()) {
    bytes.append(as_bytes(id.bytes));
    return;
  }
  const bool keyed = cipher != nullptr &&
                     std::any_of(layout.key.begin(), layout.key.end(), [&](std::size_t position) {
                       return layout.columns[position].encrypted;
                     });
  if (!keyed) return append_key(bytes, layout, plain);
  std::string key;
  append_key(key, layout, plain);
  bytes.append(as_bytes(cipher->keyed_digest(key)).substr(0, sizeof(Fingerprint)));
}

std::string encrypted_image(const Layout& layout, const Cipher& cipher, const Uuid& id,
                            std::string_view plain) {
  std::string image;
  ImageReader reader(plain);
  Field field;
  while (reader.next(field)) {
    const Column& column = *layout.by_column_number(field.number);
    if (column.encrypted) {
      const std::string place = place_of(layout.table.name, column.name, id);
      append_text_field(image, field.number, cipher.encrypt(field.text, place));
    } else {
      image.append(field.bytes);
    }
  }
  return image;
}

Result<void> decrypt_values(const Layout& layout, const Cipher* cipher, Version& version) {
  if (!layout.encrypted) return {};
  for (std::size_t i = 0; i < version.values.size(); ++i) {
    const Column& column = layout.columns[i];
    if (!column.encrypted || is_null(version.values[i])) continue;
    if (cipher == nullptr) return fail(key_missing, layout.table.name + "." + column.name);
    auto text = cipher->decrypt(std::get<std::string>(version.values[i]),
                                place_of(layout.table.name, column.name, version.id));
    if (!text) {
      text.error().where = layout.table.name + "." + column.name + " " + to_text(version.id);
      return std::unexpected(std::move(text).error());
    }
    version.values[i] = *std::move(text);
  }
  return {};
}

PreparedDrafts::PreparedDrafts(const Layout& of, std::shared_ptr<const Cipher> with,
                               const Author& author, std::span<const std::string> columns,
                               std::span<const Draft> drafts)
    : layout(of),
      cipher(std::move(with)),
      plan(std::make_unique<Plan>(layout, cipher.get(), author, chunk)),
      done(plan->prepare(columns, drafts)) {}

PreparedDrafts::~PreparedDrafts() = default;

Change::Change(Connection& connection, Worker& worker, Head& head, Load& load,
               std::shared_ptr<const Cipher> cipher, Author author, Timestamp at)
    : connection_(connection),
      worker_(worker),
      head_(head),
      load_(load),
      cipher_(std::move(cipher)),
      author_(std::move(author)),
      at_(at) {
  if (!author_.batch.empty() && author_.batch != load_.batch) load_ = {author_.batch, {}};
}

Change::~Change() { (void)worker_.wait(); }

Result<void> Change::settle() {
  auto done = worker_.wait();
  if (!done && !broken_) broken_ = std::move(done).error();
  if (broken_) return std::unexpected(*broken_);
  return {};
}

Result<Range*> Change::range_of(const Layout& layout) {
  const std::string& name = layout.table.name;
  if (const auto known = ranges_.find(name); known != ranges_.end()) return &known->second;
  auto last = head_.last_seq.find(name);
  if (last == head_.last_seq.end()) {
    std::int64_t seq = 0;
    const Parameter values[] = {Value(name)};
    ZH_DO(connection_.query("SELECT max(last_seq) FROM commit_ranges WHERE table_name = ?", values,
                            [&](const Cursor& row) -> Result<bool> {
                              seq = row.null(0) ? 0 : row.integer(0);
                              return false;
                            }));
    last = head_.last_seq.emplace(name, seq).first;
  }
  Range range;
  range.first = last->second + 1;
  range.last = last->second;
  return &ranges_.emplace(name, std::move(range)).first->second;
}

Result<std::vector<Written>> Change::append(const Layout& layout,
                                            std::span<const std::string> columns,
                                            std::span<const Draft> drafts) {
  std::vector<Written> written;
  written.reserve(drafts.size());
  for (std::size_t start = 0; start < drafts.size(); start += part_size) {
    const auto part = drafts.subspan(start, std::min(part_size, drafts.size() - start));
    if (auto done = append_part(layout, columns, part, written); !done) {
      return given_up(std::move(done).error());
    }
  }
  return written;
}

Result<std::vector<Written>> Change::append(PreparedDrafts& prepared) {
  std::vector<Written> written;
  auto done = prepared.done;
  if (done) {
    done = take(prepared.layout, *prepared.plan, prepared.chunk, prepared.all_or_none, written);
  }
  if (!done) return given_up(std::move(done).error());
  return written;
}

Result<std::vector<Written>> Change::given_up(Error error) {
  (void)worker_.wait();
  broken_ = error;
  return std::unexpected(std::move(error));
}

Result<std::vector<Standing>> Change::compare(Connection& reader, const Layout& layout,
                                              std::span<const std::string> columns,
                                              std::span<const Draft> drafts) {
  if (keys_uncertain_ || (!compares_ && !ranges_.empty())) {
    return std::vector<Standing>(drafts.size(), Standing::differs);
  }
  compares_ = true;
  Chunk chunk;
  Plan plan(layout, cipher_.get(), author_, chunk);
  ZH_DO(plan.prepare(columns, drafts));
  return plan.compare(reader, touched_);
}

/// None for what is not part of an import.
Load::Part* Change::part_of(const Layout& layout, const Range& range) {
  if (author_.batch.empty()) return nullptr;
  const std::int64_t next = range.last + 1;
  return &load_.parts.try_emplace(layout.table.name, Load::Part{next, next, &layout, {}})
              .first->second;
}

Result<void> Change::put_off_indexes(const Layout& layout, Range& range, std::int64_t first) {
  const std::int64_t added = range.last - first + 1;
  const std::int64_t before = first - 1;
  const bool bulk = added >= bulk_size && added >= before / 2;
  if (range.put_off || !bulk || connection_.dialect() != Dialect::sqlite) return {};
  ZH_DO(settle());
  range.put_off = true;
  for (const auto& index : layout.table.indexes) {
    put_off_indexes_ = true;
    ZH_DO(connection_.run("DROP INDEX IF EXISTS " + quoted_name(index_name(layout, index))));
  }
  return {};
}

Result<void> Change::append_part(const Layout& layout, std::span<const std::string> columns,
                                 std::span<const Draft> drafts, std::vector<Written>& written) {
  if (broken_) return std::unexpected(*broken_);
  Chunk& chunk = chunks_[filling_];
  chunk.clear();
  Plan plan(layout, cipher_.get(), author_, chunk);
  ZH_DO(plan.prepare(columns, drafts));
  ZH_DO(take(layout, plan, chunk, false, written));
  if (!chunk.versions.empty()) filling_ = 1 - filling_;
  return {};
}

/// Looks up, decides, and writes or has it written.
Result<void> Change::take(const Layout& layout, Plan& plan, Chunk& chunk, bool all_or_none,
                          std::vector<Written>& written) {
  if (broken_) return std::unexpected(*broken_);
  chunk.recorded_at = at_;
  if (compares_) {
    plan.add_keys(touched_);
    keys_uncertain_ = keys_uncertain_ || plan.names_records() || touched_.size() >= most_keys;
  }
  if (!ranges_.contains(layout.table.name)) ZH_DO(settle());
  ZH_TRY(Range* const range, range_of(layout));
  Load::Part* const part = part_of(layout, *range);
  // The keys are all there are when the table was empty and nobody else has written since.
  const bool keys_known = part != nullptr && part->first == 1 && part->next == range->last + 1 &&
                          part->layout == &layout && part->keys.size() < most_keys;
  // Then this part can be planned while the one before is still being written.
  if (!keys_known || !plan.all_new(part->keys)) ZH_DO(settle());
  ZH_DO(put_off_indexes(layout, *range, part == nullptr ? range->first : part->first));
  ZH_DO(plan.plan(connection_, range->last + 1, written));
  const auto is_refused = [](const Written& one) { return one.outcome == Outcome::refused; };
  if (all_or_none && std::ranges::any_of(written, is_refused)) chunk.versions.clear();
  ZH_DO(settle());
  if (chunk.versions.empty()) return {};
  const auto write = [this, &layout, &chunk, range]() -> Result<void> {
    std::string bytes;
    for (const NewVersion& version : chunk.versions) {
      append_number(bytes, static_cast<std::uint64_t>(version.seq), 8);
      bytes.append(as_bytes(version.hash));
    }
    range->hasher.add(bytes);
    return connection_.store(layout, chunk);
  };
  range->last = chunk.versions.back().seq;
  head_.last_seq[layout.table.name] = range->last;
  if (part != nullptr) {
    part->next = keys_known && !plan.names_records() ? range->last + 1 : -1;
  }
  if (chunk.versions.size() < worth_a_thread) return write();
  worker_.start(write);
  return {};
}

Result<bool> Change::finish() {
  ZH_DO(settle());
  std::vector<ClosedRange> closed;
  for (auto& [table, range] : ranges_) {
    if (range.last < range.first) continue;
    closed.push_back({table, range.first, range.last, range.hasher.finish()});
  }
  if (closed.empty()) return false;
  const std::int64_t number = head_.number + 1;
  const Digest root = commit_root(closed);
  const Digest chain = commit_chain(head_.chain, number, at_, author_.user, author_.batch, root);
  const Parameter commit[] = {Value(number),
                              Value(at_),
                              Value(author_.user),
                              Value(author_.batch),
                              Bytes{std::string(as_bytes(root))},
                              Bytes{std::string(as_bytes(chain))}};
  ZH_DO(
      connection_.execute("INSERT INTO commits (number, recorded_at, author, batch, root, chain) "
                          "VALUES (?, ?, ?, ?, ?, ?)",
                          commit));
  for (const ClosedRange& range : closed) {
    const Parameter values[] = {Value(number), Value(range.table), Value(range.first),
                                Value(range.last)};
    ZH_DO(connection_.execute(
        "INSERT INTO commit_ranges (number, table_name, first_seq, last_seq) VALUES (?, ?, ?, ?)",
        values));
  }
  head_.number = number;
  head_.chain = chain;
  head_.recorded_at = at_;
  return true;
}

}  // namespace zhiheng::store
