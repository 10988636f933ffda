// What a record points to and what points to it.

#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "registry/names.h"
#include "registry/query.h"

namespace zhiheng::registry {
namespace {

constexpr std::int64_t most_per_field = 100;

/// Elements of a value that may be a list.
std::vector<std::string> elements(const catalog::Field& field, const Value& value) {
  std::vector<std::string> found;
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return found;
  for (std::size_t from = 0; from <= text->size();) {
    const auto bar = field.list ? std::min(text->find('|', from), text->size()) : text->size();
    found.push_back(text->substr(from, bar - from));
    from = bar + 1;
  }
  return found;
}

/// Looks records up for one person.
class Linking {
 public:
  Linking(const Registry::Inside& inside, const Person& person)
      : inside_(inside), person_(person) {}

  Result<void> outward(const catalog::Field& field, const Value& value) {
    const auto* target = inside_.catalog->find_register(field.target);
    if (target == nullptr) return {};
    store::Select select;
    for (const auto& text : elements(field, value)) {
      if (auto key = parse_key(*inside_.catalog, *target, text))
        select.keys.push_back(*std::move(key));
    }
    if (select.keys.empty()) return {};
    return add(*target, field.name, true, std::move(select), {});
  }

  Result<void> inward(const catalog::Register& from, const catalog::Field& field,
                      const std::string& key) {
    store::Select select;
    select.order = {{"seq", true}};
    return add(from, field.name, false, std::move(select),
               {expr::quoted(field.name) + " = ?", {key}});
  }

  std::vector<Link> links;

 private:
  Result<void> add(const catalog::Register& of, const std::string& field, bool outward,
                   store::Select select, Sql where) {
    const Access access = inside_.access(person_, of);
    if (!access.read) return {};
    const auto* pointing = of.find_field(field);
    if (!outward && !access.sees(*pointing)) return {};
    ZH_TRY(Sql rows, inside_.rows_within(access, of, inside_.store->dialect()));
    select.table = of.name;
    select.where = both(std::move(rows), std::move(where));
    select.limit = most_per_field;
    return inside_.store->read(select, [&](const store::Version& version) {
      const auto* title = of.find_field(of.title_field);
      const bool shown = title != nullptr && access.sees(*title);
      links.push_back({.register_name = of.name,
                       .field = field,
                       .outward = outward,
                       .id = to_text(version.id),
                       .key = key_text(of, version.values),
                       .title = shown ? to_text(version.values[*of.position(of.title_field)]) : "",
                       .state = version.state});
      return true;
    });
  }

  const Registry::Inside& inside_;
  const Person& person_;
};

}  // namespace

Result<std::vector<Link>> Registry::links(const Person& person, const catalog::Register& of,
                                          const std::string& id) {
  const Access general = inside_->access(person, of);
  ZH_TRY(const auto present, inside_->present(general, of, id));
  const Access access = general.on(of, present.values);
  Linking linking(*inside_, person);
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    const auto& field = of.fields[i];
    const bool points = field.type == catalog::FieldType::record && access.sees(field);
    if (points) ZH_DO(linking.outward(field, present.values[i]));
  }
  const std::string key = key_text(of, present.values);
  for (const auto& from : catalog().registers) {
    for (const auto& field : from.fields) {
      const bool points = field.type == catalog::FieldType::record && field.target == of.name &&
                          !field.list && !field.personal;
      if (points && !of.key.empty()) ZH_DO(linking.inward(from, field, key));
    }
  }
  std::vector<TitleOf> titles;
  for (Link& link : linking.links) {
    titles.emplace_back(catalog().find_register(link.register_name), &link.title);
  }
  ZH_DO(name_titles(*inside_, person, titles));
  return std::move(linking.links);
}

Result<std::vector<ClockReading>> Registry::clocks(const Person& person,
                                                   const catalog::Register& of,
                                                   const std::string& id, Timestamp now) {
  const Access general = inside_->access(person, of);
  ZH_TRY(const auto present, inside_->present(general, of, id));
  const Access access = general.on(of, present.values);
  if (!access.is_internal()) return fail(not_allowed, of.name, person.user);
  ZH_TRY(const auto versions, inside_->versions(of, present.id));
  const auto past = past_of(of, versions);
  std::vector<ClockReading> readings;
  for (const auto& clock : of.clocks) {
    readings.push_back(read_clock(catalog(), of, clock, past, present.values, now));
  }
  return readings;
}

}  // namespace zhiheng::registry
