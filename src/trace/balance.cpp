#include "trace/balance.h"

#include <algorithm>

#include "catalog/declaration.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view gtin_link = "https://id.gs1.org/01/";

/// The GTIN of an identifier, or the product's identifier as it stands.
std::string product_name(const Chain& chain, Id id) {
  const Id product = chain.product(id) == nothing ? id : chain.product(id);
  std::string text = chain.text(product);
  if (text.starts_with(gtin_link)) text.erase(0, gtin_link.size());
  return text;
}

class Balance {
 public:
  Balance(const History& history, const std::vector<YieldBand>& bands,
          const MeasurementUnits& units)
      : history_(history), chain_(history.chain()), bands_(bands), units_(units) {}

  void add(EventAt at);
  [[nodiscard]] std::size_t unjudged() const { return unjudged_; }
  std::vector<Process> take() { return std::move(found_); }

 private:
  /// Events of the same process, by arrival.
  [[nodiscard]] std::vector<EventAt> joined(EventAt at) const;
  void sum(Process& process, Role role, const std::string& pattern, const std::string& unit);
  [[nodiscard]] const YieldBand* band_of(const std::vector<EventAt>& events, bool& amounts) const;

  const History& history_;
  const Chain& chain_;
  const std::vector<YieldBand>& bands_;
  const MeasurementUnits& units_;
  std::size_t unjudged_ = 0;
  std::vector<Process> found_;
};

std::vector<EventAt> Balance::joined(EventAt at) const {
  std::vector<EventAt> events;
  for (const Part& part : chain_.parts(at)) {
    if (part.role() != Role::joined) continue;
    for (std::uint32_t number = chain_.newest(part.id); number != nothing;
         number = chain_.part(number).before) {
      const Part& other = chain_.part(number);
      if (other.role() == Role::joined && history_.counts(other.event)) {
        events.push_back(other.event);
      }
    }
  }
  if (events.empty()) events.push_back(at);
  std::ranges::reverse(events);
  return events;
}

/// By the first output that some band is about.
const YieldBand* Balance::band_of(const std::vector<EventAt>& events, bool& amounts) const {
  for (const EventAt at : events) {
    const auto parts = chain_.parts(at);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].role() != Role::output) continue;
      if (chain_.amount(chain_.event(at).first + static_cast<std::uint32_t>(i)) == nullptr)
        continue;
      amounts = true;
      const std::string product = product_name(chain_, parts[i].id);
      const auto band = std::ranges::find_if(
          bands_, [&](const YieldBand& one) { return fits_pattern(product, one.output); });
      if (band != bands_.end()) return &*band;
    }
  }
  return nullptr;
}

void Balance::sum(Process& process, Role role, const std::string& pattern,
                  const std::string& unit) {
  double& total = role == Role::output ? process.out : process.in;
  for (const EventAt at : process.events) {
    const auto parts = chain_.parts(at);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].role() != role) continue;
      if (!fits_pattern(product_name(chain_, parts[i].id), pattern)) continue;
      if (role == Role::output && process.output == nothing) process.output = parts[i].id;
      const Amount* amount = chain_.amount(chain_.event(at).first + static_cast<std::uint32_t>(i));
      const auto value = amount == nullptr
                             ? std::nullopt
                             : units_.convert(amount->value, chain_.word(amount->unit), unit);
      if (value) {
        total += *value;
      } else {
        ++process.unmeasured;
      }
    }
  }
}

void Balance::add(EventAt at) {
  const std::vector<EventAt> events = joined(at);
  if (events.front() != at) return;  // its first event speaks for the process
  bool amounts = false;
  const YieldBand* band = band_of(events, amounts);
  if (band == nullptr) {
    unjudged_ += amounts ? 1 : 0;
    return;
  }
  Process process{.band = band,
                  .place = chain_.event(at).place,
                  .ended = chain_.event(events.back()).time,
                  .events = events};
  sum(process, Role::output, band->output, band->output_unit);
  sum(process, Role::input, band->input, band->input_unit);
  found_.push_back(std::move(process));
}

}  // namespace

bool fits_pattern(std::string_view text, std::string_view pattern) {
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    text = text.substr(0, pattern.size());
  }
  return std::ranges::equal(text, pattern,
                            [](char sign, char wanted) { return wanted == '?' || wanted == sign; });
}

Result<std::vector<YieldBand>> load_yield_bands(const std::filesystem::path& catalog) {
  const std::string name = "trace/yields.toml";
  std::vector<Error> errors;
  auto file = catalog::Declaration::read((catalog / name).string(), name, errors);
  std::vector<YieldBand> bands;
  if (file) {
    for (catalog::Declaration& table : file->tables("band")) {
      YieldBand band;
      band.id = table.text("id");
      band.title = table.words("title");
      band.output = table.text("output");
      band.output_unit = table.text("output_unit");
      band.input = table.text("input");
      band.input_unit = table.text("input_unit");
      if (const auto low = table.decimal("low")) band.low = to_double(*low);
      if (const auto high = table.decimal("high")) band.high = to_double(*high);
      band.source = table.text("source");
      table.finish();
      bands.push_back(std::move(band));
    }
    file->finish();
  }
  if (!errors.empty()) {
    return fail(rules_malformed, errors.front().where, errors.front().found, errors.front().wanted);
  }
  return bands;
}

Result<std::vector<Process>> processes_of(const History& history,
                                          const std::vector<YieldBand>& bands,
                                          const MeasurementUnits& units, std::size_t& unjudged,
                                          const std::atomic<bool>* stop) {
  const Chain& chain = history.chain();
  Balance balance(history, bands, units);
  for (EventAt at = 0; at < chain.events(); ++at) {
    if (stop != nullptr && *stop) return fail(interrupted);
    if (chain.event(at).sort == Sort::transformation && history.counts(at)) balance.add(at);
  }
  unjudged = balance.unjudged();
  return balance.take();
}

}  // namespace zhiheng::trace
