#pragma once
// An EPCIS document in JSON, read in one pass: one event at a time, and what stands around them.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "trace/arena.h"

namespace zhiheng::trace {

/// A JSON value. Children hang in a list, in the order of the text.
struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::uint32_t count = 0;  ///< children
  std::string_view key;     ///< in its object
  std::string_view text;    ///< of a string, unescaped; of a number, as it was written
  JsonNode* parent = nullptr;
  JsonNode* first = nullptr;
  JsonNode* last = nullptr;
  JsonNode* next = nullptr;

  [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
  /// The member that counts: the last one of that key, as in ECMAScript.
  [[nodiscard]] const JsonNode* operator[](std::string_view wanted) const;
};

/// Where in a document a list of events stood.
enum class EventPlace { none, document, query_results };

struct Limits {
  std::size_t event_bytes = 16u << 20;      ///< of memory for one event
  std::size_t envelope_bytes = 256u << 20;  ///< for everything around the events: master data
  bool trailing_commas = false;  ///< lenient: a comma behind the last item is passed over
  int levels = 100;              ///< of nesting
};

class JsonReader {
 public:
  /// Called for each element of the list of events; the node lives during the call.
  /// False stops the reading.
  using OnEvent = std::function<bool(const JsonNode& event, EventPlace place)>;

  JsonReader(OnEvent on_event, Limits limits);
  ~JsonReader();
  JsonReader(JsonReader&&) = delete;

  /// @fails  trace.not_json (where: byte), trace.too_deep, trace.too_large
  [[nodiscard]] Result<void> feed(std::string_view bytes);
  /// @fails  trace.not_json (cut off, or empty)
  [[nodiscard]] Result<void> finish();

  /// The document without its events (their lists are there, empty). What has been read so far
  /// during `feed`, all after `finish`.
  [[nodiscard]] const JsonNode* envelope() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhiheng::trace
