#include "trace/chain.h"

#include <algorithm>
#include <array>

#include "code/cbv_name.h"
#include "trace/chain_draft.h"
#include "trace/event_hash.h"
#include "trace/event_name.h"
#include "trace/failures.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

/// More identifiers than one event can name: its memory is limited when it is read.
constexpr std::size_t room_for_one = 1'000'000;
constexpr std::uint32_t most_identifiers = std::uint32_t{1} << 28;
/// Canonical links are kept without their domain.
constexpr std::string_view domain = "https://id.gs1.org";

constexpr std::array<std::string_view, 6> sorts{"ObjectEvent",      "AggregationEvent",
                                                "TransactionEvent", "TransformationEvent",
                                                "AssociationEvent", "other"};
constexpr std::array<std::string_view, 4> actions{"", "ADD", "OBSERVE", "DELETE"};
constexpr std::array<std::string_view, 10> roles{"object", "parent",     "child",   "input",
                                                 "output", "lot",        "own_lot", "joined",
                                                 "source", "destination"};

template <class Names>
std::size_t place_in(const Names& names, std::string_view name, std::size_t otherwise) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? otherwise : static_cast<std::size_t>(found - names.begin());
}

/// What the dictionary holds for a normal form: a link without domain, other texts with a sign in
/// front when they would look like one.
std::string_view kept(std::string_view normal, std::string& memory) {
  if (normal.starts_with(domain) && normal.size() > domain.size()) {
    return normal.substr(domain.size());
  }
  if (!normal.starts_with('/')) return normal;
  memory = "\x01";
  return memory.append(normal);
}

std::uint16_t mark_of(std::string_view number) {
  if (number.empty()) return 0;
  return static_cast<std::uint16_t>(std::hash<std::string_view>()(number) >> 48 | 1U);
}

Result<Timestamp> time_of(const std::string& text) {
  if (auto time = parse_timestamp(with_zone(text))) return *time;
  auto time = parse_timestamp(canonical_time(text));
  if (!time) return fail(time_malformed, "eventTime", text, "2026-03-01T08:00:00+08:00");
  return *time;
}

}  // namespace

std::string_view name_of(Sort sort) { return sorts[static_cast<std::size_t>(sort)]; }
std::string_view name_of(Action action) { return actions[static_cast<std::size_t>(action)]; }
std::string_view name_of(Role role) { return roles[static_cast<std::size_t>(role)]; }

Chain::Chain(std::size_t most_parts) : most_parts_(most_parts) { words_.put(""); }

Id Chain::put(std::string_view normal) {
  std::string memory;
  const auto [id, fresh] = identifiers_.put(kept(normal, memory));
  if (!fresh) return id;
  newest_.push_back(nothing);
  forms_.push_back(form_of(normal));
  marks_.push_back(mark_of(lot_or_serial(normal)));
  products_.push_back(nothing);
  if (const std::string product = product_of(normal); !product.empty()) {
    const Id of = put(product);
    products_[id] = of;
  }
  return id;
}

std::uint16_t Chain::put_word(std::string_view text) {
  if (words_.size() >= 0xFFFE && !words_.find(text)) return 0;
  return static_cast<std::uint16_t>(words_.put(text).number);
}

std::uint16_t Chain::find_word(std::string_view text) const {
  const auto found = words_.find(text);
  return found ? static_cast<std::uint16_t>(*found) : std::uint16_t{0xFFFF};
}

std::optional<Id> Chain::find(std::string_view normal) const {
  std::string memory;
  return identifiers_.find(kept(normal, memory));
}

std::string Chain::text(Id id) const {
  const std::string_view stored = identifiers_.at(id);
  if (stored.starts_with('/')) return std::string(domain).append(stored);
  return std::string(stored.starts_with('\x01') ? stored.substr(1) : stored);
}

std::optional<std::string_view> Chain::behind(Id id, std::string_view beginning) const {
  std::string memory;
  const std::string_view stored = identifiers_.at(id), wanted = kept(beginning, memory);
  if (!stored.starts_with(wanted)) return std::nullopt;
  return stored.substr(wanted.size());
}

std::vector<Id> Chain::numbered(std::string_view number) const {
  std::vector<Id> found;
  const std::uint16_t mark = mark_of(number);
  if (mark == 0) return found;
  for (Id id = 0; id < marks_.size(); ++id) {
    if (marks_[id] == mark && lot_or_serial(text(id)) == number) found.push_back(id);
  }
  return found;
}

std::string Chain::event_name(EventAt at) const { return unpacked_event_name(names_.at(at)); }

std::optional<EventAt> Chain::find_event(std::string_view name) const {
  return names_.find(packed_event_name(name));
}

std::span<const Part> Chain::parts(EventAt at) const {
  const std::uint32_t first = rows_[at].first;
  const std::size_t end = at + 1 < rows_.size() ? rows_[at + 1].first : parts_.size();
  return std::span(parts_).subspan(first, end - first);
}

const Declared* Chain::declared_wrong(EventAt at) const {
  if (!rows_[at].wrong) return nullptr;
  return &declared_.at(at);
}

EventAt Chain::newest_at(Id place) const {
  const auto found = newest_at_.find(place);
  return found == newest_at_.end() ? nothing : found->second;
}

const Amount* Chain::amount(std::uint32_t part) const {
  const auto found = std::ranges::lower_bound(amounts_, part, {}, &Amount::part);
  return found != amounts_.end() && found->part == part ? &*found : nullptr;
}

bool Chain::same(EventAt at, const Draft& draft) const {
  const EventRow& row = rows_[at];
  const auto there = parts(at);
  return row.time == draft.row.time && row.sort == draft.row.sort &&
         row.action == draft.row.action && row.step == draft.row.step &&
         std::ranges::equal(there, draft.pieces, [](const Part& a, const Draft::Piece& b) {
           return a.id == b.id && a.role() == b.role;
         });
}

void Chain::append(const Draft& draft) {
  const auto at = static_cast<EventAt>(rows_.size());
  rows_.push_back(draft.row);
  EventRow& row = rows_.back();
  row.first = static_cast<std::uint32_t>(parts_.size());
  for (const Draft::Piece& piece : draft.pieces) {
    const auto number = static_cast<std::uint32_t>(parts_.size());
    parts_.push_back({.id = piece.id & (most_identifiers - 1U),
                      .as = static_cast<std::uint32_t>(piece.role) & 15U,
                      .event = at,
                      .before = newest_[piece.id]});
    newest_[piece.id] = number;
    if (piece.amount) amounts_.push_back({number, piece.unit, *piece.amount});
  }
  if (row.place == nothing) return;
  const auto [here, fresh] = newest_at_.try_emplace(row.place, at);
  if (fresh) return;
  row.before_here = here->second;
  here->second = at;
}

Result<Added> Chain::add(const Event& event, std::int64_t seq, std::optional<Timestamp> recorded,
                         std::string_view hash) {
  if (newest_.size() + room_for_one > most_identifiers ||
      parts_.size() + room_for_one > most_parts_) {
    return fail(chain_full, "events", std::to_string(rows_.size()));
  }
  Draft draft;
  ZH_TRY(draft.row.time, time_of(event.time));
  draft.row.seq = seq;
  if (recorded) {
    draft.row.recorded = *recorded;
  } else if (event.record_time.empty()) {
    draft.row.recorded = draft.row.time;
  } else {
    ZH_TRY(draft.row.recorded, time_of(event.record_time));
  }
  // The class and the amount of a QuantityEvent stand where only edition 1.x has them.
  std::optional<Event> renewed;
  if (event.type == "QuantityEvent") renewed = modern(event);
  const Event& said = renewed ? *renewed : event;
  draft.row.sort = static_cast<Sort>(place_in(sorts, said.type, sorts.size() - 1));
  draft.row.action = static_cast<Action>(place_in(actions, said.action, 0));
  draft.row.step = put_word(code::cbv_word(event.biz_step));
  draft.row.disposition = put_word(code::cbv_word(event.disposition));
  gather(said, draft);

  std::string name(event.id.empty() ? hash : std::string_view(event.id));
  if (name.empty()) name = hash_of(pre_hash(event));
  const auto [at, fresh] = names_.put(packed_event_name(name));
  if (event.error && (fresh || !rows_[at].wrong)) {
    Declared declared{.seq = seq, .recorded = draft.row.recorded};
    declared.reason = code::cbv_word(event.error->reason);
    declared.corrective = event.error->corrective_ids;
    // Without a time of its own it was known to be wrong as soon as it was known.
    if (!recorded) {
      if (const auto time = time_of(event.error->time)) declared.recorded = *time;
    }
    declared_.emplace(at, std::move(declared));
    draft.row.wrong = true;
    if (!fresh) rows_[at].wrong = true;
  }
  if (!fresh) {
    if (event.error) return Added::declared;
    if (same(at, draft)) return Added::known;
    ++conflicts_;
    return Added::conflict;
  }
  append(draft);
  read_sensors(event, at);
  return Added::fresh;
}

MemoryUse Chain::memory() const {
  MemoryUse use;
  use.identifiers = identifiers_.bytes() + words_.bytes() + newest_.capacity() * 4 +
                    products_.capacity() * 4 + forms_.capacity() + marks_.capacity() * 2;
  use.events = names_.bytes() + rows_.capacity() * sizeof(EventRow);
  use.edges = parts_.capacity() * sizeof(Part) + amounts_.capacity() * sizeof(Amount);
  use.readings = readings_.capacity() * sizeof(Reading);
  use.edge_count = parts_.size();
  return use;
}

}  // namespace zhiheng::trace
