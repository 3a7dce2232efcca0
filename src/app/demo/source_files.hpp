#pragma once
#include <span>
#include <string>
#include <string_view>

#include "records/fact/fact.hpp"

/// Facts as the departments hand them over: rows of the files that catalog/sources describes.
namespace leye::demo {

/// The sources that rows are written for, by the names in catalog/sources.
std::span<const std::string_view> source_names();
/// The first line of a file of the source. In: one of source_names.
std::string_view header_of(std::string_view source);
/// Appends the rows of one person that belong to the source; facts of other sources are passed over. In: facts by kind.
void append_rows(std::string_view source, std::string_view document_number, std::span<const fact::Fact> facts, std::string& out);

}  // namespace leye::demo
