#pragma once
// The forms one by one, for the .cpp files of this room.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "content/failures.h"
#include "content/rules.h"

namespace zhiheng::content {

/// Which form the first bytes promise; none: no form that is known.
/// @param bytes  the whole file; only its beginning is looked at, of text all of it
[[nodiscard]] std::optional<Form> form_of(std::string_view bytes);

[[nodiscard]] Result<void> check_pdf(std::string_view bytes, const Rules& rules);
[[nodiscard]] Result<void> check_jpeg(std::string_view bytes, const Rules& rules);
[[nodiscard]] Result<void> check_png(std::string_view bytes, const Rules& rules);
/// @return  the content type of the main part; "ofd" of an OFD document
[[nodiscard]] Result<std::string> check_package(std::string_view bytes, const Rules& rules);

/// Whether the bytes end as a ZIP archive does: a program that reads archives from their end would
/// take them for one, whatever stands before.
[[nodiscard]] bool ends_as_archive(std::string_view bytes);
/// Whether a browser that guesses would take the first bytes for a page, or a reader of PDF for
/// one.
[[nodiscard]] bool begins_as_page(std::string_view bytes);
[[nodiscard]] bool begins_as_pdf(std::string_view bytes);

/// Inflates a zlib or a raw deflate stream, at most `most` bytes.
/// @param used  how many bytes of `packed` the stream had
/// @fails  content.damaged, content.unpacks_too_large
[[nodiscard]] Result<std::string> inflated(std::string_view packed, bool raw, std::int64_t most,
                                           std::size_t& used);

}  // namespace zhiheng::content
