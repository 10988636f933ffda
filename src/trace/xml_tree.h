#pragma once
// An EPCIS document in XML, read in one pass: one event at a time, and what stands around them.

#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "trace/arena.h"
#include "trace/json_tree.h"

namespace zhiheng::trace {

inline constexpr std::string_view xsi_space = "http://www.w3.org/2001/XMLSchema-instance";
inline constexpr std::string_view xsd_space = "http://www.w3.org/2001/XMLSchema";
inline constexpr std::string_view sbdh_space =
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader";

/// An element or an attribute.
struct XmlNode {
  std::string_view space;   ///< the namespace; empty for none
  std::string_view prefix;  ///< as it was written
  std::string_view name;    ///< without its prefix
  std::string_view text;    ///< all character data of an element together; an attribute's value
  XmlNode* parent = nullptr;
  XmlNode* first = nullptr;  ///< child element
  XmlNode* last = nullptr;
  XmlNode* next = nullptr;
  XmlNode* attributes = nullptr;  ///< linked by `next`; without the declarations of namespaces
  /// Of an element with xsi:type: the type's namespace and name.
  std::string_view type_space, type_name;
  bool type_unresolved = false;  ///< xsi:type with a prefix that is not declared
  std::uint32_t line = 0;

  [[nodiscard]] const XmlNode* child(std::string_view wanted) const;  ///< without namespace
  [[nodiscard]] const XmlNode* attribute(std::string_view wanted) const;
};

/// A prefix and the namespace that it stood for at the outermost element that declared it.
struct Prefix {
  std::string_view prefix, space;
};

class XmlReader {
 public:
  /// Called for each child of an EventList, which may be an `extension` around an event.
  /// The node lives during the call. False stops the reading.
  using OnEvent = std::function<bool(const XmlNode& event)>;

  XmlReader(OnEvent on_event, Limits limits);
  ~XmlReader();
  XmlReader(XmlReader&&) = delete;

  /// @fails  trace.not_xml (where: line), trace.forbidden_markup (a document type),
  ///         trace.too_deep, trace.too_large
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  [[nodiscard]] Result<void> finish();

  /// The document without its events, as far as it was read.
  [[nodiscard]] const XmlNode* envelope() const;
  /// Whether a list of events was open at any time: without one the root may be an event itself.
  [[nodiscard]] bool had_event_list() const;
  /// Every declaration, each prefix once, in the order of the document.
  [[nodiscard]] std::vector<Prefix> prefixes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhiheng::trace
