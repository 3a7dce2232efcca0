#pragma once
#include <functional>

#include "engine/lines/bytes.hpp"

namespace leye::lines {

enum class Encoding { utf8, gb18030 };
std::string_view name_of(Encoding encoding);  ///< "UTF-8", "GB18030"

/// What the first pass over a file found.
struct Look {
    Packing packing = Packing::none;
    Encoding encoding = Encoding::utf8;
    int64_t bytes = 0;  ///< unpacked
    int64_t lines = 0;
    std::string hash;   ///< SHA-256 of the unpacked bytes, hexadecimal
};

/// Gets how many bytes are looked at.
using Looked = std::function<void(int64_t bytes)>;

/// Reads all of it once and says what it is. Fails: lines_empty, lines_kind_unknown (a workbook, a picture, UTF-16 …),
/// lines_bad_bytes (details: line, byte, encoding), lines_quote_open (details: line), lines_too_long (a record of more than
/// 1 MB; details: line), lines_cut, lines_damaged. Cost: linear, some 700 MB a second for UTF-8.
Result<Look> look_through(const Origin& origin, const Looked& looked = {});

/// How many bytes from the beginning are well-formed UTF-8. in: `far`, set where a character beyond two bytes was met.
size_t good_utf8(std::string_view bytes, bool& far);

}  // namespace leye::lines
