#pragma once
// Every step, guard and clock of a register's lifecycle, as each role, from the declaration alone.

#include <set>

#include "record_maker.h"

namespace zhiheng::registry {

class LifecycleDriver : public RecordMaker {
 public:
  using RecordMaker::RecordMaker;

  /// All of it; what is amiss is a failure of the test. @return  how many clocks there are
  int drive(const catalog::Register& of);

 private:
  void roles_take_their_steps_only(const catalog::Register& of, const std::string& kind,
                                   const std::string& state, const std::string& id);
  /// Somebody with one of the step's roles who sees the record, other than who acted before.
  Person right_person(const catalog::Register& of, const catalog::Step& step,
                      const std::string& id);
  /// The last step that was taken; a notice that is drafted by it is a version of its own.
  std::string newest_step(const catalog::Register& of, const std::string& id);
  void drive_step(const catalog::Register& of, const std::string& kind,
                  const std::vector<const catalog::Step*>& path, const catalog::Step& step);
  /// Adds the clock to those that were seen running and overdue.
  void drive_clock(const catalog::Register& of, const std::string& kind,
                   const std::map<std::string, std::vector<const catalog::Step*>>& known,
                   const catalog::Clock& clock, std::set<std::string>& seen);
  /// Every step from every state that records of this kind reach, and the clocks not seen yet.
  void drive_kind(const catalog::Register& of, const std::string& kind,
                  std::set<std::string>& states, std::set<std::string>& clocks);

 protected:
  /// Whether it is to be seen what the role may not do in this register.
  [[nodiscard]] virtual bool asks_in_vain(const catalog::Role&, const catalog::Register&) const {
    return true;
  }
  /// The steps that somebody with one role is offered on a record; none: does not see it at all.
  virtual std::optional<std::set<std::string>> offered(const Person& person,
                                                       const catalog::Register& of,
                                                       const std::string& id);
};

}  // namespace zhiheng::registry
