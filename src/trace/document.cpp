#include "trace/document.h"

#include <algorithm>
#include <fstream>
#include <istream>

#include "trace/failures.h"
#include "trace/json_check.h"
#include "trace/value_forms.h"
#include "trace/xml_check.h"
#include "trace/xml_event.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;

constexpr std::size_t piece = 64 * 1024;
/// XML up to this size is read before it is parsed, which then takes an eighth less time:
/// xml_tree.cpp.
constexpr std::size_t in_one_go = 16u << 20;
constexpr std::string_view ignoring_space = "https://repository-x.example.com/";

/// What lenient reading lets pass: the event still says what happened, when and to what.
bool is_tolerable(const Error& error) {
  const Failure* failure = error.failure;
  return failure == &field_unknown || failure == &field_misplaced || failure == &uri_malformed ||
         failure == &item_twice || failure == &list_empty || failure == &unknown_type_name ||
         failure == &ilmd_without_add || failure == &objects_missing ||
         // Only the zone is missing: such a time is taken for UTC.
         (failure == &time_malformed && is_date_time(error.found + "Z")) ||
         (failure == &word_unknown && !error.where.ends_with("/action") &&
          error.where.find("action (line") == std::string::npos);
}

/// Around the events more may be missing: without creation date a document can be read.
bool is_tolerable_outside(const Error& error) {
  return is_tolerable(error) || error.failure == &field_missing || error.failure == &not_epcis ||
         error.failure == &type_wrong || error.failure == &value_malformed;
}

class Reading {
 public:
  Reading(const ReadOptions& options, const OnEvent& on_event)
      : options_(options), on_event_(on_event) {}

  Document document;

 protected:
  /// Sorts findings into those that stop an event and those that do not.
  void judge(ReadEvent& event, std::vector<Error> findings) {
    if (!options_.lenient) {
      event.errors = std::move(findings);
      return;
    }
    for (Error& finding : findings) {
      (is_tolerable(finding) ? event.warnings : event.errors).push_back(std::move(finding));
    }
  }

  void judge_outside(std::vector<Error> findings) {
    for (Error& finding : findings) {
      const bool passes = options_.lenient && is_tolerable_outside(finding);
      (passes ? document.warnings : document.errors).push_back(std::move(finding));
    }
  }

  bool hand_over(ReadEvent& event) {
    event.number = ++document.events;
    const auto known = document.types.find(event.type);
    if (known != document.types.end()) {
      ++known->second;
    } else if (document.types.size() < 1000) {
      document.types.emplace(event.type, 1);
    }
    if (!event.errors.empty()) ++document.refused_events;
    return !on_event_ || on_event_(event);
  }

  void settle() { document.valid = document.errors.empty() && document.refused_events == 0; }

  const ReadOptions& options_;
  const OnEvent& on_event_;
};

Limits limits_of(const ReadOptions& options) {
  Limits limits = options.limits;
  limits.trailing_commas = options.lenient;
  return limits;
}

class JsonReading : public Reading {
 public:
  JsonReading(const ReadOptions& options, const OnEvent& on_event)
      : Reading(options, on_event),
        reader_([this](const JsonNode& node, EventPlace place) { return listed(node, place); },
                limits_of(options)) {
    context_.keep_vocabulary_prefixes = options.as_reference;
  }

  Result<void> read(std::istream& in);
  /// A context that stands behind the events has to be known before the second reading.
  void know_context(const Context& context) {
    context_ = context;
    context_known_ = true;
  }
  [[nodiscard]] bool context_came_late() const { return came_late_; }
  [[nodiscard]] const Context& context() const { return context_; }

 private:
  bool listed(const JsonNode& node, EventPlace place);
  bool event(const JsonNode& node, bool bare);
  void finish();
  void describe(const JsonNode& root);
  void read_context(const JsonNode& root);

  JsonReader reader_;
  Context context_;
  bool context_known_ = false, came_late_ = false;
  bool in_query_ = false, in_document_ = false;
};

/// "repository-x:ignoreFields": what a repository added to its events is not part of their hash.
std::vector<std::string> ignored_by(const JsonNode& object, const Context& context) {
  std::vector<std::string> names;
  for (const JsonNode* member = object.first; member != nullptr; member = member->next) {
    const Context::Name name = context.resolve(member->key);
    if (name.space != ignoring_space || name.name != "ignoreFields") continue;
    for (const JsonNode* item = member->first; item != nullptr; item = item->next) {
      const Context::Name field = context.resolve(item->text);
      names.push_back(qualified(field.space, field.name));
    }
  }
  return names;
}

void JsonReading::read_context(const JsonNode& root) {
  const JsonNode* context = root["@context"];
  if (context_known_ || context == nullptr) return;
  context_.read(*context);
  context_known_ = true;
}

bool JsonReading::event(const JsonNode& node, bool bare) {
  ReadEvent made;
  made.from_json = true;
  made.ignored = &document.ignored_fields;
  const JsonNode* type = node["type"];
  made.type = type != nullptr && type->is(NodeKind::string) ? type->text : std::string_view("None");
  judge(made, check_event(node, bare, options_.most_findings));
  if (options_.warnings) {
    for (Error& doubt : doubts_about(node)) made.warnings.push_back(std::move(doubt));
  }
  if (options_.events) {
    const JsonNode* own = bare ? nullptr : node["@context"];
    if (own == nullptr) {
      made.event = event_of(node, context_);
    } else {
      Context inner = context_;
      inner.read(*own);
      made.event = event_of(node, inner);
    }
  }
  return hand_over(made);
}

bool JsonReading::listed(const JsonNode& node, EventPlace place) {
  (place == EventPlace::document ? in_document_ : in_query_) = true;
  if (!context_known_) {
    read_context(*reader_.envelope());
    if (!context_known_ && options_.events) {
      came_late_ = true;  // read on, for the context
      return true;
    }
  }
  if (came_late_) return true;
  if (document.events == 0) {
    const JsonNode* body = (*reader_.envelope())["epcisBody"];
    const JsonNode* results = body == nullptr ? nullptr : (*body)["queryResults"];
    const JsonNode& holder =
        place == EventPlace::query_results && results != nullptr ? *results : *reader_.envelope();
    document.ignored_fields = ignored_by(holder, context_);
  }
  return event(node, false);
}

void JsonReading::describe(const JsonNode& root) {
  const auto text = [&](std::string_view key) {
    const JsonNode* value = root[key];
    return value != nullptr && value->is(NodeKind::string) ? std::string(value->text)
                                                           : std::string();
  };
  document.version = text("schemaVersion");
  document.created = text("creationDate");
  document.id = text("id");
  document.sender = text("sender");
  document.receiver = text("receiver");
  document.instance = text("instanceIdentifier");
  document.prefixes = context_.declared();
  document.contexts = context_.unknown;
  for (const std::string& url : document.contexts) {
    document.warnings.push_back({&context_unknown, "/@context", url, {}});
  }
  const JsonNode* body = root["epcisBody"];
  const JsonNode* results = body == nullptr ? nullptr : (*body)["queryResults"];
  const auto name = [&](std::string_view key) {
    const JsonNode* value = results == nullptr ? nullptr : (*results)[key];
    return value != nullptr && value->is(NodeKind::string) ? std::string(value->text)
                                                           : std::string();
  };
  document.query_name = name("queryName");
  document.subscription = name("subscriptionID");
  const JsonNode* lists[] = {nullptr, nullptr};
  if (const JsonNode* header = root["epcisHeader"]) {
    const JsonNode* data = (*header)["epcisMasterData"];
    if (data != nullptr) lists[0] = (*data)["vocabularyList"];
  }
  if (results != nullptr && (*results)["resultsBody"] != nullptr) {
    lists[1] = (*(*results)["resultsBody"])["vocabularyList"];
  }
  for (const JsonNode* list : lists) {
    if (list == nullptr || !options_.events) continue;
    for (VocabularyList& vocabulary : master_data_of(*list, context_)) {
      document.master_data.push_back(std::move(vocabulary));
    }
  }
}

/// An object that stands alone and says when, or that it is an event.
bool looks_like_event(const JsonNode& node) {
  if (!node.is(NodeKind::object)) return false;
  const JsonNode* type = node["type"];
  return node["eventTime"] != nullptr ||
         (type != nullptr && type->is(NodeKind::string) && type->text.ends_with("Event"));
}

void JsonReading::finish() {
  const JsonNode& root = *reader_.envelope();
  if (!context_known_) read_context(root);
  if (root.is(NodeKind::array)) {
    document.kind = "events";
    judge_outside({{&type_wrong, "/", "array", "object"}});
    for (const JsonNode* item = root.first; item != nullptr; item = item->next) {
      if (!looks_like_event(*item)) {
        judge_outside({{&not_epcis, "/", {}, "EPCISDocument | EPCISQueryDocument | …Event"}});
        continue;
      }
      if (item->is(NodeKind::object)) {
        if (const JsonNode* own = (*item)["@context"]) context_.read(*own);
      }
      if (!event(*item, true)) break;
    }
    return;
  }
  if (!root.is(NodeKind::object)) {
    document.errors.push_back({&type_wrong, "/", {}, "object"});
    return;
  }
  const JsonNode* type = root["type"];
  if (const JsonNode* body = root["epcisBody"]) {
    // Some writers put a single event into the body.
    const JsonNode* single = (*body)["event"];
    if (single != nullptr && single->is(NodeKind::object)) event(*single, false);
  }
  document.kind = type != nullptr && type->is(NodeKind::string) ? type->text : std::string_view();
  describe(root);
  if (document.kind == "EPCISDocument" || document.kind == "EPCISQueryDocument") {
    judge_outside(check_envelope(root, options_.most_findings));
  } else if (type == nullptr && looks_like_query(root)) {
    document.kind = "query";
    judge_outside(check_query(root, options_.most_findings));
  } else if (in_document_ || in_query_ || document.events > 0) {
    judge_outside(
        {{&not_epcis, "/type", std::string(document.kind), "EPCISDocument | EPCISQueryDocument"}});
  } else if (looks_like_event(root)) {
    event(root, true);
    document.kind = "event";
  } else {
    document.errors.push_back({&not_epcis, "/", {}, "EPCISDocument | EPCISQueryDocument | …Event"});
  }
}

Result<void> JsonReading::read(std::istream& in) {
  document.form = "json";
  std::string buffer(piece, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    ZH_DO(reader_.feed({buffer.data(), static_cast<std::size_t>(in.gcount())}));
  }
  ZH_DO(reader_.finish());
  finish();
  settle();
  return {};
}

class XmlReading : public Reading {
 public:
  XmlReading(const ReadOptions& options, const OnEvent& on_event)
      : Reading(options, on_event),
        reader_([this](const XmlNode& node) { return listed(node); }, options.limits) {}

  Result<void> read(std::istream& in);

 private:
  bool listed(const XmlNode& node);
  bool event(const XmlNode& node, std::vector<Error> findings);
  void finish();
  void bare(const XmlNode& root);
  void collect(const XmlNode& node);

  XmlReader reader_;
};

std::vector<std::string> ignored_by(const XmlNode& root) {
  std::vector<std::string> names;
  for (const XmlNode* child = root.first; child != nullptr; child = child->next) {
    if (child->space != ignoring_space || child->name != "ignoreFields") continue;
    for (const XmlNode* item = child->first; item != nullptr; item = item->next) {
      names.push_back(qualified(item->space, item->name));
    }
  }
  return names;
}

bool is_event_name(std::string_view name) { return name.ends_with("Event"); }

bool XmlReading::event(const XmlNode& node, std::vector<Error> findings) {
  ReadEvent made;
  made.ignored = &document.ignored_fields;
  made.type = node.name;
  judge(made, std::move(findings));
  if (options_.warnings && node.child("persistentDisposition") != nullptr &&
      (made.type == "AggregationEvent" || made.type == "AssociationEvent" ||
       made.type == "TransactionEvent")) {
    made.warnings.push_back({&persistent_disposition_discouraged,
                             "persistentDisposition (line " + std::to_string(node.line) + ")",
                             std::string(made.type), "ObjectEvent | TransformationEvent"});
  }
  if (options_.events) made.event = event_of(node);
  return hand_over(made);
}

bool XmlReading::listed(const XmlNode& node) {
  if (document.events == 0) document.ignored_fields = ignored_by(*reader_.envelope());
  std::vector<Error> findings =
      check_listed(node, edition_of(reader_.envelope()->space), options_.most_findings);
  bool more = true;
  bool any = false;
  for_events_in(node, [&](const XmlNode& inner) {
    if (!more || !is_event_name(inner.name)) return;
    // A finding about the wrapper is a finding about each event inside of it.
    more = event(inner, findings);
    any = true;
  });
  if (!any) judge_outside(std::move(findings));
  return more;
}

void XmlReading::bare(const XmlNode& root) {
  document.kind = "event";
  event(root, check_bare(root, options_.most_findings));
}

/// Who sent it to whom, what was asked, and master data, wherever they stand.
void XmlReading::collect(const XmlNode& node) {
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    const std::string_view text = xsd::collapse(child->text);
    if (child->space == sbdh_space && child->name == "Identifier") {
      (node.name == "Sender" ? document.sender : document.receiver) = text;
    } else if (child->space == sbdh_space && child->name == "InstanceIdentifier" &&
               node.name == "DocumentIdentification") {
      document.instance = text;
    } else if (child->name == "queryName") {
      document.query_name = text;
    } else if (child->name == "subscriptionID") {
      document.subscription = text;
    }
    if (child->name == "VocabularyList" && child->space.empty()) {
      for (VocabularyList& vocabulary : master_data_of(*child)) {
        document.master_data.push_back(std::move(vocabulary));
      }
    } else {
      collect(*child);
    }
  }
}

void XmlReading::finish() {
  const XmlNode& root = *reader_.envelope();
  document.kind = root.name;
  if (const XmlNode* version = root.attribute("schemaVersion")) {
    document.version = xsd::collapse(version->text);
  }
  if (const XmlNode* created = root.attribute("creationDate")) {
    document.created = xsd::collapse(created->text);
  }
  for (const auto& [prefix, space] : reader_.prefixes()) {
    if (!prefix.empty()) document.prefixes.emplace(prefix, space);
  }
  if (options_.events) collect(root);
  if (is_event_name(root.name) && !reader_.had_event_list()) {
    bare(root);
  } else {
    judge_outside(check_document(root, options_.most_findings));
  }
}

/// At most so many bytes; the stream is no longer good when that is all there is.
std::string read_up_to(std::istream& in, std::size_t most) {
  std::string text;
  while (in && text.size() < most) {
    const std::size_t had = text.size();
    // Streams mostly know how much there is; one byte more shows that there is no more.
    const std::streamsize known = std::max<std::streamsize>(0, in.rdbuf()->in_avail());
    const std::size_t more = std::max(piece, static_cast<std::size_t>(known) + 1);
    text.resize(std::min(most, had + more));
    in.read(text.data() + had, static_cast<std::streamsize>(text.size() - had));
    text.resize(had + static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

Result<void> XmlReading::read(std::istream& in) {
  document.form = "xml";
  std::string text = read_up_to(in, in_one_go);
  while (in) {
    for (std::size_t at = 0; at < text.size(); at += piece) {
      ZH_DO(reader_.feed(std::string_view(text).substr(at, piece)));
    }
    text = read_up_to(in, piece);
  }
  ZH_DO(reader_.feed(text));
  text.clear();
  ZH_DO(reader_.finish());
  finish();
  settle();
  return {};
}

bool is_xml(std::istream& in) {
  for (;;) {
    const int sign = in.peek();
    // Marks of byte order: UTF-8's may stand before both forms, the others before XML only.
    if (sign == 0xFE || sign == 0xFF) return true;
    if (sign == 0xEF) {
      char mark[3];
      in.read(mark, 3);
    } else if (sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r') {
      in.get();
    } else {
      return sign == '<';
    }
  }
}

}  // namespace

Result<Document> read_document(std::istream& in, const ReadOptions& options,
                               const OnEvent& on_event,
                               const std::function<void(std::istream&)>& again) {
  if (is_xml(in)) {
    XmlReading reading(options, on_event);
    ZH_DO(reading.read(in));
    return std::move(reading.document);
  }
  JsonReading first(options, on_event);
  ZH_DO(first.read(in));
  if (!first.context_came_late()) return std::move(first.document);
  if (!again) return fail(prefix_undeclared, "/@context", {}, "@context, epcisBody");
  again(in);
  JsonReading second(options, on_event);
  second.know_context(first.context());
  ZH_DO(second.read(in));
  return std::move(second.document);
}

Result<Document> read_file(const std::string& file, const ReadOptions& options,
                           const OnEvent& on_event) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(file_unreadable, file);
  return read_document(in, options, on_event, [](std::istream& same) {
    same.clear();
    same.seekg(0);
  });
}

}  // namespace zhiheng::trace
