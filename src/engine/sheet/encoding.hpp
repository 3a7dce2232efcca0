#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "engine/sheet/sheet.hpp"

/// Which encoding the bytes of a text file are in, and the same text in UTF-8.
namespace leye::sheet {

struct Decoded {
    Encoding encoding = Encoding::utf8;
    std::string copy;       ///< the UTF-8, where the bytes were in another encoding
    std::string_view text;  ///< without byte order mark; the given bytes where they were UTF-8
    std::optional<size_t>
        bad_at;  ///< offset of the first byte that fits no encoding; nothing else is set then

    Decoded() = default;
    Decoded(const Decoded&) = delete;
    Decoded& operator=(const Decoded&) = delete;
};

/// Decodes a whole text file. A byte order mark decides; else well-formed UTF-8 is UTF-8 unless it is short
/// two-byte forms alone that read as Chinese in GB18030; else GB18030, four-byte forms included. Cost:
/// linear, one copy.
void decode(std::string_view bytes, Decoded& out);

}  // namespace leye::sheet
