#include "store/plan.h"

#include "base/text.h"
#include "store/failures.h"

namespace zhiheng::store {
namespace {

// 0001-01-01 to 9999-12-31: what every engine can hold.
constexpr std::int32_t first_day = -719162;
constexpr std::int32_t last_day = 2932896;
constexpr std::int64_t day_microseconds = 86'400'000'000;
constexpr std::int64_t decimal_limit = 1'000'000'000'000'000'000;

bool in_range(const Value& value) {
  if (const auto* const date = std::get_if<Date>(&value)) {
    return date->days >= first_day && date->days <= last_day;
  }
  if (const auto* const time = std::get_if<Timestamp>(&value)) {
    return time->microseconds >= first_day * day_microseconds &&
           time->microseconds < (last_day + std::int64_t{1}) * day_microseconds;
  }
  if (const auto* const text = std::get_if<std::string>(&value)) {
    return !text->contains('\0') && is_utf8(*text);
  }
  return true;
}

Error error_of(const Failure& failure, std::string where, std::string found, std::string wanted) {
  return fail(failure, std::move(where), std::move(found), std::move(wanted)).error();
}

Written refused(Error error, const Uuid& id = {}, int version = 0) {
  return Written{Outcome::refused, id, version, std::move(error)};
}

}  // namespace

Plan::Plan(const Layout& layout, const Cipher* cipher, const Author& author, Chunk& chunk)
    : layout_(layout),
      cipher_(cipher),
      author_(author),
      chunk_(chunk),
      by_key_(0, SliceHash{&chunk}, SliceEqual{&chunk}) {}

Result<void> Plan::prepare(std::span<const std::string> columns, std::span<const Draft> drafts) {
  drafts_ = drafts;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t position = layout_.position(columns[i]);
    if (position == npos) {
      return fail(unknown_column, layout_.table.name, columns[i], "a declared column");
    }
    given_.push_back({layout_.numbers[position], i, &layout_.columns[position]});
  }
  std::sort(given_.begin(), given_.end(),
            [](const Given& a, const Given& b) { return a.number < b.number; });
  for (const Given& one : given_) given_numbers_.push_back(one.number);
  key_given_ = std::all_of(layout_.key.begin(), layout_.key.end(), [&](std::size_t position) {
    return std::binary_search(given_numbers_.begin(), given_numbers_.end(),
                              layout_.numbers[position]);
  });
  prepared_.reserve(drafts.size());
  for (const Draft& draft : drafts) {
    ids_given_ = ids_given_ || draft.id.has_value();
    prepared_.push_back(prepare_one(draft));
  }
  return {};
}

std::optional<Error> Plan::encode(const Draft& draft, std::string& image) const {
  const bool nothing = draft.values.empty() && draft.deleted;
  if (nothing) return std::nullopt;
  if (draft.values.size() != given_.size()) {
    return error_of(wrong_type, layout_.table.name, std::to_string(draft.values.size()) + " values",
                    std::to_string(given_.size()));
  }
  for (const Given& one : given_) {
    const Value& value = draft.values[one.value];
    if (is_null(value)) continue;
    const Column& column = *one.column;
    const auto wrong = [&] {
      return error_of(wrong_type, layout_.table.name + "." + column.name, to_text(value),
                      std::string(storage_name(column.storage)));
    };
    if (value.index() != static_cast<std::size_t>(column.storage) + 1 || !in_range(value)) {
      return wrong();
    }
    if (const auto* const decimal = std::get_if<Decimal>(&value)) {
      const auto scaled = decimal->scale == column.scale ? Result<Decimal>(*decimal)
                                                         : rescale(*decimal, column.scale);
      if (!scaled) return scaled.error();
      if (scaled->unscaled >= decimal_limit || scaled->unscaled <= -decimal_limit) return wrong();
      append_field(image, one.number, *scaled);
      continue;
    }
    append_field(image, one.number, value);
  }
  return std::nullopt;
}

Plan::Prepared Plan::prepare_one(const Draft& draft) {
  Prepared prepared;
  scratch_.clear();
  prepared.error = encode(draft, scratch_);
  if (prepared.error) return prepared;
  prepared.digest = sha256(scratch_);
  prepared.fingerprint = fingerprint_of(layout_, cipher_, scratch_, prepared.digest);
  prepared.image = chunk_.keep(scratch_);
  if (draft.id || layout_.key.empty()) return prepared;
  if (!key_given_) {
    prepared.error = error_of(key_incomplete, layout_.table.name, {}, "every column of the key");
    return prepared;
  }
  key_scratch_.clear();
  append_current_key(key_scratch_, layout_, cipher_, {}, scratch_);
  prepared.key = chunk_.keep(key_scratch_);
  return prepared;
}

bool Plan::all_new(KnownKeys& known) {
  all_new_ = !ids_given_ && !layout_.key.empty();
  for (const Prepared& one : prepared_) {
    if (all_new_ && !one.error) all_new_ = !known.contains(chunk_.view(one.key));
  }
  add_keys(known);
  return all_new_;
}

void Plan::add_keys(KnownKeys& keys) const {
  for (const Prepared& one : prepared_) {
    if (!one.error && one.key.size != 0) keys.add(chunk_.view(one.key));
  }
}

Result<std::vector<Standing>> Plan::compare(Connection& connection, const KnownKeys& touched) {
  ZH_DO(look_up(connection));
  std::vector<Standing> standings(drafts_.size(), Standing::differs);
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    const Slice key = prepared_[i].key;
    if (prepared_[i].error || key.size == 0 || touched.contains(chunk_.view(key))) continue;
    const Current& entry = found_[i];
    const Present now{entry.id, entry.seq, entry.version, entry.state, entry.deleted, {}, -1, {}};
    if (entry.seq == 0) standings[i] = Standing::absent;
    if (entry.seq != 0 && same(i, now, entry.fingerprint)) standings[i] = Standing::unchanged;
    // What one draft changes, another of the same key may change back.
    if (standings[i] == Standing::differs) by_key_[key] = 0;
  }
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    if (by_key_.contains(prepared_[i].key)) standings[i] = Standing::differs;
  }
  return standings;
}

Result<void> Plan::look_up(Connection& connection) {
  found_.resize(drafts_.size());
  if (all_new_) return {};
  std::vector<std::string_view> keys;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    if (prepared_[i].error || prepared_[i].key.size == 0) continue;
    keys.push_back(chunk_.view(prepared_[i].key));
    owners.push_back(i);
  }
  if (keys.empty()) return {};
  ZH_TRY(std::vector<Current> entries, connection.find_current(layout_, keys));
  for (std::size_t k = 0; k < owners.size(); ++k) found_[owners[k]] = std::move(entries[k]);
  return {};
}

Result<void> Plan::keep_loaded(const Cursor& row) {
  Loaded one;
  one.version = read_version(row, layout_, true);
  ZH_DO(decrypt_values(layout_, cipher_, one.version));
  append_image(one.plain, layout_, one.version.values);
  one.fingerprint = fingerprint_of(layout_, cipher_, one.plain, sha256(one.plain));
  append_current_key(one.key, layout_, cipher_, one.version.id, one.plain);
  newest_of_[one.version.id] = one.version.seq;
  const std::int64_t seq = one.version.seq;
  loaded_.insert_or_assign(seq, std::move(one));
  return {};
}

// Whole rows are read only of the records that may change: the rest was decided by fingerprint.
Result<void> Plan::load(Connection& connection) {
  std::vector<std::int64_t> seqs;
  std::vector<Uuid> ids;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    if (prepared_[i].error) continue;
    if (drafts_[i].id) {
      ids.push_back(*drafts_[i].id);
    } else if (const Current& entry = found_[i]; entry.seq != 0) {
      const Present now{entry.id, entry.seq, entry.version, entry.state, entry.deleted, {}, -1, {}};
      if (!same(i, now, entry.fingerprint)) seqs.push_back(entry.seq);
    }
  }
  const EachRow keep = [&](const Cursor& row) -> Result<bool> {
    ZH_DO(keep_loaded(row));
    return true;
  };
  if (!seqs.empty()) ZH_DO(connection.load_by_seq(layout_, seqs, keep));
  if (!ids.empty()) ZH_DO(connection.load_newest(layout_, ids, keep));
  return {};
}

bool Plan::same(std::size_t i, const Present& now, const Fingerprint& print) const {
  const Draft& draft = drafts_[i];
  return draft.deleted == now.deleted && (draft.state.empty() || draft.state == now.state) &&
         prepared_[i].fingerprint == print;
}

Plan::Present Plan::planned_present(int index) const {
  const NewVersion& one = chunk_.versions[static_cast<std::size_t>(index)];
  const Slice stored = one.known_key ? one.key : one.old_key;
  return {one.id,      one.seq,         one.version, std::string(chunk_.view(one.state)),
          one.deleted, one.fingerprint, index,       std::string(chunk_.view(stored))};
}

std::optional<Plan::Present> Plan::present(std::size_t i) const {
  const Draft& draft = drafts_[i];
  if (draft.id) {
    if (const auto known = by_id_.find(*draft.id); known != by_id_.end()) {
      return planned_present(known->second);
    }
    const auto newest = newest_of_.find(*draft.id);
    if (newest == newest_of_.end()) return std::nullopt;
    const Loaded& one = loaded_.at(newest->second);
    return Present{one.version.id,
                   one.version.seq,
                   one.version.version,
                   one.version.state,
                   one.version.deleted,
                   one.fingerprint,
                   -1,
                   one.key};
  }
  if (prepared_[i].key.size == 0) return std::nullopt;
  if (const auto known = by_key_.find(prepared_[i].key); known != by_key_.end()) {
    if (known->second < 0) return std::nullopt;
    return planned_present(known->second);
  }
  const Current& entry = found_[i];
  if (entry.seq == 0) return std::nullopt;
  return Present{entry.id,          entry.seq, entry.version, entry.state, entry.deleted,
                 entry.fingerprint, -1,        entry.key};
}

Result<bool> Plan::key_taken(Connection& connection, Slice key, const Uuid& id) const {
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    return known->second >= 0 && chunk_.versions[static_cast<std::size_t>(known->second)].id != id;
  }
  const std::string_view keys[] = {chunk_.view(key)};
  ZH_TRY(const auto entries, connection.find_current(layout_, keys));
  return entries[0].seq != 0 && entries[0].id != id;
}

void Plan::seal(NewVersion& version, const Digest& digest_of_plain) {
  Digest content = digest_of_plain;
  version.content = version.plain;
  if (layout_.encrypted) {
    const std::string image =
        encrypted_image(layout_, *cipher_, version.id, chunk_.view(version.plain));
    content = sha256(image);
    version.content = chunk_.keep(image);
  }
  const Stamp stamp{layout_.table.name, version.id,
                    version.version,    chunk_.view(version.state),
                    version.deleted,    chunk_.view(version.reason),
                    chunk_.recorded_at, author_.user,
                    author_.batch,      version.row};
  version.hash = version_hash(stamp, content, version.previous);
}

void Plan::remember(NewVersion version, const Digest& digest_of_plain) {
  version.seq = next_seq_++;
  seal(version, digest_of_plain);
  const int index = static_cast<int>(chunk_.versions.size());
  if (!layout_.key.empty()) by_key_[version.key] = index;
  if (ids_given_) by_id_[version.id] = index;
  chunk_.versions.push_back(version);
}

Result<Written> Plan::add(Connection& connection, std::size_t i) {
  const Draft& draft = drafts_[i];
  const bool named = draft.id.has_value();
  const bool must_exist = draft.expected ? *draft.expected != 0 : named;
  if (must_exist || draft.deleted) {
    return refused(error_of(no_such_record, layout_.table.name,
                            named ? to_text(*draft.id) : std::string(), "a record"));
  }
  NewVersion version{.id = named ? *draft.id : make_uuid(), .row = draft.row};
  version.plain = prepared_[i].image;
  version.key = prepared_[i].key;
  if (version.key.size == 0) {
    scratch_.clear();
    append_current_key(scratch_, layout_, cipher_, version.id, chunk_.view(version.plain));
    version.key = chunk_.keep(scratch_);
    if (named && !layout_.key.empty()) {
      ZH_TRY(const bool taken, key_taken(connection, version.key, version.id));
      if (taken) return refused(error_of(duplicate_key, layout_.table.name, {}, {}), version.id);
    }
  }
  version.state = chunk_.keep(draft.state.empty() ? layout_.table.initial_state : draft.state);
  version.reason = chunk_.keep(draft.reason);
  version.fingerprint = prepared_[i].fingerprint;
  remember(version, prepared_[i].digest);
  return Written{Outcome::added, version.id, 1, {}};
}

Result<Written> Plan::change(Connection& connection, std::size_t i, const Present& now) {
  const Draft& draft = drafts_[i];
  const bool from_chunk = now.planned >= 0;
  const auto at = static_cast<std::size_t>(std::max(now.planned, 0));
  NewVersion version{.id = now.id, .version = now.version + 1, .deleted = draft.deleted};
  version.row = draft.row;
  scratch_.clear();
  const std::string previous(from_chunk ? chunk_.view(chunk_.versions[at].plain)
                                        : std::string_view(loaded_.at(now.seq).plain));
  const bool nothing_given = draft.values.empty() && draft.deleted;
  append_merged(scratch_, previous, chunk_.view(prepared_[i].image),
                nothing_given ? std::span<const int>() : given_numbers_);
  const Digest digest = sha256(scratch_);
  version.fingerprint = fingerprint_of(layout_, cipher_, scratch_, digest);
  const bool same_state = draft.state.empty() || draft.state == now.state;
  if (version.fingerprint == now.fingerprint && same_state && draft.deleted == now.deleted) {
    return Written{Outcome::unchanged, now.id, now.version, {}};
  }
  version.plain = chunk_.keep(scratch_);
  scratch_.clear();
  append_current_key(scratch_, layout_, cipher_, now.id, chunk_.view(version.plain));
  version.key = chunk_.keep(scratch_);
  version.known_key = chunk_.view(version.key) == now.stored_key;
  const std::string_view key_before =
      from_chunk ? chunk_.view(chunk_.versions[at].key) : std::string_view(now.stored_key);
  if (chunk_.view(version.key) != key_before) {
    ZH_TRY(const bool taken, key_taken(connection, version.key, now.id));
    if (taken) {
      return refused(error_of(duplicate_key, layout_.table.name, {}, {}), now.id, now.version);
    }
  }
  if (!version.known_key && !now.stored_key.empty()) {
    version.old_key = chunk_.keep(now.stored_key);
    // Given up once; since then another record of this chunk may have taken it.
    if (!layout_.key.empty() && !from_chunk) by_key_[version.old_key] = -1;
  }
  version.state = chunk_.keep(draft.state.empty() ? now.state : draft.state);
  version.reason = chunk_.keep(draft.reason);
  if (from_chunk) {
    NewVersion& before = chunk_.versions[at];
    before.newest = false;
    before.superseded = next_seq_;
    version.previous = before.hash;
    if (!layout_.key.empty() && chunk_.view(before.key) != chunk_.view(version.key)) {
      by_key_[before.key] = -1;
    }
  } else {
    version.supersedes = now.seq;
    version.previous = loaded_.at(now.seq).version.hash;
  }
  remember(version, digest);
  return Written{Outcome::changed, version.id, version.version, {}};
}

Result<Written> Plan::decide(Connection& connection, std::size_t i) {
  if (prepared_[i].error) return refused(*std::move(prepared_[i].error));
  const std::optional<Present> now = present(i);
  if (!now) return add(connection, i);
  const Draft& draft = drafts_[i];
  if (draft.expected && *draft.expected != now->version) {
    return refused(error_of(stale_version, layout_.table.name + " " + to_text(now->id),
                            std::to_string(now->version), std::to_string(*draft.expected)),
                   now->id, now->version);
  }
  if (draft.keep_deleted && now->deleted && !draft.deleted && !draft.id) {
    return refused(error_of(deleted_earlier, layout_.table.name, {}, {}), now->id, now->version);
  }
  if (same(i, *now, now->fingerprint)) {
    return Written{Outcome::unchanged, now->id, now->version, {}};
  }
  return change(connection, i, *now);
}

Result<void> Plan::plan(Connection& connection, std::int64_t next_seq,
                        std::vector<Written>& written) {
  next_seq_ = next_seq;
  chunk_.recorded_by = author_.user;
  chunk_.batch = author_.batch;
  chunk_.versions.reserve(drafts_.size());
  by_key_.reserve(layout_.key.empty() ? 0 : drafts_.size());
  ZH_DO(look_up(connection));
  ZH_DO(load(connection));
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    ZH_TRY(Written one, decide(connection, i));
    written.push_back(std::move(one));
  }
  return {};
}

}  // namespace zhiheng::store
