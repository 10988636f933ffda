// How a Digital Link is written: the order of its parts, and its compressed forms.

#include <algorithm>

#include "code/digital_link.h"
#include "code/epc_text.h"
#include "code/failures.h"
#include "code/link_compression.h"
#include "code/link_names.h"

namespace zhiheng::code {
namespace {

/// The qualifiers that go with the key: of the alternatives the one that takes most of them.
const std::vector<std::string>* best_qualifiers(const ApplicationIdentifier& key,
                                                std::span<const Element> elements) {
  const std::vector<std::string>* best = nullptr;
  std::size_t most = 0;
  for (const auto& order : key.qualifiers) {
    const auto taken = static_cast<std::size_t>(
        std::count_if(order.begin(), order.end(), [elements](const std::string& ai) {
          return std::any_of(elements.begin(), elements.end(),
                             [&ai](const Element& element) { return element.ai == ai; });
        }));
    if (taken > most) {
      most = taken;
      best = &order;
    }
  }
  return best;
}

std::string_view written(std::string_view ai, bool names) {
  const std::string_view name = names ? link_name(ai) : std::string_view();
  return name.empty() ? ai : name;
}

void append_tail(std::string& uri, const DigitalLink& link) {
  char sign = '?';
  for (const std::string& each : link.other) {
    uri.push_back(sign);
    uri.append(each);
    sign = '&';
  }
  uri.append(link.fragment);
}

std::unexpected<Error> no_key(std::span<const Element> elements) {
  return fail(link_malformed, "AI", to_bracketed(elements), "01, 00, 414, …");
}

}  // namespace

Result<std::string> to_digital_link(std::span<const Element> elements, const LinkWriting& writing) {
  ZH_TRY(std::string uri, check_link_stem(writing.stem));
  LinkOrder order = link_order(elements, writing.older_keys);
  std::stable_partition(order.query.begin(), order.query.end(), [](const Element& element) {
    return element.row != nullptr && element.row->predefined_length;
  });
  if (order.path.empty()) return no_key(elements);
  for (const Element& element : order.path) {
    uri.append("/").append(written(element.ai, writing.names)).append("/");
    uri.append(escape_for_link(element.value, false));
  }
  char sign = '?';
  for (const Element& element : order.query) {
    const bool fits = element.row == nullptr ? writing.unknown_attributes : element.row->attribute;
    if (!fits) return fail(link_malformed, "query", std::string(element.ai), "");
    uri.push_back(sign);
    uri.append(written(element.ai, writing.names)).append("=");
    uri.append(escape_for_link(element.value, true));
    sign = '&';
  }
  return uri;
}

std::vector<Element> LinkOrder::all() const {
  std::vector<Element> elements = path;
  elements.insert(elements.end(), query.begin(), query.end());
  return elements;
}

LinkOrder link_order(std::span<const Element> elements, bool older_keys) {
  const auto key = std::find_if(elements.begin(), elements.end(), [&](const Element& element) {
    return element.row != nullptr && (element.row->key || (older_keys && element.row->older_key));
  });
  LinkOrder arranged;
  if (key == elements.end()) {
    arranged.query.assign(elements.begin(), elements.end());
    return arranged;
  }
  arranged.path.push_back(*key);
  if (const auto* order = best_qualifiers(*key->row, elements)) {
    for (const std::string& ai : *order) {
      const auto found = std::find_if(elements.begin(), elements.end(),
                                      [&ai](const Element& element) { return element.ai == ai; });
      if (found != elements.end()) arranged.path.push_back(*found);
    }
  }
  const auto has = [](const std::vector<Element>& list, const Element& element) {
    return std::any_of(list.begin(), list.end(),
                       [&element](const Element& each) { return each.ai == element.ai; });
  };
  for (const Element& element : elements) {
    if (!has(arranged.path, element) && !has(arranged.query, element)) {
      arranged.query.push_back(element);
    }
  }
  return arranged;
}

Result<std::string> compress_digital_link(const DigitalLink& link, LinkCompression compression,
                                          bool names) {
  const std::span<const Element> all{link.elements.begin(), link.elements.size()};
  std::string uri;
  if (compression == LinkCompression::whole) {
    ZH_TRY(const std::string bits, compress_elements(all));
    uri.append(link.stem).append("/").append(bits);
  } else {
    const LinkOrder order = link_order(all);
    if (order.path.empty()) return no_key(all);
    const Element& key = order.path.front();
    ZH_TRY(uri, to_digital_link({&key, 1}, {.stem = link.stem, .names = names}));
    const std::vector<Element> ordered = order.all();
    const std::span<const Element> rest = std::span(ordered).subspan(1);
    if (!rest.empty()) {
      ZH_TRY(const std::string bits, compress_elements(rest));
      uri.append("/").append(bits);
    }
  }
  append_tail(uri, link);
  return uri;
}

std::string escape_for_link(std::string_view value, bool in_query) {
  std::string text;
  for (const char sign : value) {
    if (is_unreserved(sign)) {
      text.push_back(sign);
    } else if (sign == ' ' && in_query) {
      text.push_back('+');
    } else {
      append_escape(text, sign);
    }
  }
  return text;
}

}  // namespace zhiheng::code
