#pragma once
// Documents that are made from a record: decisions and notices of law, from catalog/notices.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "expr/expr.h"

namespace zhiheng::catalog {

struct Catalog;

/// A stretch of text and the value behind it; the last piece of a text has none.
struct NoticePiece {
  std::string literal;
  std::string field;  ///< of the register; empty: none
  std::string clock;  ///< of the register: the last day of its term; empty: none
  std::string
      format;  ///< "chinese", "year", "authority", "firm"; empty: as the field's type is read
};

/// A text with {values} in it, in both languages.
struct NoticeText {
  std::vector<NoticePiece> zh, en;
  [[nodiscard]] const std::vector<NoticePiece>& in(Language language) const {
    return language == Language::zh ? zh : en;
  }
};

struct NoticePart {
  NoticeText text;
  std::optional<expr::Expression> when;  ///< only where this is true of the record
};

struct Notice {
  std::string name;
  Words title;
  std::string register_name;
  std::string field;   ///< attachment field that keeps it
  std::string source;  ///< law and article
  bool verified = true;
  std::optional<expr::Expression> when;  ///< it can be made of records of which this is true
  std::vector<std::string> after;        ///< steps that draft it
  NoticeText issuer, number, recipient;
  std::string date_field;  ///< the day it bears; empty: of the version it is made from
  std::vector<NoticePart> parts;
  std::string file;
};

/// The notices of a catalog folder; complaints go to `errors`.
[[nodiscard]] std::vector<Notice> load_notices(const Catalog& catalog, std::vector<Error>& errors);
/// The same of a catalog that was loaded, whose complaints were told then; read once per folder.
[[nodiscard]] std::shared_ptr<const std::vector<Notice>> notices_of(const Catalog& catalog);

}  // namespace zhiheng::catalog
