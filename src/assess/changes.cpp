#include "assess/changes.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/arithmetic.h"
#include "code/region.h"

namespace zhiheng::assess {
namespace {

constexpr std::size_t segments_at_once = 200;
constexpr std::size_t listed_changes = 1000;

/// What records of one register count for, in one number of the sheet.
struct Part {
  std::string id;
  const catalog::Register* of = nullptr;
  std::vector<expr::Expression> conditions;
  std::vector<std::pair<std::size_t, std::vector<std::string>>> one_of;  ///< field, values
  std::optional<expr::Expression> share;  ///< "1/1" when it holds, else "0/1"
  std::vector<expr::Expression> numbers;  ///< else these; none: "1"
  std::size_t time = 0, region = 0;
  Date from, to;
  bool year_before = false;
};

/// What a version counts for: the government and the contribution.
struct Counts {
  std::string region, contribution;
  bool operator==(const Counts&) const = default;
};

/// As expressions count: the declared fields, not what the store keeps beside them.
std::vector<Value> row_of(const catalog::Register& of, const store::Version& version) {
  std::vector<Value> row = version.values;
  row.resize(of.fields.size());
  row.emplace_back(version.state);
  row.emplace_back(version.recorded_at);
  return row;
}

std::optional<Date> day_of(const Value& value) {
  if (const auto* date = std::get_if<Date>(&value)) return *date;
  if (const auto* time = std::get_if<Timestamp>(&value)) return china_date(*time);
  return std::nullopt;
}

std::string number_text(const expr::Expression& number, const std::vector<Value>& row,
                        const expr::Environment& environment) {
  if (number.type() != expr::Type::real) return to_text(number.evaluate(row, environment));
  const auto real = number.evaluate_real(row, environment);
  const auto found =
      real ? nearest_decimal(*real, catalog::places_of_scored_value) : Result<Decimal>(Decimal{});
  return real && found ? to_text(*found) : std::string();
}

class Reading {
 public:
  Reading(const Sources& sources, const catalog::Scheme& scheme, int year)
      : sources_(sources), catalog_(sources.registry->catalog()), scheme_(scheme), year_(year) {
    const bool nation = scheme.assessor == "000000";
    const Date last = scheme.period(year).second;
    for (const auto* region : catalog_.regions->children(nation ? "" : scheme.assessor, last)) {
      if (region->kind != code::RegionKind::grouping) governments_.push_back(region->code);
    }
    for (const auto& node : scheme.nodes) add_node(node);
    for (const auto& event : scheme.events) {
      add_part(event.id, event.records, scheme.period(year), false);
    }
  }

  Result<std::vector<ChangedRecord>> between(std::int64_t from, std::int64_t to) {
    ZH_DO(collect(from, to));
    for (auto& [table, records] : touched_) {
      for (auto& [id, one] : records) ZH_DO(judge(table, id, one));
    }
    std::ranges::sort(found_, [](const ChangedRecord& a, const ChangedRecord& b) {
      return std::tie(a.region, a.node, a.year_before, a.register_name, a.key, a.what) <
             std::tie(b.region, b.node, b.year_before, b.register_name, b.key, b.what);
    });
    return std::move(found_);
  }

 private:
  struct Touched {
    int first = 0;  ///< the oldest version in the stretch
    store::Version last;
    std::int64_t commit = 0;
  };

  void add_node(const catalog::AssessmentNode& node) {
    const auto add = [&](std::pair<Date, Date> period, bool before) {
      if (node.data == catalog::ScoreSource::indicator) add_indicator(node, period, before);
      if (node.data == catalog::ScoreSource::records) {
        add_part(node.id, node.records, period, before);
      }
    };
    add(scheme_.period(year_), false);
    if (node.scoring.function == catalog::ScoreFunction::change ||
        node.scoring.function == catalog::ScoreFunction::expression) {
      add(scheme_.period(year_ - 1), true);
    }
  }

  Part begun(const std::string& id, const std::string& register_name, std::pair<Date, Date> period,
             bool before) const {
    Part part;
    part.id = id;
    part.of = catalog_.find_register(register_name);
    part.from = period.first;
    part.to = period.second;
    part.year_before = before;
    part.time = *part.of->position(part.of->time_field);
    part.region = *part.of->position(part.of->region_field);
    return part;
  }

  void add_part(const std::string& id, const catalog::CountedRecords& what,
                std::pair<Date, Date> period, bool before) {
    Part part = begun(id, what.register_name, period, before);
    if (what.filter) part.conditions.push_back(*what.filter);
    if (what.value) part.numbers.push_back(*what.value);
    parts_.push_back(std::move(part));
  }

  void add_indicator(const catalog::AssessmentNode& node, std::pair<Date, Date> period,
                     bool before) {
    const auto& made = *catalog_.find_indicator(node.indicator);
    Part part = begun(node.id, made.register_name, period, before);
    part.time = *part.of->position(made.time_field);
    part.region = *part.of->position(made.region_field);
    for (const auto* condition : {&made.filter, &node.filter, &made.denominator}) {
      if (*condition) part.conditions.push_back(**condition);
    }
    if (made.separate) {
      if (const auto at = part.of->position(made.separate->field)) {
        part.one_of.emplace_back(*at, made.separate->counted);
      }
    }
    part.share = made.numerator;
    for (const auto* number : {&made.value, &made.base}) {
      if (*number) part.numbers.push_back(**number);
    }
    parts_.push_back(std::move(part));
  }

  [[nodiscard]] std::string government_around(const std::string& code) const {
    for (const auto& one : governments_) {
      if (code.starts_with(code::subtree_prefix(one))) return one;
    }
    return {};
  }

  [[nodiscard]] std::optional<Counts> counts(const Part& part,
                                             const store::Version& version) const {
    if (version.deleted) return std::nullopt;
    const auto row = row_of(*part.of, version);
    const auto day = day_of(row[part.time]);
    if (!day || *day < part.from || *day > part.to) return std::nullopt;
    const auto* code = std::get_if<std::string>(&row[part.region]);
    if (code == nullptr) return std::nullopt;
    Counts made{.region = government_around(*code), .contribution = {}};
    if (made.region.empty()) return std::nullopt;
    const expr::Environment environment{.today = scheme_.period(year_).second};
    for (const auto& condition : part.conditions) {
      if (!condition.holds(row, environment)) return std::nullopt;
    }
    for (const auto& [field, values] : part.one_of) {
      if (std::ranges::find(values, to_text(row[field])) == values.end()) return std::nullopt;
    }
    if (part.share) {
      made.contribution = part.share->holds(row, environment) ? "1/1" : "0/1";
      return made;
    }
    for (const auto& number : part.numbers) {
      made.contribution +=
          (made.contribution.empty() ? "" : "/") + number_text(number, row, environment);
    }
    if (part.numbers.empty()) made.contribution = "1";
    return made;
  }

  /// A reviewer's finding counts by itself.
  [[nodiscard]] std::optional<Counts> counts_as_review(const catalog::Register& of,
                                                       const store::Version& version) const {
    if (version.deleted || version.state == "withdrawn") return std::nullopt;
    const auto field = [&](std::string_view name) {
      const Value& value = version.values[*of.position(name)];
      return is_null(value) ? std::string("-") : to_text(value);
    };
    if (field("scheme") != scheme_.name || field("year") != std::to_string(year_)) {
      return std::nullopt;
    }
    return Counts{field("region"), "value " + field("value") + ", points " + field("points")};
  }

  Result<void> collect(std::int64_t from, std::int64_t to) {
    std::set<std::string, std::less<>> tables = {"assessment_review"};
    for (const auto& part : parts_) tables.insert(part.of->name);
    store::Store& store = sources_.registry->store();
    std::int64_t after = from;
    while (after < to) {
      ZH_TRY(const auto segments, store.feed(after, segments_at_once));
      if (segments.empty()) break;
      for (const auto& segment : segments) {
        after = std::max(after, segment.commit);
        if (segment.commit > to || !tables.contains(segment.table)) continue;
        auto& records = touched_[segment.table];
        ZH_DO(store.read_segment(segment, [&](const store::Version& version) {
          Touched& one = records[to_text(version.id)];
          if (one.first == 0) one.first = version.version;
          one.last = version;
          one.commit = segment.commit;
          return true;
        }));
      }
    }
    return {};
  }

  Result<void> judge(const std::string& table, const std::string& id, const Touched& one) {
    std::optional<store::Version> before;
    if (one.first > 1) {
      ZH_TRY(const Uuid uuid, parse_uuid(id));
      store::Select select{.table = table};
      select.id = uuid;
      select.history = true;
      ZH_DO(sources_.registry->store().read(select, [&](const store::Version& version) {
        if (version.version == one.first - 1) before = version;
        return true;
      }));
    }
    const auto& of = *catalog_.find_register(table);
    if (table == "assessment_review") {
      note(of, one, of.name, before ? counts_as_review(of, *before) : std::nullopt,
           counts_as_review(of, one.last), false);
    }
    for (const auto& part : parts_) {
      if (part.of != &of) continue;
      note(of, one, part.id, before ? counts(part, *before) : std::nullopt, counts(part, one.last),
           part.year_before);
    }
    return {};
  }

  void note(const catalog::Register& of, const Touched& one, const std::string& number,
            const std::optional<Counts>& before, const std::optional<Counts>& after,
            bool year_before) {
    if (before == after) return;
    ChangedRecord made;
    made.node = number == of.name ? to_text(one.last.values[*of.position("node")]) : number;
    made.register_name = of.name;
    for (const auto& part : of.key) {
      made.key += (made.key.empty() ? "" : "|") + to_text(one.last.values[*of.position(part)]);
    }
    made.commit = one.commit;
    made.year_before = year_before;
    const auto add = [&](const std::string& region, const char* what, const Counts* then,
                         const Counts* now) {
      made.region = region;
      made.what = what;
      made.before = then == nullptr ? "" : then->contribution;
      made.after = now == nullptr ? "" : now->contribution;
      found_.push_back(made);
    };
    if (before && after && before->region == after->region) {
      add(after->region, "changed", &*before, &*after);
      return;
    }
    if (before) add(before->region, "removed", &*before, nullptr);
    if (after) add(after->region, "added", nullptr, &*after);
  }

  const Sources& sources_;
  const catalog::Catalog& catalog_;
  const catalog::Scheme& scheme_;
  int year_;
  std::vector<std::string> governments_;
  std::vector<Part> parts_;
  std::map<std::string, std::map<std::string, Touched>> touched_;
  std::vector<ChangedRecord> found_;
};

}  // namespace

Result<std::vector<ChangedRecord>> changed_records(const Sources& sources,
                                                   const catalog::Scheme& scheme, int year,
                                                   std::int64_t from, std::int64_t to) {
  return Reading(sources, scheme, year).between(from, to);
}

Result<Comparison> compare_sheets(const Sources& sources, const catalog::Scheme& scheme, int year,
                                  const Assessment& before, const Assessment& after,
                                  const std::string& digest_before,
                                  const std::string& digest_after) {
  Comparison made{.from = before.position,
                  .to = after.position,
                  .digest_before = digest_before,
                  .digest_after = digest_after,
                  .differences = differences(before, after),
                  .changes = {},
                  .changes_in_all = 0};
  ZH_TRY(made.changes, changed_records(sources, scheme, year, made.from, made.to));
  // Only of the sheets compared: a government is not told about the records of another.
  std::erase_if(made.changes, [&](const ChangedRecord& one) {
    return after.find(one.region) == nullptr || before.find(one.region) == nullptr;
  });
  made.changes_in_all = std::ssize(made.changes);
  if (made.changes.size() > listed_changes) made.changes.resize(listed_changes);
  return made;
}

}  // namespace zhiheng::assess
