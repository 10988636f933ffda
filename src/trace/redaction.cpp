#include "trace/redaction.h"

#include <algorithm>

#include "base/sha256.h"
#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "trace/event_hash.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

using References = std::vector<Reference>;

References listed(const std::optional<std::vector<std::string>>& ids) {
  References made;
  if (!ids) return made;
  for (const std::string& id : *ids) made.push_back({{}, id});
  return made;
}

References classes(const std::optional<std::vector<Quantity>>& quantities) {
  References made;
  if (!quantities) return made;
  for (const Quantity& each : *quantities) made.push_back({{}, each.epc_class});
  return made;
}

References one(const std::string& text) {
  return text.empty() ? References() : References{{{}, text}};
}

References place(const std::optional<Place>& at) { return at ? one(at->id) : References(); }

/// A field by its name in JSON, as a list or alone.
struct Known {
  std::string_view name;
  bool list;
  References (*get)(const Event& event);
};

constexpr Known known[] = {
    {"eventType", false, [](const Event& e) { return one(e.type); }},
    {"eventTime", false, [](const Event& e) { return one(e.time); }},
    {"action", false, [](const Event& e) { return one(e.action); }},
    {"bizStep", false, [](const Event& e) { return one(e.biz_step); }},
    {"disposition", false, [](const Event& e) { return one(e.disposition); }},
    {"parentID", false, [](const Event& e) { return one(e.parent); }},
    {"readPoint", false, [](const Event& e) { return place(e.read_point); }},
    {"bizLocation", false, [](const Event& e) { return place(e.biz_location); }},
    {"transformationID", false, [](const Event& e) { return one(e.transformation); }},
    {"epcList", true, [](const Event& e) { return listed(e.epcs); }},
    {"childEPCs", true, [](const Event& e) { return listed(e.epcs); }},
    {"inputEPCList", true, [](const Event& e) { return listed(e.epcs); }},
    {"outputEPCList", true, [](const Event& e) { return listed(e.output_epcs); }},
    {"quantityList", true, [](const Event& e) { return classes(e.quantities); }},
    {"childQuantityList", true, [](const Event& e) { return classes(e.quantities); }},
    {"inputQuantityList", true, [](const Event& e) { return classes(e.quantities); }},
    {"outputQuantityList", true, [](const Event& e) { return classes(e.output_quantities); }},
    {"sourceList", true, [](const Event& e) { return e.sources; }},
    {"destinationList", true, [](const Event& e) { return e.destinations; }},
    {"bizTransactionList", true, [](const Event& e) { return e.transactions; }},
};

constexpr std::string_view event_id = "eventId";

const Known* find_known(std::string_view name) {
  const auto found = std::ranges::find(known, name, &Known::name);
  return found == std::end(known) ? nullptr : &*found;
}

/// The same list has another name in each type of event.
bool belongs(std::string_view name, std::string_view type) {
  static constexpr std::string_view shared[] = {"epcList",           "childEPCs",
                                                "inputEPCList",      "quantityList",
                                                "childQuantityList", "inputQuantityList"};
  if (std::ranges::find(shared, name) == std::end(shared)) return true;
  const ListNames names = list_names(type);
  return name == names.epcs || name == names.quantities;
}

std::string shown(const Reference& reference, Showing showing, Spelling spelling,
                  const std::string& secret) {
  if (showing == Showing::plain) return reference.id;
  std::string text = spelling == Spelling::canonical ? canonical_value(reference.id) : reference.id;
  if (showing == Showing::salted) text += secret;
  std::string made = "ni:///sha-256;" + to_hex(sha256(text));
  if (!reference.type.empty()) made += "?type=" + reference.type;
  return made;
}

std::string names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  std::string joined;
  for (const std::string& name : names) joined.append(joined.empty() ? "" : ", ").append(name);
  return joined;
}

}  // namespace

bool RedactionPolicy::needs_secret() const {
  return std::ranges::any_of(fields,
                             [](const Field& each) { return each.showing == Showing::salted; });
}

Result<RedactionPolicy> load_policy(const fs::path& catalog, const std::string& name) {
  const fs::path folder = catalog / "redaction";
  std::error_code ignored;
  const fs::path path =
      fs::is_regular_file(name, ignored) ? fs::path(name) : folder / (name + ".toml");
  if (!fs::is_regular_file(path, ignored)) {
    return fail(policy_unknown, "policy", name, names_in(folder));
  }
  std::vector<Error> errors;
  auto file = catalog::Declaration::read(path.string(), path.filename().string(), errors);
  RedactionPolicy made;
  if (file) {
    made.name = file->text("name");
    made.title = file->words("title");
    made.source = file->text("source");
    made.identifiers =
        static_cast<Spelling>(file->choice("identifiers", {"as_written", "canonical"}, 1));
    for (auto& at : file->tables("field")) {
      RedactionPolicy::Field field{.name = at.text("name")};
      field.showing = static_cast<Showing>(at.choice("show", {"plain", "hash", "salted"}));
      if (field.name != event_id && find_known(field.name) == nullptr) {
        at.complain(catalog::reference_unknown, "name", field.name, "epcList");
      }
      made.fields.push_back(std::move(field));
      at.finish();
    }
    file->finish();
  }
  if (!errors.empty()) return std::unexpected(std::move(errors.front()));
  return made;
}

RedactedEvent redact(const RedactionPolicy& policy, const Event& event,
                     const std::string& event_hash, const std::string& secret) {
  RedactedEvent made;
  for (const RedactionPolicy::Field& field : policy.fields) {
    if (field.name == event_id) {
      made.push_back({field.name,
                      {shown({{}, event_hash}, field.showing, Spelling::as_written, secret)},
                      false});
      continue;
    }
    const Known* at = find_known(field.name);
    if (at == nullptr || !belongs(field.name, event.type)) continue;
    RedactedField told{field.name, {}, at->list};
    for (const Reference& each : at->get(event)) {
      told.values.push_back(shown(each, field.showing, policy.identifiers, secret));
    }
    if (!told.values.empty()) made.push_back(std::move(told));
  }
  return made;
}

}  // namespace zhiheng::trace
