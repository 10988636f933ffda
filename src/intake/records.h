#pragma once
// From the cells of a row to the records that it stands for.

#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "intake/cell_reader.h"
#include "intake/header.h"
#include "intake/intake.h"

namespace zhiheng::intake {

/// The register's own titles and synonyms as a mapping.
[[nodiscard]] catalog::Mapping native_mapping(const catalog::Register& of);

/// Applies a mapping to the rows of one file.
class RecordMaker {
 public:
  /// @fails  intake.mapping_wrong, intake.register_unknown
  [[nodiscard]] static Result<RecordMaker> make(const catalog::Catalog& catalog,
                                                const catalog::Mapping& mapping,
                                                const Header& header);

  [[nodiscard]] const std::vector<Target>& targets() const { return targets_; }

  /// Appends the records of a row, or what is wrong with it and no record.
  void read(const Line& line, Chunk& chunk);

 private:
  struct Source {
    std::size_t cell = 0;
    std::size_t column = 0;  ///< of the target
    CellReader reader;
    std::string header;
    bool is_list = false;
  };
  struct Constant {
    std::size_t column = 0;
    Value value;
  };
  struct Merged {
    std::size_t cell = 0;
    std::string header;
    std::vector<std::size_t> columns;
    std::vector<CellReader> readers;
    std::vector<std::string> separators, repeat_separators;
  };
  struct Record {
    std::size_t target = 0;
    std::size_t width = 0;
    std::vector<Source> sources;
    std::vector<Constant> constants;
    std::vector<Merged> merged;
    std::optional<std::size_t> parent, ordinal;
    std::vector<std::size_t> ordinal_of;
    bool optional = false;
    std::unordered_map<std::string, std::int64_t> counted;
  };

  [[nodiscard]] Result<void> add_record(const catalog::Catalog& catalog,
                                        const catalog::Mapping& mapping, std::size_t position,
                                        const Header& header, std::size_t& slot);
  void read_record(Record& record, const Line& line, Chunk& chunk);
  [[nodiscard]] bool read_sources(Record& record, const Line& line, Row& row, Chunk& chunk);
  void read_merged(Record& record, const Line& line, const Row& base, Chunk& chunk);
  void read_parts(Record& record, Merged& merged, const Line& line, const Row& base, Chunk& chunk);
  void refuse(const Line& line, const std::string& header, Error error, Chunk& chunk) const;

  std::vector<Target> targets_;
  std::vector<Record> records_;
  std::vector<std::size_t> key_;  ///< columns of the first target that make its natural key
  std::size_t width_ = 0;         ///< cells that the header names
  std::string parent_key_;
};

}  // namespace zhiheng::intake
