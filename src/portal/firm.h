#pragma once
// What a firm finds when it logs in: what waits for it, what it may file and by when, what was
// published about it. From the declarations alone, and with the rights of the person who asks.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/offers.h"
#include "portal/look_up.h"
#include "registry/lifecycle.h"

namespace zhiheng::portal {

/// A record of the firm.
struct OwnRecord {
  const catalog::Register* of = nullptr;
  std::string id = {}, key = {}, title = {}, state = {};
};

/// A record that the firm may take a step on.
struct ToDo {
  OwnRecord record = {};
  std::vector<registry::PossibleStep> steps = {};
  bool waits = false;  ///< a step asks for something; else the firm may act and need not
  const catalog::Clock* clock = nullptr;  ///< the firm's own that ends first; null: none
  std::optional<Timestamp> due = {};      ///< the first instant that is late
};

/// A form with what is known already.
struct Form {
  const catalog::Register* of = nullptr;
  std::vector<std::pair<const catalog::Field*, Value>> values = {};
};

/// Something that the firm may file about a record of its own.
struct Offered {
  const catalog::Offer* offer = nullptr;
  OwnRecord about = {};
  std::optional<Timestamp> due = {};
  Form form = {};
};

/// A register that holds, or may hold, records of the firm.
struct OwnRegister {
  const catalog::Register* of = nullptr;
  std::int64_t records = 0;
  std::string filter = {};        ///< that leaves only them, for lists and exports
  std::optional<Form> form = {};  ///< to file a new one; none: others enter them
  std::vector<std::pair<const catalog::Clock*, const catalog::TermVersion*>> terms = {};
};

struct FirmView {
  std::string code = {}, name = {};   ///< the name as the register of enterprises has it; or empty
  std::vector<ToDo> to_do = {};       ///< in order of the due moments
  std::vector<Offered> offered = {};  ///< the same
  std::vector<OwnRegister> registers = {};
  std::vector<FoundIn> published = {};  ///< as the public finds it by the credit code
};

/// From many threads.
class Firms {
 public:
  /// @fails  whatever is wrong with catalog/offers.toml
  static Result<std::unique_ptr<Firms>> open(registry::Registry& registry);

  /// @fails  portal.no_firm: the account belongs to no firm
  Result<FirmView> view(const registry::Person& person, Timestamp now);

 private:
  Firms(registry::Registry& registry, std::vector<catalog::Offer> offers)
      : registry_(registry), offers_(std::move(offers)) {}

  registry::Registry& registry_;
  std::vector<catalog::Offer> offers_;
};

}  // namespace zhiheng::portal
