#pragma once
#include "engine/sheet/sheet.hpp"

namespace leye::sheet {

/// Opens an .xlsx (ECMA-376, both dialects): the first visible sheet. It is scanned once from end to end
/// before the reader is given out, so that damage and merged cells are told before any row. Fails as `open`.
Result<Reader> open_xlsx(std::string_view bytes, Content content);

}  // namespace leye::sheet
