#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {

namespace {

const std::vector<std::string_view> kinds = {"count", "total", "proportion",
                                             "ratio", "mean",  "stratified_proportion"};
const std::vector<std::string_view> intervals = {"none", "wilson", "clopper_pearson"};
const std::vector<std::string_view> comparators = {"at_least", "at_most", "more_than", "less_than",
                                                   "equal",    "about",   "rises",     "falls"};
const std::vector<std::string_view> forces = {"binding", "goal", "task", "aspirational", "nominal"};

// What a kind cannot do without.
void check_parts(Declaration& file, const Indicator& made) {
  const auto need = [&](std::string_view key, bool there) {
    if (!there) file.complain(key_missing, key, "", "an expression");
  };
  const bool share =
      made.kind == IndicatorKind::proportion || made.kind == IndicatorKind::stratified_proportion;
  if (share) need("numerator", made.numerator.has_value());
  const bool sum = made.kind == IndicatorKind::total || made.kind == IndicatorKind::ratio ||
                   made.kind == IndicatorKind::mean;
  if (sum) need("value", made.value.has_value());
  if (made.kind == IndicatorKind::ratio) need("base", made.base.has_value());
  if (made.kind == IndicatorKind::stratified_proportion) {
    need("strata", made.strata.has_value());
  }
  if (share && made.interval == IntervalMethod::none) {
    file.complain(key_missing, "interval", "none", "wilson or clopper_pearson");
  }
  if (!(made.confidence > 0.5 && made.confidence < 1)) {
    file.complain(wrong_value, "confidence", std::to_string(made.confidence), "> 0.5, < 1");
  }
  const auto boolean = [&](std::string_view key, const std::optional<expr::Expression>& part) {
    if (part && part->type() != expr::Type::boolean) {
      file.complain(wrong_type, key, part->text(), "a condition");
    }
  };
  boolean("filter", made.filter);
  boolean("numerator", made.numerator);
  boolean("denominator", made.denominator);
}

// A stratum is a field or a level of the region or industry; the weight table knows its codes.
void check_strata(Declaration& file, const Indicator& made, const Register& of,
                  const Catalog& catalog) {
  for (const auto& name : made.strata->fields) {
    const bool level = name.starts_with("region:") || name.starts_with("industry:");
    if (!level && of.find_field(name) == nullptr) {
      file.complain(reference_unknown, "strata", name, "a field of " + of.name);
    }
  }
  const Weights* weights = catalog.find_weights(made.strata->weights);
  if (weights == nullptr) {
    file.complain(reference_unknown, "strata", made.strata->weights, "a table in weights/");
  } else if (!weights->strata.empty() &&
             weights->strata.front().codes.size() != made.strata->fields.size()) {
    file.complain(wrong_value, "strata", std::to_string(made.strata->fields.size()) + " fields",
                  std::to_string(weights->strata.front().codes.size()) + ", as in the weights");
  }
}

}  // namespace

Indicator load_indicator(Declaration& file, const Catalog& catalog) {
  Indicator made;
  made.name = file.text("name");
  made.title = file.words("title");
  made.help = file.words_or("help", {});
  made.serves = file.texts("serves");
  made.register_name = file.text("register");
  made.kind = static_cast<IndicatorKind>(file.choice("kind", kinds));
  made.interval = static_cast<IntervalMethod>(file.choice("interval", intervals, 0));
  made.confidence = file.real_or("confidence", made.confidence);
  made.distinct = file.texts("distinct");
  made.dimensions = file.texts("dimensions");
  made.unit = file.words_or("unit", {});
  made.scale = file.real_or("scale", 1);
  made.minimum_trials = file.integer_or("minimum_trials", 0);
  made.suppress_below = file.integer_or("suppress_below", 0);
  made.higher_is_better = file.flag("higher_is_better", true);
  made.is_public = file.flag("public");
  made.source = file.text("source");
  const Register* of = catalog.find_register(made.register_name);
  if (of == nullptr) {
    file.complain(reference_unknown, "register", made.register_name, "a register");
    for (const char* key : {"filter", "numerator", "denominator", "value", "base", "time", "region",
                            "industry", "strata", "separate"}) {
      static_cast<void>(file.has(key));
    }
    return made;
  }
  made.time_field = file.text_or("time", of->time_field);
  made.region_field = file.text_or("region", of->region_field);
  made.industry_field = file.text_or("industry", "");
  made.filter = load_condition(file, "filter", *of);
  made.numerator = load_condition(file, "numerator", *of);
  made.denominator = load_condition(file, "denominator", *of);
  made.value = load_condition(file, "value", *of);
  made.base = load_condition(file, "base", *of);
  if (auto at = file.table("strata")) {
    made.strata = Strata{.fields = at->texts("fields"), .weights = at->text("weights")};
    at->finish();
  }
  if (auto at = file.table("separate")) {
    made.separate = Separation{.field = at->text("field"), .counted = at->texts("counted")};
    at->finish();
  }
  const auto fields_exist = [&](std::string_view key, const std::vector<std::string>& names) {
    for (const auto& name : names) {
      const Field* field = of->find_field(name);
      if (field == nullptr && name != "state") {
        file.complain(reference_unknown, key, name, "a field of " + of->name);
      } else if (field != nullptr && field->personal) {
        file.complain(wrong_value, key, name, "no personal data in an indicator");
      }
    }
  };
  fields_exist("distinct", made.distinct);
  fields_exist("dimensions", made.dimensions);
  if (made.separate) fields_exist("separate", {made.separate->field});
  if (made.strata) check_strata(file, made, *of, catalog);
  for (const auto& [key, name] : {std::pair{"time", made.time_field},
                                  {"region", made.region_field},
                                  {"industry", made.industry_field}}) {
    if (!name.empty()) fields_exist(key, {name});
  }
  check_parts(file, made);
  file.finish();
  return made;
}

std::vector<Target> load_targets(Declaration& file, const Catalog& catalog) {
  std::vector<Target> made;
  for (Declaration& at : file.tables("target")) {
    Target target;
    target.id = at.text("id");
    target.title = at.words("title");
    target.indicator = at.text_or("indicator", "");
    target.comparator = static_cast<Comparator>(at.choice("comparator", comparators));
    target.value = at.decimal("value");
    target.unit = at.text_or("unit", "");
    target.deadline = at.date("deadline");
    target.force = static_cast<Force>(at.choice("force", forces));
    target.clause = at.text("clause");
    target.note = at.words_or("note", {});
    target.verified = at.choice("status", {"verified", "unverified"}, 0) == 0;
    if (!target.indicator.empty()) {
      const Indicator* indicator = catalog.find_indicator(target.indicator);
      const Register* of =
          indicator == nullptr ? nullptr : catalog.find_register(indicator->register_name);
      if (of == nullptr) {
        at.complain(reference_unknown, "indicator", target.indicator, "an indicator");
      } else {
        target.filter = load_condition(at, "filter", *of);
      }
    }
    at.finish();
    made.push_back(std::move(target));
  }
  file.finish();
  return made;
}

}  // namespace zhiheng::catalog
