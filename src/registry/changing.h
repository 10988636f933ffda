#pragma once
// What corrections and steps of one record share.

#include "registry/intent.h"

namespace zhiheng::registry {

/// @fails  registry.reason_missing, registry.text_unreadable, registry.too_long
[[nodiscard]] Result<void> check_reason(const std::string& reason);

/// Writes one draft by hand, durable when it returns.
[[nodiscard]] Result<Answer> write_one(store::Store& store, const Person& person,
                                       const catalog::Register& of,
                                       std::span<const std::string> columns, store::Draft draft);

/// See intend, in intent.h.
[[nodiscard]] Result<Intent> intend_change(const Registry::Inside& inside, const Person& person,
                                           const catalog::Register& of, const Target& target,
                                           const Deed& deed);
[[nodiscard]] Result<Intent> intend_step(const Registry::Inside& inside, const Person& person,
                                         const catalog::Register& of, const Target& target,
                                         const Deed& deed);

/// The same of a version that need not be readable yet: its transaction is under way.
[[nodiscard]] Result<Intent> intend_step_from(const Registry::Inside& inside, const Person& person,
                                              const catalog::Register& of, store::Version present,
                                              const Target& target, const Deed& deed);

/// A changed region must be one that the person may write in.
void judge_new_region(const Access& access, const catalog::Register& of, const Value& value,
                      std::vector<Error>& errors);

/// A firm does not hand its records to another.
void judge_new_holder(const Access& access, const catalog::Register& of, const Value& value,
                      std::vector<Error>& errors);

[[nodiscard]] Answer refused(const store::Version& present, std::vector<Error> errors);

/// Whether the record is about the region of the account itself and that is not for it to judge.
[[nodiscard]] bool own_and_kept_out(const Access& access, const catalog::Register& of,
                                    const store::Version& present);

/// One of the person's roles allows the step, and on this record.
[[nodiscard]] bool may_take(const catalog::Catalog& catalog, const catalog::Register& of,
                            const catalog::Step& step, const Person& person,
                            const store::Version& present);

/// Whether the step starts from this state.
[[nodiscard]] bool starts_from(const catalog::Step& step, std::string_view state);

}  // namespace zhiheng::registry
