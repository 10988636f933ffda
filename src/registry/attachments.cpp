#include "registry/attachments.h"

#include <algorithm>

#include "catalog/attachments.h"
#include "content/content.h"
#include "content/failures.h"
#include "registry/changing.h"
#include "registry/failures.h"
#include "registry/personal_log.h"
#include "registry/writable.h"
#include "store/files.h"

namespace zhiheng::registry {

std::vector<std::string> file_elements(const Value& value) {
  std::vector<std::string> elements;
  const auto* text = std::get_if<std::string>(&value);
  for (std::string_view rest = text == nullptr ? "" : std::string_view(*text); !rest.empty();) {
    const std::size_t end = std::min(rest.find('|'), rest.size());
    elements.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return elements;
}

namespace {

constexpr int most_tries = 5;  // of adding to a record that others change meanwhile
constexpr std::size_t digest_digits = 64;

std::string joined(const std::vector<std::string>& elements) {
  std::string text;
  for (const auto& element : elements) text.append(text.empty() ? "" : "|").append(element);
  return text;
}

std::string_view digest_of(std::string_view element) { return element.substr(0, digest_digits); }

bool holds(const std::vector<std::string>& elements, std::string_view digest) {
  return std::ranges::any_of(
      elements, [&](const std::string& element) { return digest_of(element) == digest; });
}

bool of_kind(const catalog::Register& of, const catalog::Field& field,
             std::span<const Value> values) {
  return field.kinds.empty() ||
         std::ranges::find(field.kinds, of.kind_of(values)) != field.kinds.end();
}

/// Positions of the attachment fields that the person sees.
std::vector<std::size_t> shown_fields(const Access& access, const catalog::Register& of) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < of.fields.size(); ++i) {
    const auto& field = of.fields[i];
    if (field.type == catalog::FieldType::attachment && access.sees(field)) shown.push_back(i);
  }
  return shown;
}

/// A name that tells nothing: that of a file of somebody who may not be known.
std::string nameless(const std::vector<std::string>& elements, const content::FileType& type) {
  for (std::size_t number = elements.size() + 1;; ++number) {
    std::string name = "附件" + std::to_string(number) + "." + type.endings.front();
    const bool taken = std::ranges::any_of(elements, [&](const std::string& element) {
      return element.substr(digest_digits + 1) == name;
    });
    if (!taken) return name;
  }
}

store::NewFile handed_over(std::string_view bytes, const std::string& type, bool sealed) {
  return {.next = [bytes, given = false]() mutable -> Result<std::string_view> {
            return std::exchange(given, true) ? std::string_view() : bytes;
          },
          .type = type,
          .sealed = sealed};
}

Attachment described(const catalog::Field& field, std::string_view element) {
  Attachment made;
  made.field = field.name;
  made.digest = digest_of(element);
  if (element.size() > digest_digits) made.name = element.substr(digest_digits + 1);
  return made;
}

/// Who added what and who took it out, from the versions of a record, oldest first.
void follow(const std::vector<store::Version>& versions, const catalog::Register& of,
            std::size_t position, std::vector<Attachment>& all) {
  std::vector<std::string> before;
  for (const auto& version : versions) {
    if (version.deleted) continue;
    auto present = file_elements(version.values[position]);
    for (const auto& element : present) {
      if (std::ranges::find(before, element) != before.end()) continue;
      Attachment added = described(of.fields[position], element);
      added.added_by = version.recorded_by;
      added.added_at = version.recorded_at;
      all.push_back(std::move(added));
    }
    for (const auto& element : before) {
      if (std::ranges::find(present, element) != present.end()) continue;
      const auto gone = std::ranges::find_if(all, [&](const Attachment& one) {
        return one.field == of.fields[position].name && one.digest == digest_of(element) &&
               !one.removed_at;
      });
      if (gone == all.end()) continue;
      gone->removed_by = version.recorded_by;
      gone->removed_for = version.reason;
      gone->removed_at = version.recorded_at;
    }
    before = std::move(present);
  }
}

/// Type and size, as the store knows them.
Result<void> complete(Registry& registry, const content::Rules& rules, Attachment& one) {
  const auto digest = store::file_of_element(one.digest + "/-");
  if (!digest) return {};
  ZH_TRY(const auto kept, store::Files::of(registry.store()).find(*digest));
  if (!kept) return {};
  one.type = kept->type;
  one.size = kept->size;
  if (const auto* type = rules.find(one.type)) one.media = type->media;
  return {};
}

}  // namespace

/// One record whose files somebody changes.
struct Attachments::Target {
  const Attachments& files;
  const Person& person;
  const catalog::Register& of;
  store::Version present;
  Access access;

  static Result<Target> of_record(const Attachments& files, const Person& person,
                                  const catalog::Register& of, const std::string& id) {
    const Access general = files.view_->access(person, of);
    ZH_TRY(auto present, files.view_->present(general, of, id));
    Access access = general.on(of, present.values);
    return Target{files, person, of, std::move(present), std::move(access)};
  }

  /// Whoever may change the record, or whose turn it is.
  [[nodiscard]] Result<void> check_rights() const {
    const bool in_turn = std::ranges::any_of(of.steps, [&](const catalog::Step& step) {
      return !step.from.empty() && starts_from(step, present.state) && !step.roles.empty() &&
             may_take(*files.view_->catalog, of, step, person, present);
    });
    if (in_turn) return {};
    ZH_DO(files.view_->require(person, of, Action::write));
    return check_place(access, of, present);
  }

  /// @fails  registry.attachment_field, registry.not_allowed
  [[nodiscard]] Result<std::size_t> field(const std::string& name) const {
    const auto position = of.position(name);
    const auto* found = position ? &of.fields[*position] : nullptr;
    if (found == nullptr || found->type != catalog::FieldType::attachment ||
        !of_kind(of, *found, present.values)) {
      return fail(content::no_place, name, of.name);
    }
    if (!access.sees(*found)) return fail(not_allowed, of.name + "." + name);
    return *position;
  }

  /// Writes the field, and what was kept before, in the transaction.
  [[nodiscard]] Result<Answer> write(store::Transaction& transaction, std::optional<int> expected,
                                     std::size_t position, const std::vector<std::string>& elements,
                                     const std::string& reason) const {
    store::Draft draft;
    draft.id = present.id;
    draft.expected = expected.value_or(present.version);
    draft.values = {elements.empty() ? Value() : Value(joined(elements))};
    draft.reason = reason;
    const std::vector<std::string> columns = {of.fields[position].name};
    ZH_TRY(const auto written, transaction.append(of.name, columns, {&draft, 1}));
    if (written.front().error) return std::unexpected(*written.front().error);
    ZH_DO(transaction.commit());
    return Answer{.outcome = written.front().outcome,
                  .id = to_text(present.id),
                  .version = written.front().version,
                  .errors = {}};
  }

  [[nodiscard]] Result<Answer> add(std::optional<int> expected, const NewAttachment& file) const {
    ZH_DO(check_rights());
    ZH_TRY(const std::size_t position, field(file.field));
    const catalog::Field& into = of.fields[position];
    const content::Rules& rules = files.rules_->rules;
    const auto accepted = files.rules_->accepted_by(of.name, into.name);
    ZH_TRY(const auto* type, content::examine(file.bytes, file.name, rules, accepted));
    auto elements = file_elements(present.values[position]);
    const std::int64_t most = into.list ? rules.most_files : 1;
    ZH_TRY(const auto transaction, files.view_->store->begin({.user = person.user}));
    ZH_TRY(const auto kept,
           store::keep(*transaction, handed_over(file.bytes, type->name, into.personal)));
    const std::string digest = to_hex(kept.digest);
    if (holds(elements, digest)) {
      return Answer{.outcome = store::Outcome::unchanged,
                    .id = to_text(present.id),
                    .version = present.version,
                    .errors = {}};
    }
    if (static_cast<std::int64_t>(elements.size()) >= most) {
      return fail(content::too_many, into.name, std::to_string(elements.size() + 1),
                  "<= " + std::to_string(most));
    }
    const std::string name = into.personal && !file.keeps_name
                                 ? nameless(elements, *type)
                                 : content::safe_name(file.name, *type);
    elements.push_back(digest + "/" + name);
    return write(*transaction, expected, position, elements, {});
  }
};

// The same store and catalog, for looking up who may see what; the registry outlives this.
Attachments::Attachments(Registry& registry)
    : registry_(registry),
      view_(new Registry::Inside{
          .catalog = {std::shared_ptr<const catalog::Catalog>(), &registry.catalog()},
          .capacity = catalog::capacity_of(registry.catalog().folder),
          .store = {std::shared_ptr<store::Store>(), &registry.store()},
          .judges = {},
          .clock_rules = {}}),
      rules_(catalog::attachments_of(registry.catalog().folder)) {}

Attachments::~Attachments() = default;

Result<Answer> Attachments::add(const Person& person, const catalog::Register& of,
                                const std::string& id, std::optional<int> expected,
                                const NewAttachment& file) {
  for (int tries = 1;; ++tries) {
    ZH_TRY(const Target target, Target::of_record(*this, person, of, id));
    auto answer = target.add(expected, file);
    const bool stale = !answer && answer.error().failure->id == "store.stale_version";
    if (!stale || expected || tries >= most_tries) return answer;
  }
}

Result<Answer> Attachments::remove(const Person& person, const catalog::Register& of,
                                   const std::string& id, std::optional<int> expected,
                                   std::string_view digest, const std::string& reason) {
  ZH_TRY(const Target target, Target::of_record(*this, person, of, id));
  const auto shown = shown_fields(target.access, of);
  const auto found = std::ranges::find_if(shown, [&](std::size_t position) {
    return holds(file_elements(target.present.values[position]), digest);
  });
  if (found == shown.end()) return fail(not_found, of.name, std::string(digest.substr(0, 80)));
  ZH_DO(target.check_rights());
  ZH_DO(check_reason(reason));
  auto elements = file_elements(target.present.values[*found]);
  std::erase_if(elements, [&](const std::string& one) { return digest_of(one) == digest; });
  ZH_TRY(const auto transaction, registry_.store().begin({.user = person.user}));
  return target.write(*transaction, expected, *found, elements, reason);
}

Result<std::vector<Attachment>> Attachments::list(const Person& person, const catalog::Register& of,
                                                  const std::string& id) {
  ZH_TRY(const Target target, Target::of_record(*this, person, of, id));
  const auto shown = shown_fields(target.access, of);
  PersonalRead personal(*view_, person, of, shown, "files");
  personal.saw(target.present);
  ZH_DO(personal.write());
  std::vector<Attachment> all;
  if (target.access.is_internal() && !shown.empty()) {
    ZH_TRY(const auto versions, view_->versions(of, target.present.id));
    for (const auto position : shown) follow(versions, of, position, all);
  } else {
    for (const auto position : shown) {
      for (const auto& element : file_elements(target.present.values[position])) {
        all.push_back(described(of.fields[position], element));
      }
    }
  }
  for (Attachment& one : all) ZH_DO(complete(registry_, rules_->rules, one));
  return all;
}

Result<Attachment> Attachments::find(const Person& person, const catalog::Register& of,
                                     const std::string& id, std::string_view digest) {
  ZH_TRY(const auto all, list(person, of, id));
  // Added again after it was removed, it is listed twice.
  const auto found = std::ranges::find_if(all.rbegin(), all.rend(), [&](const Attachment& one) {
    return one.digest == digest && !one.type.empty();
  });
  if (found == all.rend()) return fail(not_found, of.name, std::string(digest.substr(0, 80)));
  return *found;
}

Result<void> Attachments::read(const Attachment& file, std::int64_t from, std::int64_t length,
                               const std::function<bool(std::string_view)>& sink) const {
  const auto digest = store::file_of_element(file.digest + "/-");
  const auto files = store::Files::of(registry_.store());
  if (!digest) return fail(not_found, {}, file.digest);
  ZH_TRY(const auto kept, files.find(*digest));
  if (!kept) return fail(not_found, {}, file.digest);
  return files.read(*kept, from, length, sink);
}

}  // namespace zhiheng::registry
