#include "plan/printing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

#include "base/text.h"
#include "plan/compare.h"

namespace zhiheng::plan {
namespace {

struct LightTerm {
  const char* name;
  Words words;
};

const std::array<LightTerm, 13>& terms() {
  static const std::array<LightTerm, 13> known = {{{"done", {"已完成", "done"}},
                                                   {"done_late", {"逾期完成", "done late"}},
                                                   {"overdue", {"逾期", "overdue"}},
                                                   {"at_risk", {"有风险", "at risk"}},
                                                   {"on_track", {"正常", "on track"}},
                                                   {"cancelled", {"已取消", "cancelled"}},
                                                   {"valid", {"程序合规", "valid"}},
                                                   {"invalid", {"程序不合规", "invalid"}},
                                                   {"task", {"任务", "task"}},
                                                   {"report", {"进展报告", "report"}},
                                                   {"resolution", {"议定事项", "resolution"}},
                                                   {"minutes", {"会议纪要", "minutes"}},
                                                   {"escalation", {"督办事项", "escalation"}}}};
  return known;
}

std::string names(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& name : list) text += (text.empty() ? "" : "、") + name;
  return text.empty() ? "-" : text;
}

std::string day(const std::optional<Date>& date) { return date ? zhiheng::to_text(*date) : "-"; }

void print_lights(std::ostream& out, const std::map<std::string, int>& lights, Language language) {
  bool first = true;
  for (const auto& [light, count] : lights) {
    out << (first                      ? ""
            : language == Language::zh ? "，"
                                       : ", ")
        << word_of(light, language) << ' ' << count;
    first = false;
  }
}

std::string percent(double share) {
  return std::to_string(static_cast<int>(std::lround(share * 100))) + " %";
}

std::string relation_word(const std::string& name, Language language) {
  for (int i = 0; i <= static_cast<int>(Relation::added); ++i) {
    const auto relation = static_cast<Relation>(i);
    if (name_of(relation) == name) return title_of(relation).in(language);
  }
  return name;
}

}  // namespace

std::string word_of(const std::string& light, Language language) {
  const auto found =
      std::ranges::find_if(terms(), [&](const LightTerm& term) { return light == term.name; });
  if (found != terms().end()) return found->words.in(language);
  return indicator::words_of_verdict(light).in(language);
}

void print(std::ostream& out, const LoadReport& report, Language language) {
  const bool zh = language == Language::zh;
  out << report.code << '\t' << report.title << '\n'
      << (zh ? "条目 " : "items ") << report.items << (zh ? "，目标 " : ", targets ")
      << report.targets << (zh ? "，任务 " : ", tasks ") << report.tasks
      << (zh ? "，文本缺损 " : ", defects ") << report.defects << '\n'
      << (zh ? "记录：新增 " : "records: added ") << report.added << (zh ? "，改动 " : ", changed ")
      << report.changed << (zh ? "，未变 " : ", unchanged ") << report.unchanged
      << (zh ? "，删除 " : ", removed ") << report.removed
      << (zh ? "，取消任务 " : ", tasks cancelled ") << report.cancelled << '\n';
  for (const auto& change : report.changes) {
    out << "  " << change.what << '\t' << change.of << '\t' << change.key << '\t' << change.title;
    if (!change.fields.empty()) out << "\t(" << names(change.fields) << ')';
    out << '\n';
  }
}

void print(std::ostream& out, const Status& status, Language language) {
  const bool zh = language == Language::zh;
  out << zhiheng::to_text(status.today) << (zh ? "  任务：" : "  tasks: ");
  print_lights(out, status.lights, language);
  out << '\n';
  for (const auto& task : status.tasks) {
    out << "  " << word_of(task.light.light, language) << '\t' << task.code << '\t'
        << shorten(task.title, 30) << '\t' << names(task.lead) << '\t' << day(task.deadline) << '\t'
        << task.light.reason.in(language) << '\n';
  }
  out << (zh ? "\n责任单位（牵头或负责／参加／缺报告）\n"
             : "\ndepartments (answers for / takes part / reports missing)\n");
  for (const auto& made : status.departments) {
    out << "  " << made.name << '\t' << made.leads << '\t' << made.participates << '\t'
        << made.reports_missing << '\t';
    print_lights(out, made.lights, language);
    out << '\n';
  }
  if (!status.meetings.empty()) out << (zh ? "\n会议\n" : "\nmeetings\n");
  for (const auto& meeting : status.meetings) {
    out << "  " << day(meeting.held_on) << '\t' << meeting.title << '\t'
        << word_of(meeting.verdict, language);
    for (const auto& finding : meeting.findings) {
      if (finding.verdict == "broken") out << '\t' << finding.reason.in(language);
    }
    out << '\n';
  }
  if (!status.resolutions.empty()) out << (zh ? "\n议定事项\n" : "\nresolutions\n");
  for (const auto& made : status.resolutions) {
    out << "  " << word_of(made.light.light, language) << '\t' << made.code << '\t'
        << shorten(made.content, 30) << '\t' << names(made.lead) << '\t' << day(made.deadline)
        << '\t' << made.light.reason.in(language) << '\n';
  }
  if (!status.escalations.empty()) out << (zh ? "\n督办事项\n" : "\nescalations\n");
  for (const auto& made : status.escalations) {
    out << "  " << made.state << '\t' << made.task << '\t' << shorten(made.issue, 50) << '\n';
  }
  out << (zh ? "\n即将到期\n" : "\ndue\n");
  for (const auto& due : status.due) {
    out << "  " << zhiheng::to_text(due.on) << '\t' << word_of(due.what, language) << '\t'
        << due.code << '\t' << shorten(due.title, 30) << '\t' << names(due.who) << '\n';
  }
}

void print(std::ostream& out, const std::vector<TargetProgress>& targets, Language language) {
  const bool zh = language == Language::zh;
  if (!targets.empty()) out << (zh ? "\n目标\n" : "\ntargets\n");
  for (const auto& target : targets) {
    out << "  " << word_of(target.verdict, language) << '\t' << target.code << '\t'
        << shorten(target.subject, 30) << '\t' << day(target.deadline) << '\t'
        << target.reason.in(language);
    if (target.outlook) {
      out << '\t' << (zh ? "到期达到的概率 " : "chance at the deadline ")
          << percent(target.outlook->chance);
    }
    out << '\n';
  }
}

void print(std::ostream& out, const AuthorityMatrix& matrix, Language language) {
  const bool zh = language == Language::zh;
  for (const auto& row : matrix.rows) {
    out << row.item.code << '\t' << shorten(row.item.title, 30);
    for (const auto& [name, role] : row.roles) {
      const char* sign = role == "lead"          ? (zh ? "牵头" : "lead")
                         : role == "responsible" ? (zh ? "负责" : "responsible")
                                                 : (zh ? "参加" : "takes part");
      out << '\t' << name << ' ' << sign;
    }
    out << (row.open ? "\t…" : "") << '\n';
  }
  out << '\n';
  for (const auto& column : matrix.columns) {
    out << column.name << '\t' << (zh ? "牵头 " : "leads ") << column.leads
        << (zh ? "，负责 " : ", responsible ") << column.responsible
        << (zh ? "，参加 " : ", takes part ") << column.participates << '\n';
  }
}

void print(std::ostream& out, const RegionMatrix& matrix, Language language) {
  const bool zh = language == Language::zh;
  for (const auto& column : matrix.columns) {
    out << column.document << '\t' << column.title << '\t' << (zh ? "承接 " : "took up ")
        << column.taken << '/' << matrix.rows.size() << '\n';
  }
  for (const auto& row : matrix.rows) {
    out << row.item.code << '\t' << shorten(row.item.title, 30);
    for (const auto& column : matrix.columns) {
      const auto found = row.adoptions.find(column.document);
      out << '\t' << column.region << ": ";
      if (found == row.adoptions.end()) {
        out << (zh ? "未承接" : "not taken up");
        continue;
      }
      for (const auto& adoption : found->second) {
        out << adoption.item << ' ' << relation_word(adoption.relation, language) << ' '
            << day(adoption.since) << ' ';
      }
    }
    out << '\n';
  }
}

std::string with_targets(const Status& status, const std::vector<TargetProgress>& targets) {
  std::string document = to_json(status);
  document.pop_back();
  const std::string more = to_json(targets);
  return document + ",\"target_verdicts\":" + more.substr(std::string("{\"verdicts\":").size());
}

}  // namespace zhiheng::plan
