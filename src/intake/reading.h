#pragma once
// A file that has been opened and whose header has been understood.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "intake/header.h"
#include "intake/intake.h"
#include "intake/source.h"

namespace zhiheng::intake {

/// A line that owns its text.
struct KeptLine {
  std::int64_t number = 0;
  std::vector<std::string> texts;
  std::vector<CellKind> kinds;
  std::optional<Error> fault;
};

/// The first lines of a file, kept until the header has been found among them.
struct OpenedFile {
  catalog::Mapping mapping;
  std::string format;
  std::unique_ptr<Source> source;
  std::vector<KeptLine> head;
};

/// @fails  intake.register_unknown, intake.mapping_unknown, intake.mapping_wrong and what opening
///         the format fails with
[[nodiscard]] Result<OpenedFile> open_file(const catalog::Catalog& catalog,
                                           const std::string& register_name,
                                           const std::string& file, const Options& options);

/// The header, by the format's own names or from the first lines.
[[nodiscard]] Result<Header> header_of(const OpenedFile& opened, const Options& options);

/// Lines of an opened file that are data: titles above the header, repeated headers and footers
/// below the table are passed over.
class DataLines {
 public:
  DataLines(OpenedFile& opened, const Header& header) : opened_(opened), header_(header) {
    at_ = header.first_data;
  }
  [[nodiscard]] Result<bool> next(Line& line);

 private:
  [[nodiscard]] Result<bool> next_of_all(Line& line);
  [[nodiscard]] bool is_no_data(const Line& line) const;

  OpenedFile& opened_;
  const Header& header_;
  std::size_t at_ = 0;
};

}  // namespace zhiheng::intake
