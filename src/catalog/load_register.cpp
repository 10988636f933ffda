#include <algorithm>

#include "base/text.h"
#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {

namespace {

constexpr int places_of_money = 2;
constexpr int places_of_degrees = 6;  // a tenth of a metre

const std::vector<std::string_view> type_names = {
    "text",   "code",     "integer", "decimal", "date",  "timestamp", "boolean",   "money",
    "region", "industry", "party",   "product", "point", "record",    "attachment"};

bool is_name(std::string_view word) {
  if (word.empty() || word.size() > 48 || word.front() < 'a' || word.front() > 'z') return false;
  return std::ranges::all_of(
      word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

void check_name(Declaration& at, const std::string& name) {
  if (!is_name(name)) at.complain(wrong_value, "name", name, "[a-z][a-z0-9_]*, at most 48");
  // The store keeps these beside the declared columns.
  static const std::vector<std::string_view> taken = {
      "id",          "version",     "seq",        "state", "deleted",   "reason",
      "recorded_at", "recorded_by", "batch",      "row",   "prev_hash", "hash",
      "superseded",  "today",       "taken_step", "actor"};
  if (std::ranges::find(taken, name) != taken.end()) {
    at.complain(wrong_value, "name", name, "a name that the system does not use itself");
  }
}

// Beyond these, sums and products of conditions could overflow in one engine and not in another.
void bound_integer(Declaration& at, Field& field) {
  const Decimal least{-expr::largest_integer, 0};
  const Decimal most{expr::largest_integer, 0};
  if (!field.minimum) field.minimum = least;
  if (!field.maximum) field.maximum = most;
  if (compare(*field.minimum, least) < 0 || compare(*field.maximum, most) > 0) {
    at.complain(wrong_value, "maximum", to_text(*field.maximum), "+-" + to_text(most));
  }
}

Field load_field(Declaration& at, const Register& of) {
  Field field;
  field.name = at.text("name");
  check_name(at, field.name);
  field.type = static_cast<FieldType>(at.choice("type", type_names));
  field.title = at.words("title");
  field.help = at.words_or("help", {});
  field.unit = at.text_or("unit", "");
  field.codes = at.text_or("codes", "");
  field.target = at.text_or("target", "");
  field.scale = at.integer_or("scale", field.type == FieldType::money ? places_of_money : 0);
  field.max_length = at.integer_or("max_length", field.max_length);
  field.minimum = at.decimal("minimum");
  field.maximum = at.decimal("maximum");
  if (field.type == FieldType::integer) bound_integer(at, field);
  field.kinds = load_kinds(at, of);
  (field.kinds.empty() ? field.required : field.required_of_kinds) = at.flag("required");
  field.list = at.flag("list");
  field.is_public = at.flag("public");
  field.personal = at.flag("personal");
  field.searchable = at.flag("searchable");
  field.synonyms = at.texts("synonyms");
  field.visible = at.texts("visible");
  if (field.type == FieldType::code && field.codes.empty()) {
    at.complain(key_missing, "codes", "", "the name of a code list");
  }
  if (field.type == FieldType::record && field.target.empty()) {
    at.complain(key_missing, "target", "", "the name of a register");
  }
  if (field.scale < 0 || field.scale > 12) {
    at.complain(wrong_value, "scale", std::to_string(field.scale), "0..12");
  }
  if (field.personal && field.is_public) {
    at.complain(wrong_value, "public", "true", "personal data are never public");
  }
  if (field.personal && field.storage() != Storage::text) {
    at.complain(wrong_value, "personal", "true", "only texts can be kept encrypted");
  }
  at.finish();
  return field;
}

// A point is two columns, so that distances can be computed in any engine.
void add_point(const Field& point, std::vector<Field>& fields) {
  const auto half = [&](const char* suffix, const char* zh, const char* en, int limit) {
    Field part = point;
    part.name = point.name + suffix;
    part.type = FieldType::decimal;
    part.scale = places_of_degrees;
    part.unit = "deg";
    part.title = {point.title.zh + zh, point.title.en + en};
    part.minimum = Decimal{-limit, 0};
    part.maximum = Decimal{limit, 0};
    part.synonyms.clear();
    fields.push_back(std::move(part));
  };
  half("_longitude", "经度", ", longitude", 180);
  half("_latitude", "纬度", ", latitude", 90);
}

void check_fields_named(Declaration& file, const Register& made) {
  const auto must_exist = [&](std::string_view key, const std::string& field) {
    if (!field.empty() && !made.find_field(field)) {
      file.complain(reference_unknown, key, field, "a field of this register");
    }
  };
  for (const auto& field : made.key) must_exist("key", field);
  for (const auto& index : made.indexes) {
    for (const auto& field : index) {
      if (field != "state") must_exist("indexes", field);
    }
  }
  must_exist("time", made.time_field);
  must_exist("region", made.region_field);
  must_exist("shown", made.title_field);
  const auto must_be = [&](std::string_view key, const std::string& field, FieldType type) {
    const Field* found = made.find_field(field);
    must_exist(key, field);
    if (found != nullptr && (found->type != type || found->list || found->personal)) {
      file.complain(wrong_value, key, field,
                    "one open " + std::string(type_names[static_cast<std::size_t>(type)]));
    }
  };
  must_be("holder", made.holder, FieldType::party);
  must_be("handler", made.handler, FieldType::text);
  for (std::size_t i = 0; i < made.fields.size(); ++i) {
    for (std::size_t j = i + 1; j < made.fields.size(); ++j) {
      if (made.fields[i].name == made.fields[j].name) {
        file.complain(name_taken, "field", made.fields[i].name, "each field once");
      }
    }
  }
  for (const auto& field : made.key) {
    if (const Field* found = made.find_field(field); found != nullptr && found->personal) {
      file.complain(wrong_value, "key", field, "no personal data in the natural key");
    }
  }
}

}  // namespace

namespace {

std::optional<expr::Expression> parse(Declaration& at, std::string_view key,
                                      std::span<const expr::Field> fields) {
  if (!at.has(key)) return std::nullopt;
  const std::string text = at.text(key);
  auto parsed = expr::Expression::parse(text, fields);
  if (parsed) return *std::move(parsed);
  at.complain(expression_wrong, key, parsed.error().found, parsed.error().wanted);
  return std::nullopt;
}

}  // namespace

std::optional<expr::Expression> load_condition(Declaration& at, std::string_view key,
                                               const Register& of) {
  return parse(at, key, of.expression_fields());
}

std::optional<expr::Expression> load_expression(Declaration& at, std::string_view key,
                                                const Register& of) {
  return parse(at, key, of.step_fields());
}

Register load_register(Declaration& file, const std::map<std::string, Words>& sentences) {
  Register made;
  made.name = file.text("name");
  check_name(file, made.name);
  made.title = file.words("title");
  made.help = file.words_or("help", {});
  made.serves = file.texts("serves");
  made.family = file.text_or("family", "");
  if (!made.family.empty() && !is_family(made.family)) {
    file.complain(wrong_value, "family", made.family, "A..P");
  }
  made.kind_field = file.text_or("kind", "");
  std::vector<RequiredOf> required;
  for (Declaration& at : file.tables("field")) {
    if (auto kinds = load_kinds(at, made, "required_of"); !kinds.empty()) {
      required.push_back({at.text("name"), std::move(kinds)});
    }
    Field field = load_field(at, made);
    if (field.type == FieldType::point) {
      add_point(field, made.fields);
    } else {
      made.fields.push_back(std::move(field));
    }
  }
  if (made.fields.empty()) file.complain(key_missing, "field", "", "at least one [[field]]");
  made.key = file.texts("key");
  made.indexes = file.text_lists("indexes");
  made.time_field = file.text_or("time", "");
  made.region_field = file.text_or("region", "");
  made.title_field = file.text_or("shown", made.fields.empty() ? "" : made.fields.front().name);
  made.holder = file.text_or("holder", "");
  made.handler = file.text_or("handler", "");
  made.parent = file.text_or("parent", "");
  made.part_of = file.text_or("part_of", made.parent);
  made.is_public = file.flag("public");
  made.all_regions = file.flag("all_regions");
  if (made.all_regions && !(made.region_field.empty() && made.parent.empty())) {
    file.complain(wrong_value, "all_regions", "true", "no region and no parent beside it");
  }
  made.restricted = file.flag("restricted");
  load_lifecycle(file, made);
  made.public_when = load_condition(file, "public_when", made);
  if (file.has("public_when") && !made.is_public) {
    file.complain(wrong_value, "public_when", "", "public = true beside it");
  }
  check_fields_named(file, made);
  check_kind_field(file, made);
  for (Declaration& at : file.tables("rule")) {
    std::string id = at.text("id");
    Words message = at.words("message");
    std::string source = at.text("source");
    std::string field = at.text_or("field", "");
    if (!field.empty() && !made.find_field(field)) {
      at.complain(reference_unknown, "field", field, "a field of this register");
    }
    if (!at.has("condition")) at.complain(key_missing, "condition", "", "an expression");
    auto kinds = load_kinds(at, made);
    auto condition = load_condition(at, "condition", made);
    if (condition && !kinds.empty()) {
      condition = rule_of_kinds(made, kinds, *condition);
    }
    at.finish();
    if (condition) {
      made.rules.push_back({std::move(id), std::move(message), std::move(source), std::move(field),
                            *condition, std::move(kinds)});
    }
  }
  add_kind_rules(made, required, sentences);
  made.summaries = load_summaries(file, made);
  file.finish();
  return made;
}

}  // namespace zhiheng::catalog
