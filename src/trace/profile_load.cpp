#include <algorithm>

#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "trace/event_fields.h"
#include "trace/failures.h"
#include "trace/profile_parts.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
using catalog::Declaration;

using Namespaces = std::map<std::string, std::vector<std::string>>;

/// Namespaces are written with and without their last sign; here they stand without.
std::string bare(std::string space) {
  while (space.ends_with('/') || space.ends_with(':') || space.ends_with('#')) space.pop_back();
  return space;
}

Namespaces load_namespaces(Declaration& file) {
  Namespaces made;
  if (auto table = file.table("namespaces")) {
    for (const std::string& prefix : table->keys()) {
      for (std::string& space : table->texts(prefix))
        made[prefix].push_back(bare(std::move(space)));
    }
  }
  return made;
}

/// "ilmd/cbvmda:lotNumber"
FieldPath load_path(Declaration& at, const Namespaces& namespaces) {
  FieldPath path;
  const std::string whole = at.text("path");
  std::string_view rest = whole;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (part == "ilmd" && path.steps.empty()) {
      path.instance_data = true;
      continue;
    }
    const std::size_t colon = part.find(':');
    PathStep step{
        .spaces = {}, .name = std::string(part.substr(colon + 1)), .written = std::string(part)};
    if (colon == std::string_view::npos) {
      step.name = part;
    } else if (const auto known = namespaces.find(std::string(part.substr(0, colon)));
               known != namespaces.end()) {
      step.spaces = known->second;
    } else {
      at.complain(catalog::wrong_value, "path", whole, "[namespaces]");
    }
    path.steps.push_back(std::move(step));
  }
  if (path.steps.empty()) at.complain(catalog::wrong_value, "path", whole, "ilmd/cbvmda:lotNumber");
  return path;
}

/// A field that only this profile knows, from what stands beside the standard's own.
void load_field(Declaration& at, const Namespaces& namespaces, ProfileRules& made) {
  static const std::vector<std::string_view> types = {"text", "date", "decimal", "boolean"};
  static constexpr expr::Type meant[] = {expr::Type::text, expr::Type::date, expr::Type::decimal,
                                         expr::Type::boolean};
  expr::Field field{.name = at.text("name")};
  if (std::ranges::find(made.fields, field.name, &expr::Field::name) != made.fields.end()) {
    at.complain(catalog::name_taken, "name", field.name, "");
  }
  field.type = meant[at.choice("type", types, 0)];
  field.scale = field.type == expr::Type::decimal ? at.integer_or("scale", 3) : 0;
  field.list = at.flag("list");
  if (field.list && field.type != expr::Type::text) {
    at.complain(catalog::wrong_value, "list", "true", "text");
  }
  made.paths.push_back(load_path(at, namespaces));
  made.fields.push_back(std::move(field));
  at.finish();
}

std::optional<expr::Expression> load_condition(Declaration& at, std::string_view key,
                                               const std::vector<expr::Field>& fields) {
  if (!at.has(key)) return std::nullopt;
  auto parsed = expr::Expression::parse(at.text(key), fields);
  if (!parsed) {
    at.complain(catalog::expression_wrong, key, parsed.error().found, parsed.error().wanted);
    return std::nullopt;
  }
  if (parsed->type() != expr::Type::boolean) {
    at.complain(catalog::expression_wrong, key, parsed->text(), "boolean");
  }
  return *std::move(parsed);
}

void load_named_field(Declaration& at, std::string_view key, const std::string& name,
                      const ProfileRules& made, ProfileRule& rule) {
  const auto found = std::ranges::find(made.fields, name, &expr::Field::name);
  if (found == made.fields.end()) {
    at.complain(catalog::reference_unknown, key, name, "[[field]]");
  } else {
    rule.fields.push_back(static_cast<std::size_t>(found - made.fields.begin()));
  }
}

ProfileRule load_rule(Declaration& at, const ProfileRules& made) {
  ProfileRule rule;
  rule.id = at.text("id");
  rule.message = at.words("message");
  rule.source = at.text("source");
  rule.warning = at.choice("severity", {"error", "warning"}, 0) == 1;
  rule.when = load_condition(at, "when", made.fields);
  rule.require = load_condition(at, "require", made.fields);
  const int forms = int{at.has("require")} + int{at.has("present")} + int{at.has("one_of")} +
                    int{at.has("pattern")};
  if (forms != 1) {
    at.complain(catalog::key_missing, "id", std::to_string(forms),
                "require | present | field + one_of | field + pattern");
  }
  if (at.has("present")) {
    for (const std::string& name : at.texts("present")) {
      load_named_field(at, "present", name, made, rule);
    }
  }
  if (at.has("one_of") || at.has("pattern")) {
    load_named_field(at, "field", at.text("field"), made, rule);
  }
  if (at.has("one_of")) rule.one_of = at.texts("one_of");
  if (at.has("pattern")) {
    rule.pattern_text = at.text("pattern");
    if (auto compiled = intake::Pattern::compile(rule.pattern_text)) {
      rule.pattern = std::make_shared<intake::Pattern>(*std::move(compiled));
    } else {
      at.complain(catalog::wrong_value, "pattern", rule.pattern_text, compiled.error().wanted);
    }
  }
  at.finish();
  return rule;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

Result<Profile> Profile::load(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return fail(profile_unknown, {}, path.string());
  std::vector<Error> errors;
  auto made = std::make_shared<ProfileRules>();
  auto file = Declaration::read(path.string(), path.filename().string(), errors);
  if (file) {
    made->name = file->text("name");
    made->title = file->words("title");
    made->source = file->text("source");
    made->verified = file->choice("status", {"verified", "unverified"}, 0) == 0;
    made->fields = event_fields();
    const Namespaces namespaces = load_namespaces(*file);
    for (Declaration& at : file->tables("field")) load_field(at, namespaces, *made);
    for (Declaration& at : file->tables("rule")) {
      ProfileRule rule = load_rule(at, *made);
      const auto same = [&](const ProfileRule& other) { return other.id == rule.id; };
      if (std::ranges::any_of(made->rules, same)) {
        at.complain(catalog::name_taken, "id", rule.id, "");
      }
      made->rules.push_back(std::move(rule));
    }
    if (made->rules.empty()) file->complain(catalog::key_missing, "rule", "", "[[rule]]");
    file->finish();
  }
  if (!errors.empty()) return std::unexpected(std::move(errors.front()));
  return Profile(std::move(made));
}

Result<fs::path> find_profile(const fs::path& catalog, const std::string& name) {
  std::error_code ignored;
  if (fs::is_regular_file(name, ignored)) return fs::path(name);
  const fs::path folder = catalog / "profiles";
  const std::vector<std::string> names = names_in(folder);
  if (std::ranges::find(names, name) != names.end()) return folder / (name + ".toml");
  std::string known;
  for (const std::string& each : names) known.append(known.empty() ? "" : ", ").append(each);
  return fail(profile_unknown, "profile", name, known);
}

}  // namespace zhiheng::trace
