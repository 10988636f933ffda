#include "trace/recall_scope.h"

#include <algorithm>
#include <map>

#include "trace/number_map.h"

namespace zhiheng::trace {
namespace {

/// Where the number behind the kind begins: "…/21/", "…/00/".
std::size_t kind_end(std::string_view normal) {
  const std::size_t slash = normal.rfind('/');
  return slash == std::string_view::npos ? 0 : slash + 1;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Digits by value, whatever zeros stand in front; other texts by length, then by sign.
bool not_behind(std::string_view a, std::string_view b) {
  const auto significant = [](std::string_view text) {
    return is_number(text) ? text.substr(std::min(text.find_first_not_of('0'), text.size())) : text;
  };
  a = significant(a);
  b = significant(b);
  return a.size() != b.size() ? a.size() < b.size() : a <= b;
}

class ScopeWriter {
 public:
  ScopeWriter(const Chain& chain, const StepMeanings& meanings, const WalkOptions& options)
      : chain_(chain),
        meanings_(meanings),
        history_(chain, options.known_at),
        locator_(history_, meanings) {}

  void write(RecallScope& scope);

 private:
  [[nodiscard]] bool came_as_instances(Id lot) const;
  void place_lines(RecallScope& scope, std::uint32_t at);
  void add_stock(const ScopeLine& line, Form form);
  void add_receivers(RecallScope& scope);

  const Chain& chain_;
  const StepMeanings& meanings_;
  History history_;
  Locator locator_;
  std::map<std::pair<Status, Id>, StockLine> stock_;
};

void ScopeWriter::add_stock(const ScopeLine& line, Form form) {
  StockLine& stock = stock_[{line.at.status, line.at.place}];
  stock.status = line.at.status;
  stock.place = line.at.place;
  if (line.amount > 0) {
    const auto known =
        std::ranges::find(stock.amounts, line.unit, &std::pair<std::string_view, double>::first);
    if (known == stock.amounts.end()) {
      stock.amounts.emplace_back(line.unit, line.amount);
    } else {
      known->second += line.amount;
    }
  } else {
    ++(form == Form::unit ? stock.units : stock.pieces);
  }
}

bool ScopeWriter::came_as_instances(Id lot) const {
  for (std::uint32_t at = chain_.newest(lot); at != nothing; at = chain_.part(at).before) {
    const Role role = chain_.part(at).role();
    if ((role == Role::lot || role == Role::own_lot) && history_.counts(chain_.part(at).event))
      return true;
  }
  return false;
}

void ScopeWriter::place_lines(RecallScope& scope, std::uint32_t at) {
  const Id id = scope.walk.reached[at].id;
  const Form form = chain_.form(id);
  if (form == Form::lot || form == Form::other) {
    const auto stocks = locator_.stock_of(id, &scope.short_of);
    for (const Stock& stock : stocks) {
      scope.lines.push_back({at, stock.at, stock.unit, stock.amount});
      add_stock(scope.lines.back(), form);
    }
    // Of a lot that came as instances these are the goods.
    if (!stocks.empty() || came_as_instances(id)) return;
  }
  scope.lines.push_back({at, locator_.locate(id)});
  add_stock(scope.lines.back(), form);
}

void ScopeWriter::add_receivers(RecallScope& scope) {
  NumberMap places;
  const auto add = [&](Id id, EventAt event) {
    const auto next = static_cast<std::uint32_t>(scope.receivers.size());
    const std::uint32_t at = places.at(id, next);
    if (at == next) scope.receivers.push_back({id, event, 0});
    ++scope.receivers[at].events;
  };
  for (const Seen& seen : scope.walk.events) {
    const EventRow& row = chain_.event(seen.event);
    const Meaning meaning = meanings_.of(chain_, row);
    if (meaning == Meaning::received && row.place != nothing) add(row.place, seen.event);
    if (meaning != Meaning::sent) continue;
    for (const Part& part : chain_.parts(seen.event)) {
      if (part.role() == Role::destination) add(part.id, seen.event);
    }
  }
}

void ScopeWriter::write(RecallScope& scope) {
  const auto& reached = scope.walk.reached;
  for (std::uint32_t at = 0; at < reached.size(); ++at) {
    const Form form = chain_.form(reached[at].id);
    const bool goods = form == Form::instance || form == Form::lot || form == Form::unit ||
                       (form == Form::other && reached[at].link != Link::carrier);
    if (goods && reached[at].link != Link::carrier) place_lines(scope, at);
  }
  for (auto& [key, line] : stock_) scope.stock.push_back(std::move(line));
  add_receivers(scope);
}

}  // namespace

std::vector<Start> starts_in_range(const Chain& chain, std::string_view first,
                                   std::string_view last) {
  std::vector<Start> starts;
  const std::size_t kind = kind_end(first);
  if (kind == 0 || kind_end(last) != kind || first.substr(0, kind) != last.substr(0, kind)) {
    return starts;
  }
  const std::string_view beginning = first.substr(0, kind), from = first.substr(kind),
                         to = last.substr(kind);
  const auto product = chain.find(product_of(first));
  const Form form = form_of(first);
  for (Id id = 0; id < chain.identifiers(); ++id) {
    // Most others are passed over without a look at their text.
    if (product ? chain.product(id) != *product : chain.form(id) != form) continue;
    const auto number = chain.behind(id, beginning);
    if (!number || number->contains('/') || (is_number(from) && !is_number(*number))) continue;
    if (not_behind(from, *number) && not_behind(*number, to)) starts.push_back({.id = id});
  }
  return starts;
}

void add_starts_of_event(const Chain& chain, EventAt event, std::vector<Start>& starts) {
  for (const Part& part : chain.parts(event)) {
    const Role role = part.role();
    if (role == Role::source || role == Role::destination || role == Role::joined) continue;
    starts.push_back({.id = part.id, .since = chain.event(event).time, .by = event});
  }
}

std::vector<Start> starts_at_place(const History& history, Id place, Timestamp from,
                                   Timestamp until) {
  const Chain& chain = history.chain();
  std::vector<Start> starts;
  for (EventAt at = chain.newest_at(place); at != nothing; at = chain.event(at).before_here) {
    const Timestamp time = chain.event(at).time;
    if (time >= from && time <= until && history.counts(at)) {
      add_starts_of_event(chain, at, starts);
    }
  }
  std::ranges::sort(starts, {}, &Start::since);
  return starts;
}

Result<RecallScope> recall_scope(const Chain& chain, const StepMeanings& meanings,
                                 std::span<const Start> starts, const WalkOptions& options) {
  RecallScope scope;
  ZH_TRY(scope.walk, forward(chain, starts, options));
  ScopeWriter(chain, meanings, options).write(scope);
  return scope;
}

}  // namespace zhiheng::trace
