#pragma once
#include "engine/sheet/sheet.hpp"

namespace leye::sheet {

/// Opens CSV (RFC 4180) in UTF-8, UTF-16LE with a mark, or GB18030; the separator is whichever of comma,
/// semicolon and tab the first row holds most of. Fails as `open`.
Result<Reader> open_csv(std::string_view bytes, const std::string& file_name);

}  // namespace leye::sheet
