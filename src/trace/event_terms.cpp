// The terms of an event.

#include <algorithm>

#include "trace/event_index.h"
#include "trace/identifier.h"
#include "trace/query.h"

namespace zhiheng::trace {
namespace {

/// FNV-1a of 64 bits. Collisions cost a look at one event more.
Term digest(char sort, std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto take = [&](char sign) {
    hash ^= static_cast<unsigned char>(sign);
    hash *= 1099511628211ULL;
  };
  take(sort);
  for (const char sign : text) take(sign);
  // Neighbours in the text shall not be neighbours in the lower bits alone.
  hash ^= hash >> 32;
  return static_cast<Term>(hash);
}

}  // namespace

Term thing_term(std::string_view comparable) { return digest('i', comparable); }
Term class_term(std::string_view comparable) { return digest('c', comparable); }
Term other_term(std::string_view comparable) { return digest('o', comparable); }
Term event_term(std::string_view id) { return digest('e', id); }
Term reader_term(std::string_view reader) { return digest('r', reader); }
Term value_term(About about, std::string_view comparable) {
  return digest(static_cast<char>('A' + static_cast<int>(about)), comparable);
}

std::string firm_reader(std::string_view credit_code) { return "f:" + std::string(credit_code); }
std::string location_reader(std::string_view gln) { return "g:" + std::string(gln); }

std::vector<Term> terms_of(const Event& event) {
  std::vector<Term> terms;
  const auto thing = [&](const std::string& text) {
    if (text.empty()) return;
    const std::string form = comparable(text);
    terms.push_back(thing_term(form));
    if (const std::string product = product_of(form); !product.empty()) {
      terms.push_back(class_term(product));
    }
  };
  const auto other = [&](const std::string& text) {
    if (!text.empty()) terms.push_back(other_term(comparable(text)));
  };
  for (const auto* list : {&event.epcs, &event.output_epcs}) {
    if (*list) std::ranges::for_each(**list, thing);
  }
  for (const auto* list : {&event.quantities, &event.output_quantities}) {
    if (!*list) continue;
    for (const Quantity& quantity : **list) thing(quantity.epc_class);
  }
  for (const Extension& extension : event.extensions) {  // of a QuantityEvent
    if (extension.space.empty() && extension.name == "epcClass") thing(extension.text);
  }
  thing(event.parent);
  other(event.transformation);
  for (const auto* list : {&event.transactions, &event.sources, &event.destinations}) {
    for (const Reference& reference : *list) other(reference.id);
  }
  if (event.read_point) other(event.read_point->id);
  if (event.biz_location) other(event.biz_location->id);
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
  return terms;
}

}  // namespace zhiheng::trace
