#include "trace/master_lookup.h"

#include <algorithm>
#include <charconv>

#include "base/among.h"
#include "trace/failures.h"

namespace zhiheng::trace {

void MasterLookup::add(const VocabularyList& list) {
  auto at = std::ranges::find(lists_, list.type, &VocabularyList::type);
  if (at == lists_.end()) at = lists_.insert(lists_.end(), VocabularyList{list.type, {}});
  const auto list_number = static_cast<std::size_t>(at - lists_.begin());
  for (const VocabularyElement& element : list.elements) {
    by_id_[comparable(element.id)].emplace_back(list_number, at->elements.size());
    at->elements.push_back(element);
  }
}

std::vector<const VocabularyElement*> MasterLookup::elements(std::string_view id) const {
  std::vector<const VocabularyElement*> found;
  const auto at = by_id_.find(comparable(id));
  if (at == by_id_.end()) return found;
  for (const auto& [list, element] : at->second) found.push_back(&lists_[list].elements[element]);
  return found;
}

bool MasterLookup::is_within(std::string_view id, std::string_view above) const {
  const std::string wanted = comparable(id);
  std::vector<std::string> waiting{comparable(above)};
  std::set<std::string> seen(waiting.begin(), waiting.end());
  while (!waiting.empty()) {
    const std::string place = std::move(waiting.back());
    waiting.pop_back();
    if (place == wanted) return true;
    for (const VocabularyElement* element : elements(place)) {
      for (const std::string& child : element->children) {
        std::string below = comparable(child);
        if (seen.insert(below).second) waiting.push_back(std::move(below));
      }
    }
  }
  return false;
}

bool MasterLookup::has_attribute(std::string_view id, std::string_view attribute) const {
  return std::ranges::any_of(elements(id), [&](const VocabularyElement* element) {
    return std::ranges::any_of(element->attributes,
                               [&](const auto& own) { return own.id == attribute; });
  });
}

bool MasterLookup::attribute_equals(std::string_view id, std::string_view attribute,
                                    std::span<const std::string> values) const {
  return std::ranges::any_of(elements(id), [&](const VocabularyElement* element) {
    return std::ranges::any_of(element->attributes, [&](const auto& own) {
      return own.id == attribute && std::ranges::find(values, own.value.text) != values.end();
    });
  });
}

Result<MasterDataQuery> parse_master_data_query(std::span<const Parameter> parameters) {
  MasterDataQuery query;
  for (const Parameter& given : parameters) {
    const std::string first = given.values.empty() ? "" : given.values.front();
    const auto wrong = [&](std::string wanted) {
      return fail(query_parameter_wrong, given.name, first, std::move(wanted));
    };
    if (given.name == "vocabularyName") {
      query.vocabularies = given.values;
    } else if (given.name == "EQ_name") {
      query.names = given.values;
    } else if (given.name == "WD_name") {
      query.within = given.values;
    } else if (given.name == "HASATTR") {
      query.having = given.values;
    } else if (given.name == "attributeNames") {
      query.attribute_names = given.values;
    } else if (given.name.starts_with("EQATTR_")) {
      query.attributes[given.name.substr(7)] = given.values;
    } else if (given.name == "includeAttributes" || given.name == "includeChildren") {
      if (first != "true" && first != "false") return wrong("true | false");
      (given.name == "includeChildren" ? query.include_children : query.include_attributes) =
          first == "true";
    } else if (given.name == "maxElementCount") {
      std::int64_t count = 0;
      const auto read = std::from_chars(first.data(), first.data() + first.size(), count);
      if (read.ec != std::errc{} || read.ptr != first.data() + first.size() || count < 1) {
        return wrong(">= 1");
      }
      query.max_count = count;
    } else {
      return fail(query_parameter_unknown, given.name);
    }
  }
  return query;
}

Result<std::vector<VocabularyList>> answer_master_data(const MasterDataQuery& query,
                                                       const MasterLookup& lookup) {
  const auto wanted = [&](const VocabularyElement& element) {
    if (query.names && !is_among(element.id, *query.names)) return false;
    if (query.within && std::ranges::none_of(*query.within, [&](const std::string& above) {
          return lookup.is_within(element.id, above);
        })) {
      return false;
    }
    const auto& own = element.attributes;
    if (!query.having.empty() && std::ranges::none_of(own, [&](const auto& attribute) {
          return is_among(attribute.id, query.having);
        })) {
      return false;
    }
    return std::ranges::all_of(query.attributes, [&](const auto& asked) {
      return std::ranges::any_of(own, [&](const auto& attribute) {
        return attribute.id == asked.first && is_among(attribute.value.text, asked.second);
      });
    });
  };
  std::vector<VocabularyList> answer;
  std::int64_t count = 0;
  for (const VocabularyList& list : lookup.lists()) {
    if (!query.vocabularies.empty() && !is_among(list.type, query.vocabularies)) continue;
    VocabularyList shown{list.type, {}};
    for (const VocabularyElement& element : list.elements) {
      if (!wanted(element)) continue;
      ++count;
      VocabularyElement copy = element;
      if (!query.include_children) copy.children.clear();
      std::erase_if(copy.attributes, [&](const auto& attribute) {
        return !query.include_attributes ||
               (!query.attribute_names.empty() && !is_among(attribute.id, query.attribute_names));
      });
      shown.elements.push_back(std::move(copy));
    }
    if (!shown.elements.empty()) answer.push_back(std::move(shown));
  }
  if (query.max_count && count > *query.max_count) {
    return fail(query_too_large, "maxElementCount", std::to_string(count),
                "<= " + std::to_string(*query.max_count));
  }
  return answer;
}

}  // namespace zhiheng::trace
