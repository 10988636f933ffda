#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <deque>

#include "cli/failures.h"

namespace zhiheng::cli {

namespace {

// CLI11 writes what it finds into variables that must stay where they are.
struct Found {
  std::deque<std::vector<std::string>> values;
  std::deque<bool> switches;
};

std::string last_word(const std::string& path) { return path.substr(path.rfind(' ') + 1); }

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string default_data() {
  if (auto given = environment("ZHIHENG_DATA"); !given.empty()) return given;
  if (auto data = environment("XDG_DATA_HOME"); !data.empty()) return data + "/zhiheng";
  if (auto home = environment("HOME"); !home.empty()) return home + "/.local/share/zhiheng";
  return "zhiheng-data";
}

}  // namespace

Language preferred_language(std::span<const std::string> words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "--lang") return words[i + 1] == "en" ? Language::en : Language::zh;
  }
  for (const char* name : {"ZHIHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string locale = environment(name);
    if (!locale.empty()) return locale.starts_with("en") ? Language::en : Language::zh;
  }
  return Language::zh;
}

int exit_code(Kind kind) { return kind == Kind::usage ? 2 : 1; }

Result<Command> parse(std::span<const Verb> verbs, std::vector<std::string> words) {
  Command command;
  Invocation& invocation = command.invocation;
  invocation.language = preferred_language(words);
  invocation.data = default_data();
  invocation.database = environment("ZHIHENG_DB");

  CLI::App app;
  app.set_help_flag();
  app.fallthrough();
  app.allow_windows_style_options(false);
  bool help = false;
  bool version = false;
  std::string language;
  app.add_flag("-h,--help", help);
  app.add_flag("--version", version);
  app.add_flag("--json", invocation.json);
  app.add_option("--data", invocation.data);
  app.add_option("--db", invocation.database);
  app.add_option("--catalog", invocation.catalog);
  app.add_option("--lang", language)->check(CLI::IsMember({"zh", "en"}));

  struct Entry {
    const Verb* verb;
    CLI::App* sub;
    Found found;
  };
  std::deque<Entry> entries;
  std::map<std::string, CLI::App*> groups = {{"", &app}};
  for (const Verb& verb : verbs) {
    CLI::App* parent = &app;
    std::string path;
    std::size_t from = 0;
    for (auto space = verb.path.find(' '); space != std::string::npos;
         space = verb.path.find(' ', from)) {
      path = verb.path.substr(0, space);
      CLI::App*& group = groups[path];
      if (group == nullptr) {
        group = parent->add_subcommand(last_word(path));
        group->set_help_flag();
        group->fallthrough();
      }
      parent = group;
      from = space + 1;
    }
    CLI::App*& known = groups[verb.path];
    if (known == nullptr) {
      known = parent->add_subcommand(last_word(verb.path));
      known->set_help_flag();
      known->fallthrough();
    }
    Entry& entry = entries.emplace_back(Entry{&verb, known, {}});
    for (const Option& option : verb.options) {
      if (option.value.empty()) {
        known->add_flag("--" + option.name, entry.found.switches.emplace_back(false));
      } else {
        auto* made = known->add_option("--" + option.name, entry.found.values.emplace_back());
        made->expected(1)->allow_extra_args(false);
        made->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        if (option.repeated) made->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      }
    }
    for (const Argument& argument : verb.arguments) {
      auto* made = known->add_option(argument.name, entry.found.values.emplace_back());
      if (argument.repeated) {
        made->expected(argument.required ? 1 : 0, 1 << 20);
      } else {
        // Otherwise a vector takes every word that follows.
        made->expected(1)->allow_extra_args(false);
      }
    }
  }

  std::ranges::reverse(words);
  try {
    app.parse(words);
  } catch (const CLI::ExtrasError&) {
    std::string unknown;
    for (const auto& word : app.remaining(true)) {
      unknown.append(unknown.empty() ? "" : " ").append(word);
    }
    return fail(usage, "", unknown, "zhiheng --help");
  } catch (const CLI::ArgumentMismatch& error) {
    // "--sheet: 1 required TEXT missing"
    const std::string_view said = error.what();
    return fail(usage, "", std::string(said.substr(0, said.find(':'))), "VALUE");
  } catch (const CLI::ParseError& error) {
    return fail(usage, "", error.what(), "zhiheng --help");
  } catch (const std::exception& error) {
    return fail(usage, "", error.what(), "zhiheng --help");
  }
  if (!language.empty()) invocation.language = language == "en" ? Language::en : Language::zh;
  if (version) {
    command.wish = Command::Wish::version;
    return command;
  }

  // The deepest subcommand that was named.
  CLI::App* meant = &app;
  std::string path;
  while (!meant->get_subcommands().empty()) {
    meant = meant->get_subcommands().front();
    path.append(path.empty() ? "" : " ").append(meant->get_name());
  }
  const auto chosen = std::ranges::find(entries, meant, &Entry::sub);
  if (help || chosen == entries.end()) {
    command.wish = Command::Wish::help;
    command.help_of = path;
    if (!help && !path.empty()) return fail(usage, path, "", "zhiheng " + path + " --help");
    return command;
  }

  command.verb = chosen->verb;
  std::size_t value = 0;
  std::size_t flag = 0;
  for (const Option& option : chosen->verb->options) {
    if (option.value.empty()) {
      if (chosen->found.switches[flag++]) invocation.options[option.name] = {""};
      continue;
    }
    auto& given = chosen->found.values[value++];
    if (!given.empty()) invocation.options[option.name] = std::move(given);
    if (option.required && !invocation.has(option.name)) {
      return fail(usage, path, "", "--" + option.name + " " + option.value);
    }
  }
  for (const Argument& argument : chosen->verb->arguments) {
    auto& given = chosen->found.values[value++];
    if (given.empty() && argument.required) return fail(usage, path, "", argument.name);
    if (!given.empty()) invocation.arguments[argument.name] = std::move(given);
  }
  return command;
}

}  // namespace zhiheng::cli
