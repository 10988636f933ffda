// The same step or correction of many records, each by the same rules as one.

#include "registry/bulk.h"

#include <algorithm>

#include "registry/changing.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "store/failures.h"

namespace zhiheng::registry {

Result<Intent> intend(const Registry::Inside& inside, const Person& person,
                      const catalog::Register& of, const Target& target, const Deed& deed) {
  return deed.step.empty() ? intend_change(inside, person, of, target, deed)
                           : intend_step(inside, person, of, target, deed);
}

Result<Answer> append(store::Transaction& transaction, Intent intent) {
  Answer answer;
  for (auto& write : intent.writes) {
    ZH_TRY(const auto written,
           transaction.append(write.of->name, write.columns, std::span(&write.draft, 1)));
    const store::Written& one = written.front();
    if (one.error) return std::unexpected(*one.error);
    if (&write == &intent.writes.front()) {
      answer.outcome = one.outcome;
      answer.id = to_text(one.id);
      answer.version = one.version;
    } else {
      answer.opened.push_back({write.of->name, to_text(one.id), write.key});
    }
  }
  return answer;
}

Result<Answer> carry_out(const Registry::Inside& inside, const Person& person, Intent intent) {
  if (!intent.errors.empty()) return refused(intent.present, std::move(intent.errors));
  if (intent.writes.size() == 1) {
    auto& [of, columns, draft, key] = intent.writes.front();
    return write_one(*inside.store, person, *of, columns, std::move(draft));
  }
  ZH_TRY(const auto transaction, inside.store->begin({.user = person.user}));
  ZH_TRY(Answer answer, append(*transaction, std::move(intent)));
  ZH_DO(transaction->commit());
  return answer;
}

namespace {

using Inside = Registry::Inside;

Result<void> check_deed(const Inside& inside, const catalog::Register& of, std::size_t targets,
                        const Deed& deed) {
  const std::size_t most = inside.capacity->records_at_once;
  if (targets > most) {
    return fail(limit_wrong, "ids", std::to_string(targets), "1.." + std::to_string(most));
  }
  if (!deed.step.empty() && of.find_step(deed.step) == nullptr)
    return fail(step_unknown, "step", deed.step);
  if (deed.step.empty() || !deed.reason.empty()) return check_reason(deed.reason);
  return {};
}

/// What the person is told of the record whatever becomes of it.
Done named(const Inside& inside, const Person& person, const catalog::Register& of,
           const Target& target) {
  Done done{.id = target.id};
  const Access access = inside.access(person, of);
  const auto present = inside.present(access, of, target.id);
  if (!present) return done;
  done.version = present->version;
  done.key = key_text(of, present->values);
  const auto* title = of.find_field(of.title_field);
  if (title != nullptr && access.on(of, present->values).sees(*title)) {
    done.title = to_text(present->values[*of.position(of.title_field)]);
  }
  return done;
}

/// One record on its way.
struct Course {
  Done done;
  std::optional<Intent> intent;  ///< none: it was refused

  void refuse(std::vector<Error> errors) {
    done.fate = Fate::refused;
    done.errors = std::move(errors);
    intent.reset();
  }
};

Course set_out(const Inside& inside, const Person& person, const catalog::Register& of,
               const Target& target, const Deed& deed) {
  Course course{.done = named(inside, person, of, target), .intent = {}};
  auto intent = intend(inside, person, of, target, deed);
  if (!intent) {
    course.refuse({std::move(intent).error()});
  } else if (target.expected && *target.expected != intent->present.version) {
    course.refuse({{&store::stale_version, "version", std::to_string(*target.expected),
                    std::to_string(intent->present.version)}});
  } else if (!intent->errors.empty()) {
    course.refuse(std::move(intent->errors));
  } else {
    course.intent = *std::move(intent);
  }
  return course;
}

Result<void> write_all(const Inside& inside, const Person& person, std::span<Course> courses) {
  const bool one_refused =
      std::ranges::any_of(courses, [](const Course& one) { return !one.intent; });
  if (one_refused) {
    for (Course& one : courses) {
      if (one.intent) one.done.fate = Fate::withheld;
    }
    return {};
  }
  ZH_TRY(const auto transaction, inside.store->begin({.user = person.user}));
  std::vector<int> versions;
  for (Course& one : courses) {
    const auto answer = append(*transaction, *std::move(one.intent));
    if (!answer) {
      for (Course& other : courses) other.done.fate = Fate::withheld;
      one.refuse({answer.error()});
      return {};
    }
    versions.push_back(answer->version);
  }
  ZH_DO(transaction->commit());
  for (std::size_t i = 0; i < courses.size(); ++i) courses[i].done.version = versions[i];
  return {};
}

void write_one_course(const Inside& inside, const Person& person, Course& course) {
  if (!course.intent) return;
  auto answer = carry_out(inside, person, *std::move(course.intent));
  if (answer) {
    course.done.version = answer->version;
  } else {
    course.refuse({std::move(answer).error()});
  }
}

}  // namespace

Result<std::vector<Done>> act_on(Registry& registry, const Person& person,
                                 const catalog::Register& of, std::span<const Target> targets,
                                 const Deed& deed, Manner manner) {
  const Inside& inside = Inside::of(registry);
  ZH_DO(check_deed(inside, of, targets.size(), deed));
  std::vector<Course> courses;
  courses.reserve(targets.size());
  for (const Target& target : targets) {
    courses.push_back(set_out(inside, person, of, target, deed));
    if (manner.trial && courses.back().intent) courses.back().done.fate = Fate::possible;
    if (!manner.trial && !manner.all_or_nothing) write_one_course(inside, person, courses.back());
  }
  if (!manner.trial && manner.all_or_nothing) ZH_DO(write_all(inside, person, courses));
  std::vector<Done> done;
  done.reserve(courses.size());
  for (Course& course : courses) done.push_back(std::move(course.done));
  return done;
}

Result<std::vector<Error>> check_writing(Registry& registry, const Person& person,
                                         const catalog::Register& of, const Target& target,
                                         const Deed& deed) {
  const Inside& inside = Inside::of(registry);
  if (!target.id.empty()) {
    ZH_TRY(Intent intent, intend(inside, person, of, target, deed));
    return std::move(intent.errors);
  }
  ZH_TRY(const Access access, inside.require(person, of, Action::write));
  for (const auto& column : deed.columns) {
    const auto* field = of.find_field(column);
    if (field != nullptr && !access.widest().sees(*field))
      return fail(not_allowed, of.name + "." + column);
  }
  auto found = registry.check(of, deed.columns, {{.values = deed.values}});
  return std::move(found.front());
}

}  // namespace zhiheng::registry
