#pragma once
// Records of any declared register, made and led to any of their states from the declaration alone.
// A register whose records the search cannot make is named: then its rules contradict each other,
// or want an example.

#include <map>
#include <memory>

#include "record_solver.h"
#include "registry/registry.h"

namespace zhiheng::registry {

class RecordMaker {
 public:
  using Wish = RecordSolver::Wish;

  explicit RecordMaker(Registry& registry) : registry_(&registry) {}
  virtual ~RecordMaker() = default;
  RecordMaker(const RecordMaker&) = delete;
  RecordMaker& operator=(const RecordMaker&) = delete;

  /// Somebody with one role; of the region, firm and name that the records are made with.
  [[nodiscard]] static Person with_role(const std::string& role);
  /// Everything that any role may do, under a name of its own each time.
  Person everybody();
  [[nodiscard]] static Person the_system();
  RecordSolver& solver(const catalog::Register& of);
  /// The key of some record of a register; empty while one is being made.
  std::string some(const std::string& name);
  /// The key of a record that nothing points to yet.
  std::string another(const std::string& name);
  std::optional<std::string> make(const catalog::Register& of,
                                  const std::vector<const catalog::Step*>& ahead = {},
                                  const std::string& kind = "");
  std::vector<Value> values_of(const catalog::Register& of, const std::string& id);
  /// Files are added by a way of their own.
  void attach(const catalog::Register& of, const std::string& id, const std::string& field);
  /// What the record must become for the step, as the columns to give along with it.
  std::optional<std::pair<std::vector<std::string>, Entry>> filling(const catalog::Register& of,
                                                                    const catalog::Step& step,
                                                                    const std::string& id,
                                                                    const Wish& further = {},
                                                                    bool attaches = false);
  Result<Answer> take(const Person& person, const catalog::Register& of, const std::string& id,
                      const catalog::Step& step, const Wish& further = {});
  /// Only the program itself takes it.
  static bool is_systems(const catalog::Step& step);
  static bool is_for(const std::vector<std::string>& kinds, const std::string& kind);
  /// A kind of each sort that the declaration treats differently; one empty name where records
  /// have no kinds.
  [[nodiscard]] std::vector<std::string> kinds_of(const catalog::Register& of) const;
  /// The steps that lead a record of a kind from the initial state to each state, by breadth.
  static std::map<std::string, std::vector<const catalog::Step*>> paths(const catalog::Register& of,
                                                                        const std::string& kind);
  /// A fresh record in a state.
  std::optional<std::string> in_state(const catalog::Register& of, const std::string& kind,
                                      const std::vector<const catalog::Step*>& path,
                                      const catalog::Step* next = nullptr);

 protected:
  /// How somebody takes a step: within the registry, unless a test asks in another way.
  virtual Result<Answer> ask_for(const Person& person, const catalog::Register& of,
                                 const std::string& id, const catalog::Step& step,
                                 const std::vector<std::string>& columns, Entry entry);

  [[nodiscard]] const catalog::Register& named(const std::string& name) const {
    return *registry_->catalog().find_register(name);
  }

  Registry* registry_;

 private:
  std::map<std::string, std::unique_ptr<RecordSolver>> solvers_;
  std::map<std::string, std::string> some_;
  int numbers_ = 100;
  int depth_ = 0;
  int walkers_ = 0;
};

}  // namespace zhiheng::registry
