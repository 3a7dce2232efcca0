#pragma once
#include <span>
#include <string_view>

/// Records of CSV (RFC 4180) and their fields, found without copies.
namespace leye::lines {

/// The end of the record that begins at `from`: its line end, which is in no quoted field; nullptr where the text ends first.
const char* record_end(const char* from, const char* end);

/// Takes the next record off `rest`, without its line end; false where nothing is left. A last record may have no line end.
bool next_record(std::span<char>& rest, std::span<char>& record);

/// The fields of a record, without blanks at both ends, quoted ones unquoted in place. out: how many there are, which may be
/// more than `fields` has room for.
size_t split(std::span<char> record, char separator, std::span<std::string_view> fields);

}  // namespace leye::lines
