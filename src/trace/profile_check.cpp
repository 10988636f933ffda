#include "trace/profile_check.h"

#include "trace/failures.h"

namespace zhiheng::trace {

Result<void> ProfileCheck::load(const std::filesystem::path& catalog, const std::string& name) {
  ZH_TRY(const auto file, find_profile(catalog, name));
  if (file.extension() == ".json") {
    ZH_TRY(JsonSchema schema, JsonSchema::load(file));
    schemas_.push_back(std::move(schema));
    return {};
  }
  ZH_TRY(Profile profile, Profile::load(file));
  profiles_.push_back(std::move(profile));
  return {};
}

void ProfileCheck::check(ReadEvent& event, Language language) const {
  if (profiles_.empty() || !event.errors.empty()) return;
  const Date today = china_date(now());
  for (const Profile& profile : profiles_) {
    for (Unmet& unmet : profile.check(event.event, today)) {
      std::string where = profile.name() + "." + unmet.rule;
      if (!unmet.field.empty()) where += ": " + unmet.field;
      std::string wanted = unmet.message.in(language);
      wanted += " [" + unmet.source + "]: " + unmet.wanted;
      auto& into = unmet.warning ? event.warnings : event.errors;
      into.push_back({&profile_unmet, std::move(where), std::move(unmet.found), std::move(wanted)});
    }
  }
}

std::vector<Error> ProfileCheck::check_file(const std::string& file, std::string_view form) const {
  std::vector<Error> errors;
  if (schemas_.empty()) return errors;
  if (form != "json") return {{&json_schema_form, file, std::string(form), "json"}};
  const auto text = read_text_file(file);
  if (!text) return {text.error()};
  for (const JsonSchema& schema : schemas_) {
    const auto found = schema.check(*text);
    if (!found) {
      errors.push_back(found.error());
    } else {
      errors.insert(errors.end(), found->begin(), found->end());
    }
  }
  return errors;
}

}  // namespace zhiheng::trace
