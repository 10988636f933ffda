#pragma once
// The declaration of a register: its fields, natural key, rules and states.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/value.h"
#include "base/words.h"
#include "expr/expr.h"

namespace zhiheng::catalog {

enum class FieldType {
  text,
  code,  ///< of a code list
  integer,
  decimal,
  date,
  timestamp,
  boolean,
  money,       ///< decimal with 2 places, CNY
  region,      ///< GB/T 2260, 6 digits
  industry,    ///< GB/T 4754, letter or 2 to 4 digits
  party,       ///< unified social credit code, or a legacy organisation code
  product,     ///< GTIN, 14 digits
  point,       ///< WGS 84: becomes <name>_longitude and <name>_latitude when loaded
  record,      ///< natural key (joined with '|') of a record of `target`
  attachment,  ///< SHA-256 of a stored file
};

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  Words title;
  Words help;
  std::string unit;                         ///< UCUM or a plain word; empty for none
  std::string codes;                        ///< code list, for `code`
  std::string target;                       ///< register, for `record`
  int scale = 0;                            ///< places, for decimal and money
  int max_length = 1000;                    ///< characters, for text
  std::optional<Decimal> minimum, maximum;  ///< for numbers, both inclusive
  bool required = false;
  std::vector<std::string> kinds;  ///< only records of these kinds have it; empty: all
  bool required_of_kinds =
      false;                ///< and they must; a rule of the register says so, as for `kinds`
  bool list = false;        ///< several values, joined with '|'
  bool is_public = false;   ///< may be shown to everyone
  bool personal = false;    ///< encrypted at rest, never public, not in the cube
  bool searchable = false;  ///< free-text search looks here
  std::vector<std::string> synonyms;  ///< column headers seen in files
  std::vector<std::string> visible;   ///< only these roles see it; empty: whom the grants allow

  [[nodiscard]] Storage storage() const;
};

/// A condition that every record must meet (null counts as met).
struct Rule {
  std::string id;
  Words message;       ///< what the user should change
  std::string source;  ///< law or decision
  std::string field;   ///< shown at this field
  expr::Expression condition;
  std::vector<std::string> kinds = {};  ///< what the declaration names; `condition` contains it
};

struct State {
  std::string name;
  Words title;
  bool initial = false;
  bool final = false;
};

/// A field and what it is given: an expression over the record that the step is taken on.
struct Setting {
  std::string field;
  expr::Expression value;
};

/// A linked record that a step opens, in its initial state.
struct Opening {
  std::string register_name;
  std::string link;  ///< its record field that points back
  std::vector<Setting> fields;
};

/// A step from states to a state. Conditions and values look at the record as it will be.
struct Step {
  std::string name;
  Words title;
  std::vector<std::string> kinds;  ///< only on records of these kinds; empty: on all
  std::vector<std::string> from;   ///< empty: from any state
  std::string to;
  std::vector<std::string> roles;  ///< "system": taken by no person
  std::vector<std::string> required_fields;
  std::optional<expr::Expression> guard;   ///< must be true; null refuses
  Words message;                           ///< told when the guard is not met
  std::vector<Setting> sets;               ///< each where the field is still empty
  std::vector<std::string> distinct_from;  ///< steps on this record that others must have taken
  std::vector<std::string> notify;         ///< "holder", "handler", or roles of the region
  bool publish = false;
  bool withdraw = false;
  std::vector<Opening> opens;
};

/// A term that runs on a record. It runs while the record is in one of `states` and stands still
/// in `pauses`; leaving both fulfils it, as does filling the field `fulfilled`.
struct Clock {
  std::string name;
  Words title;
  std::vector<std::string> states;
  std::vector<std::string> pauses;
  std::vector<std::string> kinds;        ///< what the declaration names; `when` contains it
  std::optional<expr::Expression> when;  ///< only on records of which this is true
  std::string starts;     ///< date or timestamp field; "entered": when it came into `states`
  std::string term;       ///< of catalog/terms; empty: `due` is the day itself
  std::string due;        ///< date or timestamp field; empty: computed from start and term
  std::string fulfilled;  ///< date or timestamp field; empty: by leaving the states alone
  std::string extension_step, extension_term;  ///< empty: cannot be extended
  int extension_times = 1;
  Words missed;             ///< what follows when it is late, in words
  std::string missed_step;  ///< that the system takes when it is late; empty: none
  std::string calendar;     ///< of catalog/calendars
};

/// Counts and sums that are kept beside the records, one line for each combination of a few keys. A
/// question that names nothing else is answered from them.
struct Summary {
  /// Code and boolean fields, `state`, or parts of others: "sampled_on:month", "region:province",
  /// "region:prefecture", "industry:division".
  std::vector<std::string> keys;
};

struct Register {
  std::string name;
  Words title;
  Words help;
  std::vector<std::string> serves;  ///< rows of the requirements: "D3", "E1"
  std::string family;               ///< "A" to "P": grants may name "family:D"
  std::string kind_field;           ///< code field whose value says what `kinds` names; or empty
  std::vector<Field> fields;
  std::vector<std::string> key;  ///< natural key
  std::vector<std::vector<std::string>> indexes;
  std::string time_field;    ///< when it happened, for indicators; date or timestamp
  std::string region_field;  ///< where; also what a user's region limits
  std::string title_field;   ///< what a list shows first
  bool all_regions = false;  ///< of no region: a regional role sees and changes every record
  std::string holder;        ///< party field: whose record it is, see Grant::own
  std::string handler;       ///< text field: account of the officer in charge, see Grant::assigned
  std::string parent;        ///< register that a record field of this one points to as its owner
  std::string part_of;  ///< register under which people look for these; `parent` where not said
  std::vector<Rule> rules;
  std::vector<State> states;  ///< at least one
  std::vector<Step> steps;
  std::vector<Clock> clocks;
  std::vector<Summary> summaries;
  bool is_public = false;   ///< public fields may be read by everyone
  bool restricted = false;  ///< only grants that name it count, not those for "*"
  /// Of these records only, everyone may read the public fields; none: of all.
  std::optional<expr::Expression> public_when;
  std::string file;  ///< relative to the catalog folder

  [[nodiscard]] const Field* find_field(std::string_view field) const;
  [[nodiscard]] std::optional<std::size_t> position(std::string_view field) const;
  [[nodiscard]] std::string initial_state() const;
  [[nodiscard]] const Step* find_step(std::string_view step) const;
  /// The kind of a record, of its values in the order of the fields; empty where there are none.
  [[nodiscard]] std::string_view kind_of(std::span<const Value> values) const;
  /// Some step publishes: to the public only what is published and not withdrawn is open. When,
  /// stand in the fields `published_on` and `withdrawn_on`, which the loader adds.
  [[nodiscard]] bool publishes() const;
  /// What expressions over this register may name: the fields, then `state`, `recorded_at`.
  [[nodiscard]] std::vector<expr::Field> expression_fields() const;
  /// What guards and values of steps may name: the same, then `actor`, the account that takes it.
  [[nodiscard]] std::vector<expr::Field> step_fields() const;
};

}  // namespace zhiheng::catalog
