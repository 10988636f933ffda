// zhiheng: finds the verb that was meant, runs it, and turns what it answers into an exit code.

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <iostream>

#include "base/log.h"
#include "base/sentence.h"
#include "catalog/catalog.h"
#include "cli/command_line.h"
#include "cli/manual.h"
#include "cli/verbs.h"

namespace zhiheng::cli {
namespace {

std::atomic<bool> interrupted = false;

void interrupt(int) {
  // A second Ctrl-C is meant.
  if (interrupted.exchange(true)) _exit(130);
}

std::string sentence_of(const Error& error, const std::string& folder, Language language) {
  static const auto sentences = catalog::load_sentences(catalog::find_folder(folder));
  const auto known = sentences.find(std::string(error.failure->id));
  return known == sentences.end() ? std::string(error.failure->sentence)
                                  : known->second.in(language);
}

void print_error(const Error& error, const Invocation& invocation) {
  const bool zh = invocation.language == Language::zh;
  const std::string sentence = sentence_of(error, invocation.catalog, invocation.language);
  std::cerr << "zhiheng: " << sentence;
  if (!error.where.empty()) std::cerr << "\n  " << (zh ? "位置：" : "at:     ") << error.where;
  if (!error.found.empty()) std::cerr << "\n  " << (zh ? "实际：" : "found:  ") << error.found;
  if (!error.wanted.empty()) std::cerr << "\n  " << (zh ? "应为：" : "wanted: ") << error.wanted;
  std::cerr << "\n  [" << error.failure->id << "]\n";
  if (invocation.json) {
    const boost::json::object document = {{"error",
                                           {{"id", std::string(error.failure->id)},
                                            {"message", sentence},
                                            {"where", error.where},
                                            {"found", error.found},
                                            {"wanted", error.wanted}}}};
    std::cout << boost::json::serialize(document) << '\n';
  }
}

int run(std::vector<std::string> words) {
  const std::vector<Verb> verbs = all_verbs();
  const Language language = preferred_language(words);
  auto command = parse(verbs, words);
  if (!command) {
    Invocation plain;
    plain.language = language;
    plain.json = std::ranges::find(words, "--json") != words.end();
    print_error(command.error(), plain);
    return exit_code(command.error().failure->kind);
  }
  Invocation& invocation = command->invocation;
  invocation.out = &std::cout;
  switch (command->wish) {
    case Command::Wish::version:
      print_text(invocation, "zhiheng " ZHIHENG_VERSION "\n");
      return 0;
    case Command::Wish::help:
      print_text(invocation, command->help_of.empty()
                                 ? contents(all_sections(), invocation.language)
                                 : help(verbs, command->help_of, invocation.language));
      return 0;
    case Command::Wish::run:
      break;
  }
  // Rooms below the catalog cannot look for it themselves.
  invocation.catalog = catalog::find_folder(invocation.catalog);
  invocation.messages = &std::cerr;
  invocation.interrupted = &interrupted;
  set_sentences([folder = invocation.catalog](const Error& error, Language in) {
    return sentence_of(error, folder, in);
  });
  invocation.terminal = isatty(STDERR_FILENO) == 1;
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  std::signal(SIGPIPE, SIG_IGN);
  // Only a server is watched by its log; a command tells its user the same in plain words.
  if (command->verb->path != "serve") set_log_level(Level::warning);
  auto code = command->verb->run(invocation);
  std::cout.flush();
  if (!code) {
    print_error(code.error(), invocation);
    return exit_code(code.error().failure->kind);
  }
  return *code;
}

}  // namespace
}  // namespace zhiheng::cli

int main(int count, char** words) {
  try {
    return zhiheng::cli::run({words + 1, words + count});
  } catch (const std::exception& error) {
    zhiheng::log(zhiheng::Level::error, "cli.unexpected", {{"what", error.what()}});
    std::cerr << "zhiheng: " << error.what() << '\n';
    return 1;
  }
}
