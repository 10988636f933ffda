#pragma once
// Does a JSON value meet a schema? For json_schema.cpp.

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/pattern.h"

namespace boost::json {
class value;
class object;
class array;
}  // namespace boost::json

namespace zhiheng::trace {

using Patterns = std::map<std::string, intake::Pattern, std::less<>>;

/// The place that "#/definitions/uri" names; nullptr for none.
[[nodiscard]] const boost::json::value* resolve_reference(const boost::json::value& root,
                                                          std::string_view reference);

/// Whether a reference leads to GS1's schema of EPCIS.
[[nodiscard]] bool is_epcis_schema(std::string_view reference);

class SchemaCheck {
 public:
  SchemaCheck(const boost::json::value& root, const Patterns& patterns)
      : root_(root), patterns_(patterns) {}

  /// @param place  JSON Pointer of `value` in its document
  bool meets(const boost::json::value& value, const boost::json::value& schema,
             const std::string& place);

  [[nodiscard]] std::vector<Error> take_findings() { return std::move(findings_); }
  /// The schema refers to itself without an end, or nests too deeply.
  [[nodiscard]] bool too_deep() const { return too_deep_; }

 private:
  bool keyword(std::string_view name, const boost::json::value& wanted,
               const boost::json::object& schema, const boost::json::value& value,
               const std::string& place);
  bool combined(std::string_view name, const boost::json::value& wanted,
                const boost::json::object& schema, const boost::json::value& value,
                const std::string& place);
  bool of_object(std::string_view name, const boost::json::value& wanted,
                 const boost::json::object& schema, const boost::json::object& value,
                 const std::string& place);
  bool of_array(std::string_view name, const boost::json::value& wanted,
                const boost::json::object& schema, const boost::json::array& value,
                const std::string& place);
  bool of_text(std::string_view name, const boost::json::value& wanted, std::string_view value,
               const std::string& place);
  /// Without telling what is wrong.
  bool quietly(const boost::json::value& value, const boost::json::value& schema,
               const std::string& place);
  bool tell(std::string_view name, const boost::json::value& wanted,
            const boost::json::value& value, const std::string& place);

  const boost::json::value& root_;
  const Patterns& patterns_;
  std::vector<Error> findings_ = {};
  int quiet_ = 0;
  int depth_ = 0;
  bool too_deep_ = false;
};

}  // namespace zhiheng::trace
