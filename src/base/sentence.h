#pragma once
// An error in one line of the user's language. Rooms below the catalog cannot look for the sentence
// themselves: the program that runs says once where sentences come from.

#include <functional>
#include <string>

#include "base/result.h"
#include "base/words.h"

namespace zhiheng {

using SentenceOf = std::function<std::string(const Error& error, Language language)>;

/// Before any threads; without it the sentence for the log is used.
void set_sentences(SentenceOf sentence_of);

/// The sentence, with place, what was found, what is wanted, and the id of the failure.
[[nodiscard]] std::string said(const Error& error, Language language);

}  // namespace zhiheng
