#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {

namespace {

MappedColumn load_column(Declaration& at) {
  MappedColumn column;
  column.field = at.text("field");
  column.names = at.texts("names");
  column.required = at.flag("required");
  column.date_format = at.text_or("date_format", "");
  column.separator = at.text_or("separator", "");
  column.pattern = at.text_or("pattern", "");
  column.constant = at.text_or("constant", "");
  column.lenient = at.flag("lenient");
  if (auto values = at.table("values")) {
    for (const auto& word : values->keys()) column.values[word] = values->text(word);
  }
  if (column.names.empty() && column.constant.empty()) {
    at.complain(key_missing, "names", "", "headers, or a constant");
  }
  at.finish();
  return column;
}

MappedRecord load_record(Declaration& at) {
  MappedRecord record;
  record.register_name = at.text("register");
  for (Declaration& column : at.tables("column")) record.columns.push_back(load_column(column));
  for (Declaration& merged : at.tables("merged")) {
    record.merged.push_back({.names = merged.texts("names"),
                             .separators = merged.texts("separators"),
                             .fields = merged.texts("fields"),
                             .repeat_separators = merged.texts("repeat_separators")});
    merged.finish();
  }
  record.parent_field = at.text_or("parent_field", "");
  record.ordinal_field = at.text_or("ordinal_field", "");
  record.ordinal_of = at.texts("ordinal_of");
  record.optional = at.flag("optional");
  at.finish();
  return record;
}

}  // namespace

Mapping load_mapping(Declaration& file) {
  Mapping made;
  made.name = file.text("name");
  made.title = file.words("title");
  made.source = file.text("source");
  made.formats = file.texts("formats");
  made.records_path = file.text_or("records_path", "");
  made.empty = file.texts("empty");
  made.recognised_by = file.texts("recognised_by");
  for (Declaration& at : file.tables("record")) made.records.push_back(load_record(at));
  if (made.records.empty()) file.complain(key_missing, "record", "", "at least one [[record]]");
  file.finish();
  return made;
}

}  // namespace zhiheng::catalog
