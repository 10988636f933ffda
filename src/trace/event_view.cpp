#include "trace/event_view.h"

#include <algorithm>

#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "trace/live_failures.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

template <class List>
bool emptied(List& list) {
  const bool had = !list.empty();
  list.clear();
  return had;
}

struct ShownPart {
  std::string_view name;  ///< as in JSON
  bool (*take)(Event& event);
};

/// What stands within a place, an error or a sensor is someone's own too.
bool take_extensions(Event& event) {
  bool had = emptied(event.extensions);
  for (std::optional<Place>* place : {&event.read_point, &event.biz_location}) {
    if (*place) had = emptied((*place)->extensions) || had;
  }
  if (event.error) had = emptied(event.error->extensions) || had;
  for (SensorElement& element : event.sensors) {
    had = emptied(element.extensions) || had;
    if (element.metadata) had = emptied(element.metadata->extensions) || had;
    for (SensorReading& report : element.reports) had = emptied(report.extensions) || had;
  }
  return had;
}

constexpr ShownPart parts[] = {
    {"extensions", take_extensions},
    {"ilmd",
     [](Event& event) {
       const bool had = event.instance_data.has_value();
       event.instance_data.reset();
       return had;
     }},
    {"bizTransactionList", [](Event& event) { return emptied(event.transactions); }},
    {"sourceList", [](Event& event) { return emptied(event.sources); }},
    {"destinationList", [](Event& event) { return emptied(event.destinations); }},
    {"sensorElementList", [](Event& event) { return emptied(event.sensors); }},
    {"certificationInfo", [](Event& event) { return emptied(event.certifications); }},
};

EventParts part_named(std::string_view name) {
  const auto found = std::ranges::find(parts, name, &ShownPart::name);
  if (found == std::end(parts)) return 0;
  return static_cast<EventParts>(1U << (found - std::begin(parts)));
}

}  // namespace

Result<EventViews> EventViews::load(const fs::path& catalog,
                                    std::span<const std::string> known_roles) {
  const fs::path path = catalog / "trace" / "views.toml";
  std::vector<Error> errors;
  auto file = catalog::Declaration::read(path.string(), "trace/views.toml", errors);
  EventViews made;
  if (file) {
    for (auto& at : file->tables("view")) {
      View view;
      view.roles = at.texts("roles");
      for (const std::string& role : view.roles) {
        if (std::ranges::count(known_roles, role) == 0) {
          at.complain(catalog::reference_unknown, "roles", role, "a role");
        }
      }
      view.of_others = at.choice("of", {"all", "others"}) == 1;
      for (const std::string& name : at.texts("leave_out")) {
        const EventParts part = part_named(name);
        if (part == 0) at.complain(catalog::reference_unknown, "leave_out", name, "ilmd");
        view.left_out |= part;
      }
      static_cast<void>(at.words("title"));
      static_cast<void>(at.text("source"));
      at.finish();
      made.views_.push_back(std::move(view));
    }
    file->finish();
  }
  if (!errors.empty()) {
    return fail(views_malformed, errors.front().where, errors.front().found, errors.front().wanted);
  }
  return made;
}

HiddenParts EventViews::hidden_from(std::span<const std::string> roles) const {
  if (roles.empty()) return {};
  constexpr auto everything = static_cast<EventParts>(~0U);
  HiddenParts hidden{everything, everything};
  for (const std::string& role : roles) {
    HiddenParts from_role;
    for (const View& view : views_) {
      if (std::ranges::count(view.roles, role) == 0) continue;
      (view.of_others ? from_role.of_others : from_role.always) |= view.left_out;
    }
    from_role.of_others |= from_role.always;
    hidden.always &= from_role.always;
    hidden.of_others &= from_role.of_others;
  }
  return hidden;
}

bool leave_out(Event& event, EventParts left_out) {
  bool had = false;
  for (std::size_t i = 0; i < std::size(parts); ++i) {
    if ((left_out >> i & 1U) != 0) had = parts[i].take(event) || had;
  }
  return had;
}

}  // namespace zhiheng::trace
