#pragma once
// Files of records: added, listed, fetched, removed, by the rights of the record and its field.
//
// An attachment field holds "<SHA-256>/<name>", several of them joined with '|'. Only what is here
// puts files into it or takes them out; forms, imports and steps leave it as it is, so that nobody
// gets at a file by writing its digest into a record of their own.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "registry/registry.h"

namespace boost::json {
class array;
}

namespace zhiheng::catalog {
struct Attachments;
}

namespace zhiheng::registry {

struct Attachment {
  std::string field;
  std::string digest;  ///< hexadecimal
  std::string name;
  std::string type;   ///< of attachments.toml
  std::string media;  ///< "application/pdf"
  std::int64_t size = 0;
  // For those who see who recorded what:
  std::string added_by;
  std::optional<Timestamp> added_at = {};
  std::string removed_by, removed_for;
  std::optional<Timestamp> removed_at = {};  ///< none: it is still there
};

/// A file that somebody wants to add.
struct NewAttachment {
  std::string field;
  std::string name;         ///< as its owner calls it
  std::string_view bytes;   ///< all of it
  bool keeps_name = false;  ///< also in a personal field: the name was ours and tells nothing
};

class Attachments {
 public:
  explicit Attachments(Registry& registry);
  ~Attachments();

  /// Adds a file to a record, in one commit with the version that names it. Who may change the
  /// record may, and who may take a step from its present state. A file that the field holds
  /// already changes nothing. A personal field keeps the file encrypted and forgets its name.
  /// @param expected  the version that the person saw; none: whichever is newest
  /// @fails  registry.not_found, not_allowed, not_own, handed_in, outside_region,
  ///         store.stale_version, content.no_place, content.too_many, and what content::examine
  ///         refuses
  Result<Answer> add(const Person& person, const catalog::Register& of, const std::string& id,
                     std::optional<int> expected, const NewAttachment& file);

  /// Takes a file out of a record; the history keeps it.
  /// @fails  as add, registry.reason_missing; registry.not_found: the record has no such file
  Result<Answer> remove(const Person& person, const catalog::Register& of, const std::string& id,
                        std::optional<int> expected, std::string_view digest,
                        const std::string& reason);

  /// The files of a record in the fields that the person sees; for those who see its history also
  /// those that were removed.
  /// @fails  registry.not_found
  Result<std::vector<Attachment>> list(const Person& person, const catalog::Register& of,
                                       const std::string& id);

  /// One of them.
  /// @fails  registry.not_found: for a record, a field or a file that is not there or not for this
  ///         person alike
  Result<Attachment> find(const Person& person, const catalog::Register& of, const std::string& id,
                          std::string_view digest);

  /// The bytes of what find gave; see store::Files::read.
  Result<void> read(const Attachment& file, std::int64_t from, std::int64_t length,
                    const std::function<bool(std::string_view)>& sink) const;

 private:
  struct Target;
  Registry& registry_;
  std::unique_ptr<Registry::Inside> view_;  ///< of the same store; judges nothing
  std::shared_ptr<const catalog::Attachments> rules_;
};

/// As the interface and the command line show them.
[[nodiscard]] boost::json::array files_json(const std::vector<Attachment>& files);

/// The elements of an attachment field.
[[nodiscard]] std::vector<std::string> file_elements(const Value& value);

}  // namespace zhiheng::registry
