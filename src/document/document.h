#pragma once
// Decisions and notices of law, made from a record by a template of catalog/notices, as pages for
// the browser, as a document to go on writing in, and as PDF that the record keeps.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/notice.h"
#include "registry/registry.h"

namespace zhiheng::document {

struct Made {
  std::string name;   ///< "投诉受理决定书.pdf"
  std::string media;  ///< "application/pdf"
  std::string bytes;
};

class Documents {
 public:
  /// @param registry  must outlive this
  explicit Documents(registry::Registry& registry);

  /// Which can be made of the record as it is.
  /// @fails  registry.not_found; registry.not_allowed: nothing is made for the public
  Result<std::vector<const catalog::Notice*>> possible(const registry::Person& person,
                                                       const catalog::Register& of,
                                                       const std::string& id);

  /// @param format  "html", "docx" or "pdf"
  /// @fails  as possible, document.notice_unknown, not_now, value_missing, format_unknown
  Result<Made> make(const registry::Person& person, const catalog::Register& of,
                    const std::string& id, std::string_view notice, std::string_view format,
                    Language language);

  /// Makes the PDF and puts it among the files of the record; what it holds already is not added
  /// again.
  Result<registry::Answer> keep(const registry::Person& person, const catalog::Register& of,
                                const std::string& id, std::string_view notice, Language language);

  /// Keeps what a step that was just taken drafts, in Chinese. The step stands whatever happens
  /// here: what could not be drafted is told in the log, and can be made by hand.
  void after_step(const registry::Person& person, const catalog::Register& of,
                  const std::string& id, std::string_view step);

 private:
  Result<const catalog::Notice*> find(const catalog::Register& of, std::string_view name) const;

  registry::Registry& registry_;
  std::shared_ptr<const std::vector<catalog::Notice>> notices_;
};

}  // namespace zhiheng::document
