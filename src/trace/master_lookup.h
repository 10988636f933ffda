#pragma once
// Master data as queries ask for them: what lies below a place, which attributes something has; and
// the SimpleMasterDataQuery.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "trace/master_data.h"
#include "trace/query.h"

namespace zhiheng::trace {

/// All vocabulary elements, by identifier in the form in which identifiers are compared.
class MasterLookup {
 public:
  void add(const VocabularyList& list);

  /// `id` itself, or below `above` by the children that master data name.
  [[nodiscard]] bool is_within(std::string_view id, std::string_view above) const;
  [[nodiscard]] bool has_attribute(std::string_view id, std::string_view attribute) const;
  [[nodiscard]] bool attribute_equals(std::string_view id, std::string_view attribute,
                                      std::span<const std::string> values) const;
  [[nodiscard]] const std::vector<VocabularyList>& lists() const { return lists_; }

 private:
  [[nodiscard]] std::vector<const VocabularyElement*> elements(std::string_view id) const;

  std::vector<VocabularyList> lists_;
  /// Positions in `lists_`: list, element.
  std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>, std::less<>> by_id_;
};

/// What a SimpleMasterDataQuery asks for.
struct MasterDataQuery {
  std::vector<std::string> vocabularies;  ///< empty: all
  std::optional<std::vector<std::string>> names, within;
  std::vector<std::string> having;  ///< attributes, any of them
  std::map<std::string, std::vector<std::string>, std::less<>> attributes;  ///< and their values
  bool include_attributes = true, include_children = true;
  std::vector<std::string> attribute_names;  ///< of those to show; empty: all
  std::optional<std::int64_t> max_count;
};

/// @fails  trace.query_parameter_unknown, trace.query_parameter_wrong
/// @source GS1 EPCIS 1.2, 8.2.7.2
[[nodiscard]] Result<MasterDataQuery> parse_master_data_query(
    std::span<const Parameter> parameters);

/// @fails  trace.query_too_large
[[nodiscard]] Result<std::vector<VocabularyList>> answer_master_data(const MasterDataQuery& query,
                                                                     const MasterLookup& lookup);

}  // namespace zhiheng::trace
