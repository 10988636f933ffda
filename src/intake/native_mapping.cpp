#include "intake/records.h"

namespace zhiheng::intake {

catalog::Mapping native_mapping(const catalog::Register& of) {
  catalog::Mapping mapping;
  mapping.title = of.title;
  mapping.empty = usual_empty_cells();
  catalog::MappedRecord record;
  record.register_name = of.name;
  for (const catalog::Field& field : of.fields) {
    catalog::MappedColumn column;
    column.field = field.name;
    column.names = {field.name, field.title.zh, field.title.en};
    column.names.insert(column.names.end(), field.synonyms.begin(), field.synonyms.end());
    std::erase(column.names, std::string());
    if (field.list) column.separator = ";";
    record.columns.push_back(std::move(column));
  }
  mapping.records.push_back(std::move(record));
  return mapping;
}

}  // namespace zhiheng::intake
