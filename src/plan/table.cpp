#include "plan/table.h"

#include <algorithm>

#include "plan/clause_reader.h"

namespace zhiheng::plan {
namespace {

/// Between tabs, over the whole line, so that an empty first cell counts.
std::vector<Span> cells_of(const FoldedText& text, Span line) {
  while (line.begin > 0 && text.folded()[line.begin - 1] != U'\n') --line.begin;
  std::vector<Span> cells;
  std::uint32_t begin = line.begin;
  for (std::uint32_t at = line.begin; at < line.end; ++at) {
    if (text.original(at) != U'\t') continue;
    cells.push_back(trimmed(text, {begin, at}));
    begin = at + 1;
  }
  cells.push_back(trimmed(text, {begin, line.end}));
  return cells;
}

TaskTable::Column column_of(const FoldedText& text, const Lexicon& lexicon, Span cell) {
  std::u32string head;
  for (const char32_t sign : text.folded(cell)) {
    if (!is_blank(sign)) head.push_back(sign);
  }
  if (head == U"序号" || head == U"编号") return {.holds = TaskTable::Holds::number};
  const Word* role = lexicon.beginning("role_label", head);
  if (role != nullptr && role->word.size() >= 4) {
    const Role meant = role->value == "lead"            ? Role::lead
                       : role->value == "participating" ? Role::participating
                                                        : Role::responsible;
    return {TaskTable::Holds::role, meant, to_bytes(role->word)};
  }
  if (lexicon.beginning("due_label", head) != nullptr) return {.holds = TaskTable::Holds::due};
  if (lexicon.beginning("table_head", head) != nullptr) return {.holds = TaskTable::Holds::title};
  return {};
}

class Row {
 public:
  Row(const Lexicon& lexicon, const TaskTable& table, const Paragraph& paragraph, Plan& plan)
      : lexicon_(lexicon), plan_(plan), text_(plan.text) {
    item_.section = plan.sections.size();
    item_.span = paragraph.span;
    const auto cells = cells_of(text_, paragraph.span);
    for (std::size_t i = 0; i < std::min(cells.size(), table.columns.size()); ++i) {
      if (!cells[i].empty()) read(table.columns[i], cells[i]);
    }
  }

  void write() {
    if (item_.title.empty()) return;
    if (item_.no == 0) item_.no = static_cast<int>(plan_.items.size()) + 1;
    if (!clause_.assignments.empty()) {
      settle();
      plan_.parts.push_back({clause_.span, PartKind::clause});
      item_.clause = std::move(clause_);
    }
    plan_.parts.push_back({item_.marker, PartKind::marker});
    plan_.parts.push_back({item_.title, PartKind::heading});
    for (const Span sentence : item_.sentences) {
      plan_.parts.push_back({sentence, PartKind::text});
    }
    plan_.items.push_back(std::move(item_));
  }

 private:
  void read(const TaskTable::Column& column, Span cell) {
    switch (column.holds) {
      case TaskTable::Holds::number:
        item_.marker = cell;
        item_.no = arabic_number(text_.folded(without_stops(text_, cell))).value_or(0);
        break;
      case TaskTable::Holds::title:
        read_task(cell);
        break;
      case TaskTable::Holds::words:
        add_sentences(cell);
        break;
      case TaskTable::Holds::role:
        read_bodies(column, cell);
        break;
      case TaskTable::Holds::due:
        clause_.due = due_date(text_.folded(cell));
        break;
      case TaskTable::Holds::nothing:
        break;
    }
  }

  void read_task(Span cell) {
    const std::uint32_t stop = find_in(text_, cell, U"。");
    item_.title = {cell.begin, stop};
    if (stop < cell.end) add_sentences({stop + 1, cell.end});
  }

  void add_sentences(Span cell) {
    for (const Span sentence : sentences_of(text_, cell)) item_.sentences.push_back(sentence);
  }

  void read_bodies(const TaskTable::Column& column, Span cell) {
    if (clause_.span.empty()) clause_.span = cell;
    clause_.span.end = cell.end;
    clause_.form += (clause_.form.empty() ? "" : "+") + column.label;
    // In a cell, commas and blanks part names as 、 does.
    std::uint32_t begin = cell.begin;
    for (std::uint32_t at = cell.begin; at <= cell.end; ++at) {
      const char32_t sign = at < cell.end ? text_.folded()[at] : U',';
      if (sign != U',' && sign != U';' && sign != U' ') continue;
      read_names(text_, lexicon_, {begin, at}, column.role, clause_);
      begin = at + 1;
    }
  }

  void settle() {
    auto& all = clause_.assignments;
    const bool led = std::ranges::find(all, Role::lead, &Assignment::role) != all.end();
    for (Assignment& one : all) {
      if (led && one.role == Role::responsible) one.role = Role::participating;
    }
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
  Item item_;
  Clause clause_;
};

}  // namespace

std::optional<TaskTable> table_headed_by(const FoldedText& text, const Lexicon& lexicon,
                                         const Paragraph& paragraph) {
  if (!is_row(text, paragraph)) return std::nullopt;
  TaskTable table;
  bool tasks = false;
  bool bodies = false;
  for (const Span cell : cells_of(text, paragraph.span)) {
    TaskTable::Column column = column_of(text, lexicon, cell);
    if (column.holds == TaskTable::Holds::title && tasks) column.holds = TaskTable::Holds::words;
    tasks = tasks || column.holds == TaskTable::Holds::title;
    bodies = bodies || column.holds == TaskTable::Holds::role;
    table.columns.push_back(std::move(column));
  }
  if (!tasks || !bodies) return std::nullopt;
  return table;
}

bool is_row(const FoldedText& text, const Paragraph& paragraph) {
  if (!paragraph.first_in_line) return false;
  for (std::uint32_t at = paragraph.span.begin; at < paragraph.span.end; ++at) {
    if (text.folded()[at] == U' ' && text.original(at) == U'\t') return true;
  }
  return false;
}

void read_row(const Lexicon& lexicon, const TaskTable& table, const Paragraph& paragraph,
              Plan& plan) {
  Row(lexicon, table, paragraph, plan).write();
}

}  // namespace zhiheng::plan
