#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leye::text {

/// True where `bytes` is well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);
/// Number of code points of well-formed UTF-8. Cost: linear.
size_t length(std::string_view utf8);
/// The code points of well-formed UTF-8.
std::u32string code_points(std::string_view utf8);
std::string of_code_points(std::u32string_view points);
/// Converts GB18030 (four-byte forms included) to UTF-8; nothing where the bytes are not GB18030.
std::optional<std::string> of_gb18030(std::string_view bytes);
/// Without leading and trailing white space, ideographic space (U+3000) and byte order mark.
std::string_view trim(std::string_view utf8);
/// Full-width ASCII (０-９ Ａ-Ｚ ａ-ｚ － （ ）…) as half-width, other characters unchanged.
std::string narrow(std::string_view utf8);
/// ASCII letters in upper case, all else unchanged.
std::string upper(std::string_view utf8);
std::vector<std::string_view> split(std::string_view text, char separator);
/// "379914199308208159" → "379914********8159"; "13800001234" → "138****1234"; keeps `head` and `tail` characters.
std::string mask(std::string_view ascii, size_t head, size_t tail);
/// Lower-case hexadecimal of bytes, and back (nothing for odd length or other characters).
std::string hex(std::string_view bytes);
std::optional<std::string> of_hex(std::string_view text);

}  // namespace leye::text
