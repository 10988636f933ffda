#include "trace/whereabouts.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "code/table.h"

namespace zhiheng::trace {
namespace {

constexpr std::array<std::string_view, 5> meanings{"here", "received", "sent", "sold", "gone"};
/// Containers in containers; deeper ones are a circle in the data.
constexpr int deepest = 32;
/// Amounts below this are rounding.
constexpr double least = 1e-9;

}  // namespace

Result<StepMeanings> StepMeanings::load(const std::filesystem::path& catalog) {
  constexpr std::array<std::string_view, 3> columns{"field", "word", "meaning"};
  constexpr std::string_view name = "trace/steps.tsv";
  ZH_TRY(const std::string text, code::read_file(catalog / name));
  ZH_TRY(const code::Table table, code::read_table(text, name, columns));
  StepMeanings made;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto meaning = std::ranges::find(meanings, table.cell(row, 2));
    if (meaning == meanings.end()) {
      return code::refuse_cell(table, name, row, 2, "here|received|sent|sold|gone");
    }
    auto& words = table.cell(row, 0) == "step" ? made.steps_ : made.dispositions_;
    words[std::string(table.cell(row, 1))] = static_cast<Meaning>(meaning - meanings.begin());
  }
  return made;
}

Meaning StepMeanings::of(const Chain& chain, const EventRow& row) const {
  if (const auto step = steps_.find(chain.word(row.step)); step != steps_.end()) {
    return step->second;
  }
  const auto disposition = dispositions_.find(chain.word(row.disposition));
  return disposition == dispositions_.end() ? Meaning::here : disposition->second;
}

std::string_view name_of(Status status) {
  constexpr std::array<std::string_view, 6> names{"in_stock", "in_transit", "sold",
                                                  "used",     "gone",       "unknown"};
  return names[static_cast<std::size_t>(status)];
}

/// What one event says about an object that took part as `role`.
Whereabouts Locator::told_by(EventAt at, Role role) const {
  const Chain& chain = history_.chain();
  const EventRow& row = chain.event(at);
  Whereabouts told{.status = Status::in_stock, .place = row.place, .by = at};
  if (role == Role::input) {
    told.status = Status::used;
    return told;
  }
  if (row.sort == Sort::object && row.action == Action::remove) {
    told.status = meanings_.of(chain, row) == Meaning::sold ? Status::sold : Status::gone;
    return told;
  }
  switch (meanings_.of(chain, row)) {
    case Meaning::sent:
      told.status = Status::in_transit;
      for (const Part& part : chain.parts(at)) {
        if (part.role() != Role::destination) continue;
        // A place says more than the party that owns it.
        if (told.heading == nothing || chain.form(part.id) == Form::place) told.heading = part.id;
      }
      break;
    case Meaning::sold:
      told.status = Status::sold;
      break;
    case Meaning::gone:
      told.status = Status::gone;
      break;
    default:
      if (row.place == nothing) told.status = Status::unknown;
  }
  return told;
}

Whereabouts Locator::locate(Id id) {
  const Chain& chain = history_.chain();
  std::vector<std::uint32_t> parts;
  std::vector<Stay> stays;
  history_.parts_of(id, parts);
  history_.stays_of(id, parts, stays);
  Whereabouts found;
  const auto later = [&](EventAt at) {
    return found.by == nothing || chain.event(at).time >= chain.event(found.by).time;
  };
  for (const std::uint32_t number : parts) {
    const Part& part = chain.part(number);
    const Role role = part.role();
    if (role == Role::lot || role == Role::own_lot || role == Role::joined ||
        role == Role::source || role == Role::destination) {
      continue;
    }
    if (later(part.event)) found = told_by(part.event, role);
  }
  for (const Stay& stay : stays) {
    if (stay.ended_by != nothing) {
      if (later(stay.ended_by)) found = told_by(stay.ended_by, Role::child);
      continue;
    }
    auto carrier = carriers_.find(stay.parent);
    if (carrier == carriers_.end()) {
      if (depth_ >= deepest) continue;
      ++depth_;
      const Whereabouts asked = locate(stay.parent);
      --depth_;
      carrier = carriers_.emplace(stay.parent, asked).first;
    }
    if (carrier->second.by != nothing && later(carrier->second.by)) found = carrier->second;
    found.container = stay.parent;
  }
  return found;
}

/// Amounts of one lot by where they are and in which unit.
struct Locator::Ledger {
  /// Packed: place is the container. A unit's amounts are only ever booked in that unit.
  struct Account {
    Status status = Status::in_stock;
    bool packed = false;
    Id place = nothing;
    std::uint16_t unit = 0;
    double amount = 0;
    EventAt by = nothing;
    Id heading = nothing;
  };
  std::vector<Account> accounts;
  std::size_t short_of = 0;

  Account& account(Status status, bool packed, Id place, std::uint16_t unit) {
    for (Account& known : accounts) {
      if (std::tie(known.status, known.packed, known.place, known.unit) ==
          std::tie(status, packed, place, unit)) {
        return known;
      }
    }
    accounts.push_back({.status = status, .packed = packed, .place = place, .unit = unit});
    return accounts.back();
  }
  void put(Account& account, double amount, EventAt by) {
    account.amount += amount;
    account.by = by;
  }
  /// What is not there must have come from somewhere: from what is on the way, then from what is
  /// elsewhere, longest-standing first. So nothing is counted twice.
  void take(Status status, bool packed, Id place, std::uint16_t unit, double amount) {
    const auto draw = [&](Account& account) {
      if (account.unit != unit) return;
      const double taken = std::min(account.amount, amount);
      account.amount -= taken;
      amount -= taken;
    };
    draw(account(status, packed, place, unit));
    if (amount <= least) return;
    ++short_of;
    for (const Status from : {Status::in_transit, Status::in_stock}) {
      for (Account& account : accounts) {
        if (account.status == from) draw(account);
      }
    }
  }
  /// From what is on the way, else as above.
  void arrive(std::uint16_t unit, double amount) {
    for (Account& account : accounts) {
      if (account.status != Status::in_transit || account.unit != unit) continue;
      const double taken = std::min(account.amount, amount);
      account.amount -= taken;
      amount -= taken;
    }
    if (amount > least) take(Status::in_transit, false, nothing, unit, amount);
  }
};

void Locator::book(const Part& part, const Amount& amount, Ledger& ledger) const {
  const Chain& chain = history_.chain();
  const EventRow& row = chain.event(part.event);
  const auto put = [&](Status status, bool packed, Id place) {
    ledger.put(ledger.account(status, packed, place, amount.unit), amount.value, part.event);
  };
  const auto take = [&](bool packed, Id place) {
    ledger.take(Status::in_stock, packed, place, amount.unit, amount.value);
  };
  const bool holds = row.sort == Sort::aggregation || row.sort == Sort::association;
  if (part.role() == Role::output) return put(Status::in_stock, false, row.place);
  if (part.role() == Role::input) {
    take(false, row.place);
    return put(Status::used, false, row.place);
  }
  if (part.role() == Role::child && holds && row.action != Action::observe) {
    const Id parent = history_.parent_in(part.event);
    const bool removes = row.action == Action::remove;
    take(removes, removes ? parent : row.place);
    return put(Status::in_stock, !removes, removes ? row.place : parent);
  }
  if (part.role() != Role::object) return;
  if (row.action == Action::add) return put(Status::in_stock, false, row.place);
  const Whereabouts told = told_by(part.event, part.role());
  if (told.status == Status::in_transit) {
    take(false, row.place);
    put(Status::in_transit, false, row.place);
    ledger.account(Status::in_transit, false, row.place, amount.unit).heading = told.heading;
  } else if (told.status == Status::sold || told.status == Status::gone) {
    take(false, row.place);
    put(told.status, false, row.place);
  } else if (meanings_.of(chain, row) == Meaning::received) {
    ledger.arrive(amount.unit, amount.value);
    put(Status::in_stock, false, row.place);
  }
}

std::vector<Stock> Locator::stock_of(Id id, std::size_t* short_of) {
  const Chain& chain = history_.chain();
  std::vector<std::uint32_t> parts;
  history_.parts_of(id, parts);
  Ledger ledger;
  for (const std::uint32_t number : parts) {
    if (const Amount* amount = chain.amount(number)) book(chain.part(number), *amount, ledger);
  }
  std::vector<Stock> stocks;
  for (const Ledger::Account& account : ledger.accounts) {
    if (account.amount <= least) continue;
    Stock stock{.at = {.status = account.status,
                       .place = account.place,
                       .heading = account.heading,
                       .by = account.by},
                .unit = chain.word(account.unit),
                .amount = account.amount};
    if (account.packed) {
      stock.at = locate(account.place);
      stock.at.container = account.place;
      if (stock.at.by == nothing) stock.at.by = account.by;
    }
    stocks.push_back(stock);
  }
  if (short_of != nullptr) *short_of += ledger.short_of;
  return stocks;
}

}  // namespace zhiheng::trace
