#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace leye::table {

bool is_xml_blank(char c);
bool is_name_start(char c);
bool is_name_part(char c);
/// The character that «amp» or «#x20BB7» stands for, 0 where there is none.
uint32_t character_of(std::string_view entity);
/// Adds `raw` with its entities and line ends read; a line end in an attribute counts as a blank. in: every
/// entity has a character.
void decode(std::string_view raw, bool in_attribute, std::string& out);

/// Whether the text may stand in XML at all: UTF-8 without control characters but tab and line ends.
bool is_xml_text(std::string_view text);
/// An id that XML takes.
bool is_xml_name(std::string_view text);
std::string escape_content(std::string_view text);
/// For a value in quotes of that kind.
std::string escape_attribute(std::string_view text, char quote);

}  // namespace leye::table
