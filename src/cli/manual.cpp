#include "cli/manual.h"

#include <algorithm>
#include <set>

#include "cli/failures.h"
#include "cli/fold.h"

namespace zhiheng::cli {

namespace {

const Option global_options[] = {
    {"json", "", {"标准输出只有一个 JSON 文档", "one JSON document on standard output"}},
    {"data",
     "DIR",
     {"嵌入式数据库所在目录（默认 ZHIHENG_DATA 或用户数据目录）",
      "where the embedded store lives (default: ZHIHENG_DATA, else the user's data folder)"}},
    {"db",
     "URL",
     {"改用 PostgreSQL：postgres://…（默认 ZHIHENG_DB）",
      "PostgreSQL instead: postgres://… (default: ZHIHENG_DB)"}},
    {"catalog",
     "DIR",
     {"声明目录（默认 ZHIHENG_CATALOG 或随程序安装的目录）",
      "the declarations (default: ZHIHENG_CATALOG, else beside the program)"}},
    {"lang", "zh|en", {"界面语言", "language of messages"}},
    {"help", "", {"说明", "this help"}},
};

const Words exit_codes = {"退出码：0 成功；1 输入有误或检查未通过；2 用法错误。",
                          "Exit codes: 0 done; 1 bad input or a check that failed; 2 usage."};

constexpr std::size_t line_width = 88;

std::string padded(std::string text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  text.append(columns < width ? width - columns : 1, ' ');
  return text;
}

/// `text` that begins in column `indent`, folded so that it stays right of it.
std::string indented(const std::string& text, std::size_t indent) {
  return folded(std::string(indent, '.') + text, line_width, indent).substr(indent);
}

/// Arguments and options as a usage line names them: "FILE…", "[--sheet SHEET]".
std::vector<std::string> words_of(const Verb& verb) {
  std::vector<std::string> words;
  for (const Argument& argument : verb.arguments) {
    const std::string word = argument.name + (argument.repeated ? "…" : "");
    words.push_back(argument.required ? word : "[" + word + "]");
  }
  for (const Option& option : verb.options) {
    std::string word = "--" + option.name + (option.value.empty() ? "" : " " + option.value);
    if (option.repeated) word += "…";
    words.push_back(option.required ? word : "[" + word + "]");
  }
  return words;
}

std::string usage_line(const Verb& verb) {
  std::string line = "zhiheng " + verb.path;
  for (const auto& word : words_of(verb)) line += " " + word;
  return line;
}

/// Options stay whole; further lines stand below the first argument.
std::string folded_usage(const Verb& verb, const std::string& before) {
  const std::string start = before + "zhiheng " + verb.path;
  const std::size_t indent = std::min<std::size_t>(columns_of(start) + 1, 24);
  std::string text = start;
  std::size_t column = columns_of(start);
  for (const auto& word : words_of(verb)) {
    if (column + 1 + columns_of(word) > line_width && column > indent) {
      text.append("\n").append(indent - 1, ' ');
      column = indent - 1;
    }
    text += " " + word;
    column += 1 + columns_of(word);
  }
  return text + "\n";
}

/// "  name      what it means", with further lines below the meaning.
std::string entry(const std::string& name, const std::string& meaning, std::size_t width) {
  const std::string start = "  " + padded(name, width + 2);
  return start + indented(meaning, columns_of(start)) + "\n";
}

/// Whether another verb of the section is the catalogue that this one stands in.
bool stands_in_catalogue(const Verb& verb, const Section& section) {
  const std::string_view parent = std::string_view(verb.path).substr(0, verb.path.rfind(' '));
  return parent.size() < verb.path.size() &&
         std::ranges::find(section.verbs, parent, &Verb::path) != section.verbs.end();
}

std::string option_name(const Option& option) {
  return "--" + option.name + (option.value.empty() ? "" : " " + option.value);
}

// man(7): a leading dot or quote would be a request, a backslash an escape.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n')) escaped += "\\&";
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::string contents(std::span<const Section> sections, Language language) {
  const bool zh = language == Language::zh;
  std::string text =
      zh ? "质衡 zhiheng：质量行动计划的登记、指标、预警与考核\n\n用法：zhiheng 命令 [参数…]\n"
         : "zhiheng: registers, indicators, warnings and scores for a quality "
           "action plan\n\nUsage: zhiheng COMMAND [ARGUMENTS…]\n";
  std::size_t width = 0;
  for (const Section& section : sections) {
    for (const Verb& verb : section.verbs) {
      if (!stands_in_catalogue(verb, section)) width = std::max(width, columns_of(verb.path));
    }
  }
  for (const Section& section : sections) {
    text += "\n" + section.title.in(language) + "\n";
    for (const Verb& verb : section.verbs) {
      if (stands_in_catalogue(verb, section)) continue;
      text += entry(verb.path, verb.help.in(language), width);
    }
  }
  text += zh ? "\n各命令通用：\n" : "\nWith every command:\n";
  for (const Option& option : global_options) {
    text += entry(option_name(option), option.help.in(language), width);
  }
  text += "\n" + exit_codes.in(language) + "\n";
  text += zh ? "“zhiheng 命令 --help”给出该命令的说明；“zhiheng manual”输出手册页。\n"
             : "'zhiheng COMMAND --help' explains a command; 'zhiheng manual' writes the manual "
               "page.\n";
  return text;
}

std::string help(std::span<const Verb> verbs, std::string_view path, Language language) {
  const bool zh = language == Language::zh;
  std::string text;
  for (const Verb& verb : verbs) {
    if (verb.path != path) continue;
    text = verb.help.in(language) + "\n\n" + folded_usage(verb, zh ? "用法：" : "Usage: ");
    if (!verb.description.in(language).empty()) {
      text += "\n" + folded(verb.description.in(language), line_width) + "\n";
    }
    std::size_t width = 0;
    for (const auto& argument : verb.arguments) width = std::max(width, columns_of(argument.name));
    for (const auto& option : verb.options) {
      width = std::max(width, columns_of(option_name(option)));
    }
    if (!verb.arguments.empty() || !verb.options.empty()) text += "\n";
    for (const auto& argument : verb.arguments) {
      text += entry(argument.name, argument.help.in(language), width);
    }
    for (const auto& option : verb.options) {
      text += entry(option_name(option), option.help.in(language), width);
    }
  }
  std::string members;
  const std::string below = std::string(path) + " ";
  std::size_t width = 22;
  for (const Verb& verb : verbs) {
    if (verb.path.starts_with(below)) width = std::max(width, columns_of(verb.path));
  }
  for (const Verb& verb : verbs) {
    if (!verb.path.starts_with(below)) continue;
    members += entry(verb.path, verb.help.in(language), width);
  }
  if (members.empty() && text.empty()) return text;
  if (!members.empty()) {
    if (text.empty()) {
      text = (zh ? "用法：zhiheng " : "Usage: zhiheng ") + std::string(path) +
             (zh ? " 命令 [参数…]\n" : " COMMAND [ARGUMENTS…]\n");
    }
    text += "\n" + members;
  }
  text += zh ? "\n各命令通用的选项（--json、--data、--db 等）见 zhiheng --help。\n"
             : "\nOptions of every command (--json, --data, --db and others): zhiheng --help\n";
  return text;
}

std::string manual_page(std::span<const Verb> verbs, Language language) {
  const bool zh = language == Language::zh;
  // Neither hyphens nor stretched blanks: both break the names of options.
  std::string page = ".TH ZHIHENG 1\n.nh\n.ad l\n.SH ";
  page += zh ? "名称\n" : "NAME\n";
  page +=
      roff(zh ? "zhiheng - 质量行动计划的登记、指标、预警与考核"
              : "zhiheng - registers, indicators, warnings and scores for a quality action plan");
  page += std::string("\n.SH ") + (zh ? "用法" : "SYNOPSIS") +
          "\n.B zhiheng\n.I COMMAND\n[\\fIARGUMENTS\\fR]\n";
  page += std::string(".SH ") + (zh ? "命令" : "COMMANDS") + "\n";
  for (const Verb& verb : verbs) {
    page += ".TP\n.B " + roff(usage_line(verb)) + "\n" + roff(verb.help.in(language)) + "\n";
    if (!verb.description.in(language).empty()) {
      page += ".IP\n" + roff(verb.description.in(language)) + "\n";
    }
    for (const Argument& argument : verb.arguments) {
      page += ".RS\n.TP\n.I " + roff(argument.name) + "\n" + roff(argument.help.in(language)) +
              "\n.RE\n";
    }
    for (const Option& option : verb.options) {
      page += ".RS\n.TP\n.B " + roff(option_name(option)) + "\n" + roff(option.help.in(language)) +
              "\n.RE\n";
    }
  }
  page += std::string(".SH ") + (zh ? "通用选项" : "OPTIONS OF EVERY COMMAND") + "\n";
  for (const Option& option : global_options) {
    page += ".TP\n.B " + roff(option_name(option)) + "\n" + roff(option.help.in(language)) + "\n";
  }
  page += std::string(".SH ") + (zh ? "退出码" : "EXIT STATUS") + "\n" +
          roff(exit_codes.in(language)) + "\n";
  return page;
}

namespace {

// word -> what may follow, for every prefix of every verb's path.
std::map<std::string, std::set<std::string>> followers(std::span<const Verb> verbs) {
  std::map<std::string, std::set<std::string>> next;
  for (const Verb& verb : verbs) {
    std::string prefix;
    std::size_t from = 0;
    while (from <= verb.path.size()) {
      const auto space = std::min(verb.path.find(' ', from), verb.path.size());
      next[prefix].insert(verb.path.substr(from, space - from));
      prefix = verb.path.substr(0, space);
      from = space + 1;
    }
    for (const Option& option : verb.options) next[verb.path].insert("--" + option.name);
  }
  return next;
}

std::string joined(const std::set<std::string>& words) {
  std::string line;
  for (const auto& word : words) line.append(line.empty() ? "" : " ").append(word);
  return line;
}

}  // namespace

Result<std::string> completion(std::span<const Verb> verbs, std::string_view shell) {
  const auto next = followers(verbs);
  if (shell == "bash" || shell == "zsh") {
    std::string script;
    if (shell == "zsh") script += "autoload -U +X bashcompinit && bashcompinit\n";
    script +=
        "_zhiheng() {\n"
        "  local word=\"${COMP_WORDS[COMP_CWORD]}\" path=\"\" i\n"
        "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "    case \"${COMP_WORDS[i]}\" in -*) ;; *) path=\"$path ${COMP_WORDS[i]}\" ;; esac\n"
        "  done\n"
        "  local words\n"
        "  case \"${path# }\" in\n";
    // The longest path first: arguments may follow a verb.
    for (auto entry = next.rbegin(); entry != next.rend(); ++entry) {
      if (entry->first.empty()) continue;
      script += "    '" + entry->first + "'*) words='" + joined(entry->second) + "' ;;\n";
    }
    script += "    *) words='" + joined(next.at("")) + "' ;;\n  esac\n";
    script +=
        "  COMPREPLY=($(compgen -W \"$words --json --data --db --catalog --lang --help\" -- "
        "\"$word\"))\n"
        "  [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- \"$word\"))\n"
        "}\n"
        "complete -F _zhiheng zhiheng\n";
    return script;
  }
  if (shell == "fish") {
    std::string script;
    for (const Verb& verb : verbs) {
      const auto space = verb.path.find(' ');
      const std::string first = verb.path.substr(0, space);
      if (space == std::string::npos) {
        script += "complete -c zhiheng -n __fish_use_subcommand -a " + first + " -d '" +
                  verb.help.en + "'\n";
      } else {
        script += "complete -c zhiheng -n __fish_use_subcommand -a " + first + "\n";
        script += "complete -c zhiheng -n '__fish_seen_subcommand_from " + first + "' -a " +
                  verb.path.substr(space + 1) + "\n";
      }
      for (const Option& option : verb.options) {
        script += "complete -c zhiheng -n '__fish_seen_subcommand_from " + first + "' -l " +
                  option.name + (option.value.empty() ? "" : " -r") + "\n";
      }
    }
    return script;
  }
  return fail(shell_unknown, "completion", std::string(shell), "bash, zsh, fish");
}

}  // namespace zhiheng::cli
