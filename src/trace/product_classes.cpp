#include "trace/product_classes.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "code/epc_text.h"
#include "trace/identifier.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view product_start = "https://id.gs1.org/01/";
constexpr std::size_t gtin_digits = 14;

/// GTIN-14 of an identifier; empty when it names no product.
std::string gtin_of(const std::string& identifier) {
  const std::string normal = normal_identifier(identifier);
  if (!normal.starts_with(product_start)) return {};
  std::string gtin = normal.substr(product_start.size(), gtin_digits);
  return gtin.size() == gtin_digits && code::all_digits(gtin) ? gtin : std::string();
}

/// A GTIN of any length as the number that it is; 0: it is none.
std::uint64_t number_of_gtin(std::string_view text) {
  std::uint64_t number = 0;
  if (text.size() > gtin_digits || !code::all_digits(text)) return 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string product_name(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(product_start) + std::string(gtin_digits - digits.size(), '0') + digits;
}

Result<std::int64_t> newest_seq(store::Store& store, const std::string& table) {
  store::Select select{.table = table};
  select.order = {{.column = "seq", .descending = true}};
  select.limit = 1;
  select.history = select.deleted = true;
  std::int64_t newest = 0;
  ZH_DO(store.read(select, [&](const store::Version& version) {
    newest = version.seq;
    return true;
  }));
  return newest;
}

}  // namespace

std::set<std::string> products_of(const Event& event) {
  std::set<std::string> found;
  const auto add = [&](const std::string& id) {
    if (std::string gtin = gtin_of(id); !gtin.empty()) found.insert(std::move(gtin));
  };
  for (const auto* list : {&event.epcs, &event.output_epcs}) {
    if (*list) std::ranges::for_each(**list, add);
  }
  for (const auto* list : {&event.quantities, &event.output_quantities}) {
    if (!*list) continue;
    for (const Quantity& quantity : **list) add(quantity.epc_class);
  }
  add(event.parent);
  for (const Extension& extension : event.extensions) {  // of a QuantityEvent
    if (extension.space.empty() && extension.name == "epcClass") add(extension.text);
  }
  return found;
}

Result<bool> still_newest(store::Store& store, const ClassPositions& positions) {
  for (const auto& [table, position] : positions) {
    ZH_TRY(const std::int64_t newest, newest_seq(store, table));
    if (newest != position) return false;
  }
  return true;
}

std::uint16_t ProductClasses::number_of(const std::string& of_class) {
  const auto number = std::ranges::find(classes_, of_class) - classes_.begin();
  if (number == std::ssize(classes_)) classes_.push_back(of_class);
  return static_cast<std::uint16_t>(number);
}

void ProductClasses::take_back(const Uuid& record) {
  const auto known = by_record_.find(record);
  if (known == by_record_.end()) return;
  const auto [product, of_class] = known->second;
  auto [at, end] = by_product_.equal_range(product);
  while (at != end && at->second != of_class) ++at;
  if (at != end) by_product_.erase(at);
  by_record_.erase(known);
  changed_.insert(product);
}

void ProductClasses::put(const catalog::ClassSource& source, const catalog::Register& of,
                         const store::Version& version) {
  const auto text = [&](const std::string& field) {
    const auto at = of.position(field);
    const auto* found = at ? std::get_if<std::string>(&version.values[*at]) : nullptr;
    return found == nullptr ? std::string() : *found;
  };
  const auto& states = source.states;
  const bool in_state = states.empty() || std::ranges::find(states, version.state) != states.end();
  const std::uint64_t product = number_of_gtin(text(of.key.front()));
  const std::string of_class =
      source.class_field.empty() ? source.class_code : text(source.class_field);
  if (version.deleted || !in_state || product == 0 || of_class.empty()) {
    take_back(version.id);
    return;
  }
  const Entry entry{product, number_of(of_class)};
  const auto known = by_record_.find(version.id);
  if (known != by_record_.end() && known->second == entry) return;
  take_back(version.id);
  by_record_.emplace(version.id, entry);
  by_product_.emplace(entry.product, entry.of_class);
  changed_.insert(product);
}

Result<std::set<std::uint64_t>> ProductClasses::follow(const registry::Registry& registry) {
  const auto sources = catalog::class_sources_of(registry.catalog());
  for (const catalog::ClassSource& source : *sources) {
    if (registry.store().table(source.register_name) == nullptr) continue;
    const catalog::Register& of = *registry.catalog().find_register(source.register_name);
    std::int64_t& position = positions_[of.name];
    ZH_TRY(const std::int64_t newest, newest_seq(registry.store(), of.name));
    if (newest == position) continue;
    store::Select select{.table = of.name};
    select.where = {"seq > ?", {position}};
    select.order = {{.column = "seq"}};
    select.history = select.deleted = true;
    ZH_DO(registry.store().read(select, [&](const store::Version& version) {
      put(source, of, version);
      position = std::max(position, version.seq);
      return true;
    }));
  }
  return std::exchange(changed_, {});
}

std::string ProductClasses::of_event(const Chain& chain, EventAt at) const {
  if (by_product_.empty()) return {};
  std::set<std::string_view> found;
  Id last = nothing;
  for (const Part& part : chain.parts(at)) {
    if (part.role() > Role::output) continue;
    const Id product = chain.product(part.id) == nothing ? Id{part.id} : chain.product(part.id);
    if (product == last) continue;
    last = product;
    const auto digits = chain.behind(product, product_start);
    if (!digits) continue;
    const auto [begin, end] = by_product_.equal_range(number_of_gtin(*digits));
    for (auto one = begin; one != end; ++one) found.insert(classes_[one->second]);
  }
  std::string text;
  for (const std::string_view one : found) text.append(text.empty() ? "" : "|").append(one);
  return text;
}

bool ProductClasses::any_in(const Chain& chain, const std::set<std::uint64_t>& products) {
  return std::ranges::any_of(products, [&](std::uint64_t product) {
    return chain.find(product_name(product)).has_value();
  });
}

}  // namespace zhiheng::trace
