#pragma once
// A table of tasks, pasted as lines with tabs: 序号, 工作任务, 牵头单位, 配合单位, 完成时限.

#include "plan/paragraphs.h"
#include "plan/plan.h"

namespace zhiheng::plan {

/// What the columns of a table hold.
struct TaskTable {
  enum class Holds { nothing, number, title, words, role, due };
  struct Column {
    Holds holds = Holds::nothing;
    Role role = Role::responsible;
    std::string label = {};  ///< "牵头单位"
  };
  std::vector<Column> columns = {};
};

/// The table that a paragraph is the head of: it names a column of tasks and one of bodies.
[[nodiscard]] std::optional<TaskTable> table_headed_by(const FoldedText& text,
                                                       const Lexicon& lexicon,
                                                       const Paragraph& paragraph);

/// Whether a paragraph has the tabs of a row.
[[nodiscard]] bool is_row(const FoldedText& text, const Paragraph& paragraph);

/// Adds the row as an item with its clause. A row without a task is left as a gap.
void read_row(const Lexicon& lexicon, const TaskTable& table, const Paragraph& paragraph,
              Plan& plan);

}  // namespace zhiheng::plan
